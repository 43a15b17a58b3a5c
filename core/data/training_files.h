#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/read_options.h"
#include "core/model/annotation.h"
#include "core/model/training_set.h"

namespace core::data {

// Where the features of a data set lie: NAME.npy of every video in each folder; several folders are
// joined along the feature axis (RGB, then flow).
struct FeatureFolders
{
    std::vector<std::filesystem::path> folders;
    bool isTransposed = false; // files hold D×T instead of T×D
    // sampleFps, windowFrames and strideFrames; dim is taken from the files.
    model::FeatureGrid grid;
};

// A data set as the field's code takes it: annotations, features and two lists of videos.
struct TrainingFiles
{
    std::filesystem::path groundTruth; // any format that readGroundTruth() reads
    // Each a text file with one name a line, or the name of a subset in the annotations.
    std::string trainingSplit;
    std::string testSplit;
    FeatureFolders generatorFeatures;
    FeatureFolders studentFeatures; // no folders: the generator's
    double fps = 0.0;               // of videos whose annotations do not tell it; 0: sampleFps
};

// Everything that a training reads of plain files: what it learns from, and apart from that what
// its results are measured against.
struct TrainingFilesInput
{
    model::TrainingSet set;           // training videos first, each split in its list's order
    model::GroundTruth testTruth;     // of the test split
    model::GroundTruth trainingTruth; // of the training split; never for training
    ReadNotes notes;
};

// Reads annotations and lists, finds the features and reduces the training split to its weak labels
// (the classes that occur in each video). Errors: a video that is in both splits or twice in one
// (Conflict), one without annotations (NotFound), a training video without any instance (BadValue),
// features that are missing, unreadable or of another width than the first (BadValue). Reads each
// feature file once. Blocking.
base::Result<TrainingFilesInput> readTrainingFiles(const TrainingFiles &files);

} // namespace core::data

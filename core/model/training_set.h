#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/annotation.h"
#include "core/model/feature.h"

namespace core::model {

// One video as training sees it. Ground-truth times never appear here: a training video brings its
// weak labels only.
struct TrainingVideo
{
    std::string name;
    bool isTraining = false;     // used to train; otherwise it belongs to the test split
    std::vector<int> weakLabels; // classes that occur, ascending; training videos have at least one
    double fps = 0.0;            // of the video
    std::optional<double> durationS;
    FeatureSource generatorFeatures;
    FeatureSource studentFeatures; // may name the same files
};

// Everything that the three stages read. Videos in a fixed order, which seeds and results depend
// on.
struct TrainingSet
{
    std::vector<std::string> classes;
    FeatureGrid generatorGrid;
    FeatureGrid studentGrid;
    std::vector<TrainingVideo> videos;
};

// What people corrected, for the student (product.md, "Corrected labels and retraining").
struct CorrectedVideo
{
    std::string video;
    bool isDone = false;            // the segments are the whole truth of this video
    std::vector<Instance> segments; // full weight, never filtered, never changed by the teacher
};

} // namespace core::model

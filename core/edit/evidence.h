#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/tal/boundary_evidence.h"

namespace core::edit {

// Which sources of evidence are asked.
struct EvidenceOptions
{
    std::vector<double> thresholds = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    double minScore = 0.1;    // of segments whose edges count
    bool withFeatures = true; // reads a feature file
    bool withFrames = true;   // reads what was measured of the frames (frameChangeFile())
};

// Where the changes between the frames of a video are kept once they were measured
// (intake::measureFrames()): "P.talo.motion/UUID.npy" beside "P.talo", float64, a row a frame from
// the second on: its time in s, the change.
std::filesystem::path frameChangeFile(const ProjectSession &session, const model::Video &video);

// Evidence for the bounds of a class in a video, by time, more than five frames apart (25 a second
// where the rate is unknown), since a nearer one is reached by nudging as fast: the score curves of
// every run, the change of the first feature set and of the frames, the edges of proposals,
// pseudo-labels, predictions and corrections of the class. Never the ground truth. Curves and
// features whose files are gone are left out. Blocking.
base::Result<std::vector<tal::Evidence>> boundaryEvidence(const ProjectSession &session,
                                                          std::int64_t videoId,
                                                          std::int64_t classId,
                                                          const EvidenceOptions &options = {});

// Keys that simulated annotators need whose edges start beside those of the ground truth.
struct SnapTrial
{
    std::size_t edges = 0;
    std::size_t videos = 0;
    std::size_t videosWithFrames = 0; // whose frames were measured
    double medianNudging = 0.0;
    double medianFiveFrames = 0.0;
    double medianSnapping = 0.0;
    double meanNudging = 0.0;
    double meanFiveFrames = 0.0;
    double meanSnapping = 0.0;
};

// Every edge of the ground truth in videos that have curves, moved by up to `jitterS` to either
// side, until it is within two frames again. Deterministic for a seed. NotFound without any.
base::Result<SnapTrial> simulateSnapping(const ProjectSession &session, double jitterS,
                                         std::uint64_t seed, const EvidenceOptions &options = {});

} // namespace core::edit

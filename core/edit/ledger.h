#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/label_set.h"
#include "core/model/run.h"

namespace core::edit {

// What a run learned from and what came of it, so that a change of mAP leads back to the edits
// between two snapshots of the labels.

struct LedgerClass
{
    std::string name = {};
    std::size_t gtInstances = 0;
    double averageAp = 0.0; // over tIoU 0.1:0.1:0.7, a fraction
};

// One training run: what it read, and what its predictions are worth.
struct LedgerEntry
{
    model::Run run = {};                        // seed, configuration hash, code version, device
    std::optional<model::LabelSet> labels = {}; // the snapshot that it read; none: no corrections
    bool isSnapshotIntact = true;               // the snapshot still has the hash that was recorded
    std::optional<double> averageMap = {};      // of its predictions on the test split
    std::vector<LedgerClass> classes = {};      // empty without predictions or ground truth there
};

// By what the predictions are measured, at tal::kAverageTious.
inline constexpr const char *kLedgerProtocol = "activitynet";

// All runs, oldest first. Predictions are measured by the activitynet rule on the videos of the
// test split (all videos where there is none) that have ground truth. Blocking.
base::Result<std::vector<LedgerEntry>> readLedger(const ProjectSession &session);

// One class between two entries.
struct LedgerChange
{
    std::string name = {};
    std::optional<double> apBefore = {};
    std::optional<double> apAfter = {};
    std::size_t added = 0;    // corrections of the later snapshot alone
    std::size_t removed = 0;  // of the earlier alone: deleted, or of another class now
    std::size_t moved = 0;    // of both, with other bounds
    std::size_t replaced = 0; // pseudo-labels that the later snapshot lacks
    std::vector<std::int64_t> revisions = {}; // the edits between the snapshots that touched it
};

// What people changed between the snapshots of two entries, by class in the project's order;
// classes without a change and without AP are left out. An entry without a snapshot counts as one
// without corrections, taken when its run started. Segments are the same where their uuid is.
base::Result<std::vector<LedgerChange>>
compareEntries(const ProjectSession &session, const LedgerEntry &before, const LedgerEntry &after);

} // namespace core::edit

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"
#include "core/model/feature_set.h"

namespace core::edit {

// Bulk imports into a project: each checks everything, makes a backup, and then writes all or
// nothing in one transaction with one entry of the history. Blocking.

struct ImportOptions
{
    std::string source = {}; // the file or folder, for messages and the history
    // By video where there are several sources: the one that names it, for messages.
    std::map<std::string, std::string> sources = {};
    std::string trackName = {}; // of detections and labels; empty: after the source's name
    bool isDryRun = false;      // do everything, then take it back
    // Detections and weak labels may bring videos and classes that the project does not know.
    bool addsUnknown = false;
};

// What an import did, or would do.
struct ImportReport
{
    std::int64_t videos = 0;    // that the source speaks of
    std::int64_t newVideos = 0; // of these, added to the project
    std::int64_t instances = 0; // segments, proposals, predictions, weak labels or feature files
    std::int64_t newClasses = 0;
    std::vector<std::string> warnings = {};
};

// Ground truth: adds the videos and classes that are new, the segments as locked tracks, and the
// video labels as weak labels. A video that has ground truth already is a Conflict. Segments past
// the end of their video are taken over with a warning that counts them.
base::Result<ImportReport> importGroundTruth(ProjectSession &session, const model::GroundTruth &set,
                                             const ImportOptions &options);

// Proposals, pseudo-labels or predictions of somebody else, as locked tracks. Unknown videos and
// classes are refused (NotFound) unless options.addsUnknown.
base::Result<ImportReport> importDetections(ProjectSession &session, model::TrackRole role,
                                            const model::DetectionSet &set,
                                            const ImportOptions &options);

// Labels as corrections, into the manual track; one edit, which undo takes back. A label that ends
// up to data::kPastEndSeconds after its video is cut there, one further out is refused (BadValue).
base::Result<ImportReport> importLabels(ProjectSession &session, const model::GroundTruth &set,
                                        const ImportOptions &options);

// The classes that occur in each video; times are ignored.
base::Result<ImportReport> importWeakLabels(ProjectSession &session, const model::GroundTruth &set,
                                            const ImportOptions &options);

// Names of the videos to train on and to test on. A list replaces the one that was imported for its
// split before; the other split stays as it is where its list is empty. Conflict: a name in both
// lists or twice in one; a test video (by its subset) among the training ones, or the reverse.
// NotFound: an unknown video.
base::Result<ImportReport> importSplits(ProjectSession &session,
                                        const std::vector<std::string> &training,
                                        const std::vector<std::string> &test,
                                        const ImportOptions &options);

// Media files that were probed; `file` is where each lies. A video of that name which has no file
// yet gets it; one that has one is a Conflict.
struct VideoFile
{
    model::Video video = {}; // name and what the file tells; ids and places are filled in
    std::filesystem::path file = {};
};
base::Result<ImportReport> importVideos(ProjectSession &session, std::vector<VideoFile> files,
                                        const ImportOptions &options);

// Feature files of one feature set, by video; several parts of a video are joined along the feature
// axis. The set's dim is found out when 0.
struct FeatureImport
{
    model::FeatureSet set = {};
    std::map<std::string, std::vector<std::filesystem::path>> files = {}; // by video
};

// The same, with every file looked through.
struct CheckedFeatures
{
    FeatureImport features;
    std::map<std::string, model::Feature> rows = {}; // by video; ids and places are filled in later
};

// Refuses (Conflict) a set that does not go with the project's one of its name: another grid or
// layout, or, where both say what made them (paramsJson), other makers. A dim of 0 is open yet.
base::Result<void> checkFeatureSet(const ProjectSession &session, const model::FeatureSet &wanted);

// How many of how many are done; called on the working thread.
using CountProgress = std::function<void(std::int64_t done, std::int64_t total)>;

// Reads every file, which takes long. Refused: unknown videos, wrong dims, values that are not
// finite, fewer than half or more than twice the snippets that a video's length asks for (wrong
// stride, rate or layout). Cancelled. May run on a thread of its own while nobody changes the
// document's videos.
base::Result<CheckedFeatures> checkFeatures(const Document &document, FeatureImport features,
                                            const CountProgress &progress = {},
                                            const base::CancelToken &cancel = {});

// Writes what was checked. An existing set of the same name is extended and must agree. Refused:
// unknown videos, a second matrix for a video.
base::Result<ImportReport> importFeatures(ProjectSession &session, const CheckedFeatures &checked,
                                          const ImportOptions &options);
// Both.
base::Result<ImportReport> importFeatures(ProjectSession &session, const FeatureImport &features,
                                          const ImportOptions &options);

} // namespace core::edit

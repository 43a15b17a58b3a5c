#include "core/edit/run_results.h"

#include <algorithm>
#include <system_error>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "core/base/path_below.h"
#include "core/base/version.h"
#include "core/edit/bulk_write.h"
#include "core/edit/detection_rows.h"
#include "core/edit/staged_rows.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::TrackRole;

namespace {

Result<std::string> freeRunName(const ProjectSession &session, const std::string &kind)
{
    const std::vector<model::Run> runs = TRY(session.runs().runs());
    for (std::size_t i = 1;; ++i) {
        const std::string name = fmt::format("{}-{}", kind, i);
        if (std::none_of(runs.begin(), runs.end(),
                         [&](const model::Run &run) { return run.name == name; })) {
            return name;
        }
    }
}

std::string relativeToProject(const ProjectSession &session, const std::filesystem::path &folder)
{
    const std::filesystem::path normal = std::filesystem::absolute(folder).lexically_normal();
    return base::pathBelow(normal, session.folder()).value_or(folder).generic_string();
}

Result<model::Artifact> describeFile(const std::filesystem::path &folder, const RunFile &file)
{
    const std::filesystem::path path = file.path.is_absolute() ? file.path : folder / file.path;
    std::error_code code;
    const auto size = std::filesystem::file_size(path, code);
    if (code) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "the run reports a file that cannot be read: " + code.message(),
                     .file = path.string()});
    }
    const std::string hash = TRY(base::hashFile(path));
    return model::Artifact{
        .kind = file.kind,
        .path = base::pathBelow(path.lexically_normal(), folder).value_or(path).generic_string(),
        .contentHash = hash,
        .sizeBytes = static_cast<std::int64_t>(size),
        .metaJson = file.metaJson};
}

// What the filter refused stays visible, with its reason.
Result<void> addRejected(ProjectSession &session, const RunResults &results, const TrackPlan &plan,
                         DetectionRows &rows)
{
    std::int64_t added = 0;
    const std::vector<std::int64_t> classes =
        TRY(classIds(session, results.pseudoLabels->classes, false, added));
    std::unordered_map<std::int64_t, std::size_t> placeOfVideo; // in rows.tracks
    for (const model::Track &track : rows.tracks) {
        placeOfVideo.emplace(track.videoId, placeOfVideo.size());
    }
    for (const RejectedDetection &rejected : results.rejected) {
        const model::Video *video = session.document().videoByName(rejected.video);
        if (video == nullptr) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = "the project has no such video",
                         .place = rejected.video});
        }
        const auto [place, isNew] = placeOfVideo.emplace(video->id, rows.tracks.size());
        if (isNew) {
            rows.tracks.push_back(trackFor(plan, video->id));
        }
        const auto range = TRY(toRange(rejected.detection.start, rejected.detection.end));
        if (!range) {
            continue;
        }
        rows.segments.push_back(
            {.trackId = static_cast<std::int64_t>(place->second),
             .classId = classes.at(static_cast<std::size_t>(rejected.detection.classIndex)),
             .range = *range,
             .score = rejected.detection.score,
             .state = model::SegmentState::Rejected,
             .origin = model::SegmentOrigin::Run,
             .originRunId = plan.runId,
             .note = rejected.reason,
             .createdRevision = plan.revision,
             .changedRevision = plan.revision});
    }
    return {};
}

// The artifact kind of the file from which the detections of a role were read.
const char *artifactKind(TrackRole role)
{
    switch (role) {
    case TrackRole::Proposal:
        return "proposals";
    case TrackRole::PseudoLabel:
        return "pseudo_labels";
    default:
        return "predictions";
    }
}

// Whether the detections of a role are to be taken: not where the same ones were taken before.
// Others of this run, from a stage that was computed again, are to be replaced.
Result<bool> isNews(const ProjectSession &session, const model::Run &run, TrackRole role,
                    const std::vector<model::Artifact> &artifacts)
{
    const auto &tracks = session.document().tracks();
    const bool hasTracks =
        std::any_of(tracks.begin(), tracks.end(), [&](const model::Track &track) {
            return track.sourceRunId == run.id && track.role == role;
        });
    if (!hasTracks) {
        return true;
    }
    const std::vector<model::Artifact> known = TRY(session.runs().artifacts(run.id));
    return std::any_of(artifacts.begin(), artifacts.end(), [&](const model::Artifact &artifact) {
        return artifact.kind == artifactKind(role) &&
               std::none_of(known.begin(), known.end(), [&](const model::Artifact &old) {
                   return old.path == artifact.path && old.contentHash == artifact.contentHash;
               });
    });
}

// The detections of a run on their way into the project.
struct TakenSets
{
    StagedRows rows;
    std::vector<TrackRole> roles;
    std::vector<std::string> warnings;
};

// A set of a run as tracks named after it.
Result<void> stageSet(ProjectSession &session, const model::Run &run, TrackRole role,
                      const RunResults &results, TakenSets &taken)
{
    const std::optional<model::DetectionSet> &set = role == TrackRole::Proposal ? results.proposals
                                                    : role == TrackRole::PseudoLabel
                                                        ? results.pseudoLabels
                                                        : results.predictions;
    // The newest revision: that of these results is none before they are all there.
    const auto newest = TRY(session.revisions().nextId()) - 1;
    const TrackPlan plan{
        .role = role, .name = run.name, .runId = run.id, .revision = newest, .addsVideos = false};
    DetectionRows rows = TRY(makeRows(session, *set, plan));
    if (rows.empty > 0) {
        taken.warnings.push_back(fmt::format("{} {} segments of no length were left out",
                                             rows.empty, model::toText(role)));
    }
    if (role == TrackRole::PseudoLabel) {
        TRY(addRejected(session, results, plan, rows));
    }
    TRY(taken.rows.stage(std::move(rows)));
    taken.roles.push_back(role);
    return {};
}

Result<void> writeFiles(ProjectSession &session, const model::Run &run,
                        const std::vector<RunFile> &files, std::vector<model::Artifact> &artifacts)
{
    std::unordered_set<std::int64_t> shown; // artifacts
    for (const model::Track &known : session.document().tracks()) {
        if (known.role == TrackRole::Curve && known.artifactId) {
            shown.insert(*known.artifactId);
        }
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        TRY(session.runs().insertArtifact(run.id, artifacts[i]));
        const model::Video *video = session.document().videoByName(files[i].video);
        if (files[i].kind != "curve" || video == nullptr || shown.contains(artifacts[i].id)) {
            continue;
        }
        model::Track track{.videoId = video->id,
                           .kind = model::TrackKind::Curve,
                           .role = TrackRole::Curve,
                           .name = run.name,
                           .sourceRunId = run.id,
                           .artifactId = artifacts[i].id,
                           .isLocked = true,
                           .ordinal = static_cast<int>(TrackRole::Curve)};
        TRY(session.segments().insertTrack(track));
    }
    return {};
}

Result<void> stageResults(ProjectSession &session, const model::Run &run, const RunResults &results,
                          const std::vector<model::Artifact> &artifacts, TakenSets &taken)
{
    const std::pair<TrackRole, bool> sets[] = {
        {TrackRole::Proposal, results.proposals.has_value()},
        {TrackRole::PseudoLabel, results.pseudoLabels.has_value()},
        {TrackRole::Prediction, results.predictions.has_value()}};
    for (const auto &[role, isThere] : sets) {
        if (isThere && TRY(isNews(session, run, role, artifacts))) {
            TRY(stageSet(session, run, role, results, taken));
        }
    }
    return {};
}

Result<std::vector<model::Artifact>> describeFiles(const ProjectSession &session,
                                                   const model::Run &run,
                                                   const std::vector<RunFile> &files)
{
    const std::filesystem::path folder = TRY(session.resolve(std::nullopt, run.folder));
    std::vector<model::Artifact> artifacts;
    for (const RunFile &file : files) {
        artifacts.push_back(TRY(describeFile(folder, file)));
    }
    return artifacts;
}

// One entry of the history and, after the backup, one transaction in which everything appears;
// `update` writes what else belongs to it.
template <typename Update>
Result<std::vector<std::string>> takeOver(ProjectSession &session, const model::Run &run,
                                          const RunResults &results, const std::string &label,
                                          Update &&update)
{
    // Hashing takes longest; it needs no transaction.
    std::vector<model::Artifact> artifacts = TRY(describeFiles(session, run, results.files));
    TRY(store::makeBackup(session.database(), "before-import"));
    TakenSets taken{.rows = StagedRows(session), .roles = {}, .warnings = {}};
    TRY(stageResults(session, run, results, artifacts, taken));
    TRY(writeAtOnce(session, store::RevisionKind::Import, false,
                    [&](store::Revision &revision) -> Result<void> {
                        revision.label = label;
                        TRY(update());
                        for (const TrackRole role : taken.roles) {
                            TRY(taken.rows.replace(run.id, role));
                        }
                        TRY(taken.rows.publish());
                        TRY(session.runs().insertMetrics(run.id, results.metrics));
                        return writeFiles(session, run, results.files, artifacts);
                    }));
    return std::move(taken.warnings);
}

} // namespace

Result<model::Run> beginRun(ProjectSession &session, model::Run run,
                            const std::vector<model::RunInput> &inputs)
{
    // First: another run that begins now must not take the same name.
    store::Transaction transaction = TRY(store::Transaction::begin(session.database()));
    if (run.name.empty()) {
        run.name = TRY(freeRunName(session, run.kind));
    }
    run.folder = relativeToProject(session, run.folder.empty() ? session.runFolder(run.name)
                                                               : std::filesystem::path(run.folder));
    run.status = model::RunStatus::Running;
    run.pid = run.pid == 0 ? ::getpid() : run.pid;
    run.host = run.host.empty() ? store::hostName() : run.host;
    run.codeVersion = run.codeVersion.empty() ? base::kVersion : run.codeVersion;
    TRY(session.runs().insertRun(run));
    TRY(session.runs().insertInputs(run.id, inputs));
    TRY(transaction.commit());
    return run;
}

Result<model::Run> resumeRun(ProjectSession &session, model::Run run)
{
    if (run.status == model::RunStatus::Finished || run.status == model::RunStatus::Running) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = fmt::format("run '{}' is {}", run.name, model::toText(run.status)),
                     .file = session.path().string(),
                     .expected = "a run that was stopped or failed"});
    }
    run.status = model::RunStatus::Running;
    run.endedAt.clear();
    run.errorJson.clear();
    run.pid = ::getpid();
    run.host = store::hostName();
    store::Transaction transaction = TRY(store::Transaction::begin(session.database()));
    TRY(session.runs().updateRun(run));
    TRY(transaction.commit());
    return run;
}

Result<void> updateRun(ProjectSession &session, const model::Run &run)
{
    store::Transaction transaction = TRY(store::Transaction::begin(session.database()));
    TRY(session.runs().updateRun(run));
    return transaction.commit();
}

Result<std::vector<std::string>> finishRun(ProjectSession &session, const model::Run &finished,
                                           const RunResults &results)
{
    model::Run run = finished;
    run.pid = 0;
    if (run.endedAt.empty()) {
        run.endedAt = store::nowUtc();
    }
    return takeOver(session, run, results,
                    fmt::format("Run {} {}", run.name, model::toText(run.status)),
                    [&] { return session.runs().updateRun(run); });
}

Result<std::vector<std::string>> takeResults(ProjectSession &session, const model::Run &run,
                                             const RunResults &results)
{
    return takeOver(session, run, results, fmt::format("Results of run {}", run.name),
                    []() -> Result<void> { return {}; });
}

Result<void> renameRun(ProjectSession &session, const model::Run &run, const std::string &name)
{
    if (name.empty()) {
        return fail({.code = ErrorCode::Usage, .problem = "a run needs a name"});
    }
    for (const model::Run &other : TRY(session.runs().runs())) {
        if (other.name == name && other.id != run.id) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("there is a run '{}' already", name),
                         .file = session.path().string(),
                         .expected = "a new name"});
        }
    }
    store::Transaction transaction = TRY(store::Transaction::begin(session.database()));
    TRY(session.runs().renameRun(run.id, name));
    Document renamed = TRY(Document::open(session.database(), session.author()));
    TRY(transaction.commit());
    session.document().adopt(std::move(renamed));
    return {};
}

Result<void> deleteRun(ProjectSession &session, const model::Run &run)
{
    const std::int64_t reviews = TRY(session.runs().reviewsOfRun(run.id));
    if (run.status == model::RunStatus::Running || reviews > 0) {
        return fail(
            {.code = ErrorCode::Conflict,
             .problem = reviews > 0
                            ? fmt::format("{} segments of people's labels come from run '{}'",
                                          reviews, run.name)
                            : fmt::format("run '{}' is still running", run.name),
             .file = session.path().string(),
             .expected = reviews > 0 ? "to keep the run, which tells where they come from"
                                     : "a run that is over"});
    }
    return bulkWrite(session, store::RevisionKind::Import, false,
                     [&](store::Revision &revision) -> Result<void> {
                         TRY(session.segments().deleteTracksOfRun(run.id));
                         TRY(session.runs().deleteRun(run.id));
                         revision.label = fmt::format("Deleted run {}", run.name);
                         return {};
                     });
}

Result<model::Run> findRun(const ProjectSession &session, const std::string &nameOrUuid)
{
    for (model::Run &run : TRY(session.runs().runs())) {
        if (run.name == nameOrUuid || run.uuid == nameOrUuid) {
            return std::move(run);
        }
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = fmt::format("has no run '{}'", nameOrUuid),
                 .file = session.path().string(),
                 .expected = "a name that 'talo show P runs' lists"});
}

} // namespace core::edit

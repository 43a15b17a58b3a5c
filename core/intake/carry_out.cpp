#include "core/intake/carry_out.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/store/backup.h"

namespace core::intake {

using base::ErrorCode;
using base::fail;
using base::Result;
using edit::ImportReport;
using edit::ProjectSession;

namespace fs = std::filesystem;

namespace {

template <typename Set>
Set onlyKnown(const ProjectSession &session, Set set, std::size_t &leftOut)
{
    leftOut = std::erase_if(set.videos, [&](const auto &video) {
        return session.document().videoByName(video.video) == nullptr;
    });
    return set;
}

void noteLeftOut(ImportReport &report, std::size_t leftOut)
{
    if (leftOut > 0) {
        report.warnings.push_back(
            fmt::format("{} videos that the project does not know are left out", leftOut));
    }
}

edit::ImportOptions optionsOf(const Item &item, Unknown unknown)
{
    return {.source = item.path.string(), .addsUnknown = unknown == Unknown::Add};
}

// Videos that the project has already are passed by, so that a folder can be imported again.
Result<ImportReport> writeVideos(ProjectSession &session, const Item &item,
                                 const VideoContent &content)
{
    std::vector<edit::VideoFile> fresh;
    std::copy_if(content.files.begin(), content.files.end(), std::back_inserter(fresh),
                 [&](const edit::VideoFile &file) {
                     const model::Video *known = session.document().videoByName(file.video.name);
                     return known == nullptr || !known->rootId;
                 });
    const std::size_t passedBy = content.files.size() - fresh.size();
    if (fresh.empty()) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = "the project has these videos already",
                     .file = item.path.string(),
                     .expected = "at least one new video"});
    }
    ImportReport report =
        TRY(edit::importVideos(session, std::move(fresh), optionsOf(item, Unknown::Refuse)));
    if (passedBy > 0) {
        report.warnings.push_back(
            fmt::format("{} videos are in the project already and are left out", passedBy));
    }
    return report;
}

Result<ImportReport> writeAnnotations(ProjectSession &session, const Item &item,
                                      const model::GroundTruth &content, Unknown unknown)
{
    if (item.kind == Kind::GroundTruth) {
        return edit::importGroundTruth(session, content, optionsOf(item, unknown));
    }
    if (item.kind == Kind::VideoTable) {
        return edit::importWeakLabels(session, content, optionsOf(item, Unknown::Add));
    }
    std::size_t leftOut = 0;
    const model::GroundTruth set =
        unknown == Unknown::LeaveOut ? onlyKnown(session, content, leftOut) : content;
    ImportReport report = TRY(item.kind == Kind::Labels
                                  ? edit::importLabels(session, set, optionsOf(item, unknown))
                                  : edit::importWeakLabels(session, set, optionsOf(item, unknown)));
    noteLeftOut(report, leftOut);
    return report;
}

model::TrackRole roleOf(Kind kind)
{
    switch (kind) {
    case Kind::PseudoLabels:
        return model::TrackRole::PseudoLabel;
    case Kind::Predictions:
        return model::TrackRole::Prediction;
    default:
        return model::TrackRole::Proposal;
    }
}

Result<ImportReport> writeDetections(ProjectSession &session, const Item &item,
                                     const model::DetectionSet &content, Unknown unknown)
{
    std::size_t leftOut = 0;
    const model::DetectionSet set =
        unknown == Unknown::LeaveOut ? onlyKnown(session, content, leftOut) : content;
    ImportReport report =
        TRY(edit::importDetections(session, roleOf(item.kind), set, optionsOf(item, unknown)));
    noteLeftOut(report, leftOut);
    return report;
}

Result<ImportReport> writeSplit(ProjectSession &session, const Item &item,
                                const data::SplitContent &content, Unknown unknown)
{
    std::vector<std::string> names = content.videos;
    std::size_t leftOut = 0;
    if (unknown == Unknown::LeaveOut) {
        leftOut = std::erase_if(names, [&](const std::string &name) {
            return session.document().videoByName(name) == nullptr;
        });
    }
    const bool isTest = item.kind == Kind::TestSplit;
    ImportReport report = TRY(
        edit::importSplits(session, isTest ? std::vector<std::string>() : names,
                           isTest ? names : std::vector<std::string>(), optionsOf(item, unknown)));
    noteLeftOut(report, leftOut);
    return report;
}

Result<ImportReport> write(ProjectSession &session, const Item &item, Unknown unknown,
                           const FeatureCheck &features)
{
    if (const auto *videos = std::get_if<VideoContent>(&item.content)) {
        return writeVideos(session, item, *videos);
    }
    if (const auto *annotations = std::get_if<model::GroundTruth>(&item.content)) {
        return writeAnnotations(session, item, *annotations, unknown);
    }
    if (const auto *detections = std::get_if<model::DetectionSet>(&item.content)) {
        return writeDetections(session, item, *detections, unknown);
    }
    if (const auto *split = std::get_if<data::SplitContent>(&item.content)) {
        return writeSplit(session, item, *split, unknown);
    }
    if (features.checked) {
        return edit::importFeatures(session, *features.checked, optionsOf(item, unknown));
    }
    return fail(features.error.value_or(base::Error{.code = ErrorCode::Unsupported,
                                                    .problem = "there is nothing to import",
                                                    .file = item.path.string()}));
}

// Reads the files of a features item; those of unknown videos are left out where that is wished.
FeatureCheck check(const ProjectSession &session, const Item &item, Unknown unknown,
                   const Progress &progress, const base::CancelToken &cancel)
{
    edit::FeatureImport features = std::get<edit::FeatureImport>(item.content);
    if (unknown == Unknown::LeaveOut) {
        std::erase_if(features.files, [&](const auto &entry) {
            return session.document().videoByName(entry.first) == nullptr;
        });
    }
    auto checked = edit::checkFeatures(
        session.document(), std::move(features),
        [&](std::int64_t done, std::int64_t total) {
            if (progress) {
                progress("features", done, total);
            }
        },
        cancel);
    if (!checked) {
        return {.error = checked.error()};
    }
    return {.checked = *std::move(checked)};
}

Outcome carryOutOne(ProjectSession &session, const Item &item, Unknown unknown,
                    const FeatureCheck &features)
{
    auto report = write(session, item, unknown, features);
    if (!report) {
        return {.error = base::Error(report.error()).in(item.path.string())};
    }
    return {.report = *std::move(report), .isImported = true};
}

// A folder that is gone when its owner is.
class TemporaryFolder
{
public:
    TemporaryFolder()
        : m_path(fs::temp_directory_path() / ("taloscope-" + base::newUuid()))
    {
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    const fs::path &path() const { return m_path; }

private:
    fs::path m_path;
};

Result<void> copyProject(const fs::path &project, const fs::path &target)
{
    if (project.empty()) {
        return ProjectSession::create(target, "rehearsal");
    }
    const ProjectSession session = TRY(ProjectSession::open(project, edit::Access::Read));
    return store::copyDatabase(session.database(), target);
}

} // namespace

std::vector<Outcome> carryOut(ProjectSession &session, const std::vector<Item> &items,
                              Unknown unknown, const std::vector<FeatureCheck> &features,
                              bool stopsAtError)
{
    std::vector<Outcome> outcomes(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].isChosen) {
            outcomes[i] = carryOutOne(session, items[i], unknown, features.at(i));
            if (stopsAtError && outcomes[i].error) {
                break;
            }
        }
    }
    return outcomes;
}

Result<Rehearsal> rehearse(const fs::path &project, const std::vector<Item> &items, Unknown unknown,
                           const Progress &progress, const base::CancelToken &cancel)
{
    const TemporaryFolder folder;
    TRY(base::makeFolder(folder.path()));
    const fs::path copy = folder.path() / "rehearsal.talo";
    TRY(copyProject(project, copy));
    ProjectSession session =
        TRY(ProjectSession::open(copy, edit::Access::Write, "an import's rehearsal"));
    Rehearsal rehearsal{.outcomes = std::vector<Outcome>(items.size()),
                        .features = std::vector<FeatureCheck>(items.size())};
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "the import was cancelled"});
        }
        if (!items[i].isChosen) {
            continue;
        }
        if (std::holds_alternative<edit::FeatureImport>(items[i].content)) {
            rehearsal.features[i] = check(session, items[i], unknown, progress, cancel);
        }
        rehearsal.outcomes[i] = carryOutOne(session, items[i], unknown, rehearsal.features[i]);
    }
    return rehearsal;
}

} // namespace core::intake

// Videos and features: the imports that look into files.
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/data/features.h"
#include "core/edit/bulk_write.h"
#include "core/edit/project_import.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// A matrix much shorter or longer than its video was read with the wrong layout or settings.
Result<void> checkLength(const model::Video &video, const model::FeatureSet &set,
                         std::int64_t snippets, const std::filesystem::path &path)
{
    const double fps = set.grid.sampleFps > 0.0 ? set.grid.sampleFps : video.fps.value();
    if (video.durationUs == 0 || fps <= 0.0) {
        return {};
    }
    const double wanted = base::usToSeconds(video.durationUs) * fps / set.grid.strideFrames;
    const double slack = 4.0; // borders, and videos of a few snippets
    const auto found = static_cast<double>(snippets);
    if (found + slack >= wanted / 2.0 && found - slack <= wanted * 2.0) {
        return {};
    }
    return fail({.code = ErrorCode::BadValue,
                 .problem = fmt::format("has {} snippets, but {} lasts {:.2f} s", snippets,
                                        video.name, base::usToSeconds(video.durationUs)),
                 .file = path.string(),
                 .expected = fmt::format("about {:.0f} snippets at {} frames/s and a stride of {} "
                                         "frames (see --sample-fps, --stride-frames, --layout)",
                                         wanted, fps, set.grid.strideFrames)});
}

Result<std::optional<model::FeatureSet>> featureSetByName(const ProjectSession &session,
                                                          const std::string &name)
{
    for (model::FeatureSet &known : TRY(session.project().featureSets())) {
        if (known.name == name) {
            return std::move(known);
        }
    }
    return std::nullopt;
}

// The set of that name, made or, where it exists, checked to agree.
Result<model::FeatureSet> takeFeatureSet(ProjectSession &session, const model::FeatureSet &wanted)
{
    if (auto known = TRY(featureSetByName(session, wanted.name))) {
        TRY(checkFeatureSet(session, wanted));
        return *std::move(known);
    }
    model::FeatureSet set = wanted;
    TRY(session.project().insertFeatureSet(set));
    return set;
}

// Everything that can be wrong with one video's files.
Result<model::Feature> checkFeature(const Document &document, const std::string &name,
                                    const std::vector<std::filesystem::path> &paths,
                                    model::FeatureSet &set)
{
    const model::Video *video = document.videoByName(name);
    if (video == nullptr) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("the project has no video '{}'", name),
                     .file = paths.front().string(),
                     .expected = "files named after videos that were imported before"});
    }
    const model::FeatureSource source{.parts = paths, .isTransposed = set.isTransposed};
    const model::FeatureMatrix matrix = TRY(data::loadFeatures(source, set.grid.dim));
    set.grid.dim = static_cast<int>(matrix.dim);
    TRY(checkLength(*video, set, matrix.snippets, paths.front()));
    model::Feature feature{.snippets = matrix.snippets};
    for (const std::filesystem::path &path : paths) {
        std::string hash = TRY(base::hashFile(path));
        feature.parts.push_back({.contentHash = std::move(hash)});
    }
    return feature;
}

// The row of one video, with the places of its files.
Result<void> writeFeature(ProjectSession &session, model::Feature feature,
                          const std::vector<std::filesystem::path> &paths)
{
    for (std::size_t p = 0; p < paths.size(); ++p) {
        std::tie(feature.parts[p].rootId, feature.parts[p].path) = TRY(session.place(paths[p]));
    }
    return session.project().insertFeature(feature);
}

} // namespace

Result<void> checkFeatureSet(const ProjectSession &session, const model::FeatureSet &wanted)
{
    const auto known = TRY(featureSetByName(session, wanted.name));
    if (!known) {
        return {};
    }
    const std::string problem =
        fmt::format("the feature set '{}' exists with other settings", wanted.name);
    model::FeatureGrid grid = wanted.grid;
    grid.dim = grid.dim == 0 ? known->grid.dim : grid.dim;
    if (known->grid != grid || known->isTransposed != wanted.isTransposed) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = problem,
                     .expected = fmt::format("{} values, stride {}, window {}, {} frames/s, or "
                                             "another name",
                                             known->grid.dim, known->grid.strideFrames,
                                             known->grid.windowFrames, known->grid.sampleFps)});
    }
    const std::string unknown = model::FeatureSet().paramsJson;
    if (known->paramsJson != wanted.paramsJson && known->paramsJson != unknown &&
        wanted.paramsJson != unknown) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = problem,
                     .expected = "the networks and settings that made it, or another name"});
    }
    return {};
}

Result<CheckedFeatures> checkFeatures(const Document &document, FeatureImport features,
                                      const CountProgress &progress,
                                      const base::CancelToken &cancel)
{
    CheckedFeatures checked{.features = std::move(features)};
    std::int64_t done = 0;
    for (const auto &[name, paths] : checked.features.files) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "the import was cancelled"});
        }
        checked.rows[name] = TRY(checkFeature(document, name, paths, checked.features.set));
        if (progress) {
            progress(++done, std::ssize(checked.features.files));
        }
    }
    return checked;
}

Result<ImportReport> importFeatures(ProjectSession &session, const CheckedFeatures &checked,
                                    const ImportOptions &options)
{
    return bulkWrite(
        session, store::RevisionKind::Import, options.isDryRun,
        [&](store::Revision &revision) -> Result<ImportReport> {
            const model::FeatureSet set = TRY(takeFeatureSet(session, checked.features.set));
            std::set<std::int64_t> taken;
            for (const model::Feature &feature : TRY(session.project().features(set.id))) {
                taken.insert(feature.videoId);
            }
            for (const auto &[name, paths] : checked.features.files) {
                const model::Video *video = session.document().videoByName(name);
                if (video == nullptr || taken.contains(video->id)) {
                    return fail(
                        {.code = video == nullptr ? ErrorCode::NotFound : ErrorCode::Conflict,
                         .problem = video == nullptr
                                        ? fmt::format("the project has no video '{}'", name)
                                        : fmt::format("video {} has features of set '{}' "
                                                      "already",
                                                      name, set.name),
                         .file = paths.front().string(),
                         .expected = video == nullptr ? "videos that were imported before"
                                                      : "another name (--feature-set)"});
                }
                model::Feature feature = checked.rows.at(name);
                feature.videoId = video->id;
                feature.featureSetId = set.id;
                TRY(writeFeature(session, std::move(feature), paths));
            }
            revision.label =
                fmt::format("Imported features '{}' of {} videos", set.name, checked.rows.size());
            return ImportReport{.videos = std::ssize(checked.rows),
                                .instances = std::ssize(checked.rows)};
        });
}

Result<ImportReport> importFeatures(ProjectSession &session, const FeatureImport &features,
                                    const ImportOptions &options)
{
    return importFeatures(session, TRY(checkFeatures(session.document(), features)), options);
}

Result<ImportReport> importVideos(ProjectSession &session, std::vector<VideoFile> files,
                                  const ImportOptions &options)
{
    return bulkWrite(
        session, store::RevisionKind::Import, options.isDryRun,
        [&](store::Revision &revision) -> Result<ImportReport> {
            ImportReport report;
            std::set<std::string> seen;
            for (VideoFile &item : files) {
                const model::Video *known = session.document().videoByName(item.video.name);
                if (!seen.insert(item.video.name).second || (known != nullptr && known->rootId)) {
                    return fail({.code = ErrorCode::Conflict,
                                 .problem = fmt::format("the project has a video '{}' already",
                                                        item.video.name),
                                 .file = item.file.string(),
                                 .expected = "files with different names"});
                }
                model::Video video = item.video;
                std::tie(video.rootId, video.path) = TRY(session.place(item.file));
                if (known == nullptr) {
                    TRY(session.project().insertVideo(video));
                    ++report.newVideos;
                } else {
                    video.id = known->id;
                    video.uuid = known->uuid;
                    video.state = known->state;
                    video.split = known->split;
                    video.subset = known->subset.empty() ? video.subset : known->subset;
                    TRY(session.project().updateVideo(video));
                }
            }
            report.videos = static_cast<std::int64_t>(files.size());
            report.instances = report.videos;
            revision.label = fmt::format("Imported {} videos", report.videos);
            return report;
        });
}

} // namespace core::edit

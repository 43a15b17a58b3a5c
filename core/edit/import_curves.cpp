#include "core/edit/import_curves.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/npy_file.h"
#include "core/data/npz_file.h"
#include "core/edit/run_results.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// One file as it was read, and what the project has to know of it.
struct ReadCurve
{
    data::NpyArray array;
    bool isArchive = false;
    std::string metaJson = {};
};

std::vector<std::string> classKeys(const ProjectSession &session)
{
    std::vector<std::string> keys;
    for (const model::ActionClass &actionClass : session.document().classes()) {
        keys.push_back(actionClass.key);
    }
    return keys;
}

Result<void> checkShape(const data::NpyArray &array, std::size_t classes,
                        const std::filesystem::path &path)
{
    const std::vector<std::int64_t> &shape = array.shape();
    const bool fits =
        shape.size() == 2 && shape[0] > 0 && shape[1] == static_cast<std::int64_t>(classes);
    if (!fits) {
        return fail(
            {.code = ErrorCode::BadFormat,
             .problem = shape.size() == 2 ? fmt::format("has {} columns", shape[1])
                                          : fmt::format("has {} dimensions", shape.size()),
             .file = path.string(),
             .expected = fmt::format("snippets × {}, a column a class of the project", classes)});
    }
    for (const float value : array.toFloats()) {
        if (!std::isfinite(value)) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = "holds a value that is NaN or infinite",
                         .file = path.string(),
                         .expected = "finite scores"});
        }
    }
    return {};
}

Result<ReadCurve> readCurve(const ProjectSession &session, const std::string &video,
                            const std::filesystem::path &path, const CurveImport &import)
{
    const model::Video *known = session.document().videoByName(video);
    if (known == nullptr) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("the project has no video '{}'", video),
                     .file = path.string(),
                     .expected = "files named after videos that were imported before"});
    }
    const bool isArchive = path.extension() == ".npz";
    data::NpyArray array = TRY(isArchive ? data::readNpz(path, import.array) : data::readNpy(path));
    ReadCurve curve{.array = std::move(array), .isArchive = isArchive};
    const std::vector<std::string> classes = classKeys(session);
    TRY(checkShape(curve.array, classes.size(), path));
    const std::int64_t snippets = curve.array.shape()[0];
    const double rate = import.grid.sampleFps > 0.0 ? import.grid.sampleFps : known->fps.value();
    const double seconds =
        known->durationUs > 0 ? base::usToSeconds(known->durationUs) / static_cast<double>(snippets)
                              : import.grid.strideFrames / std::max(rate, 1e-9);
    curve.metaJson =
        nlohmann::json(
            {{"classes", classes}, {"seconds_per_snippet", seconds}, {"snippets", snippets}})
            .dump();
    return curve;
}

// Archives become files of the run; others are referred to.
Result<RunFile> placeCurve(const std::filesystem::path &folder, const std::string &video,
                           const std::filesystem::path &path, const ReadCurve &curve)
{
    std::filesystem::path file = std::filesystem::absolute(path);
    if (curve.isArchive) {
        TRY(base::makeFolder(folder));
        file = folder / (path.stem().string() + ".npy");
        const std::vector<float> values = curve.array.toFloats();
        TRY(data::writeNpy(file, curve.array.shape(), std::span<const float>(values)));
    }
    return RunFile{.kind = "curve", .path = file, .video = video, .metaJson = curve.metaJson};
}

} // namespace

Result<std::int64_t> importCurves(ProjectSession &session, const CurveImport &import)
{
    std::map<std::string, ReadCurve> curves;
    for (const auto &[video, path] : import.files) {
        curves.emplace(video, TRY(readCurve(session, video, path, import)));
    }
    if (import.isDryRun) {
        return static_cast<std::int64_t>(curves.size());
    }
    model::Run run =
        TRY(beginRun(session, {.kind = "import", .name = import.name, .recipe = "curves"}, {}));
    RunResults results;
    for (const auto &[video, path] : import.files) {
        results.files.push_back(
            TRY(placeCurve(session.runFolder(run.name) / "curves", video, path, curves.at(video))));
    }
    run.status = model::RunStatus::Finished;
    TRY(finishRun(session, run, results));
    return static_cast<std::int64_t>(curves.size());
}

} // namespace core::edit

#include "tests/support/project_factory.h"

#include <cstdlib>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/random.h"
#include "core/edit/project_import.h"

namespace tests {

using namespace core;

namespace {

template <typename T>
T orAbort(base::Result<T> result)
{
    if (!result) {
        fmt::print(stderr, "project_factory: {}\n", result.error().sentence());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(result).value();
    }
}

std::string videoName(int index)
{
    return fmt::format("v_{:03}", index);
}

} // namespace

model::GroundTruth makeGroundTruth(int videos, int segmentsEach)
{
    model::GroundTruth set{.classes = {"Run", "Jump", "Throw"}, .videos = {}};
    for (int v = 0; v < videos; ++v) {
        model::VideoGroundTruth video{.video = videoName(v),
                                      .subset = v < (videos + 1) / 2 ? "validation" : "test",
                                      .durationS = 10.0 * segmentsEach,
                                      .fps = 25.0,
                                      .frames = 250 * segmentsEach,
                                      .instances = {},
                                      .ambiguous = {}};
        for (int i = 0; i < segmentsEach; ++i) {
            video.instances.push_back({(v + i) % 3, 10.0 * i + 1.5, 10.0 * i + 6.25});
        }
        set.videos.push_back(std::move(video));
    }
    return set;
}

model::DetectionSet makeDetections(int videos, int segmentsEach, std::uint64_t seed)
{
    base::Random random(seed);
    model::DetectionSet set{.classes = {"Run", "Jump", "Throw"}, .videos = {}};
    for (int v = 0; v < videos; ++v) {
        model::VideoDetections video{.video = videoName(v), .detections = {}};
        for (int i = 0; i < segmentsEach; ++i) {
            const double start = random.uniform(0.0, 40.0);
            video.detections.push_back({static_cast<int>(random.uniformInt(0, 2)), start,
                                        start + random.uniform(0.5, 9.0), random.uniform()});
        }
        set.videos.push_back(std::move(video));
    }
    return set;
}

std::filesystem::path makeProject(const std::filesystem::path &folder, int videos, int segmentsEach)
{
    const std::filesystem::path path = folder / "p.talo";
    orAbort(edit::ProjectSession::create(path, "Test"));
    auto session = orAbort(edit::ProjectSession::open(path, edit::Access::Write, "test"));
    orAbort(edit::importGroundTruth(session, makeGroundTruth(videos, segmentsEach),
                                    {.source = "gt.json"}));
    orAbort(edit::importDetections(session, model::TrackRole::PseudoLabel,
                                   makeDetections(videos, segmentsEach, 5),
                                   {.source = "base.json"}));
    return path;
}

std::string dumpTables(const std::filesystem::path &project,
                       std::initializer_list<const char *> tables)
{
    const SQLite::Database database(project.string(), SQLite::OPEN_READONLY);
    std::string dump;
    for (const char *table : tables) {
        SQLite::Statement query(database, fmt::format("SELECT * FROM {} ORDER BY 1, 2", table));
        while (query.executeStep()) {
            dump += table;
            for (int i = 0; i < query.getColumnCount(); ++i) {
                const SQLite::Column column = query.getColumn(i);
                dump += column.isNull()    ? "|NULL"
                        : column.isFloat() ? fmt::format("|{}", column.getDouble())
                                           : fmt::format("|{}", column.getString());
            }
            dump += '\n';
        }
    }
    return dump;
}

} // namespace tests

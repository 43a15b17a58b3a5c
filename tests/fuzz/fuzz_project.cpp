// A project file that something other than Taloscope wrote into: SQLite's checks, every table, and
// the document over them.
#include "core/store/database.h"
#include "core/store/label_set_store.h"
#include "core/store/project_store.h"
#include "core/store/revision_store.h"
#include "core/store/run_store.h"
#include "core/store/segment_store.h"

#include "tests/fuzz/input_file.h"
#include "tests/fuzz/walk_project.h"

using namespace core::store;

namespace {

void readStores(Database &database)
{
    std::ignore = checkIntegrity(database);
    ProjectStore project(database);
    std::ignore = project.videos();
    std::ignore = project.classes();
    std::ignore = project.weakLabels();
    std::ignore = project.featureSets();
    SegmentStore segments(database);
    if (const auto tracks = segments.tracks()) {
        for (const core::model::Track &track : *tracks) {
            std::ignore = segments.segments(track.id);
        }
    }
    std::ignore = LabelSetStore(database).labelSets();
    std::ignore = RunStore(database).runs();
    std::ignore = RevisionStore(database).newest(std::nullopt);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::InputFile file(".talo");
    const std::filesystem::path &path = file.write(data, size);
    if (auto database = Database::open(path, Database::Mode::ReadOnly)) {
        readStores(*database);
    } else {
        return 0;
    }
    fuzz::walkProject(path);
    return 0;
}

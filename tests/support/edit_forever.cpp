// Edits a project until it is killed, and says so on standard output after each edit that was
// confirmed: what it said must be there afterwards.
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/random.h"
#include "core/edit/project_session.h"

using namespace core;

int main(int argc, char **argv)
{
    auto session = edit::ProjectSession::open(argc > 1 ? argv[1] : "", edit::Access::Write, "test");
    if (!session) {
        fmt::print(stderr, "{}\n", session.error().sentence());
        return 1;
    }
    base::Random random(static_cast<std::uint64_t>(::getpid()));
    for (;;) {
        const auto start = random.uniformInt(0, 40'000'000);
        const auto applied =
            random.uniform() < 0.2
                ? session->document().undo()
                : base::Result<std::optional<edit::Applied>>(
                      session->document().apply({edit::AddSegment{
                          .videoId = 1, .classId = 1, .range = {start, start + 1'000'000}}}));
        if (!applied) {
            fmt::print(stderr, "{}\n", applied.error().sentence());
            return 1;
        }
        if (*applied) {
            const std::string line = fmt::format("{}\n", (*applied)->revision);
            std::ignore = ::write(STDOUT_FILENO, line.data(), line.size());
        }
    }
}

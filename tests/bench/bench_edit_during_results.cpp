#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <QTemporaryDir>

#include "core/base/file.h"
#include "core/edit/project_session.h"
#include "core/edit/run_results.h"

#include "tests/support/project_factory.h"

// How long an edit takes while the results of a run are written: 34,000 proposals of 212 videos and
// as many pseudo-labels with their ghosts. Nothing here passes or fails by a figure.

using namespace core;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kVideos = 212;
constexpr int kEach = 160;
constexpr auto kRest = std::chrono::milliseconds(50); // between two edits: a held key

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::vector<double> editUntil(edit::ProjectSession &session, const std::atomic<bool> &isOver)
{
    std::vector<double> times;
    edit::Document &document = session.document();
    do {
        const auto start = Clock::now();
        if (!document.apply({edit::AddSegment{.videoId = document.videos().front().id,
                                              .classId = document.classes().front().id,
                                              .range = {1'000'000, 2'000'000}}})) {
            fmt::print("an edit failed\n");
        }
        times.push_back(millisecondsSince(start));
        std::this_thread::sleep_for(kRest);
    } while (!isOver);
    std::sort(times.begin(), times.end());
    return times;
}

void print(const char *name, const std::vector<double> &times)
{
    fmt::print("{}: {} edits, median {:.1f} ms, 95 % {:.1f} ms, worst {:.1f} ms\n", name,
               times.size(), times[times.size() / 2], times[times.size() * 95 / 100], times.back());
}

} // namespace

int main()
{
    const QTemporaryDir folder;
    const auto path = tests::makeProject(folder.path().toStdString(), kVideos);
    auto session = edit::ProjectSession::open(path, edit::Access::Write, "bench").value();
    const auto run = edit::beginRun(session, {.kind = "train"}, {}).value();
    const edit::RunResults results{.proposals = tests::makeDetections(kVideos, kEach, 3),
                                   .pseudoLabels = tests::makeDetections(kVideos, kEach, 4)};
    std::atomic<bool> isOver = true;
    std::vector<double> alone;
    for (int i = 0; i < 200; ++i) {
        alone.push_back(editUntil(session, isOver).front());
    }
    std::sort(alone.begin(), alone.end());
    print("alone", alone);
    isOver = false;
    double taken = 0.0;
    std::thread writer([&] {
        auto beside = edit::ProjectSession::open(path, edit::Access::WriteBeside, "bench").value();
        const auto start = Clock::now();
        if (!edit::takeResults(beside, run, results)) {
            fmt::print("the results were not taken\n");
        }
        taken = millisecondsSince(start);
        isOver = true;
    });
    print("while results are written", editUntil(session, isOver));
    writer.join();
    fmt::print("results of {} rows: {:.0f} ms\n", 2 * kVideos * kEach, taken);
    return 0;
}

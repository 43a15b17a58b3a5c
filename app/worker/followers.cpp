#include "app/worker/followers.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/log.h"
#include "core/data/job_manifest.h"
#include "core/ml/train/pipeline.h"

namespace app::worker {

namespace {

namespace base = core::base;
using base::Result;
using core::ml::RankPlace;
using core::ml::Ranks;

constexpr std::chrono::seconds kEndPatience{5};
constexpr std::chrono::milliseconds kTick{20};

// The environment with the variables that place a follower, as torchrun would set them.
std::vector<std::string> environmentOf(const RankPlace &place)
{
    const std::vector<std::pair<std::string, std::string>> own = {
        {"RANK", std::to_string(place.rank)},
        {"WORLD_SIZE", std::to_string(place.size)},
        {"LOCAL_RANK", std::to_string(place.localRank)},
        {"LOCAL_WORLD_SIZE", std::to_string(place.localSize)},
        {"MASTER_ADDR", place.address},
        {"MASTER_PORT", std::to_string(place.port)}};
    std::vector<std::string> all;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const auto isOurs = [name = std::string_view(text).substr(0, text.find('='))](
                                const auto &variable) { return variable.first == name; };
        if (std::none_of(own.begin(), own.end(), isOurs)) {
            all.push_back(text);
        }
    }
    for (const auto &[name, value] : own) {
        all.push_back(fmt::format("{}={}", name, value));
    }
    return all;
}

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string &text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

// This program again, without its standard output and with no signal blocked.
Result<pid_t> startCopy(const std::filesystem::path &manifest, const RankPlace &place)
{
    std::vector<std::string> words = {"taloscope-worker", "run", manifest.string()};
    std::vector<std::string> variables = environmentOf(place);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t pid = 0;
    const int code = posix_spawn(&pid, "/proc/self/exe", &files, &attributes,
                                 pointersTo(words).data(), pointersTo(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (code != 0) {
        return base::fail(
            {.code = base::ErrorCode::Worker,
             .problem = fmt::format("process {} of {} cannot be started: {}", place.rank + 1,
                                    place.size, std::strerror(code))});
    }
    return pid;
}

// Followers tell nobody; the leader does.
class SilentReporter : public core::ml::JobReporter
{
public:
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view, std::int64_t, double) override {}
    void artifact(std::string_view, const std::filesystem::path &) override {}
    void message(core::ml::ReportLevel, std::string_view) override {}
};

// Asks for a stop when SIGTERM comes. SIGINT is the leader's: a terminal sends it to all.
class StopOnSignal
{
public:
    explicit StopOnSignal(base::CancelToken cancel)
    {
        ::signal(SIGINT, SIG_IGN);
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGTERM);
        // Before any other thread starts, for threads inherit the mask.
        pthread_sigmask(SIG_BLOCK, &set, nullptr);
        m_thread = std::jthread([set, cancel = std::move(cancel)](const std::stop_token &stop) {
            const timespec wait = {.tv_sec = 0, .tv_nsec = 100'000'000};
            while (!stop.stop_requested()) {
                if (sigtimedwait(&set, nullptr, &wait) == SIGTERM) {
                    cancel.cancel();
                }
            }
        });
    }

private:
    std::jthread m_thread;
};

Result<void> takePart(const std::filesystem::path &path, const RankPlace &place,
                      const base::CancelToken &cancel)
{
    const core::data::JobManifest manifest = TRY(core::data::readJobManifest(path));
    const std::unique_ptr<Ranks> ranks = TRY(Ranks::join(place));
    SilentReporter reporter;
    return core::ml::runPipeline(manifest, reporter, cancel, ranks.get());
}

} // namespace

Result<void> Followers::start(const std::filesystem::path &manifest, const RankPlace &place)
{
    RankPlace copy = place;
    for (copy.rank = 1; copy.rank < place.size; ++copy.rank) {
        copy.localRank = copy.rank;
        m_started.push_back(TRY(startCopy(manifest, copy)));
    }
    return {};
}

Result<std::unique_ptr<Followers>> Followers::gather(const std::filesystem::path &manifest,
                                                     int processes,
                                                     const std::optional<RankPlace> &place)
{
    std::unique_ptr<Followers> followers(new Followers);
    if (place) {
        followers->m_ranks = TRY(Ranks::join(*place));
    } else if (processes > 1) {
        RankPlace own = {.size = processes, .localSize = processes, .address = "127.0.0.1"};
        followers->m_ranks = TRY(Ranks::join(own, [&](std::uint16_t port) {
            own.port = port;
            return followers->start(manifest, own);
        }));
    }
    return followers;
}

Followers::~Followers()
{
    m_ranks.reset();
    const auto deadline = std::chrono::steady_clock::now() + kEndPatience;
    for (const pid_t pid : m_started) {
        while (::waitpid(pid, nullptr, WNOHANG) == 0) {
            if (std::chrono::steady_clock::now() > deadline) {
                ::kill(pid, SIGKILL);
            }
            std::this_thread::sleep_for(kTick);
        }
    }
}

int follow(const std::filesystem::path &manifest, const RankPlace &place)
{
    const base::CancelToken cancel;
    const StopOnSignal stopping(cancel);
    const Result<void> done = takePart(manifest, place, cancel);
    if (!done) {
        base::logger("worker")->error("process {} of {}: {}", place.rank + 1, place.size,
                                      done.error().sentence());
        return base::exitCode(done.error().code);
    }
    return 0;
}

} // namespace app::worker

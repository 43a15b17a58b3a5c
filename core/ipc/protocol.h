#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/base/result.h"

// The messages between a program and taloscope-worker: one JSON object a line on the worker's
// standard input and output. resources/doc/protocol.md describes them field by field.
namespace core::ipc {

// Another first number means another language: both sides refuse to talk.
inline constexpr int kProtocol = 1;
// So many lines that are no messages, and the job fails.
inline constexpr int kMaxBadLines = 20;
inline constexpr std::chrono::milliseconds kHeartbeatInterval{2000};

// ---- to the worker

struct ClientHello
{
    int protocol = kProtocol;
};
struct RunRequest
{
    std::string id;
    std::string manifest; // path of the job.json
};
struct CancelRequest
{
    std::string id;
};
struct Ping
{
    std::string id;
};
// The parent is about to leave and the job shall go on without it.
struct DetachRequest
{
    std::string id;
};
struct Shutdown
{
};
using ToWorker =
    std::variant<ClientHello, RunRequest, CancelRequest, Ping, DetachRequest, Shutdown>;

// ---- from the worker

struct Device
{
    std::string name; // as --device takes it: "cpu", "cuda:0"
    std::string description;
    std::int64_t memoryBytes = 0;
};
struct WorkerHello
{
    int protocol = kProtocol;
    std::string version;
    std::vector<Device> devices;
};
struct Accepted
{
    std::string id;
};
struct Progress
{
    std::string id;
    std::string phase; // "generator", "proposals", "filter", "student" …
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::optional<double> remainingS; // until the phase is done, where it can be told
};
struct Metric
{
    std::string id;
    std::int64_t step = 0;
    std::string name;
    double value = 0.0; // NaN and infinities travel as null and arrive as NaN
};
struct Artifact
{
    std::string id;
    std::string kind; // "checkpoint", "curves", "proposals", "pseudo_labels", "predictions" …
    std::string path; // relative to the run folder
    std::string hash; // base::hashFile; empty for a folder
};
enum class LogLevel { Debug, Info, Warning, Error };
struct Log
{
    std::optional<std::string> id;
    LogLevel level = LogLevel::Info;
    std::string text;
};
struct Heartbeat
{
    std::optional<std::string> id = {};    // of the ping that it answers
    std::optional<double> cpuPercent = {}; // of one core, since the last heartbeat
    std::optional<std::int64_t> memoryBytes = {};
    std::optional<std::int64_t> gpuMemoryBytes = {}; // none: it computes on the CPU
};
// From now on the job no longer needs its parent.
struct Detached
{
    std::string id;
};
// Something was refused or went wrong. With an id it belongs to a job, which then also finishes.
struct Problem
{
    std::optional<std::string> id;
    std::optional<std::string> field; // which field or key is wrong
    std::string code;                 // base::errorCodeName
    std::string text;
};
enum class FinishStatus { Ok, Cancelled, Failed };
struct Finished
{
    std::string id;
    FinishStatus status = FinishStatus::Ok;
    std::optional<base::Error> error;
};
using FromWorker = std::variant<WorkerHello, Accepted, Progress, Metric, Artifact, Log, Heartbeat,
                                Detached, Problem, Finished>;

// ---- lines

// A line in one JSON object, without a line end. Never longer than kMaxLineBytes: long texts are
// cut.
std::string toLine(const ToWorker &message);
std::string toLine(const FromWorker &message);

template <typename Message>
struct Reading
{
    std::optional<Message> message;   // none: a type that this version does not know
    std::vector<std::string> ignored; // what was passed over: "type 'x'", "field 'y' of 'metric'"
};

// Not a JSON object with a "type": BadFormat. A field missing or of the wrong kind: BadValue, with
// the field as its place.
base::Result<Reading<ToWorker>> readToWorker(std::string_view line);
base::Result<Reading<FromWorker>> readFromWorker(std::string_view line);

// The id of the job that a message belongs to; empty where it belongs to none (a heartbeat's id is
// a ping's, and `detached` may cross `finished`).
std::string_view jobId(const FromWorker &message);

// Whether a hello of this version may be talked to, else what to say.
base::Result<void> checkProtocol(int protocol);

const char *finishStatusName(FinishStatus status);

} // namespace core::ipc

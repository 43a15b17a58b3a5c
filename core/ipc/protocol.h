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
// How often the worker tells of itself, jobs or none.
inline constexpr std::chrono::milliseconds kHeartbeatInterval{2000};

// ---- to the worker

// Which version of the protocol the client speaks.
struct ClientHello
{
    int protocol = kProtocol;
};
// Start a job.
struct RunRequest
{
    std::string id;
    std::string manifest; // path of the job.json
};
// End a job at its next step, with a point to go on from: `finished`, cancelled.
struct CancelRequest
{
    std::string id;
};
// Are you there: a heartbeat with this id answers.
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
// Every message to the worker.
using ToWorker =
    std::variant<ClientHello, RunRequest, CancelRequest, Ping, DetachRequest, Shutdown>;

// ---- from the worker

struct Device
{
    std::string name; // as --device takes it: "cpu", "cuda:0"
    std::string description;
    std::int64_t memoryBytes = 0;
};
// The answer to ClientHello: what the worker is and what it can compute on.
struct WorkerHello
{
    int protocol = kProtocol;
    std::string version;
    std::vector<Device> devices;
};
// The job's manifest is read and the job begins.
struct Accepted
{
    std::string id;
};
// How far a phase of the job is.
struct Progress
{
    std::string id;
    std::string phase; // "generator", "proposals", "filter", "student" …
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::optional<double> remainingS; // until the phase is done, where it can be told
};
// A number of the training, at a step of its phase.
struct Metric
{
    std::string id;
    std::int64_t step = 0;
    std::string name;
    double value = 0.0; // NaN and infinities travel as null and arrive as NaN
};
// A file or folder of the job that is complete.
struct Artifact
{
    std::string id;
    std::string kind; // "checkpoint", "curves", "proposals", "pseudo_labels", "predictions" …
    std::string path; // relative to the run folder
    std::string hash; // base::hashFile; empty for a folder
};
// How much a line of the log matters.
enum class LogLevel { Debug, Info, Warning, Error };
// A line of the worker's log; without id it belongs to no job.
struct Log
{
    std::optional<std::string> id;
    LogLevel level = LogLevel::Info;
    std::string text;
};
// A sign of life, with what the worker uses. Fields without a value were not measured.
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
// How a job ended.
enum class FinishStatus { Ok, Cancelled, Failed };
// The last message of a job. `error`: only of one that failed.
struct Finished
{
    std::string id;
    FinishStatus status = FinishStatus::Ok;
    std::optional<base::Error> error;
};
// Every message from the worker.
using FromWorker = std::variant<WorkerHello, Accepted, Progress, Metric, Artifact, Log, Heartbeat,
                                Detached, Problem, Finished>;

// ---- lines

// A line in one JSON object, without a line end. Never longer than kMaxLineBytes: long texts are
// cut.
std::string toLine(const ToWorker &message);
// The same of a message from the worker.
std::string toLine(const FromWorker &message);

// What a line said, as far as it is understood: newer versions may say more.
template <typename Message>
struct Reading
{
    std::optional<Message> message;   // none: a type that this version does not know
    std::vector<std::string> ignored; // what was passed over: "type 'x'", "field 'y' of 'metric'"
};

// Not a JSON object with a "type": BadFormat. A field missing or of the wrong kind: BadValue, with
// the field as its place.
base::Result<Reading<ToWorker>> readToWorker(std::string_view line);
// The same of a message from the worker.
base::Result<Reading<FromWorker>> readFromWorker(std::string_view line);

// The id of the job that a message belongs to; empty where it belongs to none (a heartbeat's id is
// a ping's, and `detached` may cross `finished`).
std::string_view jobId(const FromWorker &message);

// Whether a hello of this version may be talked to, else what to say.
base::Result<void> checkProtocol(int protocol);

// "ok", "cancelled" or "failed", as the protocol writes it.
const char *finishStatusName(FinishStatus status);

} // namespace core::ipc

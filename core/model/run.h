#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/model/enum_text.h"

namespace core::model {

enum class RunStatus { Running, Finished, Cancelled, Failed, Interrupted };

// Its words.
template <>
struct EnumTexts<RunStatus>
{
    static constexpr std::array<std::string_view, 5> kTexts = {"running", "finished", "cancelled",
                                                               "failed", "interrupted"};
};

// One execution of training, filtering or extraction.
struct Run
{
    std::int64_t id = 0;
    std::string uuid = {};
    std::string kind = {};   // "train", "filter", "extract"
    std::string name = {};   // unique; tracks that it wrote carry it
    std::string recipe = {}; // "fustal", or the file that was given
    std::optional<std::int64_t> parentRunId = {};
    std::string folder = {}; // of its files; relative to the project's folder where below it
    std::string configJson = "{}";
    std::string configHash = {};
    std::string codeVersion = {};
    std::uint64_t seed = 0;
    std::string device = {};
    RunStatus status = RunStatus::Running;
    std::string startedAt = {}; // UTC, ISO 8601
    std::string endedAt = {};   // empty while running
    std::string errorJson = {}; // empty: none
    std::int64_t pid = 0;       // of the program that watches it, while running
    std::string host = {};

    bool operator==(const Run &) const = default;
};

// What a run read: a feature set, a label set, a ground truth …
struct RunInput
{
    std::string role = {};   // "generator features", "labels", …
    std::string entity = {}; // "feature_set", "label_set", "track", "run", "file"
    std::string entityUuid = {};
    std::string contentHash = {};

    bool operator==(const RunInput &) const = default;
};

// One value of a named series; none where the value was not finite.
struct Metric
{
    std::string name = {};
    std::int64_t step = 0;
    std::optional<double> value = {};

    bool operator==(const Metric &) const = default;
};

// A file that a run wrote.
struct Artifact
{
    std::int64_t id = 0;
    std::string kind = {}; // "checkpoint", "curve", "proposals", "log", …
    std::string path = {}; // relative to the run's folder
    std::string contentHash = {};
    std::int64_t sizeBytes = 0;
    std::string metaJson = "{}";

    bool operator==(const Artifact &) const = default;
};

} // namespace core::model

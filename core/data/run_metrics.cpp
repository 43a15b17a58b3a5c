#include "core/data/run_metrics.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/json_object.h"

namespace core::data {

namespace {

using base::Result;
using Json = nlohmann::ordered_json;

Json jsonOf(const TestMetrics &metrics)
{
    return {{"videos", metrics.videos},
            {"gt_instances", metrics.gtInstances},
            {"predictions", metrics.predictions},
            {"map", metrics.map},
            {"average_map", metrics.averageMap}};
}

Json jsonOf(const LabelMetrics &metrics)
{
    return {{"videos", metrics.videos},
            {"labels", metrics.labels},
            {"precision", metrics.precision},
            {"recall", metrics.recall},
            {"map", metrics.map},
            {"average_map", metrics.averageMap}};
}

// null stands for what was not measured.
template <typename Metrics>
Json optionalJson(const std::optional<Metrics> &metrics)
{
    return metrics ? jsonOf(*metrics) : Json(nullptr);
}

std::vector<double> numbers(const Json &list)
{
    std::vector<double> values;
    for (const Json &value : list) {
        values.push_back(value.is_number() ? value.get<double>() : 0.0);
    }
    return values;
}

void read(JsonObject &object, TestMetrics &metrics)
{
    metrics.videos = object.natural("videos");
    metrics.gtInstances = object.natural("gt_instances");
    metrics.predictions = object.natural("predictions");
    metrics.map = numbers(object.list("map"));
    metrics.averageMap = object.number("average_map");
}

void read(JsonObject &object, LabelMetrics &metrics)
{
    metrics.videos = object.natural("videos");
    metrics.labels = object.natural("labels");
    metrics.precision = object.number("precision");
    metrics.recall = object.number("recall");
    metrics.map = object.number("map");
    metrics.averageMap = object.number("average_map");
}

// null stands for what was not measured.
template <typename Metrics>
void readOptional(JsonObject &parent, const char *key, std::optional<Metrics> &metrics)
{
    if (std::optional<JsonObject> object = parent.optionalObject(key)) {
        read(*object, metrics.emplace());
    }
}

} // namespace

std::string runMetricsText(const RunMetrics &metrics)
{
    const Json object = {{"protocol", metrics.protocol},
                         {"tiou", metrics.tiou},
                         {"test",
                          {{"subset", "test split"},
                           {"generator", optionalJson(metrics.generator)},
                           {"student", optionalJson(metrics.student)}}},
                         {"training",
                          {{"subset", "training split"},
                           {"tiou", 0.5}, // of precision, recall and map
                           {"proposals", optionalJson(metrics.proposals)},
                           {"pseudo_labels", optionalJson(metrics.pseudoLabels)}}}};
    return object.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Result<void> writeRunMetrics(const std::filesystem::path &path, const RunMetrics &metrics)
{
    return base::writeFileAtomically(path, runMetricsText(metrics));
}

Result<RunMetrics> readRunMetrics(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    const Json document = Json::parse(text, nullptr, false);
    std::optional<base::Error> error;
    JsonObject object(document, "", error);
    RunMetrics metrics;
    metrics.protocol = object.text("protocol");
    metrics.tiou = numbers(object.list("tiou"));
    JsonObject test = object.object("test");
    readOptional(test, "generator", metrics.generator);
    readOptional(test, "student", metrics.student);
    JsonObject training = object.object("training");
    readOptional(training, "proposals", metrics.proposals);
    readOptional(training, "pseudo_labels", metrics.pseudoLabels);
    if (error) {
        return base::fail(std::move(*error).in(path.string()));
    }
    return metrics;
}

} // namespace core::data

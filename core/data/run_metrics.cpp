#include "core/data/run_metrics.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/json_object.h"

namespace core::data {

namespace {

using base::Result;
using Json = nlohmann::ordered_json;

Json testJson(const std::optional<TestMetrics> &metrics)
{
    if (!metrics) {
        return nullptr;
    }
    return {{"videos", metrics->videos},
            {"gt_instances", metrics->gtInstances},
            {"predictions", metrics->predictions},
            {"map", metrics->map},
            {"average_map", metrics->averageMap}};
}

Json labelJson(const std::optional<LabelMetrics> &metrics)
{
    if (!metrics) {
        return nullptr;
    }
    return {{"videos", metrics->videos},
            {"labels", metrics->labels},
            {"precision", metrics->precision},
            {"recall", metrics->recall},
            {"map", metrics->map},
            {"average_map", metrics->averageMap}};
}

std::vector<double> numbers(const Json &list)
{
    std::vector<double> values;
    for (const Json &value : list) {
        values.push_back(value.is_number() ? value.get<double>() : 0.0);
    }
    return values;
}

std::optional<TestMetrics> readTest(JsonObject &parent, const char *key)
{
    std::optional<JsonObject> object = parent.optionalObject(key);
    if (!object) {
        return std::nullopt;
    }
    TestMetrics metrics;
    metrics.videos = object->natural("videos");
    metrics.gtInstances = object->natural("gt_instances");
    metrics.predictions = object->natural("predictions");
    metrics.map = numbers(object->list("map"));
    metrics.averageMap = object->number("average_map");
    return metrics;
}

std::optional<LabelMetrics> readLabels(JsonObject &parent, const char *key)
{
    std::optional<JsonObject> object = parent.optionalObject(key);
    if (!object) {
        return std::nullopt;
    }
    LabelMetrics metrics;
    metrics.videos = object->natural("videos");
    metrics.labels = object->natural("labels");
    metrics.precision = object->number("precision");
    metrics.recall = object->number("recall");
    metrics.map = object->number("map");
    metrics.averageMap = object->number("average_map");
    return metrics;
}

} // namespace

std::string runMetricsText(const RunMetrics &metrics)
{
    const Json object = {
        {"protocol", metrics.protocol},
        {"tiou", metrics.tiou},
        {"test",
         {{"generator", testJson(metrics.generator)}, {"student", testJson(metrics.student)}}},
        {"training",
         {{"proposals", labelJson(metrics.proposals)},
          {"pseudo_labels", labelJson(metrics.pseudoLabels)}}}};
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
    metrics.generator = readTest(test, "generator");
    metrics.student = readTest(test, "student");
    JsonObject training = object.object("training");
    metrics.proposals = readLabels(training, "proposals");
    metrics.pseudoLabels = readLabels(training, "pseudo_labels");
    if (error) {
        return base::fail(std::move(*error).in(path.string()));
    }
    return metrics;
}

} // namespace core::data

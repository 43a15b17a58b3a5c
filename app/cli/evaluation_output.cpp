#include "app/cli/evaluation_output.h"

#include <cmath>

#include <fmt/format.h>

#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;

namespace {

std::string scopeText(const tal::EvaluationResult &result, const std::string &videoList)
{
    return fmt::format("{}{}: {} videos, {} classes", videoList.empty() ? "" : videoList + ", ",
                       result.subset.empty() ? "all subsets"
                                             : fmt::format("subset '{}'", result.subset),
                       result.videos, result.classes.size());
}

std::vector<std::string> mapCells(const std::string &name, const tal::EvaluationResult &result)
{
    std::vector<std::string> cells = {name};
    for (const double map : result.map) {
        cells.push_back(percent(map));
    }
    cells.push_back(percent(result.averageMap));
    return cells;
}

std::vector<std::string> tiouHeader(const std::string &name, const std::vector<double> &tiou)
{
    std::vector<std::string> header = {name};
    for (const double value : tiou) {
        header.push_back(fmt::format("{:.3g}", value));
    }
    header.emplace_back("average");
    return header;
}

std::string causesText(const tal::ProtocolRow &row)
{
    std::string text;
    for (const tal::RuleEffect &effect : row.effects) {
        if (std::abs(effect.change) >= 5e-5) { // visible with two decimals of a percent
            text += fmt::format("{}{} {:+.2f}", text.empty() ? "" : "; ", effect.rule,
                                effect.change * 100.0);
        }
    }
    if (!text.empty()) {
        return text;
    }
    return row.effects.empty() ? "the same rule" : "its rules change nothing here";
}

} // namespace

nlohmann::ordered_json evaluationJson(const tal::EvaluationResult &result,
                                      const std::string &videoList)
{
    nlohmann::ordered_json ap = nlohmann::ordered_json::object();
    for (const tal::ClassResult &entry : result.classes) {
        ap[entry.name] = entry.ap;
    }
    nlohmann::ordered_json object = {{"protocol", result.protocol},
                                     {"subset", result.subset},
                                     {"videos", result.videos},
                                     {"classes", result.classes.size()},
                                     {"gt_instances", result.gtInstances},
                                     {"predictions", result.predictions},
                                     {"tiou", result.tiou},
                                     {"map", result.map},
                                     {"average_map", result.averageMap},
                                     {"ap", ap},
                                     {"warnings", result.warnings}};
    if (!videoList.empty()) {
        object["video_list"] = videoList;
    }
    return object;
}

nlohmann::ordered_json comparisonJson(const std::vector<tal::ProtocolRow> &rows,
                                      const std::string &videoList)
{
    nlohmann::ordered_json protocols = nlohmann::ordered_json::array();
    for (const tal::ProtocolRow &row : rows) {
        nlohmann::ordered_json object = evaluationJson(row.result, videoList);
        object["effects"] = nlohmann::ordered_json::array();
        for (const tal::RuleEffect &effect : row.effects) {
            object["effects"].push_back({{"rule", effect.rule}, {"change", effect.change}});
        }
        protocols.push_back(std::move(object));
    }
    return {{"tiou", rows.front().result.tiou}, {"protocols", protocols}};
}

nlohmann::ordered_json measureJson(double tiou, const std::string &subset)
{
    return {{"protocol", "activitynet"},
            {"subset", subset},
            {"tiou", tiou},
            {"average_tiou", tal::kAverageTious}};
}

std::string measureText(double tiou, const std::string &subset)
{
    return fmt::format("activitynet rule at tIoU {:g}, {}", tiou,
                       subset == "all" ? "all videos" : "subset " + subset);
}

void printEvaluation(const tal::EvaluationResult &result, const std::string &videoList,
                     bool isPerClass)
{
    fmt::print("{} rule, {}, {} instances, {} predictions\n\n", result.protocol,
               scopeText(result, videoList), result.gtInstances, result.predictions);
    std::vector<std::string> header = tiouHeader("tIoU", result.tiou);
    std::vector<std::string> mean = mapCells("mAP %", result);
    if (isPerClass) {
        header.insert(header.end(), {"instances", "predictions"});
        mean.insert(mean.end(),
                    {std::to_string(result.gtInstances), std::to_string(result.predictions)});
    }
    TextTable table(header);
    if (isPerClass) {
        table.addLine();
        for (const tal::ClassResult &entry : result.classes) {
            std::vector<std::string> row = {entry.name};
            double sum = 0.0;
            for (const double ap : entry.ap) {
                row.push_back(percent(ap));
                sum += ap;
            }
            row.push_back(percent(sum / static_cast<double>(entry.ap.size())));
            row.push_back(std::to_string(entry.gtInstances));
            row.push_back(std::to_string(entry.predictions));
            table.addRow(row);
        }
        table.addLine();
    }
    table.addRow(mean);
    fmt::print("{}", table.text());
}

void printComparison(const std::vector<tal::ProtocolRow> &rows, const std::string &videoList)
{
    fmt::print("The same predictions under every rule, {}\n\n",
               scopeText(rows.front().result, videoList));
    TextTable table(tiouHeader("mAP % at tIoU", rows.front().result.tiou));
    for (const tal::ProtocolRow &row : rows) {
        table.addRow(mapCells(row.result.protocol, row.result));
    }
    fmt::print("{}\nWhy the averages differ from {}:\n", table.text(),
               rows.front().result.protocol);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        fmt::print("  {}: {}\n", rows[i].result.protocol, causesText(rows[i]));
    }
}

} // namespace app::cli

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/version.h"
#include "core/data/markup_text.h"
#include "core/data/number_text.h"
#include "core/data/svg_chart.h"
#include "core/edit/collect.h"
#include "core/edit/fix_first_input.h"
#include "core/tal/average_precision.h"
#include "core/tal/diagnosis.h"
#include "core/tal/filter_sweep.h"
#include "core/tal/fix_first.h"
#include "core/tal/stage_quality.h"
#include "core/tal/truth_selection.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/evaluation_input.h"

namespace app::cli {

using namespace core;
using data::ChartSeries;
using data::ChartText;

namespace {

struct Arguments
{
    std::filesystem::path project;
    std::filesystem::path truth;
    std::vector<std::filesystem::path> stages;
    std::filesystem::path out;
    std::string title;
    double tiou = 0.5;
};

constexpr const char *kFooter =
    "One page that stands alone, for a paper's supplement: quality of every stage, AP by class, "
    "the\n"
    "error profile and what each error costs (DETAD), sensitivity, the filter's two thresholds as "
    "a\n"
    "heat map, and what corrections would buy. The same input gives the same bytes.\n"
    "\n"
    "Examples:\n"
    "  talo report P.talo --out report.html\n"
    "  talo report --gt gt.json --stage proposals.json --stage predictions.json --out report.html\n"
    "      the first stage is the one that is filtered\n";

constexpr const char *kStyle =
    "body{font-family:sans-serif;max-width:1180px;margin:24px auto;padding:0 16px;color:#222}"
    "table{border-collapse:collapse;margin:8px 0}td,th{padding:3px 10px;text-align:right;"
    "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}"
    ".row{display:flex;flex-wrap:wrap;gap:16px}p.note{color:#555;font-size:90%}";

// What one set of segments is worth.
struct Stage
{
    std::string name;
    model::DetectionSet set;
    tal::StageQuality quality = {};
    tal::Diagnosis diagnosis = {};
    std::vector<double> ap = {}; // mean over the tIoU list, by class of `classes`
};

struct Material
{
    std::string source;
    model::GroundTruth truth;
    std::vector<Stage> stages;
    std::vector<std::string> classes;
    std::optional<model::DetectionSet> proposals; // to filter
    edit::FixFirstInput queue;                    // no labels: no section on corrections
};

base::Result<void> readProject(const Arguments &arguments, Material &material)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    material.source = arguments.project.filename().string();
    material.truth = TRY(edit::collectGroundTruth(session));
    for (const model::TrackRole role : {model::TrackRole::Proposal, model::TrackRole::PseudoLabel,
                                        model::TrackRole::Prediction, model::TrackRole::Manual}) {
        for (const std::string &name : edit::trackNames(session, role)) {
            auto set = TRY(edit::collectDetections(session, role, name));
            material.stages.push_back(
                {.name = fmt::format("{} {}", name, model::toText(role)), .set = std::move(set)});
            if (role == model::TrackRole::Proposal) {
                material.proposals = material.stages.back().set;
            }
        }
    }
    if (!edit::trackNames(session, model::TrackRole::PseudoLabel).empty()) {
        material.queue = TRY(edit::fixFirstInput(session));
    }
    return {};
}

base::Result<void> readFiles(const Arguments &arguments, Material &material)
{
    std::vector<std::string> warnings;
    material.source = arguments.truth.filename().string();
    material.truth = TRY(readGroundTruthFile(arguments.truth, warnings));
    for (const std::filesystem::path &path : arguments.stages) {
        auto set = TRY(readDetections(path, {}, warnings));
        material.stages.push_back({.name = path.stem().string(), .set = std::move(set)});
    }
    material.proposals = material.stages.front().set;
    Stage kept{
        .name = "kept by the filter",
        .set = tal::keptProposals(
            *material.proposals, tal::filterProposals(*material.proposals, model::FilterConfig()))};
    material.queue.track = kept.name;
    material.queue.labels.set = kept.set;
    material.queue.stages = {*material.proposals};
    material.stages.insert(material.stages.begin() + 1, std::move(kept));
    return {};
}

std::vector<std::string> videosOf(const model::DetectionSet &set)
{
    std::vector<std::string> videos;
    for (const model::VideoDetections &video : set.videos) {
        videos.push_back(video.video);
    }
    return videos;
}

base::Result<void> examine(Material &material, double tiou)
{
    for (Stage &stage : material.stages) {
        const std::vector<std::string> videos = videosOf(stage.set);
        stage.quality = TRY(tal::stageQuality(material.truth, stage.set,
                                              {.tiou = tiou, .subset = {}, .videos = videos}));
        tal::DiagnosisOptions diagnosis;
        diagnosis.tiou = tiou;
        diagnosis.videos = videos;
        stage.diagnosis = TRY(tal::diagnose(material.truth, stage.set, diagnosis));
        tal::EvaluationOptions options;
        options.videos = videos;
        options.tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
        const tal::EvaluationResult result = TRY(tal::evaluate(material.truth, stage.set, options));
        if (material.classes.empty()) {
            for (const tal::ClassResult &row : result.classes) {
                material.classes.push_back(row.name);
            }
        }
        for (const std::string &name : material.classes) {
            double sum = 0.0;
            for (const tal::ClassResult &row : result.classes) {
                for (const double ap : row.name == name ? row.ap : std::vector<double>()) {
                    sum += ap / static_cast<double>(row.ap.size());
                }
            }
            stage.ap.push_back(sum);
        }
    }
    return {};
}

std::string stageTable(const Material &material)
{
    std::string html = "<table><tr><th>stage</th><th>segments</th><th>precision %</th>"
                       "<th>recall %</th><th>mAP %</th><th>mAP % at 0.1:0.7</th>"
                       "<th>start error s</th><th>end error s</th><th>split</th><th>merged</th>"
                       "<th>missed</th></tr>\n";
    for (const Stage &stage : material.stages) {
        const tal::LabelQuality &labels = stage.quality.labels;
        const tal::BoundaryCounts &bounds = stage.quality.boundaries;
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{:.2f}</td><td>{:.2f}</td><td>{:.2f}</td>"
            "<td>{:.2f}</td><td>{:+.2f}</td><td>{:+.2f}</td><td>{}</td><td>{}</td><td>{}</td>"
            "</tr>\n",
            data::escapedMarkup(stage.name), labels.total.labels, labels.total.precision() * 100.0,
            labels.total.recall() * 100.0, labels.map * 100.0, labels.averageMap * 100.0,
            bounds.startErrorS, bounds.endErrorS, bounds.split, bounds.merged, bounds.missed);
    }
    return html + "</table>\n";
}

std::string classChart(const Material &material)
{
    std::vector<ChartSeries> series;
    for (const Stage &stage : material.stages) {
        series.push_back({stage.name, stage.ap});
    }
    return data::barChart({"AP by class", "", "average AP %"}, material.classes, series);
}

std::string profileChart(const Stage &stage)
{
    std::vector<std::string> groups;
    std::vector<ChartSeries> series;
    for (std::size_t type = 0; type < tal::kErrorTypeCount; ++type) {
        series.push_back({tal::errorTypeName(static_cast<tal::ErrorType>(type)), {}});
        for (const auto &counts : stage.diagnosis.profile) {
            series.back().values.push_back(static_cast<double>(counts[type]));
        }
    }
    for (std::size_t g = 0; g < stage.diagnosis.profile.size(); ++g) {
        groups.push_back(fmt::format("{}G", g + 1));
    }
    return data::shareChart({stage.name + ": error profile", "top predictions", "share %"}, groups,
                            series);
}

std::string gainChart(const Material &material)
{
    std::vector<std::string> types;
    for (std::size_t type = 1; type < tal::kErrorTypeCount; ++type) {
        types.emplace_back(tal::errorTypeName(static_cast<tal::ErrorType>(type)));
    }
    types.emplace_back("Missed");
    std::vector<ChartSeries> series;
    for (const Stage &stage : material.stages) {
        ChartSeries entry{stage.name, {}};
        for (std::size_t type = 1; type < tal::kErrorTypeCount; ++type) {
            entry.values.push_back(stage.diagnosis.mapGain[type]);
        }
        entry.values.push_back(stage.diagnosis.missedGain);
        series.push_back(std::move(entry));
    }
    return data::barChart({"What an error type costs", "", "mAP without it, gain in points"}, types,
                          series);
}

std::string sensitivityCharts(const Material &material)
{
    std::string html;
    const auto bins = tal::characteristicBins(tal::BinSet::Thumos14);
    for (std::size_t c = 0; c < bins.size(); ++c) {
        const std::vector<std::string> labels(bins[c].labels.begin(), bins[c].labels.end());
        std::vector<ChartSeries> series;
        for (const Stage &stage : material.stages) {
            ChartSeries entry{stage.name, {}};
            for (const tal::CharacteristicBar &bar : stage.diagnosis.characteristics[c]) {
                entry.values.push_back(bar.map.value_or(0.0));
            }
            series.push_back(std::move(entry));
        }
        html += data::barChart({"Sensitivity to " + std::string(bins[c].name),
                                std::string(bins[c].name), "normalised mAP %"},
                               labels, series);
    }
    return html;
}

base::Result<std::string> sweepChart(const Material &material, double tiou)
{
    const std::vector<double> densities = {0.0, 0.1, 0.2, 0.5, 1.0, 2.0};
    const std::vector<double> scores = {0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    const tal::FilterSweep sweep =
        TRY(tal::sweepFilter(*material.proposals, {}, material.truth,
                             {.tiou = tiou, .subset = {}, .videos = videosOf(*material.proposals)},
                             model::FilterConfig(), tal::densityAxis(densities),
                             tal::scoreAxis(scores), base::CancelToken()));
    std::vector<std::string> columns;
    std::vector<std::string> rows;
    std::vector<double> map;
    std::vector<double> f1;
    for (const double value : densities) {
        columns.push_back(data::numberText(value));
    }
    for (const double value : scores) {
        rows.push_back(data::numberText(value));
    }
    for (const tal::SweepCell &cell : sweep.cells) {
        map.push_back(cell.map);
        f1.push_back(cell.quality.f1());
    }
    return data::heatMap({"Filtered labels: mAP %", "min density", "min score"}, columns, rows,
                         map) +
           data::heatMap({"Filtered labels: F1 %", "min density", "min score"}, columns, rows, f1);
}

base::Result<std::string> correctionChart(const Material &material)
{
    constexpr std::uint64_t kRandomOrders = 5;
    const std::vector<std::size_t> counts = {0, 25, 50, 100};
    const model::DetectionSet &labels = material.queue.labels.set;
    const std::vector<tal::FixItem> items =
        TRY(tal::fixFirst(labels, material.queue.stages, material.queue.isSettled));
    std::vector<tal::CorrectionOrder> orders = {tal::queueOrder(items),
                                                tal::lowestScoreOrder(labels)};
    for (std::uint64_t seed = 0; seed < kRandomOrders; ++seed) {
        orders.push_back(tal::randomOrder(labels, seed));
    }
    const std::vector<tal::CorrectionOutcome> outcomes = TRY(tal::simulateCorrections(
        material.truth, labels, TRY(tal::likelySubset(material.truth, labels)), orders, counts));
    std::vector<ChartSeries> series = {{outcomes[0].name, outcomes[0].map},
                                       {outcomes[1].name, outcomes[1].map},
                                       {"random (mean of 5)", std::vector<double>(counts.size())}};
    for (std::size_t o = 2; o < outcomes.size(); ++o) {
        for (std::size_t n = 0; n < counts.size(); ++n) {
            series[2].values[n] += outcomes[o].map[n] / static_cast<double>(kRandomOrders);
        }
    }
    return data::lineChart({"What corrections buy", "labels corrected", "average mAP %"},
                           std::vector<double>(counts.begin(), counts.end()), series);
}

base::Result<std::string> pageOf(const Arguments &arguments, const Material &material)
{
    const std::string title = data::escapedMarkup(
        arguments.title.empty() ? "Labels of " + material.source : arguments.title);
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title>"
        "<style>{1}</style></head><body>\n<h1>{0}</h1>\n<p class=\"note\">Taloscope {2}; "
        "activitynet "
        "rule, errors by DETAD's rule, both at tIoU {3:g}; each stage on the videos that it covers."
        "</p>\n<h2>Stages</h2>\n{4}",
        title, kStyle, base::kVersion, arguments.tiou, stageTable(material));
    html += "<div class=\"row\">" + classChart(material) + gainChart(material);
    for (const Stage &stage : material.stages) {
        html += profileChart(stage);
    }
    html += sensitivityCharts(material) + "</div>\n";
    if (material.proposals) {
        html += "<h2>The filter's thresholds</h2>\n<div class=\"row\">" +
                TRY(sweepChart(material, arguments.tiou)) + "</div>\n";
    }
    if (!material.queue.labels.set.videos.empty()) {
        html +=
            "<h2>Corrections</h2>\n<p class=\"note\">Simulated on '" +
            data::escapedMarkup(material.queue.track) +
            "': each correction puts one label right, as an annotator who knows the ground truth "
            "would.</p>\n<div class=\"row\">" +
            TRY(correctionChart(material)) + "</div>\n";
    }
    return html + "</body></html>\n";
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const bool hasFiles = !arguments.truth.empty() && !arguments.stages.empty();
    if (arguments.project.empty() != hasFiles) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear what to report on",
                           .expected = "either a project, or --gt and --stage"});
    }
    Material material;
    TRY(hasFiles ? readFiles(arguments, material) : readProject(arguments, material));
    if (material.stages.empty() || material.truth.videos.empty()) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "has no ground truth or nothing to compare with it",
                           .file = arguments.project.string(),
                           .expected = "ground truth, and proposals, labels or predictions"});
    }
    TRY(examine(material, arguments.tiou));
    const std::string page = TRY(pageOf(arguments, material));
    TRY(base::writeFileAtomically(arguments.out, page));
    if (global.isJson) {
        printJson({{"out", arguments.out.string()},
                   {"stages", material.stages.size()},
                   {"bytes", page.size()}});
    } else {
        fmt::print("Wrote {} ({} stages).\n", arguments.out.string(), material.stages.size());
    }
    return {};
}

} // namespace

void addReport(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("report", "Write the analysis as one page with charts (HTML)",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "Project to report on")->type_name("P.talo");
    command->add_option("--gt", arguments->truth, "Ground truth, instead of a project")
        ->type_name("FILE");
    command
        ->add_option("--stage", arguments->stages,
                     "Proposals or predictions; once a stage, proposals first")
        ->type_name("FILE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--out", arguments->out, "The page")->required()->type_name("FILE.html");
    command->add_option("--title", arguments->title, "Its title")->type_name("TEXT");
    command->add_option("--tiou", arguments->tiou, "Overlap that makes a segment right")
        ->capture_default_str()
        ->check(CLI::Range(0.05, 1.0))
        ->type_name("NUMBER");
    command->footer(kFooter);
}

} // namespace app::cli

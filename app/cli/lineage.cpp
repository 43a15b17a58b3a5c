#include "core/edit/lineage.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "app/cli/analysis_commands.h"
#include "app/cli/project_names.h"

namespace app::cli {

using namespace core;
using Json = nlohmann::ordered_json;

namespace {

struct Arguments
{
    std::string project;
    std::string id;
    std::size_t limit = 10;
};

constexpr const char *kFooter =
    "Everything is found again in what the project and its run folders hold: the curve, the "
    "threshold\n"
    "at which it made the proposal, the proposals whose overlaps are its density, each rule of "
    "the\n"
    "filter with value and limit, what students made of the label, every edit. Then the segment "
    "is\n"
    "computed from that chain alone and compared with the stored one.\n"
    "\n"
    "Examples:\n"
    "  talo lineage p.talo --id 6e3f\n"
    "      a segment by its id, or the beginning of it, as 'talo show p.talo segments' lists it\n"
    "  talo lineage p.talo --id 6e3f --json | jq .curve.threshold\n";

Json jsonOf(const edit::LineageSegment &segment)
{
    Json object = {{"id", segment.uuid},
                   {"video", segment.video},
                   {"role", model::toText(segment.role)},
                   {"track", segment.track},
                   {"class", segment.className.empty() ? "Ambiguous" : segment.className},
                   {"start", base::usToSeconds(segment.range.startUs)},
                   {"end", base::usToSeconds(segment.range.endUs)},
                   {"score", segment.score ? Json(*segment.score) : Json(nullptr)},
                   {"state", model::toText(segment.state)}};
    if (!segment.note.empty()) {
        object["note"] = segment.note;
    }
    return object;
}

Json jsonOf(const std::vector<edit::LineageOverlap> &overlaps)
{
    Json list = Json::array();
    for (const edit::LineageOverlap &overlap : overlaps) {
        list.push_back(jsonOf(overlap.segment));
        list.back()["tiou"] = overlap.tiou;
    }
    return list;
}

const char *curveName(tal::CurveKind kind)
{
    return kind == tal::CurveKind::Cas ? "class activation" : "actionness";
}

Json jsonOf(const edit::LineageCurve &curve)
{
    return {{"segmenting", curveName(curve.origin.segmenting)},
            {"scoring", curveName(curve.origin.scoring)},
            {"channel", curve.channel},
            {"threshold", curve.origin.threshold},
            {"level", curve.origin.level},
            {"contrast", curve.origin.contrast},
            {"video_term", curve.origin.videoTerm}};
}

Json jsonOf(const edit::LineageFilter &filter)
{
    Json rules = Json::array();
    for (const tal::RuleCheck &rule : filter.rules) {
        rules.push_back({{"rule", tal::filterRuleName(rule.rule)},
                         {"value", rule.value},
                         {"limit", rule.limit},
                         {"passed", rule.isPassed}});
    }
    return {{"kept", filter.isKept},
            {"rescued", filter.isRescued},
            {"density", filter.density},
            {"rules", std::move(rules)},
            {"voters", jsonOf(filter.voters)}};
}

template <typename T>
Json orNull(const std::optional<T> &value)
{
    return value ? jsonOf(*value) : Json(nullptr);
}

Json jsonOf(const edit::LineageEdit &edit)
{
    return {{"revision", edit.revision.id},   {"at", edit.revision.atUtc},
            {"author", edit.revision.author}, {"kind", model::toText(edit.revision.kind)},
            {"label", edit.revision.label},   {"before", orNull(edit.before)},
            {"after", orNull(edit.after)}};
}

template <typename T>
Json listOf(const std::vector<T> &values)
{
    Json list = Json::array();
    for (const T &value : values) {
        list.push_back(jsonOf(value));
    }
    return list;
}

// Whether the chain gives the stored segment: bounds to the microsecond, score to 1e-6.
bool isExact(const edit::LineageSegment &stored, const edit::ReplayedSegment &replayed)
{
    const bool sameScore = stored.score.has_value() == replayed.score.has_value() &&
                           (!stored.score || std::abs(*stored.score - *replayed.score) < 1e-6);
    return stored.className == replayed.className && stored.range == replayed.range && sameScore &&
           stored.state == replayed.state;
}

Json replayJson(const edit::Lineage &lineage, const base::Result<edit::ReplayedSegment> &replayed)
{
    if (!replayed) {
        return {{"exact", nullptr}, {"why_not", replayed.error().problem}};
    }
    return {{"exact", isExact(lineage.segment, *replayed)},
            {"class", replayed->className},
            {"start", base::usToSeconds(replayed->range.startUs)},
            {"end", base::usToSeconds(replayed->range.endUs)},
            {"score", replayed->score ? Json(*replayed->score) : Json(nullptr)},
            {"state", model::toText(replayed->state)}};
}

std::string sentenceOf(const edit::LineageSegment &segment)
{
    return fmt::format("{}  {} '{}'  {} {:.3f} - {:.3f} s{}{}", segment.uuid.substr(0, 8),
                       model::toText(segment.role), segment.track,
                       segment.className.empty() ? "Ambiguous" : segment.className,
                       base::usToSeconds(segment.range.startUs),
                       base::usToSeconds(segment.range.endUs),
                       segment.score ? fmt::format("  score {:.3f}", *segment.score) : "",
                       segment.state == model::SegmentState::Draft
                           ? ""
                           : fmt::format("  {}", model::toText(segment.state)));
}

void printOverlaps(const char *title, const std::vector<edit::LineageOverlap> &overlaps,
                   std::size_t limit)
{
    if (overlaps.empty()) {
        return;
    }
    fmt::print("{} ({}):\n", title, overlaps.size());
    for (std::size_t i = 0; i < std::min(overlaps.size(), limit); ++i) {
        fmt::print("    tIoU {:.3f}  {}\n", overlaps[i].tiou, sentenceOf(overlaps[i].segment));
    }
    if (overlaps.size() > limit) {
        fmt::print("    … {} more (--limit)\n", overlaps.size() - limit);
    }
}

void printChain(const edit::Lineage &lineage, std::size_t limit)
{
    fmt::print("{} in {}\n", sentenceOf(lineage.segment), lineage.segment.video);
    for (const edit::LineageSegment &origin : lineage.copiedFrom) {
        fmt::print("  made from  {}\n", sentenceOf(origin));
    }
    if (lineage.proposal) {
        fmt::print("  proposal   {}\n", sentenceOf(*lineage.proposal));
    }
    if (lineage.curve) {
        const tal::ProposalOrigin &origin = lineage.curve->origin;
        fmt::print("  curve      {} at or above {:g} (its value {:.4g}); contrast {:.4f} on {} + "
                   "video {:.4f}\n",
                   curveName(origin.segmenting), origin.threshold, origin.level, origin.contrast,
                   curveName(origin.scoring), origin.videoTerm);
    }
    if (lineage.filter) {
        for (const tal::RuleCheck &rule : lineage.filter->rules) {
            fmt::print("  rule       {} {:.4g}, limit {:g}: {}\n", tal::filterRuleName(rule.rule),
                       rule.value, rule.limit, rule.isPassed ? "passed" : "failed");
        }
        fmt::print("  verdict    {}\n", lineage.filter->isRescued ? "kept as the video's best"
                                        : lineage.filter->isKept  ? "kept"
                                                                  : "rejected");
        printOverlaps("  votes of other proposals", lineage.filter->voters, limit);
    }
    printOverlaps("  outputs of students that learned from it", lineage.taught, limit);
    printOverlaps("  pseudo-labels that its student learned from", lineage.teachers, limit);
    for (const edit::LineageEdit &edit : lineage.edits) {
        fmt::print("  revision {}  {}  {}: {}\n", edit.revision.id, edit.revision.atUtc,
                   edit.revision.author, edit.revision.label);
    }
    for (const std::string &gap : lineage.gaps) {
        fmt::print("  not known: {}\n", gap);
    }
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    const edit::Lineage lineage =
        TRY(edit::lineageOf(session, TRY(segmentId(session, arguments.id))));
    const base::Result<edit::ReplayedSegment> replayed = edit::replay(lineage);
    if (!global.isJson) {
        printChain(lineage, arguments.limit);
        fmt::print("  computed again from this chain: {}\n",
                   !replayed ? "not possible: " + replayed.error().problem
                   : isExact(lineage.segment, *replayed) ? "the same segment"
                                                         : "another segment");
        return {};
    }
    printJson({{"segment", jsonOf(lineage.segment)},
               {"copied_from", listOf(lineage.copiedFrom)},
               {"pseudo_label", orNull(lineage.pseudoLabel)},
               {"proposal", orNull(lineage.proposal)},
               {"curve", orNull(lineage.curve)},
               {"filter", orNull(lineage.filter)},
               {"taught", jsonOf(lineage.taught)},
               {"teachers", jsonOf(lineage.teachers)},
               {"edits", listOf(lineage.edits)},
               {"gaps", lineage.gaps},
               {"replay", replayJson(lineage, replayed)}});
    return {};
}

} // namespace

void addLineage(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("lineage", "Tell why a segment exists and what came of it",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "The project")
        ->required()
        ->type_name("P.talo");
    command->add_option("--id", arguments->id, "The segment")->required()->type_name("ID");
    command->add_option("--limit", arguments->limit, "How many votes and outputs to print")
        ->capture_default_str()
        ->type_name("N");
    command->footer(kFooter);
}

} // namespace app::cli

#include "core/edit/correct_once.h"

#include <memory>

#include <fmt/format.h>

#include "app/cli/analysis_commands.h"
#include "app/cli/project_names.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::string project;
    std::string id;
    double likeness = 0.8;
    std::size_t limit = 0;
    bool isApplied = false;
};

constexpr const char *kFooter =
    "Takes a segment that was accepted and changed, or rejected, and finds the pseudo-labels of "
    "the\n"
    "same run and class whose score curve looks alike. Shown is what the same correction would "
    "make\n"
    "of them; with --apply it is done, as one step that one 'talo label P undo' takes back.\n"
    "\n"
    "Examples:\n"
    "  talo correct-once p.talo --id 6e3f\n"
    "  talo correct-once p.talo --id 6e3f --min-likeness 0.9 --limit 20 --apply\n";

nlohmann::ordered_json jsonOf(const std::optional<tal::Crossing> &crossing)
{
    if (!crossing) {
        return nullptr;
    }
    return {{"level", crossing->share}, {"direction", crossing->isRising ? "up" : "down"}};
}

// "; its end lies where the curve falls through 0.30 of its height"
std::string crossingText(const char *bound, const std::optional<tal::Crossing> &crossing)
{
    return crossing ? fmt::format("; its {} lies where the curve {} through {:.2f} of its height",
                                  bound, crossing->isRising ? "rises" : "falls", crossing->share)
                    : std::string();
}

nlohmann::ordered_json jsonOf(const edit::SameErrors &errors)
{
    nlohmann::ordered_json items = nlohmann::ordered_json::array();
    for (const edit::SameErrorItem &item : errors.items) {
        items.push_back(
            {{"id", item.uuid},
             {"video", item.video},
             {"class", item.className},
             {"start", base::usToSeconds(item.before.startUs)},
             {"end", base::usToSeconds(item.before.endUs)},
             {"new_start", base::usToSeconds(item.after.startUs)},
             {"new_end", base::usToSeconds(item.after.endUs)},
             {"new_class", item.newClassName.empty() ? item.className : item.newClassName},
             {"start_meets_crossing", item.startMeets},
             {"end_meets_crossing", item.endMeets},
             {"likeness", item.likeness}});
    }
    return {{"original", errors.original},
            {"rejection", errors.correction.isRejection},
            {"start_shift", errors.correction.startShift},
            {"end_shift", errors.correction.endShift},
            {"start_crossing", jsonOf(errors.correction.startCrossing)},
            {"end_crossing", jsonOf(errors.correction.endCrossing)},
            {"items", std::move(items)}};
}

void printErrors(const edit::SameErrors &errors, bool isApplied)
{
    const tal::Correction &correction = errors.correction;
    fmt::print(
        "{}{}{}; {} labels like it\n",
        correction.isRejection
            ? std::string("The label was rejected")
            : fmt::format("Its start moved by {:+.2f} and its end by {:+.2f} lengths{}",
                          correction.startShift, correction.endShift,
                          correction.newClass ? ", its class became " + *correction.newClass : ""),
        crossingText("start", correction.startCrossing),
        crossingText("end", correction.endCrossing), errors.items.size());
    for (const edit::SameErrorItem &item : errors.items) {
        fmt::print("  {:.3f}  {}  {}  {:.2f} - {:.2f} s -> {}\n", item.likeness,
                   item.uuid.substr(0, 8), item.video, base::usToSeconds(item.before.startUs),
                   base::usToSeconds(item.before.endUs),
                   correction.isRejection
                       ? std::string("rejected")
                       : fmt::format("{:.2f} - {:.2f} s {}", base::usToSeconds(item.after.startUs),
                                     base::usToSeconds(item.after.endUs), item.newClassName));
    }
    if (isApplied) {
        fmt::print("Applied as one step.\n");
    }
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    edit::ProjectSession session = TRY(edit::ProjectSession::open(
        arguments.project, arguments.isApplied ? edit::Access::Write : edit::Access::Read));
    const edit::SameErrors errors = TRY(edit::findSameErrors(
        session, TRY(segmentId(session, arguments.id)),
        {.minLikeness = arguments.likeness, .maxLengthRatio = 2.0, .limit = arguments.limit}));
    const bool isApplied = arguments.isApplied && !errors.items.empty();
    if (isApplied) {
        TRY(session.document().apply(edit::sameErrorEdit(session, errors, errors.items)));
    }
    if (global.isJson) {
        nlohmann::ordered_json object = jsonOf(errors);
        object["applied"] = isApplied;
        printJson(object);
    } else {
        printErrors(errors, isApplied);
    }
    return {};
}

} // namespace

void addCorrectOnce(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("correct-once", "Find labels with the error that was just corrected",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "The project")
        ->required()
        ->type_name("P.talo");
    command->add_option("--id", arguments->id, "The corrected segment")
        ->required()
        ->type_name("ID");
    command
        ->add_option("--min-likeness", arguments->likeness,
                     "How alike the score curves must be, up to 1")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str()
        ->type_name("NUMBER");
    command->add_option("--limit", arguments->limit, "At most so many, the most alike; 0: all")
        ->capture_default_str()
        ->type_name("N");
    command->add_flag("--apply", arguments->isApplied, "Correct them all, in one step");
    command->footer(kFooter);
}

} // namespace app::cli

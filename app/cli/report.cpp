#include "core/edit/report.h"

#include <memory>

#include <fmt/format.h>

#include "core/base/file.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/evaluation_input.h"
#include "app/cli/studio_program.h"

namespace app::cli {

using namespace core;

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
    "heat map, and what corrections would buy. The same input gives the same bytes of HTML; PDF "
    "is\n"
    "printed by the studio, which has to lie beside talo.\n"
    "\n"
    "Examples:\n"
    "  talo report P.talo --out report.html\n"
    "  talo report P.talo --out report.pdf\n"
    "  talo report --gt gt.json --stage proposals.json --stage predictions.json --out report.html\n"
    "      the first stage is the one that is filtered\n";

base::Result<edit::ReportInput> readFiles(const Arguments &arguments)
{
    std::vector<std::string> warnings;
    edit::ReportInput input;
    input.source = arguments.truth.filename().string();
    input.truth = TRY(readGroundTruthFile(arguments.truth, warnings));
    for (const std::filesystem::path &path : arguments.stages) {
        auto set = TRY(readDetections(path, {}, warnings));
        input.stages.push_back({.name = path.stem().string(), .set = std::move(set)});
    }
    edit::addFilteredStage(input);
    return input;
}

base::Result<edit::ReportInput> readProject(const Arguments &arguments)
{
    return edit::reportInput(
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read)));
}

// As a page of HTML or, where the name says so, of PDF.
base::Result<void> write(const std::string &page, const std::filesystem::path &path)
{
    if (path.extension() != ".pdf") {
        return base::writeFileAtomically(path, page);
    }
    return runStudio({"--page", kInputFile, "--pdf", std::filesystem::absolute(path).string()},
                     page);
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    const bool hasFiles = !arguments.truth.empty() && !arguments.stages.empty();
    if (arguments.project.empty() != hasFiles) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear what to report on",
                           .expected = "either a project, or --gt and --stage"});
    }
    const edit::ReportInput input = TRY(hasFiles ? readFiles(arguments) : readProject(arguments));
    const std::string page =
        TRY(edit::reportPage(input, {.title = arguments.title, .tiou = arguments.tiou}));
    TRY(write(page, arguments.out));
    if (global.isJson) {
        printJson({{"out", arguments.out.string()},
                   {"stages", input.stages.size()},
                   {"bytes", std::filesystem::file_size(arguments.out)}});
    } else {
        fmt::print("Wrote {} ({} stages).\n", arguments.out.string(), input.stages.size());
    }
    return {};
}

} // namespace

void addReport(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("report", "Write the analysis as one page with charts (HTML or PDF)",
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
    command->add_option("--out", arguments->out, "The page, .html or .pdf")
        ->required()
        ->type_name("FILE");
    command->add_option("--title", arguments->title, "Its title")->type_name("TEXT");
    command->add_option("--tiou", arguments->tiou, "Overlap that makes a segment right")
        ->capture_default_str()
        ->check(CLI::Range(0.05, 1.0))
        ->type_name("NUMBER");
    command->footer(kFooter);
}

} // namespace app::cli

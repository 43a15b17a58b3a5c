#include <memory>

#include <fmt/format.h>

#include "core/data/features.h"
#include "core/data/read_any.h"
#include "core/data/sniff.h"
#include "core/data/video_info.h"
#include "core/edit/doctor_input.h"
#include "core/edit/project_session.h"
#include "core/tal/dataset_doctor.h"
#include "core/tal/video_lists.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;

namespace {

struct Arguments
{
    std::filesystem::path project;
    std::filesystem::path truth;
    std::filesystem::path durations;
    std::filesystem::path features;
    bool hasValues = false;
    bool isProtocolList = false;
    std::size_t examples = 5;
};

constexpr const char *kFooter =
    "Examples:\n"
    "  talo doctor P.talo\n"
    "      what is wrong or worth knowing about a project's annotations, features and splits\n"
    "  talo doctor --gt gt.json --durations video_info.json\n"
    "      a ground truth against the durations and frame rates of another file: a ground truth,\n"
    "      {video: fps}, {video: {fps, duration}}, or a folder of W-TALC's arrays\n"
    "  talo doctor --features i3d/\n"
    "      features alone: NaN, constant snippets, halves that hold flow first\n"
    "  talo doctor --protocol\n"
    "      the named lists of videos on which THUMOS'14 is reported\n"
    "  talo doctor --gt gt.json --json | jq '.findings[] | select(.severity == \"error\")'\n";

// Any file that tells durations or frame rates.
base::Result<std::vector<tal::VideoFacts>> readFacts(const std::filesystem::path &path)
{
    std::vector<tal::VideoFacts> facts;
    base::Result<data::VideoInfoFile> info = std::filesystem::is_directory(path)
                                                 ? data::readWtalcFolder(path)
                                                 : data::readVideoInfoJson(path);
    if (info) {
        for (const data::VideoInfo &video : info->videos) {
            facts.push_back({video.video, video.durationS, video.fps});
        }
        return facts;
    }
    const base::Result<data::AnnotationFile> truth = data::readGroundTruth(path);
    if (!truth) {
        return tl::unexpected(std::move(info).error()); // the error about durations says more
    }
    for (const model::VideoGroundTruth &video : truth->groundTruth.videos) {
        facts.push_back({video.video, video.durationS, video.fps});
    }
    return facts;
}

// The .npy files of a folder, as one set. Where their snippets lie in time is not known.
base::Result<void> addFeatures(const std::filesystem::path &folder, tal::DoctorInput &input)
{
    const data::Imported found = TRY(data::sniffAndRead(folder));
    const auto *content = std::get_if<data::FeatureContent>(&found.content);
    if (content == nullptr) {
        return base::fail({.code = base::ErrorCode::BadFormat,
                           .problem = "holds no features",
                           .file = folder.string(),
                           .expected = "a folder of .npy files, snippets x values"});
    }
    for (const std::filesystem::path &file : content->files) {
        tal::FeatureFacts facts;
        facts.video = file.stem().string();
        facts.set = folder.filename().string();
        if (const auto matrix = data::loadFeatures({.parts = {file}})) {
            tal::examineValues(*matrix, facts);
        } else {
            facts.hasNonFinite = true;
        }
        input.features.push_back(std::move(facts));
    }
    return {};
}

base::Result<tal::DoctorInput> readInput(const Arguments &arguments)
{
    const bool hasFiles = !arguments.truth.empty() || !arguments.features.empty();
    if (arguments.project.empty() != hasFiles) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear what to examine",
                           .expected = "either a project, or --gt or --features"});
    }
    tal::DoctorInput input;
    if (!arguments.truth.empty()) {
        data::AnnotationFile file = TRY(data::readGroundTruth(arguments.truth));
        input.truth = std::move(file.groundTruth);
    }
    if (!arguments.project.empty()) {
        const edit::ProjectSession session =
            TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
        input = TRY(edit::doctorInput(session, arguments.hasValues));
    }
    if (!arguments.features.empty()) {
        TRY(addFeatures(arguments.features, input));
    }
    if (!arguments.durations.empty()) {
        input.facts = TRY(readFacts(arguments.durations));
    }
    return input;
}

std::string exampleText(const tal::FindingPlace &place)
{
    return place.text.empty() ? place.video : place.video + ": " + place.text;
}

nlohmann::ordered_json jsonOf(const std::vector<tal::Finding> &findings,
                              const std::vector<tal::ProtocolSize> &protocols,
                              std::size_t maxExamples)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const tal::Finding &finding : findings) {
        nlohmann::ordered_json examples = nlohmann::ordered_json::array();
        for (std::size_t i = 0; i < std::min(finding.places.size(), maxExamples); ++i) {
            examples.push_back(exampleText(finding.places[i]));
        }
        nlohmann::ordered_json fix = nullptr;
        if (!finding.fix.empty()) {
            fix = finding.fix;
        }
        list.push_back({{"code", finding.code},
                        {"severity", tal::severityName(finding.severity)},
                        {"count", finding.count},
                        {"text", finding.text},
                        {"examples", examples},
                        {"fix", fix}});
    }
    nlohmann::ordered_json sizes = nlohmann::ordered_json::object();
    for (const tal::ProtocolSize &size : protocols) {
        sizes[size.name] = {{"videos", size.videos}, {"instances", size.instances}};
    }
    return {{"findings", list}, {"protocols", sizes}};
}

void printFindings(const std::vector<tal::Finding> &findings, std::size_t maxExamples)
{
    for (const tal::Finding &finding : findings) {
        fmt::print("{} ({}): {} {}\n", tal::severityName(finding.severity), finding.code,
                   finding.count, finding.text);
        for (std::size_t i = 0; i < std::min(finding.places.size(), maxExamples); ++i) {
            fmt::print("    {}\n", exampleText(finding.places[i]));
        }
        if (finding.places.size() > maxExamples) {
            fmt::print("    and {} more\n", finding.places.size() - maxExamples);
        }
        if (!finding.fix.empty()) {
            fmt::print("    to do: {}\n", finding.fix);
        }
    }
    if (findings.empty()) {
        fmt::print("Nothing to report.\n");
    }
}

void printProtocols(const std::vector<tal::ProtocolSize> &protocols)
{
    fmt::print("\n");
    TextTable table({"selection", "videos", "instances"});
    for (const tal::ProtocolSize &size : protocols) {
        table.addRow({size.name, std::to_string(size.videos), std::to_string(size.instances)});
    }
    fmt::print("{}", table.text());
}

void listProtocols(const GlobalOptions &options)
{
    nlohmann::ordered_json lists = nlohmann::ordered_json::object();
    for (const tal::NamedVideoList &list : tal::namedVideoLists()) {
        lists[std::string(list.name)] = {{"videos", list.videos},
                                         {"description", list.description},
                                         {"excluded", list.excluded}};
        if (!options.isJson) {
            fmt::print("{}  {} videos: {}\n", list.name, list.videos, list.description);
        }
    }
    if (options.isJson) {
        printJson({{"protocols", lists}});
    }
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &options)
{
    if (arguments.isProtocolList && arguments.project.empty() && arguments.truth.empty() &&
        arguments.features.empty()) {
        listProtocols(options);
        return {};
    }
    const tal::DoctorInput input = TRY(readInput(arguments));
    const std::vector<tal::Finding> findings = tal::examineDataset(input);
    const std::vector<tal::ProtocolSize> protocols = tal::protocolSizes(input.truth);
    if (options.isJson) {
        printJson(jsonOf(findings, protocols, arguments.examples));
        return {};
    }
    printFindings(findings, arguments.examples);
    printProtocols(protocols);
    return {};
}

} // namespace

void addDoctor(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("doctor", "Examine a data set: what is wrong or worth knowing before training",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "Project to examine")->type_name("P.talo");
    command->add_option("--gt", arguments->truth, "Ground truth, any form that talo reads")
        ->type_name("FILE");
    command
        ->add_option("--durations", arguments->durations,
                     "Another source of durations and frame rates to compare with")
        ->type_name("FILE");
    command
        ->add_option("--features", arguments->features,
                     "Folder of features (.npy) to examine by their values, without a project")
        ->type_name("DIR");
    command->add_flag("--values", arguments->hasValues,
                      "With a project: read the features too and look at their values");
    command->add_flag("--protocol", arguments->isProtocolList,
                      "List the named selections of videos");
    command->add_option("--examples", arguments->examples, "Examples of each finding")
        ->capture_default_str()
        ->type_name("N");
    command->footer(kFooter);
}

} // namespace app::cli

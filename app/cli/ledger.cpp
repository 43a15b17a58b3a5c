#include "core/edit/ledger.h"

#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/tal/label_quality.h"

#include "app/cli/analysis_commands.h"
#include "app/cli/text_table.h"

namespace app::cli {

using namespace core;
using Json = nlohmann::ordered_json;

namespace {

struct Arguments
{
    std::string project;
    std::string from;
    std::string to;
};

constexpr const char *kFooter =
    "Every run with the snapshot of labels that it learned from, its configuration, seed and code\n"
    "version, and its mAP on the test split. With two runs: what people changed between their\n"
    "snapshots, class by class, beside the change of AP.\n"
    "\n"
    "Examples:\n"
    "  talo ledger p.talo\n"
    "  talo ledger p.talo --from train-1 --to train-2\n";

Json jsonOf(const edit::LedgerEntry &entry)
{
    Json labels = nullptr;
    if (entry.labels) {
        labels = {{"name", entry.labels->name},
                  {"id", entry.labels->uuid},
                  {"hash", entry.labels->contentHash},
                  {"intact", entry.isSnapshotIntact}};
    }
    Json classes = Json::object();
    for (const edit::LedgerClass &row : entry.classes) {
        classes[row.name] = row.averageAp;
    }
    return {{"run", entry.run.name},
            {"id", entry.run.uuid},
            {"status", model::toText(entry.run.status)},
            {"started", entry.run.startedAt},
            {"recipe", entry.run.recipe},
            {"config_hash", entry.run.configHash},
            {"seed", entry.run.seed},
            {"code_version", entry.run.codeVersion},
            {"device", entry.run.device},
            {"labels", std::move(labels)},
            {"average_map", entry.averageMap ? Json(*entry.averageMap) : Json(nullptr)},
            {"average_ap", std::move(classes)}};
}

Json jsonOf(const edit::LedgerChange &change)
{
    return {{"class", change.name},
            {"ap_before", change.apBefore ? Json(*change.apBefore) : Json(nullptr)},
            {"ap_after", change.apAfter ? Json(*change.apAfter) : Json(nullptr)},
            {"added", change.added},
            {"removed", change.removed},
            {"moved", change.moved},
            {"pseudo_labels_replaced", change.replaced},
            {"revisions", change.revisions}};
}

// With what every mAP and AP in it was measured by.
Json measured(Json object)
{
    object["protocol"] = edit::kLedgerProtocol;
    object["subset"] = "test split";
    object["tiou"] = tal::kAverageTious;
    return object;
}

constexpr const char *kMeasure =
    "mAP and AP of the predictions: test split, activitynet rule, mean of tIoU 0.1:0.1:0.7\n\n";

std::string shortText(const std::string &hash)
{
    return hash.empty() ? "-" : hash.substr(0, 8);
}

std::string percentOr(const std::optional<double> &value)
{
    return value ? percent(*value) : "-";
}

void printEntries(const std::vector<edit::LedgerEntry> &entries)
{
    TextTable table({"run", "labels", "hash", "config", "seed", "code", "status", "mAP %"});
    for (const edit::LedgerEntry &entry : entries) {
        table.addRow({entry.run.name, entry.labels ? entry.labels->name : "no corrections",
                      !entry.labels            ? "-"
                      : entry.isSnapshotIntact ? shortText(entry.labels->contentHash)
                                               : "CHANGED",
                      shortText(entry.run.configHash), std::to_string(entry.run.seed),
                      entry.run.codeVersion, std::string(model::toText(entry.run.status)),
                      percentOr(entry.averageMap)});
    }
    fmt::print("{}{}", kMeasure, table.text());
}

void printChanges(const std::vector<edit::LedgerChange> &changes)
{
    TextTable table({"class", "AP % before", "after", "change", "added", "removed", "moved",
                     "replaced", "revisions"});
    for (const edit::LedgerChange &change : changes) {
        const bool isKnown = change.apBefore && change.apAfter;
        table.addRow(
            {change.name, percentOr(change.apBefore), percentOr(change.apAfter),
             isKnown ? fmt::format("{:+.2f}", (*change.apAfter - *change.apBefore) * 100.0) : "-",
             std::to_string(change.added), std::to_string(change.removed),
             std::to_string(change.moved), std::to_string(change.replaced),
             change.revisions.empty() ? "-" : fmt::format("{}", fmt::join(change.revisions, " "))});
    }
    fmt::print("{}{}", kMeasure, table.text());
}

base::Result<const edit::LedgerEntry *> entryOf(const std::vector<edit::LedgerEntry> &entries,
                                                const std::string &run)
{
    for (const edit::LedgerEntry &entry : entries) {
        if (entry.run.name == run || entry.run.uuid == run) {
            return &entry;
        }
    }
    return base::fail({.code = base::ErrorCode::NotFound,
                       .problem = fmt::format("has no run '{}'", run),
                       .expected = "a run that 'talo ledger P' lists"});
}

base::Result<void> run(const Arguments &arguments, const GlobalOptions &global)
{
    if (arguments.from.empty() != arguments.to.empty()) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "two runs are compared",
                           .expected = "both --from and --to, or neither"});
    }
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(arguments.project, edit::Access::Read));
    const std::vector<edit::LedgerEntry> entries = TRY(edit::readLedger(session));
    if (arguments.from.empty()) {
        Json list = Json::array();
        for (const edit::LedgerEntry &entry : entries) {
            list.push_back(jsonOf(entry));
        }
        if (global.isJson) {
            printJson(measured({{"entries", std::move(list)}}));
        } else {
            printEntries(entries);
        }
        return {};
    }
    const edit::LedgerEntry *before = TRY(entryOf(entries, arguments.from));
    const edit::LedgerEntry *after = TRY(entryOf(entries, arguments.to));
    const std::vector<edit::LedgerChange> changes =
        TRY(edit::compareEntries(session, *before, *after));
    if (!global.isJson) {
        printChanges(changes);
        return {};
    }
    Json list = Json::array();
    for (const edit::LedgerChange &change : changes) {
        list.push_back(jsonOf(change));
    }
    printJson(measured(
        {{"from", jsonOf(*before)}, {"to", jsonOf(*after)}, {"classes", std::move(list)}}));
    return {};
}

} // namespace

void addLedger(CommandLine &line)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command =
        line.add("ledger", "Tell which labels, settings and seed a run's mAP came from",
                 [arguments](const GlobalOptions &options) { return run(*arguments, options); });
    command->add_option("project", arguments->project, "The project")
        ->required()
        ->type_name("P.talo");
    command->add_option("--from", arguments->from, "Compare this run …")->type_name("RUN");
    command->add_option("--to", arguments->to, "… with this one")->type_name("RUN");
    command->footer(kFooter);
}

} // namespace app::cli

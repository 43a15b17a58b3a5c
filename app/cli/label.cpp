#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "core/edit/class_list.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_session.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/option_check.h"
#include "app/cli/project_names.h"

namespace app::cli {

using core::base::Result;
using core::edit::Edit;
using core::edit::ProjectSession;
using Json = nlohmann::ordered_json;

namespace {

struct LabelOptions
{
    std::string project;
    std::vector<std::string> ids; // one, but two to merge
    std::string video;
    std::string actionClass;
    std::string track = core::model::kManualTrackName;
    std::string note;
    std::string state;
    std::string name;
    std::string base;
    std::optional<double> start;
    std::optional<double> end;
    double at = 0.0;
    std::int64_t count = 1;
    std::int64_t limit = 20;
};

using EditMaker = Result<Edit> (*)(const ProjectSession &, const LabelOptions &);

Result<ProjectSession> openForEditing(const LabelOptions &options)
{
    ProjectSession session =
        TRY(ProjectSession::open(options.project, core::edit::Access::Write, "talo label"));
    for (const std::string &notice : session.notices()) {
        fmt::print(stderr, "{}\n", notice);
    }
    return session;
}

Result<Edit> makeAdd(const ProjectSession &session, const LabelOptions &options)
{
    const std::int64_t video = TRY(videoId(session, options.video));
    const std::int64_t actionClass = TRY(classId(session, options.actionClass));
    const core::base::TimeUs start = TRY(timeOf(*options.start, "--start"));
    const core::base::TimeUs end = TRY(timeOf(*options.end, "--end"));
    return Edit{core::edit::AddSegment{.videoId = video,
                                       .classId = actionClass,
                                       .range = {start, end},
                                       .track = options.track,
                                       .note = options.note}};
}

Result<Edit> makeTrim(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    core::base::TimeRange range = TRY(session.document().segment(id)).range;
    if (!options.start && !options.end) {
        return core::base::fail({.code = core::base::ErrorCode::Usage,
                                 .problem = "there is nothing to trim",
                                 .expected = "--start, --end or both"});
    }
    if (options.start) {
        range.startUs = TRY(timeOf(*options.start, "--start"));
    }
    if (options.end) {
        range.endUs = TRY(timeOf(*options.end, "--end"));
    }
    return Edit{core::edit::MoveSegment{id, range}};
}

Result<Edit> makeRelabel(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    const std::int64_t actionClass = TRY(classId(session, options.actionClass));
    return Edit{core::edit::RelabelSegment{id, actionClass}};
}

Result<Edit> makeDelete(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    return Edit{core::edit::DeleteSegment{id}};
}

Result<Edit> makeAccept(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    return Edit{core::edit::AcceptSegment{id, options.track}};
}

Result<Edit> makeReject(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    return Edit{core::edit::RejectSegment{id, options.track}};
}

Result<Edit> makeSplit(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    const core::base::TimeUs at = TRY(timeOf(options.at, "--at"));
    return Edit{core::edit::SplitSegment{.uuid = id, .atUs = at}};
}

Result<Edit> makeMerge(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    const std::string other = TRY(segmentId(session, options.ids.back()));
    return Edit{core::edit::MergeSegments{id, other}};
}

Result<Edit> makeNote(const ProjectSession &session, const LabelOptions &options)
{
    const std::string id = TRY(segmentId(session, options.ids.front()));
    return Edit{core::edit::SetNote{id, options.note}};
}

Result<Edit> makeState(const ProjectSession &session, const LabelOptions &options)
{
    std::string word = options.state;
    std::replace(word.begin(), word.end(), '-', ' ');
    const auto state = core::model::fromText<core::model::VideoState>(word);
    const std::int64_t video = TRY(videoId(session, options.video));
    return Edit{
        core::edit::SetVideoState{video, state.value_or(core::model::VideoState::Untouched)}};
}

// The ids that a person needs next: of what was made or changed, then of what came beside it.
std::vector<std::string> idsOf(const core::edit::Applied &applied)
{
    std::vector<std::string> ids = applied.changes.changedSegments;
    ids.insert(ids.end(), applied.changes.addedSegments.begin(),
               applied.changes.addedSegments.end());
    return ids.empty() ? applied.changes.removedSegments : ids;
}

Result<void> applyEdit(const LabelOptions &options, EditMaker make, const GlobalOptions &global)
{
    ProjectSession session = TRY(openForEditing(options));
    const Edit edit = TRY(make(session, options));
    auto applied = session.document().apply(edit);
    if (!applied) {
        return core::base::fail(std::move(applied).error().in(options.project));
    }
    const std::vector<std::string> ids = idsOf(*applied);
    if (global.isJson) {
        Json result = {{"id", ids.empty() ? Json(nullptr) : Json(ids.front())},
                       {"ids", ids},
                       {"revision", applied->revision}};
        printJson(result);
        return {};
    }
    for (const std::string &id : ids) {
        fmt::print("{}\n", id);
    }
    return {};
}

Result<void> takeBack(const LabelOptions &options, bool isUndo, const GlobalOptions &global)
{
    ProjectSession session = TRY(openForEditing(options));
    core::edit::Document &document = session.document();
    Json done = Json::array();
    for (std::int64_t i = 0; i < options.count; ++i) {
        const auto applied = isUndo ? TRY(document.undo()) : TRY(document.redo());
        if (!applied) {
            break;
        }
        done.push_back(TRY(session.revisions().revision(applied->revision))
                           .value_or(core::store::Revision{})
                           .label);
    }
    if (global.isJson) {
        printJson({{isUndo ? "undone" : "redone", done},
                   {"undo", document.undoCount()},
                   {"redo", document.redoCount()}});
        return {};
    }
    for (const Json &label : done) {
        fmt::print("{}: {}\n", isUndo ? "Undone" : "Redone", label.get<std::string>());
    }
    if (done.empty()) {
        fmt::print("There is nothing to {}.\n", isUndo ? "undo" : "redo");
    }
    return {};
}

Result<void> undoEdits(const LabelOptions &options, const GlobalOptions &global)
{
    return takeBack(options, true, global);
}

Result<void> redoEdits(const LabelOptions &options, const GlobalOptions &global)
{
    return takeBack(options, false, global);
}

Result<void> printLog(const LabelOptions &options, const GlobalOptions &global)
{
    const ProjectSession session =
        TRY(ProjectSession::open(options.project, core::edit::Access::Read));
    Json list = Json::array();
    for (const core::store::Revision &revision : TRY(session.revisions().newest(options.limit))) {
        list.push_back({{"revision", revision.id},
                        {"at", revision.atUtc},
                        {"author", revision.author},
                        {"kind", core::model::toText(revision.kind)},
                        {"label", revision.label},
                        {"undoes", revision.undoesId ? Json(*revision.undoesId) : Json(nullptr)}});
    }
    if (global.isJson) {
        printJson({{"log", list}});
        return {};
    }
    for (const Json &entry : list) {
        fmt::print("{:>6}  {}  {:<10}  {:<9}  {}\n", entry["revision"].dump(),
                   entry["at"].get<std::string>(), entry["author"].get<std::string>(),
                   entry["kind"].get<std::string>(), entry["label"].get<std::string>());
    }
    return {};
}

Result<void> takeSnapshot(const LabelOptions &options, const GlobalOptions &global)
{
    ProjectSession session = TRY(openForEditing(options));
    const auto content = TRY(core::edit::takeLabelSet(session, options.name, options.base));
    if (global.isJson) {
        printJson({{"name", content.set.name},
                   {"id", content.set.uuid},
                   {"hash", content.set.contentHash},
                   {"segments", content.segments.size()}});
    } else {
        fmt::print("Label set '{}' holds {} segments (hash {}).\n", content.set.name,
                   content.segments.size(), content.set.contentHash);
    }
    return {};
}

Result<void> makeClass(const LabelOptions &options, const GlobalOptions &global)
{
    ProjectSession session = TRY(openForEditing(options));
    auto added = core::edit::addClass(session, options.actionClass);
    if (!added) {
        return core::base::fail(std::move(added).error().in(options.project));
    }
    if (global.isJson) {
        printJson({{"class", added->key}, {"ordinal", added->ordinal}});
    } else {
        fmt::print("The project has the class '{}' now.\n", added->key);
    }
    return {};
}

Result<void> renameClass(const LabelOptions &options, const GlobalOptions &global)
{
    ProjectSession session = TRY(openForEditing(options));
    auto renamed = core::edit::renameClass(session, options.actionClass, options.name);
    if (!renamed) {
        return core::base::fail(std::move(renamed).error().in(options.project));
    }
    if (global.isJson) {
        printJson({{"class", renamed->key}, {"ordinal", renamed->ordinal}});
    } else {
        fmt::print("The class '{}' is called '{}' now.\n", options.actionClass, renamed->key);
    }
    return {};
}

Result<void> removeClass(const LabelOptions &options, const GlobalOptions &global)
{
    ProjectSession session = TRY(openForEditing(options));
    auto removed = core::edit::removeClass(session, options.actionClass);
    if (!removed) {
        return core::base::fail(std::move(removed).error().in(options.project));
    }
    if (global.isJson) {
        printJson({{"removed", options.actionClass}});
    } else {
        fmt::print("The project has no class '{}' any more.\n", options.actionClass);
    }
    return {};
}

// Adds the subcommands, all of which share one set of options.
class LabelCommand
{
public:
    LabelCommand(CommandLine &line, CLI::App &parent, std::shared_ptr<LabelOptions> options)
        : m_line(line)
        , m_parent(parent)
        , m_options(std::move(options))
    {
    }

    CLI::App *edit(const std::string &name, const std::string &description, EditMaker make)
    {
        return m_line.addBelow(m_parent, name, description,
                               [options = m_options, make](const GlobalOptions &global) {
                                   return applyEdit(*options, make, global);
                               });
    }
    CLI::App *other(const std::string &name, const std::string &description,
                    Result<void> (*run)(const LabelOptions &, const GlobalOptions &))
    {
        return m_line.addBelow(m_parent, name, description,
                               [options = m_options, run](const GlobalOptions &global) {
                                   return run(*options, global);
                               });
    }

    void id(CLI::App *command, int count = 1) const
    {
        command->add_option("--id", m_options->ids, "Id of the segment, or its unique beginning")
            ->required()
            ->expected(count);
    }

private:
    CommandLine &m_line;
    CLI::App &m_parent;
    std::shared_ptr<LabelOptions> m_options;
};

void addEdits(LabelCommand &commands, LabelOptions &options)
{
    CLI::App *add = commands.edit("add", "Draw a segment; prints its id", makeAdd);
    add->add_option("--video", options.video, "Name of the video")->required();
    add->add_option("--class", options.actionClass, "Class of the action")->required();
    add->add_option("--start", options.start, "Start in seconds")->required();
    add->add_option("--end", options.end, "End in seconds")->required();
    add->add_option("--track", options.track, "Track to draw in")->capture_default_str();
    add->add_option("--note", options.note, "A remark");

    CLI::App *trim = commands.edit("trim", "Give a segment another start or end", makeTrim);
    commands.id(trim);
    trim->add_option("--start", options.start, "New start in seconds");
    trim->add_option("--end", options.end, "New end in seconds");

    CLI::App *relabel = commands.edit("relabel", "Give a segment another class", makeRelabel);
    commands.id(relabel);
    relabel->add_option("--class", options.actionClass, "The right class")->required();

    commands.id(commands.edit("delete", "Remove a segment", makeDelete));
    for (const auto &[name, description, make] :
         {std::tuple("accept",
                     "Say that a segment is right; one of a run is copied into the labels",
                     &makeAccept),
          std::tuple("reject", "Say that a segment is wrong", &makeReject)}) {
        CLI::App *review = commands.edit(name, description, make);
        commands.id(review);
        review->add_option("--track", options.track, "Track for the copy")->capture_default_str();
    }
    CLI::App *split = commands.edit("split", "Cut a segment in two", makeSplit);
    commands.id(split);
    split->add_option("--at", options.at, "Where, in seconds")->required();

    CLI::App *merge = commands.edit("merge", "Join two segments of one class", makeMerge);
    commands.id(merge, 2);

    CLI::App *note = commands.edit("note", "Change a segment's remark", makeNote);
    commands.id(note);
    note->add_option("--note", options.note, "The remark")->required();

    CLI::App *state = commands.edit("state", "Say how far a video is", makeState);
    state->add_option("--video", options.video, "Name of the video")->required();
    state->add_option("--state", options.state, "untouched, in-work or done")
        ->required()
        ->check(CLI::IsMember({"untouched", "in-work", "done"}));
}

void addHistory(LabelCommand &commands, LabelOptions &options)
{
    CLI::App *undo = commands.other("undo", "Take back the newest edits", undoEdits);
    CLI::App *redo = commands.other("redo", "Repeat what was taken back", redoEdits);
    for (CLI::App *command : {undo, redo}) {
        command->add_option("--count", options.count, "How many")
            ->check(positiveNumber())
            ->capture_default_str();
    }
    CLI::App *log = commands.other("log", "List the history, newest first", printLog);
    log->add_option("--limit", options.limit, "At most so many entries")
        ->check(positiveNumber())
        ->capture_default_str();
    CLI::App *snapshot = commands.other(
        "snapshot", "Keep the labels as they are now as a label set, to train or export from",
        takeSnapshot);
    snapshot->add_option("--name", options.name, "Name of the label set (default: labels-N)");
    snapshot->add_option("--base", options.base,
                         "Pseudo-labels to start from: a run or track (default: the newest)");
}

void addClasses(LabelCommand &commands, LabelOptions &options)
{
    CLI::App *add = commands.other(
        "add-class", "Give the project one more class; undo leaves it there", makeClass);
    CLI::App *rename = commands.other(
        "rename-class", "Give a class another name, before runs write files that spell it",
        renameClass);
    rename->add_option("--name", options.name, "Its new name")->required();
    CLI::App *remove =
        commands.other("remove-class", "Take away a class that nothing uses", removeClass);
    for (CLI::App *command : {add, rename, remove}) {
        command->add_option("--class", options.actionClass, "Name of the class")->required();
    }
}

} // namespace

void addLabel(CommandLine &line)
{
    auto options = std::make_shared<LabelOptions>();
    CLI::App *label = line.add("label", "Correct labels; every edit is saved and can be undone",
                               [](const GlobalOptions &) { return Result<void>(); });
    label->add_option("PROJECT", options->project, "The project")->required();
    label->require_subcommand(1);
    LabelCommand commands(line, *label, options);
    addEdits(commands, *options);
    addHistory(commands, *options);
    addClasses(commands, *options);
    label->footer(
        "Labels of runs and imports are locked: accepting or rejecting one copies it, with where "
        "it\n"
        "came from, into the track 'My labels', where it can be trimmed, relabelled, split and\n"
        "merged. Undo has no limit and works after a restart.\n\n"
        "Examples:\n"
        "  talo label p.talo add-class --class Diving\n"
        "  talo label p.talo rename-class --class Diving --name CliffDiving\n"
        "  talo label p.talo add --video v_12 --class Diving --start 3.2 --end 7.85\n"
        "  talo show p.talo segments --video v_12 --track pseudo-labels\n"
        "  talo label p.talo accept --id 3f2a9c\n"
        "  talo label p.talo trim --id 77b0d1 --end 8.1\n"
        "  talo label p.talo state --video v_12 --state done\n"
        "  talo label p.talo undo --count 2\n"
        "  talo label p.talo snapshot --name monday");
}

} // namespace app::cli

#include "ui/edit/label_commands.h"

#include <functional>
#include <utility>

#include <QAction>
#include <QInputDialog>
#include <QWidget>

#include "ui/common/action_registry.h"
#include "ui/common/qt_convert.h"
#include "ui/edit/class_chooser.h"
#include "ui/edit/label_drawing.h"
#include "ui/edit/label_editor.h"
#include "ui/edit/label_history.h"
#include "ui/edit/label_review.h"
#include "ui/edit/segment_walk.h"
#include "ui/models/project_model.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

namespace ui::edit {

using common::ActionRegistry;
using common::CommandTexts;
using common::MenuId;
using core::model::SegmentState;
using core::model::VideoState;

namespace {

constexpr int kDigits = 10;

// Adds commands to one menu.
class Adder
{
public:
    Adder(ActionRegistry &registry, MenuId menu)
        : m_registry(registry)
        , m_menu(menu)
    {
    }

    void line() { m_startsGroup = true; }
    void operator()(const char *id, const QString &text, const QString &tip,
                    const QList<QKeySequence> &keys, std::function<void()> run)
    {
        m_registry.add({.id = QString::fromLatin1(id),
                        .menu = m_menu,
                        .text = text,
                        .tip = tip,
                        .keys = keys,
                        .run = std::move(run),
                        .needsProject = true,
                        .startsGroup = std::exchange(m_startsGroup, false)});
    }

private:
    ActionRegistry &m_registry;
    MenuId m_menu;
    bool m_startsGroup = false;
};

// Opened, not executed: the window stays alive, and with it playing and training.
void askForText(QWidget &window, const QString &title, const QString &question, const QString &text,
                std::function<void(const QString &)> done)
{
    auto *dialog = new QInputDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(question);
    dialog->setTextValue(text);
    QObject::connect(dialog, &QInputDialog::textValueSelected, dialog, std::move(done));
    dialog->open();
}

void nameTheHistory(ActionRegistry &registry, LabelEditor &editor)
{
    const models::ProjectModel *project = editor.project();
    const auto name = [&](const char *id, const QString &plain, const QString &named,
                          const QString &what) {
        registry.action(QString::fromLatin1(id))->setText(what.isEmpty() ? plain : named.arg(what));
    };
    const QString undo = project != nullptr ? project->undoText() : QString();
    const QString redo = project != nullptr ? project->redoText() : QString();
    name("edit.undo", CommandTexts::tr("&Undo"), CommandTexts::tr("&Undo: %1"), undo);
    name("edit.redo", CommandTexts::tr("&Redo"), CommandTexts::tr("&Redo: %1"), redo);
}

void chooseClass(LabelEditor &editor, timeline::TimelineView &timeline, QWidget &window)
{
    auto *chooser = new ClassChooser(*timeline.context().classes, &window);
    QObject::connect(chooser, &ClassChooser::chosen, &editor, &LabelEditor::relabel);
    QObject::connect(chooser, &ClassChooser::newWanted, &editor, &LabelEditor::addClass);
    QObject::connect(chooser, &ClassChooser::removeWanted, &editor, &LabelEditor::removeClass);
    QObject::connect(chooser, &ClassChooser::renameWanted, &window,
                     [&editor, &timeline, &window](int ordinal) {
                         askForText(window, CommandTexts::tr("Rename the class"),
                                    CommandTexts::tr("Name of the class:"),
                                    timeline.context().classes->of(ordinal).name,
                                    [&editor, ordinal](const QString &name) {
                                        editor.renameClass(ordinal, name);
                                    });
                     });
    const timeline::SegmentLane *lane = timeline.selectionLane();
    const QWidget &place = lane != nullptr ? static_cast<const QWidget &>(*lane) : timeline;
    const QPoint corner = lane != nullptr ? lane->rectOf(lane->selected()).bottomLeft().toPoint()
                                          : QPoint(timeline.width() / 3, 0);
    chooser->openAt(place.mapToGlobal(corner));
}

void askForNote(LabelEditor &editor, timeline::TimelineView &timeline, QWidget &window)
{
    const timeline::SegmentItem *item = timeline.selectedItem();
    if (item == nullptr) {
        emit editor.said(CommandTexts::tr("Select a segment to give it a note."));
        return;
    }
    askForText(window, CommandTexts::tr("Note"), CommandTexts::tr("Note of the segment:"),
               item->note, [&editor](const QString &text) { editor.setNote(text); });
}

void addDrawing(Adder &add, const LabelTools &tools)
{
    LabelDrawing &drawing = tools.drawing;
    add("labels.mark-in", CommandTexts::tr("Mark &in"),
        CommandTexts::tr("Marks the start of a new label at the playhead."), {Qt::Key_I},
        [&drawing] { drawing.markIn(); });
    add("labels.mark-out", CommandTexts::tr("Mark &out"),
        CommandTexts::tr("Marks the end of a new label at the playhead."), {Qt::Key_O},
        [&drawing] { drawing.markOut(); });
    add("labels.take", CommandTexts::tr("&Make or take the label"),
        CommandTexts::tr("Makes the marked label; copies a segment of a locked lane; confirms a "
                         "label of yours."),
        {Qt::Key_Return, Qt::Key_Enter}, [&drawing, &review = tools.review] {
            if (!drawing.commit()) {
                review.take();
            }
        });
    add("labels.paint", CommandTexts::tr("&Paint while playing"),
        CommandTexts::tr("Begins a label at the playhead and plays; again: ends it."), {Qt::Key_P},
        [&drawing] { drawing.togglePaint(); });
}

void addTrimming(Adder &add, LabelEditor &editor)
{
    const auto shifted = [](Qt::Key key) {
        // A brace comes with or without Shift, as the keyboard has it.
        return QList<QKeySequence>{key, QKeySequence(Qt::SHIFT | key)};
    };
    add.line();
    add("labels.start-back", CommandTexts::tr("Start one frame earlier"),
        CommandTexts::tr("Moves the start of what is selected by a frame."), {Qt::Key_BracketLeft},
        [&editor] { editor.nudge(Edge::Start, -1); });
    add("labels.start-on", CommandTexts::tr("Start one frame later"),
        CommandTexts::tr("Moves the start of what is selected by a frame."), {Qt::Key_BracketRight},
        [&editor] { editor.nudge(Edge::Start, 1); });
    add("labels.end-back", CommandTexts::tr("End one frame earlier"),
        CommandTexts::tr("Moves the end of what is selected by a frame."),
        shifted(Qt::Key_BraceLeft), [&editor] { editor.nudge(Edge::End, -1); });
    add("labels.end-on", CommandTexts::tr("End one frame later"),
        CommandTexts::tr("Moves the end of what is selected by a frame."),
        shifted(Qt::Key_BraceRight), [&editor] { editor.nudge(Edge::End, 1); });
    add.line();
    add("labels.split", CommandTexts::tr("&Split at the playhead"),
        CommandTexts::tr("Cuts a label in two."), {Qt::Key_B},
        [&editor] { editor.splitAtPlayhead(); });
    add("labels.merge", CommandTexts::tr("Mer&ge"),
        CommandTexts::tr("Joins the selected labels, or one with the next of its class."),
        {QKeySequence(Qt::SHIFT | Qt::Key_B)}, [&editor] { editor.merge(); });
    add("labels.duplicate", CommandTexts::tr("Dup&licate"),
        CommandTexts::tr("Makes the same label again, right behind it."),
        {QKeySequence(Qt::CTRL | Qt::Key_D)}, [&editor] { editor.duplicate(); });
    add("labels.delete", CommandTexts::tr("Dele&te"),
        CommandTexts::tr("Removes the selected labels."), {Qt::Key_Delete, Qt::Key_Backspace},
        [&editor] { editor.remove(); });
}

void addClasses(Adder &add, const LabelTools &tools, QWidget &window)
{
    LabelEditor &editor = tools.editor;
    timeline::TimelineView &timeline = tools.timeline;
    add.line();
    add("labels.class", CommandTexts::tr("&Class…"),
        CommandTexts::tr(
            "Chooses the class of what is selected, or of new labels, by typing its name; a name "
            "that no class has makes one."),
        {Qt::Key_C}, [&editor, &timeline, &window] { chooseClass(editor, timeline, window); });
    for (int i = 0; i < kDigits; ++i) {
        const int digit = (i + 1) % kDigits;
        const QByteArray id = QByteArray("labels.class-") + QByteArray::number(i + 1);
        add(id.constData(), CommandTexts::tr("Class %1").arg(i + 1),
            CommandTexts::tr("Gives what is selected, or new labels, this class of the project."),
            {static_cast<Qt::Key>(Qt::Key_0 + digit)}, [&editor, i] { editor.relabel(i); });
    }
}

void addJudging(Adder &add, const LabelTools &tools, QWidget &window)
{
    LabelEditor &editor = tools.editor;
    LabelReview &review = tools.review;
    timeline::TimelineView &timeline = tools.timeline;
    add.line();
    add("labels.accept", CommandTexts::tr("&Accept"),
        CommandTexts::tr("Says that the segment is right."), {Qt::Key_A},
        [&review] { review.accept(); });
    add("labels.accept-next", CommandTexts::tr("Accept and ne&xt"),
        CommandTexts::tr("Says that the segment is right, and selects the next one."),
        {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)},
        [&review] { review.acceptAndNext(); });
    add("labels.reject", CommandTexts::tr("&Reject"),
        CommandTexts::tr("Says that the segment is wrong."),
        {QKeySequence(Qt::CTRL | Qt::Key_Backspace)}, [&review] { review.reject(); });
    add("labels.confirm", CommandTexts::tr("Con&firm"),
        CommandTexts::tr("Says that a label of yours is final."),
        {QKeySequence(Qt::SHIFT | Qt::Key_Return)},
        [&review] { review.setState(SegmentState::Confirmed); });
    add("labels.draft", CommandTexts::tr("Back to &draft"),
        CommandTexts::tr("Says that a label of yours needs another look."),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)},
        [&review] { review.setState(SegmentState::Draft); });
    add("labels.copy-down", CommandTexts::tr("Copy to the lane &below"),
        CommandTexts::tr(
            "Copies the segment, as a draft, into the next lane below that can be edited."),
        {QKeySequence(Qt::ALT | Qt::Key_Down)}, [&editor] { editor.copyToLane(1); });
    add("labels.copy-up", CommandTexts::tr("Copy to the lane abo&ve"),
        CommandTexts::tr(
            "Copies the segment, as a draft, into the next lane above that can be edited."),
        {QKeySequence(Qt::ALT | Qt::Key_Up)}, [&editor] { editor.copyToLane(-1); });
    add("labels.note", CommandTexts::tr("&Note…"),
        CommandTexts::tr("Writes a note to the selected label."), {Qt::Key_N},
        [&editor, &timeline, &window] { askForNote(editor, timeline, window); });
    add.line();
    const std::tuple<const char *, QString, Qt::Key, VideoState> states[] = {
        {"labels.video-untouched", CommandTexts::tr("Video: &untouched"), Qt::Key_1,
         VideoState::Untouched},
        {"labels.video-in-work", CommandTexts::tr("Video: in &work"), Qt::Key_2,
         VideoState::InWork},
        {"labels.video-done", CommandTexts::tr("Video: don&e"), Qt::Key_3, VideoState::Done}};
    for (const auto &[id, text, key, state] : states) {
        add(id, text,
            CommandTexts::tr(
                "In a video that is done your labels are the whole truth for the next training."),
            {QKeySequence(Qt::CTRL | key)},
            [&review, chosen = state] { review.setVideoState(chosen); });
    }
    add.line();
    add("labels.snapshot", CommandTexts::tr("&Keep as label set…"),
        CommandTexts::tr(
            "Keeps all labels as they are now under a name; every edit is saved anyway."),
        {QKeySequence(Qt::CTRL | Qt::Key_S)}, [&history = tools.history, &window] {
            askForText(window, CommandTexts::tr("Keep as label set"),
                       CommandTexts::tr("Name (empty: the next number):"), {},
                       [&history](const QString &name) { history.takeSnapshot(name); });
        });
}

void addTools(Adder &add, timeline::TimelineView &timeline)
{
    using timeline::Tool;
    add.line();
    add("labels.tool-select", CommandTexts::tr("Select and draw"),
        CommandTexts::tr("Draw, move and trim by mouse."), {Qt::Key_V},
        [&timeline] { timeline.setTool(Tool::Select); });
    add("labels.tool-split", CommandTexts::tr("Split by mouse"),
        CommandTexts::tr("A click in a label cuts it there."), {Qt::Key_X},
        [&timeline] { timeline.setTool(Tool::Split); });
    add("labels.tool-paint", CommandTexts::tr("Paint by mouse"),
        CommandTexts::tr("Labels for as long as the button is held while the video plays."),
        {QKeySequence(Qt::SHIFT | Qt::Key_P)}, [&timeline] { timeline.setTool(Tool::Paint); });
    add("labels.snapping", CommandTexts::tr("Snapping"),
        CommandTexts::tr(
            "Edges jump to what is near: frames, the playhead, edges, the curve. Alt suspends it."),
        {Qt::Key_S}, [&timeline] { timeline.setSnapping(!timeline.isSnapping()); });
}

} // namespace

void addEditCommands(ActionRegistry &registry, const LabelTools &tools)
{
    LabelEditor &editor = tools.editor;
    LabelHistory &history = tools.history;
    timeline::TimelineView &timeline = tools.timeline;
    Adder add(registry, MenuId::Edit);
    add("edit.undo", CommandTexts::tr("&Undo"),
        CommandTexts::tr("Takes back the last edit, also after a restart."),
        {QKeySequence(Qt::CTRL | Qt::Key_Z)}, [&history] { history.undo(); });
    add("edit.redo", CommandTexts::tr("&Redo"), CommandTexts::tr("Does again what was taken back."),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
        [&history] { history.redo(); });
    add.line();
    add("edit.cut", CommandTexts::tr("Cu&t"),
        CommandTexts::tr("Copies the selected labels and removes them."),
        {QKeySequence(Qt::CTRL | Qt::Key_X)}, [&editor] { editor.cut(); });
    add("edit.copy", CommandTexts::tr("&Copy"),
        CommandTexts::tr("Copies the selected segments of any lane."),
        {QKeySequence(Qt::CTRL | Qt::Key_C)}, [&editor] { editor.copy(); });
    add("edit.paste", CommandTexts::tr("&Paste"),
        CommandTexts::tr("Makes labels of what was copied, at the playhead."),
        {QKeySequence(Qt::CTRL | Qt::Key_V)}, [&editor] { editor.paste(); });
    add.line();
    add("edit.select-all", CommandTexts::tr("Select &all of the lane"),
        CommandTexts::tr("Selects all segments of the lane."), {QKeySequence(Qt::CTRL | Qt::Key_A)},
        [&timeline] { timeline.selectAllOfLane(); });
    QObject::connect(&editor, &LabelEditor::historyChanged, &registry,
                     [&registry, &editor] { nameTheHistory(registry, editor); });
}

void addLabelCommands(ActionRegistry &registry, const LabelTools &tools, QWidget &window)
{
    Adder add(registry, MenuId::Labels);
    addDrawing(add, tools);
    addTrimming(add, tools.editor);
    addClasses(add, tools, window);
    addJudging(add, tools, window);
    addTools(add, tools.timeline);
}

void addEdgeCommands(ActionRegistry &registry, const LabelTools &tools)
{
    SegmentWalk &walk = tools.walk;
    Adder go(registry, MenuId::Go);
    go.line();
    go("go.previous-edge", CommandTexts::tr("Previous e&dge"),
       CommandTexts::tr("To the edge before, in the active lane."),
       {QKeySequence(Qt::CTRL | Qt::Key_Left)}, [&walk] { walk.jumpToEdge(-1); });
    go("go.next-edge", CommandTexts::tr("Next ed&ge"),
       CommandTexts::tr("To the edge after, in the active lane."),
       {QKeySequence(Qt::CTRL | Qt::Key_Right)}, [&walk] { walk.jumpToEdge(1); });
    Adder play(registry, MenuId::Playback);
    play.line();
    play("play.segment", CommandTexts::tr("Play the seg&ment"),
         CommandTexts::tr("Plays the selected segment once."),
         {QKeySequence(Qt::SHIFT | Qt::Key_Space)}, [&walk] { walk.playSegment(); });
    play("play.around-start", CommandTexts::tr("Play a&round its start"),
         CommandTexts::tr("Plays half a second before and after the start."), {Qt::Key_Q},
         [&walk] { walk.playAroundStart(); });
    play("play.around-end", CommandTexts::tr("Play aroun&d its end"),
         CommandTexts::tr("Plays half a second before and after the end."), {Qt::Key_W},
         [&walk] { walk.playAroundEnd(); });
}

} // namespace ui::edit

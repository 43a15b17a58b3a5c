#include "ui/edit/segment_inspector.h"

#include <algorithm>

#include <QButtonGroup>
#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/core_texts.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/edit/class_chip.h"
#include "ui/edit/time_field.h"

namespace ui::edit {

using core::model::SegmentState;
using core::model::TrackRole;

namespace {

constexpr int kMargin = 14;

QString agoText(const QDateTime &then)
{
    const qint64 seconds = std::max<qint64>(then.secsTo(QDateTime::currentDateTimeUtc()), 0);
    if (seconds < 60) {
        return SegmentInspector::tr("just now");
    }
    if (seconds < 3600) {
        return SegmentInspector::tr("%1 min ago").arg(seconds / 60);
    }
    if (seconds < 86'400) {
        return SegmentInspector::tr("%1 h ago").arg(seconds / 3600);
    }
    return then.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString roleName(TrackRole role)
{
    switch (role) {
    case TrackRole::GroundTruth:
        return SegmentInspector::tr("ground truth");
    case TrackRole::Proposal:
        return SegmentInspector::tr("raw proposal");
    case TrackRole::PseudoLabel:
        return SegmentInspector::tr("pseudo-label");
    case TrackRole::Prediction:
        return SegmentInspector::tr("prediction");
    default:
        return SegmentInspector::tr("label");
    }
}

// "pseudo-label 49.92–53.12 · .88"
QString sourceText(const models::SegmentFacts &facts)
{
    if (!facts.source) {
        return facts.role == TrackRole::GroundTruth ? SegmentInspector::tr("annotation file")
               : facts.role == TrackRole::Manual    ? SegmentInspector::tr("a person")
                                                    : facts.trackName;
    }
    const core::base::TimeRange &range = facts.source->range;
    QString text = QStringLiteral("%1 %2–%3")
                       .arg(roleName(facts.sourceRole))
                       .arg(core::base::usToSeconds(range.startUs), 0, 'f', 2)
                       .arg(core::base::usToSeconds(range.endUs), 0, 'f', 2);
    if (facts.source->score) {
        text += QStringLiteral(" · ") + common::scoreText(*facts.source->score);
    }
    return text;
}

QLabel *hintLabel(const QString &text)
{
    auto *label = new QLabel(text);
    label->setProperty("tone", QStringLiteral("hint"));
    label->setFont(common::textFont(11));
    return label;
}

QFrame *hairline()
{
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setProperty("ground", QStringLiteral("line"));
    return line;
}

} // namespace

SegmentInspector::SegmentInspector(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_card(new QWidget)
    , m_hint(new QLabel(tr("Nothing is selected. Click a segment in the timeline, or press Tab to "
                           "walk through the active lane.")))
    , m_class(new QComboBox)
    , m_startFrame(hintLabel({}))
    , m_endFrame(hintLabel({}))
    , m_start(new TimeField)
    , m_end(new TimeField)
    , m_stateRow(new QWidget)
    , m_states(new QButtonGroup(this))
    , m_rows(new QFormLayout)
    , m_note(new QLineEdit)
    , m_accept(new QPushButton)
    , m_reject(new QPushButton)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_hint->setProperty("tone", QStringLiteral("hint"));
    m_hint->setWordWrap(true);
    buildFields();
    buildStates();
    buildVerdicts();
    layOut();
    m_card->hide();
    setTheme(theme);
}

void SegmentInspector::buildFields()
{
    m_class->setAccessibleName(tr("Class"));
    m_class->setIconSize(kClassChip);
    // The longest name must not push the fields below out of the panel.
    m_class->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_class->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the timeline
    m_start->setAccessibleName(tr("Start"));
    m_end->setAccessibleName(tr("End"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Add a note…"));
    connect(m_class, &QComboBox::activated, this, [this](int ordinal) {
        finishTyping();
        emit classChosen(ordinal);
    });
    connect(m_start, &TimeField::typed, this,
            [this](core::base::TimeUs time) { emit edgeTyped(Edge::Start, time); });
    connect(m_end, &TimeField::typed, this,
            [this](core::base::TimeUs time) { emit edgeTyped(Edge::End, time); });
    connect(m_note, &QLineEdit::editingFinished, this, [this] {
        if (m_facts && m_note->text() != common::toQString(m_facts->segment.note)) {
            emit noteTyped(m_note->text());
        }
    });
}

void SegmentInspector::buildStates()
{
    auto *row = new QHBoxLayout(m_stateRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const std::pair<QString, SegmentState> states[] = {{tr("Draft"), SegmentState::Draft},
                                                       {tr("Confirmed"), SegmentState::Confirmed},
                                                       {tr("Rejected"), SegmentState::Rejected}};
    for (const auto &[text, state] : states) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize({14, 14});
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setFixedHeight(26);
        button->setFocusPolicy(Qt::TabFocus);
        button->setProperty("framed", true);
        m_states->addButton(button, static_cast<int>(state));
        row->addWidget(button);
    }
    connect(m_states, &QButtonGroup::idClicked, this, [this](int id) {
        finishTyping();
        emit stateChosen(static_cast<SegmentState>(id));
    });
}

void SegmentInspector::buildVerdicts()
{
    m_accept->setProperty("primary", true);
    m_accept->setToolTip(tr("Says that the segment is right, and selects the next one."));
    m_reject->setToolTip(tr("Says that the segment is wrong."));
    setKeys({}, {});
    for (QPushButton *button : {m_accept, m_reject}) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedHeight(28);
    }
    connect(m_accept, &QPushButton::clicked, this, [this] {
        finishTyping();
        emit accepted();
    });
    connect(m_reject, &QPushButton::clicked, this, [this] {
        finishTyping();
        emit rejected();
    });
}

void SegmentInspector::setKeys(const QString &accept, const QString &reject)
{
    const std::tuple<QPushButton *, QString, QString> verdicts[] = {
        {m_accept, tr("Accept and next"), accept}, {m_reject, tr("Reject"), reject}};
    for (const auto &[button, text, key] : verdicts) {
        button->setText(key.isEmpty() ? text : QStringLiteral("%1  %2").arg(text, key));
        button->setAccessibleName(text);
    }
}

void SegmentInspector::layOut()
{
    auto *times = new QGridLayout;
    times->setHorizontalSpacing(10);
    times->setVerticalSpacing(4);
    int column = 0;
    for (const auto &[name, frame, field] : {std::tuple(tr("Start"), m_startFrame, m_start),
                                             std::tuple(tr("End"), m_endFrame, m_end)}) {
        times->addWidget(hintLabel(name), 0, column);
        times->addWidget(frame, 0, column + 1, Qt::AlignRight);
        times->addWidget(field, 1, column, 1, 2);
        column += 2;
    }
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(6);
    m_rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_rows->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *note = new QHBoxLayout;
    auto *noteName = hintLabel(tr("Note"));
    noteName->setMinimumWidth(92);
    note->addWidget(noteName);
    note->addWidget(m_note, 1);
    auto *verdicts = new QHBoxLayout;
    verdicts->setSpacing(8);
    verdicts->addWidget(m_accept, 3);
    verdicts->addWidget(m_reject, 2);
    auto *details = new QWidget;
    auto *rows = new QVBoxLayout(details);
    rows->setContentsMargins(kMargin, 0, kMargin, 0);
    rows->setSpacing(10);
    rows->addWidget(m_class);
    rows->addLayout(times);
    rows->addWidget(m_stateRow);
    rows->addWidget(hairline());
    rows->addLayout(m_rows);
    rows->addLayout(note);
    rows->addStretch(1);
    auto *scroll = new QScrollArea; // in a low window the verdicts stay, the details scroll
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(details);
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(0, 0, 0, 0);
    card->setSpacing(10);
    card->addWidget(scroll, 1);
    card->addWidget(hairline());
    verdicts->setContentsMargins(kMargin, 0, kMargin, 0);
    card->addLayout(verdicts);
    m_hint->setContentsMargins(kMargin, 0, kMargin, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 12);
    layout->addWidget(m_hint, 0, Qt::AlignTop);
    layout->addWidget(m_card, 1);
}

void SegmentInspector::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    const std::pair<SegmentState, const char *> icons[] = {{SegmentState::Draft, "pencil"},
                                                           {SegmentState::Confirmed, "check"},
                                                           {SegmentState::Rejected, "x"}};
    for (const auto &[state, icon] : icons) {
        m_states->button(static_cast<int>(state))
            ->setIcon(common::themedIcon(QString::fromLatin1(icon), theme, 14));
    }
}

void SegmentInspector::setClasses(const common::ClassStyles &classes)
{
    m_classes = classes;
    const QSignalBlocker quiet(m_class);
    m_class->clear();
    for (int i = 0; i < classes.size(); ++i) {
        m_class->addItem(classChip(classes.of(i)), classes.of(i).name);
    }
}

// A click on a button takes no focus from the field.
void SegmentInspector::finishTyping()
{
    for (QLineEdit *field :
         {static_cast<QLineEdit *>(m_start), static_cast<QLineEdit *>(m_end), m_note}) {
        if (field->hasFocus()) {
            field->clearFocus();
        }
    }
}

void SegmentInspector::clearRows()
{
    while (m_rows->rowCount() > 0) {
        m_rows->removeRow(0);
    }
}

void SegmentInspector::addRow(const QString &name, const QString &value)
{
    auto *label = hintLabel(name);
    label->setMinimumWidth(92);
    auto *content = new QLabel(value);
    content->setWordWrap(true);
    content->setMinimumHeight(content->fontMetrics().height());
    content->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_rows->addRow(label, content);
}

void SegmentInspector::showFacts(const std::optional<models::SegmentFacts> &facts,
                                 const std::function<qint64(core::base::TimeUs)> &frameAt)
{
    // A note that is being written belongs to the segment that was shown.
    const bool isSame = m_facts && facts && m_facts->segment.id == facts->segment.id;
    m_facts = facts;
    clearRows();
    m_card->setVisible(facts.has_value());
    m_hint->setVisible(!facts.has_value());
    if (!facts) {
        return;
    }
    const core::model::Segment &segment = facts->segment;
    const bool isOwn = !facts->isLocked;
    m_class->setCurrentIndex(facts->classOrdinal);
    m_class->setEnabled(isOwn);
    const qint64 first = frameAt ? frameAt(segment.range.startUs) : 0;
    const qint64 last = frameAt ? frameAt(segment.range.endUs) : 0;
    m_startFrame->setText(frameAt ? tr("frame %1").arg(common::countText(first)) : QString());
    m_endFrame->setText(frameAt ? tr("frame %1").arg(common::countText(last)) : QString());
    m_start->setTime(segment.range.startUs);
    m_end->setTime(segment.range.endUs);
    m_start->setReadOnly(!isOwn);
    m_end->setReadOnly(!isOwn);
    m_stateRow->setVisible(isOwn);
    m_states->button(static_cast<int>(segment.state))->setChecked(true);
    m_note->setEnabled(isOwn);
    if (!isSame || !m_note->hasFocus()) {
        m_note->setText(isOwn ? common::toQString(segment.note) : QString());
    }
    showRows(*facts, frameAt ? std::optional(last - first) : std::nullopt);
}

void SegmentInspector::showRows(const models::SegmentFacts &facts, std::optional<qint64> frames)
{
    const core::model::Segment &segment = facts.segment;
    QString duration = common::durationText(segment.range.durationUs());
    if (frames) {
        duration += tr(" · %1 frame(s)", nullptr, static_cast<int>(*frames))
                        .arg(common::countText(*frames));
    }
    addRow(tr("Duration"), duration);
    if (segment.score) {
        addRow(tr("Score"), QString::number(*segment.score, 'f', 4));
    }
    addRow(tr("Came from"), sourceText(facts));
    if (facts.overlap) {
        QString text = tr("tIoU %1").arg(*facts.overlap, 0, 'f', 2);
        if (facts.sourceOverlap) {
            text += tr("  (was %1)").arg(common::scoreText(*facts.sourceOverlap));
        }
        addRow(tr("Overlap with GT"), text);
    }
    if (facts.edits > 0 && facts.editedAt.isValid()) {
        addRow(tr("Edited"),
               tr("%1 · %n edits", nullptr, facts.edits).arg(agoText(facts.editedAt)));
    }
    if (facts.isLocked && facts.role != TrackRole::GroundTruth) {
        addRow(tr("Verdict"), !facts.review                              ? tr("none yet")
                              : *facts.review == SegmentState::Confirmed ? tr("accepted")
                              : *facts.review == SegmentState::Rejected  ? tr("rejected")
                                                                         : tr("copied as a draft"));
        if (!segment.note.empty()) {
            addRow(segment.state == SegmentState::Rejected ? tr("Rejected by") : tr("Note"),
                   common::coreText(segment.note));
        }
    }
}

} // namespace ui::edit

#include "ui/edit/segment_inspector.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui::edit {

using core::model::SegmentState;
using core::model::TrackRole;

namespace {

constexpr int kMargin = 14;

} // namespace

SegmentInspector::SegmentInspector(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_card(new QWidget)
    , m_chip(new QLabel)
    , m_className(new QLabel)
    , m_hint(new QLabel(tr("Nothing is selected. Click a segment in the timeline, or press Tab to "
                           "walk through the active lane.")))
    , m_rows(new QFormLayout)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *title = new QLabel(tr("Inspector"));
    title->setFont(common::textFont(12, QFont::DemiBold));
    m_hint->setProperty("tone", QStringLiteral("hint"));
    m_hint->setWordWrap(true);
    m_chip->setFont(common::textFont(10, QFont::Bold));
    m_chip->setAlignment(Qt::AlignCenter);
    m_chip->setFixedSize(26, 16);
    m_className->setFont(common::textFont(14, QFont::DemiBold));
    auto *subject = new QHBoxLayout;
    subject->setSpacing(8);
    subject->addWidget(m_chip);
    subject->addWidget(m_className, 1);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(8);
    m_rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_rows->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(0, 0, 0, 0);
    card->setSpacing(14);
    card->addLayout(subject);
    card->addLayout(m_rows);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 10, kMargin, kMargin);
    layout->setSpacing(14);
    layout->addWidget(title);
    layout->addWidget(m_hint);
    layout->addWidget(m_card);
    layout->addStretch(1);
    m_card->hide();
}

void SegmentInspector::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
}

void SegmentInspector::clear()
{
    while (m_rows->rowCount() > 0) {
        m_rows->removeRow(0);
    }
}

void SegmentInspector::addRow(const QString &name, const QString &value, bool isNumber)
{
    auto *label = new QLabel(name);
    label->setProperty("tone", QStringLiteral("hint"));
    label->setMinimumWidth(92);
    auto *content = new QLabel(value);
    content->setWordWrap(true);
    content->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isNumber) {
        content->setFont(common::numberFont(12));
    }
    m_rows->addRow(label, content);
}

void SegmentInspector::showFacts(const std::optional<models::SegmentFacts> &facts,
                                 const common::ClassStyles &classes,
                                 const std::function<qint64(core::base::TimeUs)> &frameAt)
{
    clear();
    m_card->setVisible(facts.has_value());
    m_hint->setVisible(!facts.has_value());
    if (!facts) {
        return;
    }
    const common::ClassStyle &style = classes.of(facts->classOrdinal);
    const core::model::Segment &segment = facts->segment;
    m_chip->setText(style.code);
    m_chip->setStyleSheet(QStringLiteral("background: %1; color: %2; border-radius: 2px;")
                              .arg(style.color.name(), style.ink.name()));
    m_className->setText(facts->classOrdinal < 0 ? tr("Ambiguous interval") : style.name);
    const qint64 first = frameAt(segment.range.startUs);
    const qint64 last = frameAt(segment.range.endUs);
    addRow(tr("Start"), common::timeText(segment.range.startUs), true);
    addRow(tr("End"), common::timeText(segment.range.endUs), true);
    addRow(tr("Frames"), tr("%1 – %2").arg(common::countText(first), common::countText(last)),
           true);
    addRow(tr("Duration"), common::durationText(segment.range.durationUs()) +
                               tr(" · %1 frames").arg(common::countText(last - first)));
    if (segment.score) {
        addRow(tr("Score"), QString::number(*segment.score, 'f', 4), true);
    }
    if (facts->overlap) {
        addRow(tr("Overlap with GT"), tr("tIoU %1").arg(*facts->overlap, 0, 'f', 2));
    }
    const QString maker = facts->role == TrackRole::GroundTruth ? tr("annotation file")
                          : facts->role == TrackRole::Manual    ? tr("a person")
                                                                : facts->trackName;
    addRow(tr("Came from"), maker);
    if (facts->role == TrackRole::Manual) {
        addRow(tr("State"), segment.state == SegmentState::Confirmed  ? tr("confirmed")
                            : segment.state == SegmentState::Rejected ? tr("rejected")
                                                                      : tr("draft"));
    }
    if (!segment.note.empty()) {
        const bool isGhost =
            facts->role == TrackRole::PseudoLabel && segment.state == SegmentState::Rejected;
        addRow(isGhost ? tr("Rejected") : tr("Note"), common::toQString(segment.note));
    }
}

} // namespace ui::edit

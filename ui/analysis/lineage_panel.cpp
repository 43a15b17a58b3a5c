#include "ui/analysis/lineage_panel.h"

#include <algorithm>

#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/edit/curves.h"

#include "ui/analysis/curve_excerpt.h"
#include "ui/analysis/filter_figures.h"
#include "ui/analysis/panel_parts.h"
#include "ui/analysis/share_bar.h"
#include "ui/common/core_texts.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"
#include "ui/models/history_text.h"

namespace ui::analysis {

using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::LineageOverlap;
using core::edit::LineageSegment;
using core::edit::ProjectSession;
using core::model::SegmentState;
using core::model::TrackRole;

namespace {

constexpr std::size_t kMostLinks = 4; // voters, predictions

QString rangeText(const core::base::TimeRange &range)
{
    return QStringLiteral("%1–%2")
        .arg(core::base::usToSeconds(range.startUs), 0, 'f', 2)
        .arg(core::base::usToSeconds(range.endUs), 0, 'f', 2);
}

QString roleText(TrackRole role)
{
    switch (role) {
    case TrackRole::GroundTruth:
        return LineagePanel::tr("Ground truth");
    case TrackRole::Proposal:
        return LineagePanel::tr("Raw proposal");
    case TrackRole::PseudoLabel:
        return LineagePanel::tr("Pseudo-label");
    case TrackRole::Prediction:
        return LineagePanel::tr("Prediction");
    default:
        break;
    }
    return LineagePanel::tr("My label");
}

QString withScore(const LineageSegment &segment)
{
    QString text = rangeText(segment.range);
    if (segment.score) {
        text += QStringLiteral(" · ") + common::scoreText(*segment.score);
    }
    return text;
}

// "start 49.92 → 51.00, end 53.12 → 52.50": what an edit changed.
QString changeText(const core::edit::LineageEdit &edit)
{
    if (!edit.before || !edit.after) {
        return edit.after ? LineagePanel::tr("added %1").arg(rangeText(edit.after->range))
                          : LineagePanel::tr("removed");
    }
    QStringList changes;
    const auto add = [&](const QString &name, core::base::TimeUs old, core::base::TimeUs now) {
        if (old != now) {
            changes.append(QStringLiteral("%1 %2 → %3")
                               .arg(name)
                               .arg(core::base::usToSeconds(old), 0, 'f', 2)
                               .arg(core::base::usToSeconds(now), 0, 'f', 2));
        }
    };
    add(LineagePanel::tr("start"), edit.before->range.startUs, edit.after->range.startUs);
    add(LineagePanel::tr("end"), edit.before->range.endUs, edit.after->range.endUs);
    if (edit.before->className != edit.after->className) {
        changes.append(toQString(edit.before->className) + QStringLiteral(" → ") +
                       toQString(edit.after->className));
    }
    if (edit.before->state != edit.after->state) {
        changes.append(edit.after->state == SegmentState::Confirmed  ? LineagePanel::tr("confirmed")
                       : edit.after->state == SegmentState::Rejected ? LineagePanel::tr("rejected")
                                                                     : LineagePanel::tr("draft"));
    }
    return changes.isEmpty() ? models::historyText(edit.revision.label)
                             : changes.join(QStringLiteral(", "));
}

} // namespace

LineagePanel::LineagePanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
{
    setObjectName(QStringLiteral("lineagePanel"));
    clear();
}

void LineagePanel::setSegment(const QString &uuid)
{
    if (uuid == m_segment) {
        return;
    }
    m_segment = uuid;
    refreshNow();
}

void LineagePanel::clear()
{
    m_segment.clear();
    m_lineage.reset();
    m_curve.reset();
    rebuild();
    showMessage(tr("Nothing is selected. Click a segment in the timeline to see why it is there."));
}

void LineagePanel::refresh()
{
    if (m_segment.isEmpty()) {
        clear();
        return;
    }
    compute<Traced>(
        [uuid = common::toUtf8(m_segment)](const ProjectSession &session,
                                           const CancelToken &) -> Result<Traced> {
            Traced traced;
            traced.lineage = TRY(core::edit::lineageOf(session, uuid));
            if (traced.lineage.curve) {
                const core::model::Track *track =
                    session.document().track(traced.lineage.curve->trackId);
                const auto curves = track == nullptr
                                        ? Result<core::edit::VideoCurves>(core::edit::VideoCurves())
                                        : core::edit::readCurves(session, *track);
                traced.curve = curves ? curves->curve : nullptr; // else without its picture
            }
            return traced;
        },
        [this](Traced traced) { take(std::move(traced)); });
}

void LineagePanel::take(Traced traced)
{
    if (traced.lineage.segment.uuid != common::toUtf8(m_segment)) {
        return; // deselected meanwhile
    }
    m_lineage = std::move(traced.lineage);
    m_curve = std::move(traced.curve);
    rebuild();
}

void LineagePanel::rebuild()
{
    m_steps.clear();
    if (m_chain != nullptr) {
        m_chain->hide();
        m_chain->deleteLater(); // one of its buttons may have asked for this
    }
    m_chain = new QWidget;
    m_links = new QVBoxLayout(m_chain);
    m_links->setContentsMargins(0, 0, 0, 0);
    m_links->setSpacing(10);
    body()->addWidget(m_chain);
    if (!m_lineage) {
        return;
    }
    addHead();
    addCurve();
    if (m_lineage->proposal) {
        addSegment(tr("Raw proposal"), *m_lineage->proposal);
    }
    addVoters();
    addRules();
    if (m_lineage->pseudoLabel && m_lineage->segment.role != TrackRole::PseudoLabel) {
        addSegment(tr("Pseudo-label"), *m_lineage->pseudoLabel);
    }
    addOverlaps(tr("Learned from"), m_lineage->teachers);
    addOverlaps(tr("Taught the student"), m_lineage->taught);
    for (const LineageSegment &source : m_lineage->copiedFrom) {
        addSegment(tr("Copied from"), source);
    }
    addEdits();
    addGaps();
    m_links->addStretch(1);
}

void LineagePanel::addHead()
{
    const LineageSegment &segment = m_lineage->segment;
    m_links->addWidget(sectionTitle(QStringLiteral("%1 %2").arg(
        segment.className.empty() ? tr("ambiguous") : toQString(segment.className),
        rangeText(segment.range))));
    QString text = roleText(segment.role) + QStringLiteral(" · ") + toQString(segment.track);
    if (segment.score) {
        text += tr(" · score %1").arg(*segment.score, 0, 'f', 3);
    }
    m_links->addWidget(hintLabel(text));
}

// A link of the chain: a dot, its title, and a grid for what is to be said.
QGridLayout *LineagePanel::addStep(const QString &title, const QString &hint)
{
    m_steps.append(title);
    auto *head = new QHBoxLayout;
    auto *dot = new QLabel(QStringLiteral("○"));
    dot->setProperty("tone", QStringLiteral("hint"));
    auto *name = new QLabel(title);
    name->setFont(common::textFont(12, QFont::DemiBold));
    head->addWidget(dot);
    head->addWidget(name);
    auto *right = hintLabel(hint);
    right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(right, 1);
    auto *grid = new QGridLayout;
    grid->setContentsMargins(18, 0, 0, 0);
    grid->setVerticalSpacing(4);
    m_links->addLayout(head);
    m_links->addLayout(grid);
    return grid;
}

QWidget *LineagePanel::linkTo(const LineageSegment &segment, const QString &text)
{
    auto *link = new QPushButton(text);
    link->setProperty("row", true);
    link->setStyleSheet(QStringLiteral("text-align: left;"));
    link->setFont(common::numberFont(11));
    link->setToolTip(tr("Goes there"));
    connect(link, &QPushButton::clicked, this, [this, segment] {
        emit placeChosen({.video = toQString(segment.video),
                          .range = segment.range,
                          .segment = toQString(segment.uuid),
                          .role = segment.role});
    });
    return link;
}

void LineagePanel::addCurve()
{
    if (!m_lineage->curve) {
        return;
    }
    const core::edit::LineageCurve &curve = *m_lineage->curve;
    const core::tal::ProposalOrigin &origin = curve.origin;
    const bool isAttention = origin.segmenting != core::tal::CurveKind::Cas;
    QGridLayout *grid =
        addStep(tr("Curves"), isAttention ? tr("attention") : tr("class activation"));
    const core::base::TimeRange run = {core::base::secondsToUs(origin.proposal.start),
                                       core::base::secondsToUs(origin.proposal.end)};
    if (m_curve != nullptr) {
        int ordinal = -1;
        for (int i = 0; i < classes().size(); ++i) {
            if (classes().of(i).name == toQString(m_lineage->segment.className)) {
                ordinal = i;
            }
        }
        // Attention is the last channel where there is one.
        const int channel = isAttention ? m_curve->channels() - 1 : curve.channel;
        grid->addWidget(new CurveExcerpt(m_curve, channel, origin.level, run,
                                         classes().of(ordinal).color, theme()),
                        0, 0);
    }
    grid->addWidget(hintLabel(tr("at or above θ %1 (%2 of the range) from %3 s · contrast %4 + "
                                 "video score %5")
                                  .arg(origin.level, 0, 'f', 3)
                                  .arg(origin.threshold, 0, 'g', 3)
                                  .arg(rangeText(run))
                                  .arg(origin.contrast, 0, 'f', 3)
                                  .arg(origin.videoTerm, 0, 'f', 3)),
                    1, 0);
}

void LineagePanel::addVoters()
{
    if (!m_lineage->filter) {
        return;
    }
    const std::vector<LineageOverlap> &voters = m_lineage->filter->voters;
    QGridLayout *grid =
        addStep(tr("Votes"), tr("%1, density %2")
                                 .arg(common::proposalsText(static_cast<qint64>(voters.size())))
                                 .arg(m_lineage->filter->density, 0, 'f', 3));
    for (std::size_t i = 0; i < std::min(voters.size(), kMostLinks); ++i) {
        const int line = static_cast<int>(i);
        auto *bar = new ShareBar(theme());
        bar->setShare(voters[i].tiou, theme().accentFill);
        grid->addWidget(linkTo(voters[i].segment, withScore(voters[i].segment)), line, 0);
        grid->addWidget(bar, line, 1);
        grid->addWidget(numberLabel(common::scoreText(voters[i].tiou)), line, 2);
    }
}

void LineagePanel::addRules()
{
    if (!m_lineage->filter) {
        return;
    }
    const core::edit::LineageFilter &filter = *m_lineage->filter;
    QGridLayout *grid = addStep(tr("Filter"), filter.isRescued ? tr("kept as the video's best")
                                              : filter.isKept  ? tr("kept")
                                                               : tr("rejected"));
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < static_cast<int>(filter.rules.size()); ++i) {
        const core::tal::RuleCheck &rule = filter.rules[static_cast<std::size_t>(i)];
        auto *name = rowLabel((rule.isPassed ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) +
                              ruleName(rule.rule));
        setTone(name, rule.isPassed ? QStringLiteral("good") : QStringLiteral("error"));
        const double top = std::max({rule.value, rule.limit, 1e-9}) * 1.1;
        auto *bar = new ShareBar(theme());
        bar->setShare(rule.value / top, rule.isPassed ? theme().ok : theme().err, rule.limit / top);
        // How each rule compares: score above, the others at least or at most.
        const QString sign = rule.rule == core::tal::FilterRule::Score
                                 ? (rule.isPassed ? QStringLiteral(">") : QStringLiteral("≤"))
                             : rule.rule == core::tal::FilterRule::MaxDuration
                                 ? (rule.isPassed ? QStringLiteral("≤") : QStringLiteral(">"))
                                 : (rule.isPassed ? QStringLiteral("≥") : QStringLiteral("<"));
        grid->addWidget(name, i, 0);
        grid->addWidget(bar, i, 1);
        grid->addWidget(numberLabel(QStringLiteral("%1 %2 %3")
                                        .arg(rule.value, 0, 'f', 2)
                                        .arg(sign)
                                        .arg(rule.limit, 0, 'f', 2)),
                        i, 2);
    }
}

void LineagePanel::addSegment(const QString &title, const LineageSegment &segment)
{
    QGridLayout *grid = addStep(title, toQString(segment.track));
    grid->addWidget(linkTo(segment, withScore(segment)), 0, 0);
    if (!segment.note.empty()) {
        grid->addWidget(hintLabel(common::coreText(segment.note)), 1, 0);
    }
}

void LineagePanel::addOverlaps(const QString &title, const std::vector<LineageOverlap> &overlaps)
{
    if (overlaps.empty()) {
        return;
    }
    QGridLayout *grid = addStep(title, toQString(overlaps.front().segment.track));
    for (std::size_t i = 0; i < std::min(overlaps.size(), kMostLinks); ++i) {
        const int line = static_cast<int>(i);
        grid->addWidget(linkTo(overlaps[i].segment, withScore(overlaps[i].segment)), line, 0);
        grid->addWidget(numberLabel(tr("tIoU %1").arg(common::scoreText(overlaps[i].tiou))), line,
                        1);
    }
}

void LineagePanel::addEdits()
{
    if (m_lineage->edits.empty()) {
        return;
    }
    QGridLayout *grid = addStep(
        tr("Your edits"), tr("%n edit(s)", nullptr, static_cast<int>(m_lineage->edits.size())));
    grid->setColumnStretch(1, 1);
    int line = 0;
    for (const core::edit::LineageEdit &edit : m_lineage->edits) {
        const QDateTime at =
            QDateTime::fromString(toQString(edit.revision.atUtc), Qt::ISODateWithMs).toLocalTime();
        auto *time = numberLabel(at.toString(QStringLiteral("hh:mm:ss")));
        time->setProperty("tone", QStringLiteral("hint"));
        time->setToolTip(at.toString(Qt::ISODate) + QStringLiteral(" · ") +
                         toQString(edit.revision.author));
        auto *text = hintLabel(changeText(edit));
        text->setToolTip(models::historyText(edit.revision.label));
        grid->addWidget(time, line, 0);
        grid->addWidget(text, line, 1);
        ++line;
    }
}

// What is not known, and why.
void LineagePanel::addGaps()
{
    for (const std::string &gap : m_lineage->gaps) {
        m_links->addWidget(hintLabel(tr("Not known: %1").arg(common::coreText(gap))));
    }
}

} // namespace ui::analysis

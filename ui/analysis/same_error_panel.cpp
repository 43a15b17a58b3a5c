#include "ui/analysis/same_error_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/analysis/panel_parts.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::ProjectSession;
using core::edit::SameErrorItem;
using core::edit::SameErrors;

namespace {

QString rangeText(const core::base::TimeRange &range)
{
    return QStringLiteral("%1–%2")
        .arg(core::base::usToSeconds(range.startUs), 0, 'f', 1)
        .arg(core::base::usToSeconds(range.endUs), 0, 'f', 1);
}

} // namespace

SameErrorPanel::SameErrorPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
    , m_story(hintLabel())
    , m_likeness(new QComboBox)
    , m_list(new PlaceList(theme))
    , m_leaveOut(new QPushButton(tr("Leave this one out")))
    , m_apply(new QPushButton)
{
    setObjectName(QStringLiteral("sameErrorPanel"));
    m_likeness->setObjectName(QStringLiteral("sameErrorLikeness"));
    m_likeness->setAccessibleName(tr("How alike the curves are"));
    for (const double likeness : {0.8, 0.9, 0.95, 0.7, 0.5}) {
        m_likeness->addItem(tr("curves alike to %1 or more").arg(likeness), likeness);
    }
    m_list->setObjectName(QStringLiteral("sameErrors"));
    m_list->setAccessibleName(tr("Labels with the same error"));
    m_list->setMinimumHeight(180);
    m_leaveOut->setObjectName(QStringLiteral("sameErrorLeaveOut"));
    m_apply->setObjectName(QStringLiteral("sameErrorApply"));
    m_apply->setProperty("primary", true);
    m_apply->setToolTip(tr("One step, which one undo takes back"));
    body()->addWidget(m_story);
    body()->addWidget(m_likeness);
    body()->addWidget(
        hintLabel(tr("Enter goes to the label and, again, to the next; F8 from anywhere.")));
    body()->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_apply, 1);
    buttons->addWidget(m_leaveOut);
    foot()->setContentsMargins(14, 8, 14, 10);
    foot()->addLayout(buttons);
    connect(m_likeness, &QComboBox::activated, this, &SameErrorPanel::refreshNow);
    connect(m_leaveOut, &QPushButton::clicked, this, &SameErrorPanel::leaveOut);
    connect(m_apply, &QPushButton::clicked, this, &SameErrorPanel::apply);
    connect(m_list, &PlaceList::placeChosen, this, &SameErrorPanel::placeChosen);
    clear();
}

void SameErrorPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_list->setTheme(theme);
}

void SameErrorPanel::setClasses(const common::ClassStyles &classes)
{
    AnalysisPanel::setClasses(classes);
    m_list->setClasses(classes);
}

// Walking the list selects its labels; the list stays until another label of a person is chosen.
void SameErrorPanel::setSegment(const QString &uuid)
{
    if (uuid.isEmpty() || uuid == m_segment) {
        return;
    }
    const auto segment =
        project() == nullptr ? std::nullopt : project()->segment(common::toUtf8(uuid));
    if (segment && !segment->originSegmentUuid.empty()) {
        m_segment = uuid;
        markStale();
    }
}

void SameErrorPanel::clear()
{
    m_segment.clear();
    m_errors = {};
    m_list->setRows({});
    m_story->clear();
    showCount();
}

void SameErrorPanel::refresh()
{
    if (m_segment.isEmpty()) {
        showMessage(tr("Correct a pseudo-label (accept it and move an edge, change its class, or "
                       "reject it) and select it: labels with the same error are listed here."));
        showCount();
        return;
    }
    const core::edit::SameErrorOptions options{.minLikeness = m_likeness->currentData().toDouble()};
    compute<SameErrors>(
        [uuid = common::toUtf8(m_segment), options](const ProjectSession &session,
                                                    const CancelToken &) -> Result<SameErrors> {
            return core::edit::findSameErrors(session, uuid, options);
        },
        [this](SameErrors errors) { take(std::move(errors)); });
}

void SameErrorPanel::take(SameErrors errors)
{
    m_errors = std::move(errors);
    const core::tal::Correction &correction = m_errors.correction;
    QStringList done;
    if (correction.isRejection) {
        done.append(tr("rejected"));
    } else {
        done.append(tr("start moved by %1, end by %2 of the length")
                        .arg(correction.startShift, 0, 'f', 2)
                        .arg(correction.endShift, 0, 'f', 2));
    }
    if (correction.newClass) {
        done.append(tr("class changed to %1").arg(toQString(*correction.newClass)));
    }
    m_story->setText(tr("The correction: %1.").arg(done.join(QLatin1String(", "))));
    std::vector<PlaceRow> rows;
    for (const SameErrorItem &item : m_errors.items) {
        rows.push_back(rowOf(item));
    }
    m_list->setRows(std::move(rows));
    showCount();
}

PlaceRow SameErrorPanel::rowOf(const SameErrorItem &item) const
{
    PlaceRow row;
    row.place.video = toQString(item.video);
    row.place.range = item.before;
    row.place.segment = toQString(item.uuid);
    row.place.role = core::model::TrackRole::PseudoLabel;
    const core::model::ActionClass *actionClass = project()->document().classByKey(item.className);
    row.classOrdinal = actionClass == nullptr ? -1 : actionClass->ordinal;
    row.title = row.place.video + QStringLiteral("  ") + rangeText(item.before);
    row.value = QString::number(item.likeness, 'f', 2);
    row.detail = m_errors.correction.isRejection ? tr("would be rejected")
                 : item.newClassName.empty()
                     ? tr("becomes %1").arg(rangeText(item.after))
                     : tr("becomes %1 %2").arg(toQString(item.newClassName), rangeText(item.after));
    if (item.startMeets || item.endMeets) {
        row.detail += tr(", at the curve's crossing");
    }
    return row;
}

void SameErrorPanel::leaveOut()
{
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_errors.items.size())) {
        return;
    }
    m_errors.items.erase(m_errors.items.begin() + row);
    std::vector<PlaceRow> rows = m_list->rows();
    rows.erase(rows.begin() + row);
    m_list->setRows(std::move(rows));
    showCount();
}

void SameErrorPanel::apply()
{
    if (project() == nullptr || m_errors.items.empty()) {
        return;
    }
    emit applyWanted(core::edit::sameErrorEdit(project()->session(), m_errors, m_errors.items));
}

void SameErrorPanel::showCount()
{
    const auto count = static_cast<int>(m_errors.items.size());
    m_apply->setText(tr("Correct %n label(s) alike", nullptr, count));
    m_apply->setEnabled(count > 0 && project() != nullptr && !project()->isReadOnly());
    m_leaveOut->setEnabled(count > 0);
}

} // namespace ui::analysis

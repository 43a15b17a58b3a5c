#include "ui/analysis/fix_first_panel.h"

#include <algorithm>

#include <QLabel>
#include <QVBoxLayout>

#include "core/edit/collect.h"
#include "core/edit/fix_first_input.h"
#include "core/tal/fix_first.h"

#include "ui/analysis/panel_parts.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::ProjectSession;
using core::tal::FixCause;
using core::tal::FixItem;

namespace {

constexpr int kMost = 500; // rows; the rest waits

// Why, in one sentence.
QString reasonOf(const FixItem &item, const QString &label)
{
    switch (item.cause) {
    case FixCause::Bounds:
        return FixFirstPanel::tr("%n other segment(s) agree(s) with its bounds to %1 %", nullptr,
                                 static_cast<int>(item.supporters))
            .arg(100.0 * item.agreement, 0, 'f', 0);
    case FixCause::Unsupported:
        return FixFirstPanel::tr("No other stage has %1 here").arg(label);
    case FixCause::Duplicate:
        break;
    }
    return FixFirstPanel::tr("A better %1 label covers the same action").arg(label);
}

QString productOf(const FixItem &item)
{
    return FixFirstPanel::tr("gain %1 × disagreement %2 × rarity %3")
        .arg(item.gain, 0, 'f', 2)
        .arg(item.disagreement, 0, 'f', 2)
        .arg(item.rarity, 0, 'f', 2);
}

PlaceRow rowOf(const FixItem &item, const core::edit::TrackedDetections &labels)
{
    const auto v = static_cast<std::size_t>(item.video);
    const auto d = static_cast<std::size_t>(item.detection);
    const core::model::Detection &label = labels.set.videos[v].detections[d];
    const QString name = toQString(labels.set.classes[static_cast<std::size_t>(label.classIndex)]);
    PlaceRow row;
    row.place.video = toQString(labels.set.videos[v].video);
    row.place.range = {core::base::secondsToUs(label.start), core::base::secondsToUs(label.end)};
    row.place.segment = toQString(labels.uuids[v][d]);
    row.place.role = core::model::TrackRole::PseudoLabel;
    row.classOrdinal = label.classIndex;
    row.title = QStringLiteral("%1  %2–%3")
                    .arg(row.place.video)
                    .arg(label.start, 0, 'f', 1)
                    .arg(label.end, 0, 'f', 1);
    row.value = QString::number(item.priority, 'f', 3);
    row.detail = reasonOf(item, name);
    row.tip = row.detail + QStringLiteral(" · ") + productOf(item);
    if (item.cause == FixCause::Bounds) {
        row.tip += QLatin1Char('\n') + FixFirstPanel::tr("The others say %1–%2 s.")
                                           .arg(item.suggestedStart, 0, 'f', 2)
                                           .arg(item.suggestedEnd, 0, 'f', 2);
    }
    return row;
}

} // namespace

FixFirstPanel::FixFirstPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
    , m_title(hintLabel())
    , m_list(new PlaceList(theme))
    , m_story(hintLabel())
{
    setObjectName(QStringLiteral("fixFirstPanel"));
    m_list->setObjectName(QStringLiteral("fixFirst"));
    m_list->setAccessibleName(tr("Labels to fix first"));
    m_list->setMinimumHeight(160);
    body()->setContentsMargins(0, 8, 0, 0);
    m_title->setContentsMargins(12, 0, 12, 0);
    m_story->setContentsMargins(12, 4, 12, 8);
    m_story->setMinimumHeight(58);
    m_story->setAlignment(Qt::AlignTop);
    body()->addWidget(m_title);
    body()->addWidget(m_list, 1);
    body()->addWidget(hairline());
    body()->addWidget(m_story);
    connect(m_list, &PlaceList::placeChosen, this, &FixFirstPanel::placeChosen);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &FixFirstPanel::tellStory);
}

void FixFirstPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_list->setTheme(theme);
}

void FixFirstPanel::setClasses(const common::ClassStyles &classes)
{
    AnalysisPanel::setClasses(classes);
    m_list->setClasses(classes);
}

void FixFirstPanel::clear()
{
    m_waiting.reset();
    m_list->setRows({});
    m_story->clear();
    emit waitingChanged();
}

void FixFirstPanel::refresh()
{
    if (core::edit::trackNames(project()->session(), core::model::TrackRole::PseudoLabel).empty()) {
        clear();
        showMessage(tr("No pseudo-labels yet. A run makes them (Run, Train a run), or the filter "
                       "panel from proposals."));
        return;
    }
    if (!m_waiting) {
        showMessage(tr("Comparing the labels with the other stages…"));
    }
    compute<Queue>(
        [](const ProjectSession &session, const CancelToken &) -> Result<Queue> {
            const core::edit::FixFirstInput input = TRY(core::edit::fixFirstInput(session));
            const std::vector<FixItem> items =
                TRY(core::tal::fixFirst(input.labels.set, input.stages, input.isSettled));
            Queue queue{.track = toQString(input.track), .waiting = items.size(), .rows = {}};
            for (std::size_t i = 0; i < std::min<std::size_t>(items.size(), kMost); ++i) {
                queue.rows.push_back(rowOf(items[i], input.labels));
            }
            return queue;
        },
        [this](Queue queue) { take(std::move(queue)); });
}

void FixFirstPanel::take(Queue queue)
{
    m_waiting = queue.waiting;
    m_title->setText(tr("%1 of %2, most worth first")
                         .arg(common::labelsText(static_cast<qint64>(queue.waiting)), queue.track));
    m_list->setRows(std::move(queue.rows));
    if (queue.waiting == 0) {
        showMessage(tr("Nothing left to fix in this split."));
    }
    tellStory();
    emit waitingChanged();
}

// The whole reason of the current row.
void FixFirstPanel::tellStory()
{
    const int row = m_list->currentIndex().row();
    m_story->setText(row < 0 ? QString() : m_list->rows()[static_cast<std::size_t>(row)].tip);
}

} // namespace ui::analysis

#include "ui/analysis/comparison_bar.h"

#include <algorithm>
#include <set>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include "core/edit/collect.h"
#include "core/tal/video_lists.h"

#include "ui/analysis/panel_parts.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::toQString;
using core::base::Result;
using core::edit::TrackComparison;
using core::model::TrackRole;

namespace {

constexpr int kRole = Qt::UserRole;
constexpr int kName = Qt::UserRole + 1;

QString titleOf(TrackRole role)
{
    switch (role) {
    case TrackRole::Prediction:
        return ComparisonBar::tr("Student");
    case TrackRole::PseudoLabel:
        return ComparisonBar::tr("Pseudo-labels");
    case TrackRole::Proposal:
        return ComparisonBar::tr("Proposals");
    default:
        break;
    }
    return ComparisonBar::tr("Labels as they are now");
}

// Puts the entry with this text back in front, if it is still there.
void keep(QComboBox &box, const QString &text)
{
    box.setCurrentIndex(std::max(0, box.findText(text)));
}

QComboBox *makeBox(const QString &name, const QString &accessible)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setToolTip(accessible);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

constexpr int kWidthWithNames = 440; // px

} // namespace

Result<TrackComparison> readComparison(const core::edit::ProjectSession &session,
                                       const ComparisonChoice &choice)
{
    core::edit::VideoChoice asked{.subset = choice.subset};
    if (const auto *list = core::tal::videoListByName(choice.list)) {
        asked.videos = core::tal::videosOfList(*list, TRY(core::edit::collectGroundTruth(session)));
    }
    return core::edit::compareTrack(session, choice.role, choice.track, std::move(asked));
}

QString frameOf(const ComparisonChoice &choice, const TrackComparison &comparison)
{
    const QString track =
        choice.role == TrackRole::Manual ? titleOf(choice.role) : toQString(choice.track);
    const QString part = !choice.list.empty()               ? toQString(choice.list)
                         : comparison.choice.isTestSplit    ? ComparisonBar::tr("test split")
                         : comparison.choice.subset.empty() ? ComparisonBar::tr("all videos")
                                                            : toQString(comparison.choice.subset);
    return track + QStringLiteral(" · ") + part;
}

ComparisonBar::ComparisonBar(QWidget *parent)
    : QWidget(parent)
    , m_tracks(makeBox(QStringLiteral("comparedTrack"), tr("Track")))
    , m_videos(makeBox(QStringLiteral("comparedVideos"), tr("Videos")))
    , m_names{rowLabel(tr("Track")), rowLabel(tr("Videos"))}
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_names[0]);
    row->addWidget(m_tracks, 9);
    row->addWidget(m_names[1]);
    row->addWidget(m_videos, 10);
    connect(m_tracks, &QComboBox::activated, this, &ComparisonBar::changed);
    connect(m_videos, &QComboBox::activated, this, &ComparisonBar::changed);
}

// In a narrow panel the choices speak for themselves, so that figures are nearer.
void ComparisonBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    for (QLabel *name : m_names) {
        name->setVisible(width() >= kWidthWithNames);
    }
}

void ComparisonBar::setProject(const core::edit::ProjectSession &session)
{
    const QString track = m_tracks->currentText();
    const QString videos = m_videos->currentText();
    m_tracks->clear();
    for (const TrackRole role :
         {TrackRole::Prediction, TrackRole::PseudoLabel, TrackRole::Proposal}) {
        std::vector<std::string> names = core::edit::trackNames(session, role);
        for (auto name = names.rbegin(); name != names.rend(); ++name) {
            m_tracks->addItem(titleOf(role) + QStringLiteral(" · ") + toQString(*name),
                              static_cast<int>(role));
            m_tracks->setItemData(m_tracks->count() - 1, toQString(*name), kName);
        }
    }
    if (m_tracks->count() > 0) {
        m_tracks->addItem(titleOf(TrackRole::Manual), static_cast<int>(TrackRole::Manual));
    }
    m_videos->clear();
    m_videos->addItem(tr("the split it covers"));
    std::set<std::string> subsets;
    std::size_t testVideos = 0;
    for (const core::model::Video &video : session.document().videos()) {
        subsets.insert(video.subset);
        testVideos += video.name.starts_with("video_test_") ? 1 : 0;
    }
    for (const std::string &subset : subsets) {
        if (!subset.empty()) {
            m_videos->addItem(toQString(subset), QStringLiteral("subset"));
        }
    }
    for (const core::tal::NamedVideoList &list : core::tal::namedVideoLists()) {
        if (testVideos > 0) {
            m_videos->addItem(toQString(list.name), QStringLiteral("list"));
            m_videos->setItemData(m_videos->count() - 1, toQString(list.description),
                                  Qt::ToolTipRole);
        }
    }
    keep(*m_tracks, track);
    keep(*m_videos, videos);
}

bool ComparisonBar::isEmpty() const
{
    return m_tracks->count() == 0;
}

ComparisonChoice ComparisonBar::choice() const
{
    ComparisonChoice choice;
    choice.role = static_cast<TrackRole>(m_tracks->currentData(kRole).toInt());
    choice.track = common::toUtf8(m_tracks->currentData(kName).toString());
    const QString kind = m_videos->currentData().toString();
    if (kind == QLatin1String("subset")) {
        choice.subset = common::toUtf8(m_videos->currentText());
    } else if (kind == QLatin1String("list")) {
        choice.list = common::toUtf8(m_videos->currentText());
    }
    return choice;
}

} // namespace ui::analysis

#include "ui/models/video_list_model.h"

#include <algorithm>
#include <utility>

namespace ui::models {

namespace {

bool isRated(const std::vector<VideoRow> &videos)
{
    return std::any_of(videos.begin(), videos.end(),
                       [](const VideoRow &row) { return row.f1.has_value(); });
}

} // namespace

void VideoListModel::setVideos(std::vector<VideoRow> videos,
                               const std::vector<common::ClassName> &classes)
{
    beginResetModel();
    m_videos = std::move(videos);
    m_places = placesOf(m_videos, m_order, m_gains);
    m_search.clear();
    for (const VideoRow &row : m_videos) {
        QString text = row.name;
        for (const int ordinal : row.weakLabels) {
            if (ordinal >= 0) {
                text += QLatin1Char(' ') + classes[static_cast<std::size_t>(ordinal)].name;
            }
        }
        m_search.push_back(text);
    }
    endResetModel();
}

void VideoListModel::updateVideos(const std::vector<VideoRow> &videos)
{
    if (videos.size() != m_videos.size()) {
        return;
    }
    // The quality of a project comes after its videos.
    const bool isNewlyRated = isRated(videos) && !isRated(m_videos);
    m_videos = videos;
    if (isNewlyRated) {
        m_places = placesOf(m_videos, m_order, m_gains);
    }
    emit dataChanged(index(0), index(rowCount() - 1));
}

void VideoListModel::setOrder(VideoOrder order)
{
    m_order = order;
    m_places = placesOf(m_videos, m_order, m_gains);
    if (!m_videos.empty()) {
        emit dataChanged(index(0), index(rowCount() - 1), {PlaceRole});
    }
}

void VideoListModel::setGains(VideoGains gains)
{
    m_gains = std::move(gains);
    setOrder(m_order);
}

int VideoListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_videos.size());
}

QVariant VideoListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return m_videos[row].name;
    case RowRole:
        return QVariant::fromValue(m_videos[row]);
    case SearchRole:
        return m_search[row];
    case PlaceRole:
        return m_places[row];
    default:
        return {};
    }
}

} // namespace ui::models

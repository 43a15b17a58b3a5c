#pragma once

#include <vector>

#include <QAbstractListModel>

#include "ui/models/project_model.h"
#include "ui/models/video_order.h"

namespace ui::models {

// The videos of the open project. Role RowRole gives the VideoRow, PlaceRole its place in the order
// that was asked for: as things were then, so that nothing moves away while somebody works on it.
class VideoListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { RowRole = Qt::UserRole, SearchRole, PlaceRole };

    using QAbstractListModel::QAbstractListModel;

    // classes: names for searching by class.
    void setVideos(std::vector<VideoRow> videos, const std::vector<common::ClassName> &classes);

    // The same videos with other values: states, counts, quality.
    void updateVideos(const std::vector<VideoRow> &videos);

    void setOrder(VideoOrder order);
    // For VideoOrder::Gain.
    void setGains(VideoGains gains);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<VideoRow> m_videos;
    std::vector<QString> m_search; // what the filter text is looked for in
    VideoOrder m_order = VideoOrder::Project;
    VideoGains m_gains;
    std::vector<int> m_places;
};

} // namespace ui::models

Q_DECLARE_METATYPE(ui::models::VideoRow)

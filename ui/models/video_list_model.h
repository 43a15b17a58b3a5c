#pragma once

#include <vector>

#include <QAbstractListModel>

#include "ui/models/project_model.h"

namespace ui::models {

// The videos of the open project. Role RowRole gives the VideoRow.
class VideoListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { RowRole = Qt::UserRole, SearchRole };

    using QAbstractListModel::QAbstractListModel;

    // classes: names for searching by class.
    void setVideos(std::vector<VideoRow> videos, const std::vector<common::ClassName> &classes);

    // The same videos with other values: states, counts, quality.
    void updateVideos(const std::vector<VideoRow> &videos);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<VideoRow> m_videos;
    std::vector<QString> m_search; // what the filter text is looked for in
};

} // namespace ui::models

Q_DECLARE_METATYPE(ui::models::VideoRow)

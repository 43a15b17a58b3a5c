#pragma once

#include <vector>

#include <QHash>
#include <QImage>
#include <QSet>

#include "ui/timeline/lane.h"

namespace ui::timeline {

// Small pictures along the time axis. The lane says which times it needs; whoever decodes answers
// with pictures in any order, and those that are no longer visible are dropped.
class FilmStripLane : public Lane
{
    Q_OBJECT

public:
    FilmStripLane(const QString &title, const LaneContext &context, QWidget *parent);

    // A new video: width / height of its picture, 0 where there is none.
    void reset(double aspect);
    // The picture of a time that was asked for.
    void setThumbnail(core::base::TimeUs time, const QImage &image);

    // Whether all visible places have their picture.
    bool isComplete() const;

    int defaultHeight() const override { return 44; }
    bool isEmpty() const override { return m_aspect <= 0; }

signals:
    // Times whose pictures are missing now, left to right, and their height in pixels of the
    // screen. Replaces what was asked before.
    void thumbnailsWanted(const std::vector<core::base::TimeUs> &times, int height);

protected:
    void paintContent(QPainter &painter, const QRect &exposed) override;
    void axisChanged() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    double tileWidth() const;
    core::base::TimeUs tileStep() const;
    std::vector<core::base::TimeUs> visibleTiles() const;
    void request();

    double m_aspect = 0.0;
    QHash<qint64, QImage> m_images;
};

} // namespace ui::timeline

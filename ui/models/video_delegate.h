#pragma once

#include <QStyledItemDelegate>

#include "ui/common/class_style.h"

namespace ui::common {
struct Theme;
}

namespace ui::models {

struct VideoRow;

// Draws a video in the list: state, name, length; its classes, counts and the quality of its
// pseudo-labels as a bar and a number.
class VideoDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    VideoDelegate(const common::Theme &theme, QObject *parent);

    void setTheme(const common::Theme &theme) { m_theme = &theme; }
    void setClasses(common::ClassStyles classes) { m_classes = std::move(classes); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintFirstLine(QPainter &painter, const QRect &line, const VideoRow &row,
                        bool isCurrent) const;
    void paintSecondLine(QPainter &painter, const QRect &line, const VideoRow &row) const;
    void paintQuality(QPainter &painter, const QRect &line, double f1, int width) const;

    const common::Theme *m_theme;
    common::ClassStyles m_classes;
};

} // namespace ui::models

#pragma once

#include <optional>

#include <QPoint>
#include <QStringList>
#include <QWidget>

#include "core/base/time.h"

namespace ui::timeline {

struct LaneContext;

// Over ruler and lanes while an edge is dragged: a dashed line through all lanes where the edge is,
// and beside the pointer its time and what it snapped to. Lets the mouse through.
class DragGuide : public QWidget
{
    Q_OBJECT

public:
    DragGuide(const LaneContext &context, QWidget *parent);

    // at: of the pointer, in this widget.
    void showAt(core::base::TimeUs time, const QPoint &at, const QStringList &lines);
    void clear();
    // The lines that are shown; empty: none.
    const QStringList &lines() const { return m_lines; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect box() const;

    const LaneContext &m_context;
    core::base::TimeUs m_time = 0;
    QPoint m_at;
    QStringList m_lines;
};

} // namespace ui::timeline

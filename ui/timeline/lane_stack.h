#pragma once

#include <memory>
#include <vector>

#include <QScrollArea>

#include "ui/timeline/lane.h"
#include "ui/timeline/lane_arrangement.h"

class QVBoxLayout;

namespace ui::timeline {

class LaneHeader;

// The lanes below each other, each with its header at the left: shown or hidden, ordered and as
// high as a person arranged them. Owns the lanes. GUI thread.
class LaneStack : public QScrollArea
{
    Q_OBJECT

public:
    // headerWidth: of the column of headers.
    LaneStack(const LaneContext &context, int headerWidth, QWidget *parent);

    void setHeaderWidth(int width);
    // Takes the lane; height: what it starts with and returns to, 0: the lane's own default.
    void add(std::unique_ptr<Lane> lane, int height);
    void clear();
    // As they lie, those that are hidden left out.
    std::vector<Lane *> lanes() const;
    std::vector<Lane *> allLanes() const;
    int contentHeight() const;

    const LaneArrangement &arrangement() const { return m_arrangement; }
    void setArrangement(LaneArrangement arrangement);
    // What a person arranges, lane by lane.
    void setHidden(const Lane &lane, bool isHidden);
    bool isHidden(const Lane &lane) const;
    // Shows the lane alone; again: all as before.
    void toggleSolo(const Lane &lane);
    void showAll();
    void move(const Lane &lane, int step); // up (-1) or down (1)
    void grow(const Lane &lane, int pixels);
    void resetHeight(const Lane &lane);

signals:
    void headerPressed(ui::timeline::Lane *lane);
    // A lane was shown, hidden or moved, or has another height.
    void arranged();
    void menuWanted(ui::timeline::Lane *lane, const QPoint &global);

private:
    struct Row
    {
        QWidget *widget = nullptr;
        Lane *lane = nullptr;
        LaneHeader *header = nullptr;
        int defaultHeight = 0;
    };

    void connectHeader(const Row &row);
    void arrange();
    void setHeight(const Row &row, int height);
    std::vector<QString> keys() const;
    const Row *find(const QString &key) const;

    const LaneContext &m_context;
    int m_headerWidth;
    QVBoxLayout *m_layout;
    std::vector<Row> m_rows; // in the order in which they were added
    LaneArrangement m_arrangement;
};

} // namespace ui::timeline

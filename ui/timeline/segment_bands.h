#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/model/interval_index.h"

#include "ui/timeline/segment_item.h"
#include "ui/timeline/segment_layout.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

// How a segment lane uses its height.
enum class SegmentRows {
    Shared, // overlapping segments split it; ghosts have a row of their own at the bottom
    Packed, // rows of 6 px, the best scores on top: thousands of proposals
};

// The part of a lane that is looked at.
struct BandView
{
    TimeScale scale;
    double height = 0;
    double devicePixelRatio = 1;
};

// The segments of a lane and the rows that they lie in: what is where, nothing of how it looks. A
// plain value; finding what is visible costs what is visible.
class SegmentBands
{
public:
    explicit SegmentBands(SegmentRows rows)
        : m_rows(rows)
    {
    }

    // Equal intervals of one class are kept once in packed rows, the best score of them.
    void set(std::vector<SegmentItem> items);
    const std::vector<SegmentItem> &items() const { return m_items; }
    // By id; null where there is none.
    const SegmentItem *item(qint64 id) const;

    bool isPacked() const { return m_rows == SegmentRows::Packed; }
    // Where the rows of solid segments and those of ghosts lie in a lane of this height.
    RowShape solidShape(double height) const;
    RowShape ghostShape(double height) const;
    // Packed rows that lie below a lane of this height.
    int hiddenRows(double height) const;

    // The solid segment after (step 1) or before (-1) the one with this id, or the nearest to the
    // time where there is no such one.
    const SegmentItem *neighbour(qint64 id, int step, core::base::TimeUs time) const;
    // The segment of highest score that contains a time; ghosts and packed rows have none.
    const SegmentItem *solidItemAt(core::base::TimeUs time) const;

    // Calls visit(item, rect) for every segment between two x, those with low scores first.
    template <typename Visit>
    void visit(const BandView &view, double left, double right, Visit &&visit) const
    {
        for (const Band *band : {&m_ghosts, &m_solid}) {
            const RowShape shape =
                band == &m_ghosts ? ghostShape(view.height) : solidShape(view.height);
            for (const SegmentRect &found : layout(*band, shape, view, left, right)) {
                visit(m_items[band->items[static_cast<std::size_t>(found.position)]], found.rect);
            }
        }
    }

private:
    // Solid segments or ghosts, each with its own rows.
    struct Band
    {
        std::vector<std::size_t> items; // positions in m_items
        std::vector<core::base::TimeRange> ranges;
        RowPacking packing;
        core::model::IntervalIndex index;
    };

    void fill(Band &band, int maxRows);
    static std::vector<SegmentRect> layout(const Band &band, const RowShape &shape,
                                           const BandView &view, double left, double right);

    SegmentRows m_rows;
    std::vector<SegmentItem> m_items;
    Band m_solid;
    Band m_ghosts;
};

} // namespace ui::timeline

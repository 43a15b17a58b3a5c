#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QRectF>
#include <QString>
#include <QtGlobal>

#include "core/base/time.h"

namespace ui::timeline {

// What a press in an editable lane begins.
enum class Tool {
    Select, // draw, move, trim
    Split,  // cut a segment where it is clicked
    Paint,  // label for as long as the button is held while the video plays
};

// What the hue of a segment means.
enum class ColourBy { Class, ErrorType, Score };

// The part of a segment under the pointer.
enum class Grip { None, Body, Start, End };

// Edges reach 6 px into a segment, 3 px into one narrower than 18 px, and 3 px out of it.
Grip gripAt(const QRectF &rect, double x);

// Where a dragged time goes, and what it met there ("Ground truth"); empty text: nothing.
struct SnapHit
{
    core::base::TimeUs time = 0;
    QString text = {};
};
using Snapper = std::function<SnapHit(core::base::TimeUs wanted)>;

// The range that a person wants a segment to have.
struct RangeWish
{
    qint64 id = -1;
    core::base::TimeRange range = {};
};

// A drag from press to release: segments with the ranges that they would get. Changes nothing but
// itself; whoever drops it has cancelled it.
class SegmentDrag
{
public:
    enum class Kind { Create, Move, TrimStart, TrimEnd };

    // before: what is dragged, the segment under the pointer first; for Create one without id.
    // Nothing gets shorter than leastUs or leaves 0 … durationUs.
    SegmentDrag(Kind kind, std::vector<RangeWish> before, core::base::TimeUs pressedAt,
                core::base::TimeUs durationUs, core::base::TimeUs leastUs);

    // The pointer is at `time`. A null snapper: exactly there.
    void moveTo(core::base::TimeUs time, const Snapper &snap);

    Kind kind() const { return m_kind; }
    const std::vector<RangeWish> &before() const { return m_before; }
    const std::vector<RangeWish> &ranges() const { return m_ranges; }
    bool hasChanged() const;
    // The edge that moves, how far it has moved, and what it has met.
    core::base::TimeUs edge() const { return m_edge; }
    core::base::TimeUs movedBy() const { return m_movedBy; }
    const QString &snappedTo() const { return m_snappedTo; }

private:
    void create(core::base::TimeUs time, const Snapper &snap);
    void trim(core::base::TimeUs time, const Snapper &snap);
    void shift(core::base::TimeUs time, const Snapper &snap);

    Kind m_kind;
    std::vector<RangeWish> m_before;
    std::vector<RangeWish> m_ranges;
    core::base::TimeUs m_pressedAt;
    core::base::TimeUs m_durationUs;
    core::base::TimeUs m_leastUs;
    core::base::TimeUs m_edge;
    core::base::TimeUs m_movedBy = 0;
    QString m_snappedTo;
};

} // namespace ui::timeline

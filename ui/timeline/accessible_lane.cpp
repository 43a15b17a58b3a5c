#include "ui/timeline/accessible_lane.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHash>
#include <QPointer>

#include "ui/common/class_style.h"
#include "ui/common/qt_convert.h"
#include "ui/timeline/segment_gestures.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

namespace {

struct Spoken
{
    Q_DECLARE_TR_FUNCTIONS(ui::timeline::Spoken)
};

QString stateText(SegmentLook look)
{
    switch (look) {
    case SegmentLook::GroundTruth:
        return Spoken::tr("ground truth");
    case SegmentLook::Proposal:
        return Spoken::tr("raw proposal");
    case SegmentLook::Kept:
        return Spoken::tr("pseudo-label");
    case SegmentLook::Ghost:
        return Spoken::tr("rejected by the filter");
    case SegmentLook::Prediction:
        return Spoken::tr("prediction");
    case SegmentLook::Draft:
        return Spoken::tr("draft");
    case SegmentLook::Confirmed:
        return Spoken::tr("confirmed");
    case SegmentLook::Leaves:
        return Spoken::tr("would leave with these settings");
    case SegmentLook::Enters:
        return Spoken::tr("would enter with these settings");
    case SegmentLook::Rejected:
        break;
    }
    return Spoken::tr("rejected");
}

class AccessibleSegment : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    AccessibleSegment(SegmentLane &lane, qint64 id)
        : m_lane(&lane)
        , m_id(id)
    {
    }

    bool isValid() const override { return item() != nullptr; }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_lane.data());
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text kind) const override
    {
        const SegmentItem *segment = item();
        if (segment == nullptr) {
            return {};
        }
        return kind == QAccessible::Name          ? spokenText(*segment, *m_lane->context().classes)
               : kind == QAccessible::Description ? segment->note
                                                  : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override
    {
        const QRect place = m_lane.isNull() ? QRect() : m_lane->rectOf(m_id).toAlignedRect();
        return place.isEmpty() ? QRect()
                               : QRect(m_lane->mapToGlobal(place.topLeft()), place.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.selected = isValid() && m_lane->isSelected(m_id);
        state.readOnly = isValid() && m_lane->isLocked();
        state.invalid = !isValid();
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
                   ? static_cast<QAccessibleActionInterface *>(this)
                   : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void doAction(const QString &name) override
    {
        if (name == pressAction() && isValid()) {
            emit m_lane->gestures().selectionWanted({m_id});
        }
    }

private:
    const SegmentItem *item() const { return m_lane.isNull() ? nullptr : m_lane->item(m_id); }

    QPointer<SegmentLane> m_lane;
    qint64 m_id;
};

// Its children are the segments that are visible now, in the order of time.
class AccessibleLane : public QAccessibleWidget
{
public:
    explicit AccessibleLane(SegmentLane *lane)
        : QAccessibleWidget(lane, QAccessible::List)
    {
    }
    ~AccessibleLane() override
    {
        for (const QAccessible::Id id : std::as_const(m_children)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override { return static_cast<int>(visible().size()); }
    QAccessibleInterface *child(int index) const override
    {
        const std::vector<qint64> ids = visible();
        if (index < 0 || index >= static_cast<int>(ids.size())) {
            return nullptr;
        }
        const qint64 id = ids[static_cast<std::size_t>(index)];
        if (!m_children.contains(id)) {
            m_children.insert(
                id, QAccessible::registerAccessibleInterface(new AccessibleSegment(lane(), id)));
        }
        return QAccessible::accessibleInterface(m_children.value(id));
    }
    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

private:
    SegmentLane &lane() const { return *static_cast<SegmentLane *>(widget()); }
    std::vector<qint64> visible() const
    {
        const core::base::TimeRange range = lane().context().axis->visible();
        std::vector<std::pair<core::base::TimeRange, qint64>> found;
        for (const SegmentItem &item : lane().segments()) {
            if (item.id >= 0 && item.range.overlaps(range)) {
                found.emplace_back(item.range, item.id);
            }
        }
        std::sort(found.begin(), found.end());
        std::vector<qint64> ids;
        for (const auto &[where, id] : found) {
            ids.push_back(id);
        }
        return ids;
    }

    mutable QHash<qint64, QAccessible::Id> m_children;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *lane = qobject_cast<SegmentLane *>(object);
    return lane != nullptr ? new AccessibleLane(lane) : nullptr;
}

} // namespace

QString spokenText(const SegmentItem &item, const common::ClassStyles &classes)
{
    const auto seconds = [](core::base::TimeUs time) {
        return QString::number(core::base::usToSeconds(time), 'f', 3);
    };
    QString text = Spoken::tr("%1, %2 to %3 seconds, %4")
                       .arg(classes.of(item.classOrdinal).name, seconds(item.range.startUs),
                            seconds(item.range.endUs), stateText(item.look));
    if (item.score) {
        text += Spoken::tr(", score %1").arg(*item.score, 0, 'f', 2);
    }
    return text;
}

void makeLanesAccessible()
{
    QAccessible::installFactory(makeInterface); // the same one is installed once only
}

} // namespace ui::timeline

#include "ui/cut_preview.h"

#include <algorithm>
#include <optional>

#include "ui/common/qt_convert.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_lane.h"

namespace ui {

using timeline::SegmentItem;
using timeline::SegmentLook;

void CutPreview::clear()
{
    m_lane = nullptr;
    m_curves = {};
    m_attentionCuts.reset();
    m_shown.clear();
}

void CutPreview::forget()
{
    m_thetas.clear();
}

void CutPreview::watch(timeline::CurveLane &lane, const models::CurveLaneContent &curves)
{
    m_lane = &lane;
    m_curves = curves;
    m_attentionCuts.reset();
    connect(&lane, &timeline::CurveLane::thetasChanged, this, [this] { refresh(); });
    connect(&lane, &timeline::CurveLane::thetasChosen, this, &CutPreview::say);
}

void CutPreview::show(timeline::SegmentLane &lane, const QString &subtitle)
{
    const auto known = std::find_if(m_shown.begin(), m_shown.end(),
                                    [&](const Shown &item) { return item.lane == &lane; });
    if (known == m_shown.end()) {
        m_shown.push_back({&lane, subtitle});
        refresh(m_shown.back());
    } else {
        known->subtitle = subtitle;
        refresh(*known);
    }
}

void CutPreview::apply()
{
    if (!m_thetas.empty()) {
        m_lane->setThetas(m_thetas);
    }
}

std::vector<double> CutPreview::tried() const
{
    return m_lane == nullptr || m_thetas.empty()
               ? std::vector<double>()
               : m_lane->cuts().between(m_thetas.front(), m_thetas.back());
}

// What a cut between the dragged thresholds could have made; null where they are as the run cut.
std::function<bool(const SegmentItem &)> CutPreview::test()
{
    if (m_lane == nullptr || m_lane->cuts().thetas == m_lane->thetas()) {
        return {};
    }
    const std::vector<double> &run = m_lane->cuts().thetas;
    const std::vector<double> &now = m_lane->thetas();
    // Only the line that was moved refuses anything.
    const auto moved = [](double before, double after) {
        return before == after ? std::optional<double>() : std::optional(after);
    };
    const std::optional<double> low = moved(run.front(), now.front());
    const std::optional<double> high =
        now.size() > 1 ? moved(run.back(), now.back()) : std::optional<double>();
    if (!m_attentionCuts) {
        m_attentionCuts = m_curves.attentionCuts ? m_curves.attentionCuts()
                                                 : std::vector<core::base::TimeRange>();
    }
    return [curves = m_curves, attention = *m_attentionCuts, low, high](const SegmentItem &item) {
        const auto channel =
            std::find_if(curves.classes.begin(), curves.classes.end(), [&](const auto &candidate) {
                return candidate.classOrdinal == item.classOrdinal;
            });
        if (channel == curves.classes.end() || item.look == SegmentLook::Ghost) {
            return true;
        }
        if (std::binary_search(attention.begin(), attention.end(), item.range)) {
            return true;
        }
        const auto extremes = curves.curve->extremes(channel->channel);
        const auto level = [&](std::optional<double> theta) {
            return theta ? std::optional(curves.cuts.levelOf(*theta, extremes)) : theta;
        };
        return timeline::canBeCut(*curves.curve, channel->channel, item.range, level(low),
                                  level(high));
    };
}

void CutPreview::refresh()
{
    const bool isMoved = m_lane != nullptr && m_lane->cuts().thetas != m_lane->thetas();
    m_thetas = isMoved ? m_lane->thetas() : std::vector<double>();
    for (const Shown &shown : m_shown) {
        refresh(shown);
    }
}

void CutPreview::refresh(const Shown &shown)
{
    const auto passes = test();
    shown.lane->setPassing(passes);
    QString subtitle = shown.subtitle;
    if (passes) {
        const auto &items = shown.lane->segments();
        const auto passing = std::count_if(items.begin(), items.end(), [&](const auto &item) {
            return item.look != SegmentLook::Ghost && shown.lane->isPassing(item);
        });
        subtitle += tr(" · %1 pass").arg(common::countText(passing));
    }
    shown.lane->setSubtitle(subtitle);
}

void CutPreview::say()
{
    if (m_thetas.empty() || m_shown.empty()) {
        emit said(tr("The thresholds are those of the run."));
        return;
    }
    const timeline::SegmentLane &lane = *m_shown.front().lane;
    const auto &items = lane.segments();
    const auto passing = std::count_if(
        items.begin(), items.end(), [&](const SegmentItem &item) { return lane.isPassing(item); });
    emit said(tr("Cut at θ %1 – %2, %3 of %4 proposals are left. The run keeps its own; Run, "
                 "Train with these thresholds takes them for the next.")
                  .arg(QString::number(m_thetas.front(), 'f', 2),
                       QString::number(m_thetas.back(), 'f', 2), common::countText(passing),
                       common::countText(static_cast<qint64>(items.size()))));
}

} // namespace ui

#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>

#include "ui/models/video_content.h"

namespace ui::timeline {
class CurveLane;
class SegmentLane;
} // namespace ui::timeline

namespace ui {

// What would be left of proposals and pseudo-labels if the run had cut its curves where a person
// drags the thresholds: the others are drawn faintly, while the line moves. What the run cut from
// its attention stays. Moved thresholds stay for the videos that follow. GUI thread.
class CutPreview : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // The lanes go; other ones follow.
    void clear();
    // Another project: its runs cut elsewhere.
    void forget();
    // The lane whose thresholds are dragged. Both stay until clear().
    void watch(timeline::CurveLane &lane, const models::CurveLaneContent &curves);
    // Marks what passes in a lane with these segments; its subtitle gets their number.
    void show(timeline::SegmentLane &lane, const QString &subtitle);
    // Gives the watched lane the thresholds that were moved before.
    void apply();
    // Every threshold of a run that cuts where they are now; empty: where the run cut.
    std::vector<double> tried() const;

signals:
    // What came of it: a sentence.
    void said(const QString &text);

private:
    struct Shown
    {
        timeline::SegmentLane *lane = nullptr;
        QString subtitle;
    };

    void refresh();
    void refresh(const Shown &shown);
    void say();
    std::function<bool(const timeline::SegmentItem &)> test();

    QPointer<timeline::CurveLane> m_lane;
    models::CurveLaneContent m_curves;
    // Of the watched lane, once a threshold was moved.
    std::optional<std::vector<core::base::TimeRange>> m_attentionCuts;
    std::vector<Shown> m_shown;   // proposals first
    std::vector<double> m_thetas; // that a person moved; empty: those of the run
};

} // namespace ui

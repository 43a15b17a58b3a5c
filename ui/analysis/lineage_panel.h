#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/edit/lineage.h"
#include "core/model/score_curve.h"

#include "ui/analysis/analysis_panel.h"

class QGridLayout;
class QLabel;

namespace ui::analysis {

// Why the selected segment is there: the curve and threshold that made its proposal, the proposals
// that voted for it, each rule of the filter with value and limit, the pseudo-label, what students
// made of it, and the edits of people. A click on a link of the chain goes there.
class LineagePanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit LineagePanel(const common::Theme &theme, QWidget *parent = nullptr);

    // By uuid; empty: nothing is selected.
    void setSegment(const QString &uuid);
    // What is shown; none: nothing.
    const std::optional<core::edit::Lineage> &lineage() const { return m_lineage; }
    // Titles of the shown links, from top to bottom.
    QStringList steps() const { return m_steps; }

protected:
    void refresh() override;
    void clear() override;

private:
    struct Traced
    {
        core::edit::Lineage lineage;
        std::shared_ptr<const core::model::ScoreCurve> curve = {};
    };

    void take(Traced traced);
    void rebuild();
    void addHead();
    QGridLayout *addStep(const QString &title, const QString &hint);
    void addCurve();
    void addVoters();
    void addRules();
    void addSegment(const QString &title, const core::edit::LineageSegment &segment);
    void addOverlaps(const QString &title, const std::vector<core::edit::LineageOverlap> &overlaps);
    void addEdits();
    void addGaps();
    QWidget *linkTo(const core::edit::LineageSegment &segment, const QString &text);

    QString m_segment;
    std::optional<core::edit::Lineage> m_lineage;
    std::shared_ptr<const core::model::ScoreCurve> m_curve;
    QStringList m_steps;
    QWidget *m_chain = nullptr;
    QVBoxLayout *m_links = nullptr;
};

} // namespace ui::analysis

#pragma once

#include "core/edit/stage_survey.h"

#include "ui/analysis/analysis_panel.h"
#include "ui/analysis/place_list.h"

class QComboBox;
class QLabel;

namespace ui::analysis {

class FigureTable;
class ScoreBars;

// The quality of every stage side by side, from the raw proposals to the labels of a person, as
// `talo quality` measures it: how many are right, where bounds lie, what is split, merged or
// missed, per class and per video; how scores lie and what they are worth; which classes are
// confused; how far stages agree. Each count opens its segments. GUI thread.
class StagesPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    // What the lower table shows of the chosen stage.
    enum class Detail { Classes, Videos, Confusion, Agreement };
    // Which of its segments the list holds.
    enum class Wrong { Missed, Split, Merged, Bounds };

    explicit StagesPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    void setClasses(const common::ClassStyles &classes) override;
    const core::edit::StageSurvey &survey() const { return *m_survey; }
    FigureTable &stages() { return *m_stages; }
    FigureTable &details() { return *m_details; }
    ScoreBars &scores() { return *m_scores; }
    PlaceList &list() { return *m_list; }

protected:
    void refresh() override;
    void clear() override;

private:
    void build();
    void take(std::shared_ptr<const core::edit::StageSurvey> survey);
    const core::edit::SurveyedStage *chosenStage() const;
    QString nameOf(const core::edit::SurveyedStage &stage) const;
    void fillStages();
    void showStage();
    void showDetail();
    void fillNamed(const core::tal::StageQuality &quality);
    void fillConfusion(const core::tal::StageQuality &quality);
    void fillAgreement();
    void showPlaces();
    std::vector<PlaceRow> placesOf(const core::edit::SurveyedStage &stage, Wrong wrong) const;
    PlaceRow instanceRow(const core::tal::SegmentPlace &at, const QString &detail) const;
    PlaceRow labelRow(const core::edit::SurveyedStage &stage, const core::tal::SegmentPlace &at,
                      const QString &detail) const;
    bool isWanted(const PlaceRow &row) const;

    std::shared_ptr<const core::edit::StageSurvey> m_survey;
    QComboBox *m_tiou;
    QComboBox *m_subset;
    QLabel *m_frame;
    FigureTable *m_stages;
    QLabel *m_scoreTitle;
    ScoreBars *m_scores;
    QLabel *m_calibration;
    QComboBox *m_detail;
    FigureTable *m_details;
    QComboBox *m_wrong;
    QLabel *m_listTitle;
    PlaceList *m_list;
};

} // namespace ui::analysis

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/edit/filter_run.h"

#include "ui/analysis/analysis_panel.h"
#include "ui/analysis/filter_figures.h"
#include "ui/timeline/segment_item.h"

class QButtonGroup;
class QComboBox;
class QLayout;
class QPushButton;

namespace ui::analysis {

class FilterForm;
class FilterReport;
class SweepMap;

// A lane as other settings would make it.
using Preview = std::shared_ptr<const std::vector<timeline::SegmentItem>>;

// What if the filter had other settings: the open video is filtered anew at every move of a slider,
// the whole split in the background, with its quality before and after. "Apply" enters the result
// into the project as a filter run and a label set, as `talo filter --apply` does.
class FilterPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit FilterPanel(const common::Theme &theme, QWidget *parent = nullptr);
    ~FilterPanel() override;

    void setTheme(const common::Theme &theme) override;
    // The video whose lanes show what the settings would do.
    void setVideo(const QString &name);
    FilterForm &form() { return *m_form; }
    SweepMap &sweep() { return *m_sweep; }
    // Asks for a name, then applies.
    void askAndApply();
    void apply(const QString &name);
    // What is filtered; null: nothing yet.
    const core::edit::FilterInput *input() const { return m_input.get(); }
    // Everything is computed that the settings ask for.
    bool isSettled() const;
    // The split before and after; none: not computed yet.
    const std::optional<FilterFigures> &before() const { return m_before; }
    const std::optional<FilterFigures> &after() const { return m_after; }

signals:
    // What the lane of pseudo-labels should show; null: what the project has.
    void previewChanged(const ui::analysis::Preview &items);
    // A run is wanted with the form's settings on these proposals.
    void trainWanted();
    // The project has other rows than the model knows.
    void applied();

protected:
    void refresh() override;
    void clear() override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Loaded
    {
        std::shared_ptr<const core::edit::FilterInput> input;
        FilterHistograms histograms;
        FilterFigures before;
    };

    void build();
    QLayout *buildVideoChoice();
    void takeTracks();
    void showVideoChoice();
    void take(const Loaded &loaded);
    void settingsChanged();
    // Whether the settings would give other pseudo-labels than the project has.
    bool hasNews() const;
    std::unordered_map<std::string, qint64> proposalIds() const;
    void preview();
    void measureSplit();
    void showFigures();
    QString frame() const;

    std::shared_ptr<const core::edit::FilterInput> m_input;
    std::shared_ptr<const core::edit::FilterInput> m_part; // of the open video
    QString m_video;
    std::optional<FilterFigures> m_before; // of the split, with the settings in use
    std::optional<FilterFigures> m_after;  // with those of the form
    std::optional<FilterFigures> m_videoBefore;
    std::optional<FilterFigures> m_videoAfter;
    bool m_isSplitStale = false; // settings changed while the split was measured
    QComboBox *m_tracks;
    QComboBox *m_videos; // core::edit::FilterVideos
    FilterForm *m_form;
    QButtonGroup *m_scope;
    FilterReport *m_report;
    SweepMap *m_sweep;
    QPushButton *m_apply;
    QPushButton *m_reset;
    QPushButton *m_train;
    QLabel *m_time;
    common::BackgroundTask m_previewTask;
    common::BackgroundTask m_splitTask;
    common::BackgroundTask m_applyTask;
};

} // namespace ui::analysis

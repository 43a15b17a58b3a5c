#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/edit/track_comparison.h"
#include "core/tal/diagnosis_mean.h"

#include "ui/analysis/analysis_panel.h"
#include "ui/analysis/characteristic_plot.h"
#include "ui/analysis/place_list.h"
#include "ui/analysis/profile_plot.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace ui::analysis {

class ComparisonBar;
class MeanDiagnosisTable;

// DETAD: which errors the predictions of highest score make, what each costs, and on which
// instances the detector fails. Every bar opens its segments in the list below; Enter walks them in
// the player. As `talo diagnose` computes it.
class DetadPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit DetadPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    void setClasses(const common::ClassStyles &classes) override;
    ProfilePlot &profile() { return *m_profile; }
    CharacteristicPlot &characteristic() { return *m_characteristic; }
    PlaceList &list() { return *m_list; }
    const core::tal::Diagnosis &diagnosis() const { return m_diagnosis; }
    // Over the chosen list of tIoU; none is chosen: nothing.
    const std::optional<core::tal::MeanDiagnosis> &mean() const { return m_mean; }
    // All charts and figures into a file: ".svg", ".pdf" or ".csv". Errors as writing a file.
    core::base::Result<void> exportTo(const std::filesystem::path &path);

protected:
    void refresh() override;
    void clear() override;

private:
    struct Diagnosed
    {
        std::shared_ptr<const core::edit::TrackComparison> comparison;
        core::tal::Diagnosis diagnosis;
        std::optional<core::tal::MeanDiagnosis> mean;
        QString frame;
    };

    void build();
    void take(Diagnosed diagnosed);
    void fillGains();
    void fillCharacteristic();
    void showGroup(const ProfilePlot::Bar &bar);
    void showType(core::tal::ErrorType type);
    void showMissed(int characteristic, int bin);
    void showPredictions(const std::vector<const core::tal::DiagnosedPrediction *> &predictions,
                         const QString &title);
    PlaceRow rowOf(const core::tal::DiagnosedPrediction &prediction) const;
    PlaceRow rowOf(const core::tal::DiagnosedInstance &instance) const;
    void askAndExport();

    std::shared_ptr<const core::edit::TrackComparison> m_comparison;
    core::tal::Diagnosis m_diagnosis;
    std::optional<core::tal::MeanDiagnosis> m_mean;
    QString m_frameText;
    ComparisonBar *m_bar;
    QComboBox *m_tiou;
    QComboBox *m_ties;
    QComboBox *m_meanOver; // a list of tIoU
    MeanDiagnosisTable *m_meanTable;
    QComboBox *m_bins;
    QLabel *m_frame;
    QPushButton *m_export;
    ProfilePlot *m_profile;
    QGridLayout *m_gains;
    QComboBox *m_which;   // characteristic
    QComboBox *m_measure; // mAP or missed
    CharacteristicPlot *m_characteristic;
    QLabel *m_listTitle;
    PlaceList *m_list;
};

} // namespace ui::analysis

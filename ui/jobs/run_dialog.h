#pragma once

#include <vector>

#include <QDialog>
#include <QTimer>

#include "core/job/run_estimate.h"
#include "core/job/run_plan.h"
#include "core/job/worker_setup.h"

#include "ui/common/background_task.h"
#include "ui/common/theme.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace core::edit {
class ProjectSession;
}

namespace ui::jobs {

class SettingsForm;

// Settings that a person tried on what an earlier run made, to train with.
struct TriedSettings
{
    std::string recipe = {}; // of that run, as it was named; empty: not known
    core::model::RunConfig config = {};
    std::vector<std::string> names = {}; // of the settings that were tried
    // Proposals that they were tried on: filter and student run. Empty: every stage does.
    std::string proposals = {};
};
TriedSettings triedThresholds(const std::string &recipe, std::vector<double> casThresholds);
TriedSettings triedFilter(const std::string &recipe, const core::model::FilterConfig &filter,
                          const std::string &proposals);

// What a project offers to a run.
struct RunChoices
{
    std::filesystem::path project;
    std::vector<std::string> proposals;    // names of runs and imports that have some, oldest first
    std::vector<std::string> pseudoLabels; // likewise
    struct Labels
    {
        std::string name;
        std::string hash;
        int doneVideos = 0;
    };
    std::vector<Labels> labelSets;             // oldest first
    std::vector<std::string> featureSets = {}; // names, oldest first
    int doneVideos = 0;                        // now
    bool hasCorrections = false;               // anything that a new snapshot would hold
    std::string recipe;      // of the newest run, unless preferred; empty: none yet
    std::string device = {}; // preferred; empty: what the recipe says
};
core::base::Result<RunChoices> runChoices(const core::edit::ProjectSession &session);

// Asks for a training run: recipe, stages, labels, device, seed, changed settings. Devices and the
// estimate of time and memory arrive from threads of their own. GUI thread.
class RunDialog : public QDialog
{
    Q_OBJECT

public:
    RunDialog(RunChoices choices, core::job::WorkerSetup worker, const common::Theme &theme,
              QWidget *parent = nullptr);

    // Chooses the recipe, the stages and the settings that were tried.
    void take(const TriedSettings &tried);
    // The chosen run; with repeats, one for each seed.
    std::vector<core::job::RunRequest> requests() const;
    // Labels, seed and device in a few words, for the queue.
    static QString detailsOf(const core::job::RunRequest &request);
    // Why no run can be started with what is chosen; empty: it can.
    QString problem() const;
    SettingsForm &settings() { return *m_settings; }

private:
    void build();
    void makeFields();
    void connectFields();
    QWidget *buildStages();
    QWidget *buildSeed();
    QWidget *buildFeatures();
    void fillRecipes();
    void fillLabels();
    void chooseRecipe(const QString &recipe);
    void browseRecipe();
    void chooseDevice(const QString &device);
    void refresh();
    void askDevices();
    void showDevices(const core::base::Result<core::ipc::WorkerHello> &hello);
    void estimate();
    void showEstimate(const core::job::RunEstimate &estimate);
    std::vector<core::data::TrainingStage> stages() const;
    core::job::RunRequest request() const;
    QString stageHint() const;
    bool takesProposals() const;

    RunChoices m_choices;
    core::job::WorkerSetup m_worker;
    const common::Theme *m_theme;
    QString m_recipeName; // as the run will carry it
    QString m_recipeProblem;
    QTimer m_estimateSoon;
    bool m_isEstimateStale = false;
    QComboBox *m_recipe;
    QLabel *m_recipeHint;
    QCheckBox *m_stages[3];
    QLabel *m_stageHint;
    QComboBox *m_proposals; // that the filter takes where no generator runs
    QComboBox *m_labels;
    QLabel *m_labelsHint;
    QComboBox *m_features = nullptr;        // null: there is nothing to choose from
    QComboBox *m_studentFeatures = nullptr; // likewise
    QComboBox *m_device;
    QLineEdit *m_seed;
    QSpinBox *m_repeats;
    SettingsForm *m_settings;
    QLabel *m_estimate;
    QLabel *m_problem;
    QPushButton *m_start;
    common::BackgroundTask m_asking; // for devices
    common::BackgroundTask m_estimating;
};

} // namespace ui::jobs

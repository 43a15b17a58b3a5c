#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <QDialog>

#include "core/base/result.h"
#include "core/edit/fusion.h"

#include "ui/common/background_task.h"
#include "ui/common/theme.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui::analysis {
class FigureTable;
}

namespace ui::jobs {

// Proposals of several runs and imports fused into consensus proposals, as `talo fuse` does: which,
// how much each counts, what overlap makes two of them one. Tried first, with the quality of each
// input and of the result; then put into the project as proposals that the filter can take. Reads
// and writes on a thread. GUI thread.
class FuseDialog : public QDialog
{
    Q_OBJECT

public:
    // `tracks`: all proposals of the project, oldest first.
    FuseDialog(std::filesystem::path project, std::vector<std::string> tracks,
               const common::Theme &theme, QWidget *parent = nullptr);

    // As it is chosen.
    core::edit::FusionRequest request() const;
    // Why nothing can be fused with what is chosen; empty: it can.
    QString problem() const;
    analysis::FigureTable &figures() { return *m_figures; }

signals:
    // The project has new proposals of this name.
    void fused(const QString &name);

private:
    struct Generator
    {
        std::string name;
        QCheckBox *isChosen;
        QDoubleSpinBox *weight;
    };

    void makeFields();
    void build();
    QGridLayout *buildGenerators();
    void refresh();
    void work(bool stores);
    void take(const core::base::Result<core::edit::Fusion> &fusion, bool isStored);
    void showFigures(const core::edit::Fusion &fusion);

    std::filesystem::path m_project;
    std::vector<std::string> m_tracks;
    const common::Theme *m_theme;
    std::vector<Generator> m_generators;
    QDoubleSpinBox *m_tiou;
    QComboBox *m_scale;
    QLineEdit *m_name;
    analysis::FigureTable *m_figures;
    QLabel *m_agreement;
    QLabel *m_problem;
    QPushButton *m_try;
    QPushButton *m_fuse;
    common::BackgroundTask m_task;
};

} // namespace ui::jobs

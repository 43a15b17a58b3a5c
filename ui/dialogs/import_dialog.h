#pragma once

#include <vector>

#include <QDialog>

#include "core/intake/carry_out.h"

#include "ui/common/background_task.h"

namespace ui::common {
struct Theme;
}
namespace ui::models {
class ProjectModel;
}

namespace ui::dialogs {

class DecisionRow;
class ImportPanel;

// Brings files into the open project: shows what each is and would do, and imports what the person
// accepts, all or nothing.
class ImportDialog : public QDialog
{
    Q_OBJECT

public:
    // The project must outlive the dialog.
    ImportDialog(const common::Theme &theme, models::ProjectModel &project,
                 QWidget *parent = nullptr);

    ImportPanel &panel() { return *m_panel; }
    // What was imported, for the status bar.
    const QString &summary() const { return m_summary; }

    void reject() override;

private:
    void refresh();
    void import();
    void takeOutcomes(const std::vector<core::intake::Outcome> &outcomes);
    void refuse(const QString &reason);

    models::ProjectModel &m_project;
    ImportPanel *m_panel;
    DecisionRow *m_decision;
    QString m_summary;
    common::BackgroundTask m_task;
};

} // namespace ui::dialogs

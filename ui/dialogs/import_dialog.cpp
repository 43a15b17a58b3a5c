#include "ui/dialogs/import_dialog.h"

#include <algorithm>

#include <QApplication>
#include <QVBoxLayout>

#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"
#include "ui/dialogs/decision_row.h"
#include "ui/dialogs/import_panel.h"
#include "ui/models/project_model.h"

namespace ui::dialogs {

namespace {

std::vector<std::string> classKeys(models::ProjectModel &project)
{
    std::vector<std::string> keys;
    for (const core::model::ActionClass &actionClass : project.document().classes()) {
        keys.push_back(actionClass.key);
    }
    return keys;
}

} // namespace

ImportDialog::ImportDialog(const common::Theme &theme, models::ProjectModel &project,
                           QWidget *parent)
    : QDialog(parent)
    , m_project(project)
    , m_panel(new ImportPanel(theme, project.path(), classKeys(project)))
    , m_decision(new DecisionRow(tr("Import")))
{
    setWindowTitle(tr("Import into %1").arg(project.name()));
    resize(900, 520);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(12);
    layout->addWidget(m_panel, 1);
    layout->addWidget(m_decision);
    connect(m_panel, &ImportPanel::changed, this, &ImportDialog::refresh);
    connect(m_decision, &DecisionRow::accepted, this, &ImportDialog::import);
    connect(m_decision, &DecisionRow::rejected, this, &QDialog::reject);
    refresh();
}

void ImportDialog::refresh()
{
    m_decision->setObstacle(m_panel->obstacle());
    const int leftOut = m_panel->leftOutCount();
    m_decision->setAction(leftOut == 0 ? tr("Import")
                                       : tr("Import without %n file(s)", nullptr, leftOut));
}

// Everything slow was done by the rehearsal; what is left are transactions.
void ImportDialog::import()
{
    QApplication::setOverrideCursor(Qt::WaitCursor);
    const auto outcomes = core::intake::carryOut(m_project.session(), m_panel->items(),
                                                 m_panel->unknown(), m_panel->features(), true);
    const auto reloaded = m_project.reload();
    QApplication::restoreOverrideCursor();
    const auto failed = std::find_if(outcomes.begin(), outcomes.end(),
                                     [](const auto &outcome) { return outcome.error; });
    if (failed != outcomes.end() || !reloaded) {
        const auto &error = failed != outcomes.end() ? *failed->error : reloaded.error();
        m_decision->showProblem(common::toQString(error.sentence()));
        return;
    }
    QStringList parts;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].isImported) {
            parts << tr("%1 (%2)")
                         .arg(kindTitle(m_panel->items()[i].kind))
                         .arg(outcomes[i].report.instances);
        }
    }
    m_summary = tr("Imported: %1").arg(parts.join(QStringLiteral(", ")));
    accept();
}

} // namespace ui::dialogs

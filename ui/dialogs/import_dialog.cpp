#include "ui/dialogs/import_dialog.h"

#include <algorithm>

#include <QVBoxLayout>

#include "core/edit/project_session.h"

#include "ui/common/core_texts.h"
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

// On a thread and a connection of its own; the dialog stays, so that nothing is edited meanwhile.
void ImportDialog::import()
{
    m_panel->setEnabled(false);
    m_decision->setObstacle(tr("Importing…"));
    m_task.start([this, path = common::toPath(m_project.path()), items = m_panel->items(),
                  unknown = m_panel->unknown(),
                  features = m_panel->features()](const auto &, const auto &) {
        using core::edit::ProjectSession;
        auto session = ProjectSession::open(path, core::edit::Access::WriteBeside, "taloscope");
        if (!session) {
            return std::function<void()>(
                [this, reason = common::errorText(session.error())] { refuse(reason); });
        }
        auto outcomes = core::intake::carryOut(*session, items, unknown, features, true);
        return std::function<void()>(
            [this, outcomes = std::move(outcomes)] { takeOutcomes(outcomes); });
    });
}

void ImportDialog::takeOutcomes(const std::vector<core::intake::Outcome> &outcomes)
{
    QStringList parts;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].isImported) {
            parts << tr("%1 (%2)")
                         .arg(kindTitle(m_panel->items()[i].kind))
                         .arg(outcomes[i].report.instances);
        }
    }
    m_summary = tr("Imported: %1").arg(parts.join(QStringLiteral(", ")));
    const auto failed = std::find_if(outcomes.begin(), outcomes.end(),
                                     [](const auto &outcome) { return outcome.error; });
    if (failed == outcomes.end()) {
        connect(&m_project, &models::ProjectModel::contentReplaced, this, &QDialog::accept);
        connect(&m_project, &models::ProjectModel::reloadFailed, this, &ImportDialog::refuse);
    } else {
        refuse(common::errorText(*failed->error));
    }
    m_project.reload(); // what came before a failure is in the project
}

void ImportDialog::refuse(const QString &reason)
{
    m_panel->setEnabled(true);
    refresh();
    m_decision->showProblem(reason);
}

// Not in the middle of writing, which takes a moment only.
void ImportDialog::reject()
{
    if (!m_task.isRunning()) {
        QDialog::reject();
    }
}

} // namespace ui::dialogs

#include "ui/dialogs/import_dialog.h"

#include <algorithm>

#include <QApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"
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
    , m_obstacle(new QLabel)
{
    setWindowTitle(tr("Import into %1").arg(project.name()));
    resize(900, 520);
    m_obstacle->setProperty("tone", QStringLiteral("error"));
    m_obstacle->setWordWrap(true);
    auto *buttons = new QDialogButtonBox;
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    m_import->setProperty("primary", true);
    m_import->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *row = new QHBoxLayout;
    row->addWidget(m_obstacle, 1);
    row->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(12);
    layout->addWidget(m_panel, 1);
    layout->addLayout(row);
    connect(m_panel, &ImportPanel::changed, this, &ImportDialog::refresh);
    connect(buttons, &QDialogButtonBox::accepted, this, &ImportDialog::import);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
}

void ImportDialog::refresh()
{
    const QString obstacle = m_panel->obstacle();
    m_obstacle->setText(obstacle);
    m_import->setEnabled(obstacle.isEmpty());
    const int leftOut = m_panel->leftOutCount();
    m_import->setText(leftOut == 0 ? tr("Import")
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
        m_obstacle->setText(common::toQString(error.sentence()));
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

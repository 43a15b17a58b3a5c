#include "ui/dialogs/new_project_dialog.h"

#include <algorithm>
#include <system_error>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/edit/project_session.h"

#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs/decision_row.h"
#include "ui/dialogs/import_panel.h"

namespace ui::dialogs {

namespace {

using core::base::Result;
using core::edit::ProjectSession;

// Everything that creating a project needs, for another thread.
struct Plan
{
    std::filesystem::path path;
    std::string name;
    std::vector<core::intake::Item> items;
    core::intake::Unknown unknown;
    std::vector<core::intake::FeatureCheck> features;
};

Result<void> fill(const Plan &plan)
{
    ProjectSession session =
        TRY(ProjectSession::open(plan.path, core::edit::Access::Write, "taloscope"));
    for (const core::intake::Outcome &outcome :
         core::intake::carryOut(session, plan.items, plan.unknown, plan.features, true)) {
        if (outcome.error) {
            return core::base::fail(*outcome.error);
        }
    }
    return {};
}

// A project that could not be filled is taken away again.
Result<void> make(const Plan &plan)
{
    TRY(ProjectSession::create(plan.path, plan.name));
    Result<void> filled = fill(plan);
    if (!filled) {
        std::error_code ignored;
        std::filesystem::remove(plan.path, ignored);
    }
    return filled;
}

// A file that is not there yet: project.talo, project-2.talo and so on.
QString freePath(const QString &stem)
{
    const QString ending = QStringLiteral(".talo");
    QString path = stem + ending;
    for (int i = 2; QFileInfo::exists(path); ++i) {
        path = stem + QStringLiteral("-%1").arg(i) + ending;
    }
    return path;
}

} // namespace

NewProjectDialog::NewProjectDialog(const common::Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_panel(new ImportPanel(theme, {}, {}))
    , m_name(new QLineEdit)
    , m_path(new QLineEdit)
    , m_decision(new DecisionRow(tr("Create project")))
{
    setWindowTitle(tr("New project"));
    resize(900, 580);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(12);
    layout->addLayout(makeFields());
    layout->addWidget(m_panel, 1);
    layout->addWidget(m_decision);
    setPath(freePath(QDir::homePath() + QStringLiteral("/project")));
    m_name->selectAll();
    connect(m_panel, &ImportPanel::changed, this, &NewProjectDialog::refresh);
    connect(m_path, &QLineEdit::textChanged, this, &NewProjectDialog::refresh);
    connect(m_name, &QLineEdit::textEdited, this, &NewProjectDialog::suggestName);
    connect(m_decision, &DecisionRow::accepted, this, &NewProjectDialog::create);
    connect(m_decision, &DecisionRow::rejected, this, &QDialog::reject);
    refresh();
}

QLayout *NewProjectDialog::makeFields()
{
    m_name->setText(tr("project"));
    auto *browse = new QPushButton(tr("Choose…"));
    connect(browse, &QPushButton::clicked, this, &NewProjectDialog::choosePath);
    auto *place = new QHBoxLayout;
    place->addWidget(m_path, 1);
    place->addWidget(browse);
    auto *form = new QFormLayout;
    form->setSpacing(8);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("Project file"), place);
    m_path->setAccessibleName(tr("Project file"));
    return form;
}

void NewProjectDialog::setPath(const QString &path)
{
    m_path->setText(QDir::toNativeSeparators(path));
    m_name->setText(QFileInfo(path).completeBaseName());
}

QString NewProjectDialog::path() const
{
    const QString path = m_path->text().trimmed();
    return path.endsWith(QLatin1String(".talo")) ? path : path + QStringLiteral(".talo");
}

void NewProjectDialog::choosePath()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Project file"), m_path->text(),
                                                      tr("Taloscope projects (*.talo)"));
    if (!path.isEmpty()) {
        m_path->setText(path);
    }
}

// The file takes the project's name, in its folder.
void NewProjectDialog::suggestName()
{
    QString stem = m_name->text().trimmed();
    stem.replace(QLatin1Char('/'), QLatin1Char('-'));
    if (!stem.isEmpty()) {
        m_path->setText(QFileInfo(m_path->text()).path() + QLatin1Char('/') + stem +
                        QStringLiteral(".talo"));
    }
}

QString NewProjectDialog::obstacle() const
{
    if (m_task.isRunning()) {
        return tr("The project is being made.");
    }
    if (!m_failure.isEmpty()) {
        return m_failure;
    }
    if (QFileInfo::exists(path())) {
        return tr("There is a file %1 already; choose another name.").arg(path());
    }
    if (!QFileInfo(path()).absoluteDir().exists()) {
        return tr("There is no folder %1.").arg(QFileInfo(path()).absolutePath());
    }
    // An empty project is a fine beginning.
    return m_panel->isEmpty() ? QString() : m_panel->obstacle();
}

void NewProjectDialog::refresh()
{
    m_decision->setObstacle(obstacle());
    const int leftOut = m_panel->leftOutCount();
    m_decision->setAction(leftOut == 0 ? tr("Create project")
                                       : tr("Create without %n file(s)", nullptr, leftOut));
}

void NewProjectDialog::create()
{
    const QString name = m_name->text().trimmed();
    const Plan plan{.path = common::toPath(path()),
                    .name = common::toUtf8(name.isEmpty() ? QFileInfo(path()).baseName() : name),
                    .items = m_panel->items(),
                    .unknown = m_panel->unknown(),
                    .features = m_panel->features()};
    m_task.start([this, plan](const auto &, const auto &) {
        const Result<void> made = make(plan);
        return [this, problem = made ? QString() : common::errorText(made.error())] {
            if (problem.isEmpty()) {
                accept();
                return;
            }
            m_failure = problem;
            refresh();
            m_failure.clear();
        };
    });
    refresh();
}

} // namespace ui::dialogs

#include "ui/jobs/runs_panel.h"

#include <algorithm>
#include <utility>

#include <QDesktopServices>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "core/edit/project_session.h"
#include "core/edit/run_results.h"
#include "core/job/run_files.h"

#include "ui/common/background_task.h"
#include "ui/common/core_texts.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/models/project_model.h"

namespace ui::jobs {

using common::toQString;
using core::model::RunStatus;

namespace {

constexpr int kRowHeight = 30;
constexpr int kLeastHeightWithHint = 180; // px of the panel

bool canResume(const core::model::Run &run)
{
    return run.status == RunStatus::Cancelled || run.status == RunStatus::Failed ||
           run.status == RunStatus::Interrupted;
}

} // namespace

RunsPanel::RunsPanel(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_model(new RunTableModel(theme, this))
    , m_table(new QTableView)
    , m_hint(new QLabel)
{
    setObjectName(QStringLiteral("runs"));
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    build();
    restyle();
    refreshButtons();
}

QToolButton *RunsPanel::addButton(const QString &name, const QString &icon, const QString &tip)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    m_buttons.emplace_back(button, icon);
    return button;
}

void RunsPanel::build()
{
    m_show = addButton(QStringLiteral("showInLanes"), QStringLiteral("eye"),
                       tr("Show the results of the selected runs in the lanes"));
    m_compare = addButton(QStringLiteral("compare"), QStringLiteral("columns-2"),
                          tr("Compare the two selected runs"));
    m_resume =
        addButton(QStringLiteral("resume"), QStringLiteral("play"), tr("Resume the selected run"));
    m_rename = addButton(QStringLiteral("rename"), QStringLiteral("pencil"),
                         tr("Rename the selected run…"));
    m_folder = addButton(QStringLiteral("folder"), QStringLiteral("folder-open"),
                         tr("Open the folder of the selected run"));
    m_delete = addButton(QStringLiteral("delete"), QStringLiteral("trash-2"),
                         tr("Delete the selected run…"));
    connect(m_show, &QToolButton::clicked, this, [this] { emit lanesRequested(selectedRuns()); });
    connect(m_compare, &QToolButton::clicked, this, [this] {
        const QStringList names = selectedRuns();
        emit compareRequested(names.value(0), names.value(1));
    });
    connect(m_resume, &QToolButton::clicked, this,
            [this] { emit resumeRequested(selectedRuns().value(0)); });
    connect(m_rename, &QToolButton::clicked, this, &RunsPanel::renameSelected);
    connect(m_folder, &QToolButton::clicked, this, &RunsPanel::openFolder);
    connect(m_delete, &QToolButton::clicked, this, &RunsPanel::deleteSelected);

    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunsPanel::refreshButtons);
    connect(m_table, &QTableView::customContextMenuRequested, this, &RunsPanel::showMenu);
    connect(m_table, &QTableView::doubleClicked, this,
            [this] { emit lanesRequested(selectedRuns()); });
    m_hint->setProperty("tone", QStringLiteral("hint"));
    m_hint->setFont(common::textFont(11));
    m_hint->setContentsMargins(14, 4, 14, 6);
    m_hint->setWordWrap(true);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 4);
    bar->setSpacing(4);
    for (const auto &[button, icon] : m_buttons) {
        bar->addWidget(button);
    }
    bar->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_hint);
}

void RunsPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refreshHint();
}

// In a low panel the rows come first.
void RunsPanel::refreshHint()
{
    m_hint->setVisible(m_model->rowCount() == 0 || height() >= kLeastHeightWithHint);
}

void RunsPanel::restyle()
{
    for (const auto &[button, icon] : m_buttons) {
        button->setIcon(common::themedIcon(icon, *m_theme));
    }
}

void RunsPanel::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    m_model->setTheme(theme);
    restyle();
}

void RunsPanel::setProject(models::ProjectModel *project)
{
    m_project = project;
    m_laneRuns.clear();
    refresh();
}

void RunsPanel::refresh()
{
    std::vector<RunRow> rows;
    if (m_project != nullptr) {
        auto read = readRuns(m_project->session());
        if (read) {
            rows = std::move(*read);
        } else {
            emit noticed(common::errorText(read.error()));
        }
    }
    const QStringList selected = selectedRuns();
    m_model->setRows(std::move(rows));
    m_model->setInLanes(m_laneRuns);
    m_table->resizeColumnsToContents();
    for (const QString &name : selected) {
        const int row = m_model->rowOf(name);
        if (row >= 0) {
            m_table->selectionModel()->select(
                m_model->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }
    refreshButtons();
    emit refreshed(m_model->rowCount());
}

void RunsPanel::setLaneRuns(const QStringList &names)
{
    m_laneRuns = names;
    m_model->setInLanes(names);
    m_table->resizeColumnToContents(0); // an icon beside the name needs room, too
    refreshButtons();
}

QStringList RunsPanel::selectedRuns() const
{
    QStringList names;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        if (const RunRow *row = m_model->row(index.row())) {
            names.append(toQString(row->run.name));
        }
    }
    return names;
}

void RunsPanel::refreshButtons()
{
    const QStringList names = selectedRuns();
    const RunRow *one = names.size() == 1 ? m_model->row(m_model->rowOf(names.first())) : nullptr;
    const bool mayWrite = m_project != nullptr && !m_project->isReadOnly();
    m_show->setEnabled(!names.isEmpty());
    m_compare->setEnabled(names.size() == 2);
    m_resume->setEnabled(mayWrite && one != nullptr && canResume(one->run));
    m_rename->setEnabled(mayWrite && one != nullptr && one->run.status != RunStatus::Running);
    m_folder->setEnabled(one != nullptr);
    m_delete->setEnabled(mayWrite && one != nullptr && one->run.status != RunStatus::Running);
    m_hint->setText(
        m_model->rowCount() == 0
            ? tr("No runs yet.")
            : tr("mAP in percent: test split, by the protocol that its tip names. Lanes show: %1")
                  .arg(m_laneRuns.isEmpty() ? tr("the newest runs")
                                            : m_laneRuns.join(QStringLiteral(", "))));
    refreshHint();
}

void RunsPanel::renameSelected()
{
    const QString name = selectedRuns().value(0);
    const RunRow *row = m_model->row(m_model->rowOf(name));
    if (row == nullptr) {
        return;
    }
    auto *ask = new QInputDialog(this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setWindowTitle(tr("Rename run"));
    ask->setLabelText(tr("New name of %1").arg(name));
    ask->setTextValue(name);
    ask->setOkButtonText(tr("Rename"));
    connect(
        ask, &QInputDialog::textValueSelected, this, [this, run = row->run](const QString &text) {
            const auto renamed =
                core::edit::renameRun(m_project->session(), run, common::toUtf8(text.trimmed()));
            if (!renamed) {
                emit noticed(common::errorText(renamed.error()));
                return;
            }
            std::replace(m_laneRuns.begin(), m_laneRuns.end(), toQString(run.name), text.trimmed());
            emit projectChanged();
            if (m_laneRuns.contains(text.trimmed())) {
                emit lanesRequested(m_laneRuns); // by its new name
            }
        });
    ask->open();
}

void RunsPanel::deleteSelected()
{
    const RunRow *row = m_model->row(m_model->rowOf(selectedRuns().value(0)));
    if (row == nullptr) {
        return;
    }
    const QString name = toQString(row->run.name);
    auto *ask = new QMessageBox(
        QMessageBox::Question, tr("Delete run"),
        tr("%1 and its proposals, pseudo-labels and predictions leave the project. This cannot be "
           "undone.")
            .arg(name),
        QMessageBox::NoButton, this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *all = ask->addButton(tr("Delete with its files"), QMessageBox::DestructiveRole);
    QPushButton *rows = ask->addButton(tr("Delete, keep the files"), QMessageBox::AcceptRole);
    ask->setDefaultButton(ask->addButton(tr("Keep the run"), QMessageBox::RejectRole));
    connect(ask, &QMessageBox::buttonClicked, this,
            [this, row = *row, all, rows](QAbstractButton *button) {
                if (button == all || button == rows) {
                    deleteRun(row, button == all);
                }
            });
    ask->open();
}

void RunsPanel::deleteRun(const RunRow &row, bool withFiles)
{
    const auto deleted = core::edit::deleteRun(m_project->session(), row.run);
    if (!deleted) {
        emit noticed(common::errorText(deleted.error()));
        return;
    }
    m_laneRuns.removeAll(toQString(row.run.name));
    emit projectChanged();
    emit noticed(tr("%1 is deleted.").arg(toQString(row.run.name)));
    if (withFiles) {
        removeFiles(row);
    }
}

// Gigabytes may take seconds. Each has a task of its own: another deletion gives up nothing.
void RunsPanel::removeFiles(const RunRow &row)
{
    const auto tell = [this, name = toQString(row.run.name)](const core::base::Error &error) {
        emit noticed(
            tr("%1 is deleted, but its files are not: %2").arg(name, common::errorText(error)));
    };
    const auto aside = core::job::setRunFolderAside(row.run, row.folder);
    if (!aside) {
        tell(aside.error());
        return;
    }
    auto *task = new common::BackgroundTask(this);
    task->start([task, tell, folder = *aside](const auto &, const auto &) {
        return std::function<void()>([task, tell, removed = core::job::removeFolder(folder)] {
            task->deleteLater();
            if (!removed) {
                tell(removed.error());
            }
        });
    });
}

void RunsPanel::openFolder()
{
    if (const RunRow *row = m_model->row(m_model->rowOf(selectedRuns().value(0)))) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(common::pathText(row->folder)));
    }
}

void RunsPanel::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto &[button, icon] : m_buttons) {
        QAction *action = menu->addAction(button->toolTip());
        action->setEnabled(button->isEnabled());
        connect(action, &QAction::triggered, button, &QToolButton::click);
    }
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace ui::jobs

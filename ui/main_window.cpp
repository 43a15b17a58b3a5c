#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/common/action_registry.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/models/video_list_panel.h"
#include "ui/start_page.h"
#include "ui/window_jobs.h"
#include "ui/workspace.h"
#include "ui/workspace_commands.h"

namespace ui {

namespace {

const QString kWindowLayout = QStringLiteral("window");

const common::Theme &themeFor(common::ThemeChoice choice)
{
    if (choice == common::ThemeChoice::System) {
        static const bool isDark =
            QApplication::palette().color(QPalette::Window).lightness() < 128;
        return isDark ? common::darkTheme() : common::lightTheme();
    }
    return choice == common::ThemeChoice::Dark ? common::darkTheme() : common::lightTheme();
}

} // namespace

MainWindow::MainWindow(common::Settings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_choice(settings.theme())
    , m_theme(&themeFor(m_choice))
    , m_pages(new QStackedWidget)
    , m_start(new StartPage)
    , m_workspace(new Workspace(*m_theme))
    , m_status(new QLabel)
    , m_actions(new common::ActionRegistry(settings, *this))
    , m_jobs(new WindowJobs(*m_workspace, settings, *m_theme, *this))
{
    setMinimumSize(960, 600);
    resize(1600, 1000);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_workspace);
    setCentralWidget(m_pages);
    addFileCommands();
    addViewCommands(*m_actions, *m_workspace);
    addPlaybackCommands(*m_actions, *m_workspace);
    addGoCommands(*m_actions, *m_workspace);
    m_jobs->addCommands(*m_actions);
    m_actions->fillMenuBar(*menuBar());
    menuBar()->setCornerWidget(m_jobs->corner());
    addThemeChoice();
    buildStatusBar();
    connect(m_start, &StartPage::openRequested, this, &MainWindow::chooseProject);
    connect(m_workspace, &Workspace::videoChanged, this, &MainWindow::refreshTitle);
    connect(m_workspace, &Workspace::noticed, m_status, &QLabel::setText);
    connect(m_jobs, &WindowJobs::noticed, m_status, &QLabel::setText);
    qApp->installEventFilter(this);
    restoreGeometry(m_settings.layout(kWindowLayout));
    m_workspace->restoreLayout(m_settings);
    applyTheme();
    refreshTitle();
}

MainWindow::~MainWindow()
{
    delete m_jobs; // before the panels that it uses
    qApp->removeEventFilter(this);
}

void MainWindow::addFileCommands()
{
    m_actions->add({.id = QStringLiteral("file.open"),
                    .menu = common::MenuId::File,
                    .text = tr("&Open project…"),
                    .tip = tr("Opens a .talo file."),
                    .keys = {QKeySequence(Qt::CTRL | Qt::Key_O)},
                    .run = [this] { chooseProject(); },
                    .needsProject = false});
    m_actions->add({.id = QStringLiteral("file.quit"),
                    .menu = common::MenuId::File,
                    .text = tr("&Quit"),
                    .tip = tr("Closes the window; every edit is saved already."),
                    .keys = {QKeySequence(Qt::CTRL | Qt::Key_Q)},
                    .run = [this] { close(); },
                    .needsProject = false,
                    .startsGroup = true});
}

void MainWindow::addThemeChoice()
{
    QMenu *menu = m_actions->menu(common::MenuId::View);
    menu->addSeparator();
    auto *group = new QActionGroup(this);
    const std::pair<QString, common::ThemeChoice> themes[] = {
        {tr("Theme of the s&ystem"), common::ThemeChoice::System},
        {tr("&Dark theme"), common::ThemeChoice::Dark},
        {tr("&Light theme"), common::ThemeChoice::Light}};
    for (const auto &[text, choice] : themes) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(choice == m_choice);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, chosen = choice] {
            m_settings.setTheme(chosen);
            setTheme(chosen);
        });
    }
}

void MainWindow::buildStatusBar()
{
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setFixedHeight(24);
    m_status->setFont(common::textFont(11));
    m_status->setProperty("tone", QStringLiteral("second"));
    m_status->setContentsMargins(8, 0, 0, 0);
    statusBar()->addWidget(m_status, 1);
    const std::pair<QString, QString> hints[] = {{tr("Space"), tr("play")},
                                                 {QStringLiteral("← →"), tr("frame")},
                                                 {tr("Tab"), tr("next segment")},
                                                 {QStringLiteral("↑ ↓"), tr("lane")},
                                                 {tr("wheel"), tr("zoom")}};
    for (const auto &[key, text] : hints) {
        auto *label = new QLabel(QStringLiteral("<b>%1</b> %2").arg(key, text));
        label->setFont(common::textFont(11));
        label->setProperty("tone", QStringLiteral("hint"));
        label->setContentsMargins(0, 0, 10, 0);
        statusBar()->addPermanentWidget(label);
    }
}

void MainWindow::chooseProject()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open project"), {},
                                                      tr("Taloscope projects (*.talo)"));
    if (!path.isEmpty()) {
        openProject(path);
    }
}

bool MainWindow::openProject(const QString &path, const QString &video)
{
    const models::ProjectModel *open = m_workspace->project();
    if (open != nullptr && QFileInfo(open->path()) == QFileInfo(path)) {
        return showVideo(video);
    }
    auto project = models::ProjectModel::open(common::toPath(path));
    if (!project) {
        return refuse(common::toQString(std::string_view(project.error().sentence())));
    }
    if (!video.isEmpty() && (*project)->rowOf(video) < 0) {
        return refuse(tr("%1 has no video named %2").arg(path, video));
    }
    if (!m_jobs->mayLeave([this, path, video] { openProject(path, video); })) {
        return refuse({});
    }
    m_problem.clear();
    m_start->showProblem({});
    m_pages->setCurrentWidget(m_workspace);
    m_workspace->setProject(std::move(*project), video);
    m_actions->setProjectOpen(true);
    m_status->setText(m_workspace->project()->notice());
    refreshTitle();
    return true;
}

bool MainWindow::showVideo(const QString &video)
{
    if (!video.isEmpty() && m_workspace->project()->rowOf(video) < 0) {
        return refuse(tr("%1 has no video named %2").arg(m_workspace->project()->path(), video));
    }
    m_problem.clear();
    m_workspace->videoList().choose(video);
    return true;
}

bool MainWindow::refuse(const QString &problem)
{
    m_problem = problem;
    m_start->showProblem(problem);
    m_status->setText(problem);
    return false;
}

void MainWindow::setTheme(common::ThemeChoice choice)
{
    m_choice = choice;
    m_theme = &themeFor(choice);
    applyTheme();
    m_workspace->setTheme(*m_theme);
    m_jobs->setTheme(*m_theme);
}

void MainWindow::applyTheme()
{
    QApplication::setPalette(common::paletteOf(*m_theme));
    qApp->setStyleSheet(common::styleSheetOf(*m_theme));
}

void MainWindow::refreshTitle()
{
    const models::ProjectModel *project = m_workspace->project();
    if (project == nullptr) {
        setWindowTitle(tr("Taloscope"));
    } else {
        setWindowTitle(QStringList({m_workspace->videoName(), project->name(), tr("Taloscope")})
                           .join(QStringLiteral(" – ")));
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_jobs->mayLeave([this] { close(); })) {
        event->ignore();
        return;
    }
    m_settings.setLayout(kWindowLayout, saveGeometry());
    m_workspace->saveLayout(m_settings);
    QMainWindow::closeEvent(event);
}

// While a text field has the focus it gets letters, arrows and Space; Escape leaves it.
bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    auto *field = qobject_cast<QLineEdit *>(watched);
    if (field == nullptr || event->type() != QEvent::ShortcutOverride) {
        return QMainWindow::eventFilter(watched, event);
    }
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape) {
        field->clearFocus();
    } else if (!key->modifiers().testFlag(Qt::ControlModifier) &&
               !key->modifiers().testFlag(Qt::AltModifier)) {
        event->accept();
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace ui

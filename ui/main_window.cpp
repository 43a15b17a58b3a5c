#include "ui/main_window.h"

#include <functional>

#include <QActionGroup>
#include <QApplication>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/models/video_list_panel.h"
#include "ui/player/playback_controller.h"
#include "ui/start_page.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

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
{
    setMinimumSize(960, 600);
    resize(1600, 1000);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_workspace);
    setCentralWidget(m_pages);
    addFileMenu();
    addViewMenu();
    addPlaybackMenu();
    addGoMenu();
    buildStatusBar();
    for (QAction *action : m_projectCommands) {
        action->setEnabled(false);
    }
    connect(m_start, &StartPage::openRequested, this, &MainWindow::chooseProject);
    connect(m_workspace, &Workspace::videoChanged, this, &MainWindow::refreshTitle);
    connect(m_workspace, &Workspace::noticed, m_status, &QLabel::setText);
    qApp->installEventFilter(this);
    restoreGeometry(m_settings.layout(kWindowLayout));
    m_workspace->restoreLayout(m_settings);
    applyTheme();
    refreshTitle();
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
}

QAction *MainWindow::addCommand(QMenu *menu, const QString &text, const QList<QKeySequence> &keys,
                                const std::function<void()> &command)
{
    QAction *action = menu->addAction(text);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, [command] { command(); });
    m_projectCommands.append(action);
    return action;
}

void MainWindow::addFileMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&File"));
    QAction *open = menu->addAction(tr("&Open project…"), QKeySequence(Qt::CTRL | Qt::Key_O), this,
                                    &MainWindow::chooseProject);
    open->setStatusTip(tr("Opens a .talo file"));
    menu->addSeparator();
    menu->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
}

void MainWindow::addViewMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    timeline::TimelineView &timeline = m_workspace->timeline();
    addCommand(menu, tr("Zoom &in"), {Qt::Key_Plus, Qt::Key_Equal},
               [&timeline] { timeline.zoomIn(); });
    addCommand(menu, tr("Zoom &out"), {Qt::Key_Minus}, [&timeline] { timeline.zoomOut(); });
    addCommand(menu, tr("Show the &whole video"), {QKeySequence(Qt::CTRL | Qt::Key_0)},
               [&timeline] { timeline.showAll(); });
    addCommand(menu, tr("Show the &selected segment"), {Qt::Key_F},
               [&timeline] { timeline.showSelection(); });
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

void MainWindow::addPlaybackMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Playback"));
    player::PlaybackController &controller = m_workspace->controller();
    const auto add = [&](const QString &text, const QList<QKeySequence> &keys, auto command) {
        addCommand(menu, text, keys, [&controller, command] { command(controller); });
    };
    using Controller = player::PlaybackController;
    add(tr("&Play or pause"), {Qt::Key_Space}, [](Controller &c) { c.toggle(); });
    add(tr("Play &backwards, faster"), {Qt::Key_J}, [](Controller &c) { c.shuttle(-1); });
    add(tr("Pa&use"), {Qt::Key_K}, [](Controller &c) { c.shuttle(0); });
    add(tr("Play &forwards, faster"), {Qt::Key_L}, [](Controller &c) { c.shuttle(1); });
    menu->addSeparator();
    add(tr("One frame b&ack"), {Qt::Key_Left, Qt::Key_Comma},
        [](Controller &c) { c.stepFrames(-1); });
    add(tr("One frame &on"), {Qt::Key_Right, Qt::Key_Period},
        [](Controller &c) { c.stepFrames(1); });
    add(tr("One second back"), {QKeySequence(Qt::SHIFT | Qt::Key_Left)},
        [](Controller &c) { c.stepSeconds(-1); });
    add(tr("One second on"), {QKeySequence(Qt::SHIFT | Qt::Key_Right)},
        [](Controller &c) { c.stepSeconds(1); });
    add(tr("To the &start"), {Qt::Key_Home}, [](Controller &c) { c.toStart(); });
    add(tr("To the &end"), {Qt::Key_End}, [](Controller &c) { c.toEnd(); });
}

void MainWindow::addGoMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Go"));
    timeline::TimelineView &timeline = m_workspace->timeline();
    models::VideoListPanel &list = m_workspace->videoList();
    addCommand(menu, tr("&Next segment"), {Qt::Key_Tab},
               [&timeline] { timeline.selectNeighbour(1); });
    addCommand(menu, tr("&Previous segment"), {Qt::Key_Backtab},
               [&timeline] { timeline.selectNeighbour(-1); });
    addCommand(menu, tr("Lane &above"), {Qt::Key_Up},
               [&timeline] { timeline.activateNeighbour(-1); });
    addCommand(menu, tr("Lane &below"), {Qt::Key_Down},
               [&timeline] { timeline.activateNeighbour(1); });
    addCommand(menu, tr("&Clear the selection"), {Qt::Key_Escape},
               [&timeline] { timeline.clearSelection(); });
    menu->addSeparator();
    addCommand(menu, tr("Next &video"), {QKeySequence(Qt::CTRL | Qt::Key_PageDown)},
               [&list] { list.chooseNeighbour(1); });
    addCommand(menu, tr("Previous v&ideo"), {QKeySequence(Qt::CTRL | Qt::Key_PageUp)},
               [&list] { list.chooseNeighbour(-1); });
    addCommand(menu, tr("&Filter videos"), {QKeySequence(Qt::CTRL | Qt::Key_F)},
               [&list] { list.focusFilter(); });
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
    auto project = models::ProjectModel::open(common::toPath(path));
    if (!project) {
        m_problem = common::toQString(std::string_view(project.error().sentence()));
        m_start->showProblem(m_problem);
        m_status->setText(m_problem);
        return false;
    }
    if (!video.isEmpty() && (*project)->rowOf(video) < 0) {
        m_problem = tr("%1 has no video named %2").arg(path, video);
        m_start->showProblem(m_problem);
        return false;
    }
    m_problem.clear();
    m_start->showProblem({});
    m_pages->setCurrentWidget(m_workspace);
    m_workspace->setProject(std::move(*project), video);
    for (QAction *action : m_projectCommands) {
        action->setEnabled(true);
    }
    m_status->setText(
        tr("%1 · %2 videos · opened for looking")
            .arg(m_workspace->project()->path(),
                 common::countText(static_cast<qint64>(m_workspace->project()->videos().size()))));
    refreshTitle();
    return true;
}

void MainWindow::setTheme(common::ThemeChoice choice)
{
    m_choice = choice;
    m_theme = &themeFor(choice);
    applyTheme();
    m_workspace->setTheme(*m_theme);
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

#include "ui/input_meter.h"

#include <utility>

#include <QCoreApplication>
#include <QKeyEvent>
#include <QWidget>
#include <QWindow>

#include "ui/common/qt_convert.h"
#include "ui/models/project_model.h"
#include "ui/workspace.h"

namespace ui {

namespace {

constexpr int kKeepMs = 3000;

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt ||
           key == Qt::Key_AltGr || key == Qt::Key_Meta;
}

} // namespace

InputMeter::InputMeter(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kKeepMs);
    connect(&m_soon, &QTimer::timeout, this, &InputMeter::keep);
    connect(&workspace, &Workspace::projectChanged, this, &InputMeter::takeProject);
    connect(&workspace, &Workspace::videoChanged, this, &InputMeter::takeVideo);
    QCoreApplication::instance()->installEventFilter(this);
}

InputMeter::~InputMeter() = default;

// Each key and click comes to its window once, and then to the widgets. A key that is the shortcut
// of a command is no KeyPress; whether it is one is asked of the window for every key.
bool InputMeter::eventFilter(QObject *object, QEvent *event)
{
    const bool isKey = event->type() == QEvent::ShortcutOverride;
    const bool isClick = event->type() == QEvent::MouseButtonPress;
    if ((isKey || isClick) && isOfWindow(object) && isCounting()) {
        if (isKey) {
            const auto *key = static_cast<QKeyEvent *>(event);
            count({.keys = key->isAutoRepeat() || isModifier(key->key()) ? 0U : 1U});
        } else {
            count({.clicks = 1});
        }
    }
    return QObject::eventFilter(object, event);
}

// The window, or a panel of it that floats; a click in a dialog is none.
bool InputMeter::isOfWindow(const QObject *handle) const
{
    return handle == m_workspace.window()->windowHandle() ||
           m_workspace.panels().isPanelWindow(handle);
}

bool InputMeter::isCounting() const
{
    const models::ProjectModel *project = m_workspace.project();
    return project != nullptr && !project->isReadOnly();
}

void InputMeter::count(const core::edit::InputCount &input)
{
    if (input == core::edit::InputCount()) {
        return;
    }
    m_pending += input;
    m_isDirty = true;
    if (!m_soon.isActive()) {
        m_soon.start();
    }
}

void InputMeter::takeProject()
{
    m_soon.stop();
    m_log = {};
    m_pending = {};
    m_video.clear();
    m_isDirty = false;
    if (!isCounting()) {
        return;
    }
    models::ProjectModel *project = m_workspace.project();
    if (auto log = core::edit::readInput(project->session())) {
        m_log = *std::move(log);
    }
    // What led to an edit belongs to it.
    connect(project, &models::ProjectModel::changed, this,
            [this](const core::edit::ChangeSet &changes) {
                if (changes.revision > 0 && m_pending != core::edit::InputCount()) {
                    m_log.byRevision[changes.revision] += std::exchange(m_pending, {});
                }
            });
}

void InputMeter::takeVideo()
{
    if (m_video == common::toUtf8(m_workspace.videoName())) {
        return; // read again
    }
    if (!m_video.empty() && m_pending != core::edit::InputCount()) {
        m_log.idle[m_video] += std::exchange(m_pending, {});
    }
    m_video = common::toUtf8(m_workspace.videoName());
}

void InputMeter::keep()
{
    m_soon.stop();
    if (!m_isDirty || !isCounting()) {
        return;
    }
    core::edit::InputLog log = m_log;
    if (!m_video.empty() && m_pending != core::edit::InputCount()) {
        log.idle[m_video] += m_pending; // so far: an edit may still come of them
    }
    // Not worth a message: at worst some seconds of counting are lost.
    m_isDirty = !core::edit::writeInput(m_workspace.project()->session(), log).has_value();
}

} // namespace ui

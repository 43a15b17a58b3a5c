#pragma once

#include <QObject>
#include <QTimer>

#include "core/edit/effort_input.h"

class QWindow;

namespace ui {

class Workspace;

// Counts a person's keys and clicks in the window while a project is open, for the effort meter,
// and keeps them in the project within seconds. GUI thread.
class InputMeter : public QObject
{
    Q_OBJECT

public:
    // The workspace must outlive it.
    explicit InputMeter(Workspace &workspace, QObject *parent = nullptr);
    ~InputMeter() override;

    bool eventFilter(QObject *object, QEvent *event) override;
    // Keeps what is counted now.
    void keep();

private:
    void takeProject();
    void takeVideo();
    void count(const core::edit::InputCount &input);
    bool isOfWindow(const QObject *handle) const;
    bool isCounting() const;

    Workspace &m_workspace;
    core::edit::InputLog m_log = {};
    core::edit::InputCount m_pending = {}; // since the last edit
    std::string m_video = {};              // where it was
    bool m_isDirty = false;
    QTimer m_soon;
};

} // namespace ui

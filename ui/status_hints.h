#pragma once

#include <QWidget>

class QHBoxLayout;

namespace ui {

namespace common {
class ActionRegistry;
}

// The keys that one needs most, as caps at the right of the status bar; they follow the person's
// own keys. GUI thread.
class StatusHints : public QWidget
{
    Q_OBJECT

public:
    // The registry must outlive it.
    explicit StatusHints(const common::ActionRegistry &actions, QWidget *parent = nullptr);

private:
    void refresh();
    void addHint(const QStringList &keys, const QString &text);

    const common::ActionRegistry &m_actions;
    QHBoxLayout *m_row;
};

} // namespace ui

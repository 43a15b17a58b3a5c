#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui::dialogs {

// The bottom of a dialog: what hinders it, if anything, its main button and Cancel.
class DecisionRow : public QWidget
{
    Q_OBJECT

public:
    explicit DecisionRow(const QString &action, QWidget *parent = nullptr);

    void setAction(const QString &text);
    // Empty: nothing hinders, and the main button can be pressed.
    void setObstacle(const QString &obstacle);
    // Says what went wrong and leaves the main button as it is, for another try.
    void showProblem(const QString &problem);

signals:
    void accepted();
    void rejected();

private:
    QLabel *m_obstacle;
    QPushButton *m_action;
};

} // namespace ui::dialogs

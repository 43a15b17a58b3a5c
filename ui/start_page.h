#pragma once

#include <QWidget>

class QLabel;

namespace ui {

// What the window shows while no project is open, with the reason when one could not be opened.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

    // Empty: nothing failed.
    void showProblem(const QString &problem);

signals:
    void openRequested();

private:
    QLabel *m_problem;
};

} // namespace ui

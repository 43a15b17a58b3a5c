#pragma once

#include <QDialog>
#include <QProcess>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace ui::dialogs {

// Makes the demo by running `talo demo` beside the program, with its progress; can be stopped.
// Accepted when project() is there.
class DemoDialog : public QDialog
{
    Q_OBJECT

public:
    // `program`: talo; empty: the one beside this program.
    explicit DemoDialog(const QString &program = {}, QWidget *parent = nullptr);
    ~DemoDialog() override;

    void setFolder(const QString &folder);
    QString project() const;
    // More arguments for talo (tests: a small demo without training).
    void setArguments(const QStringList &arguments) { m_arguments = arguments; }

    void reject() override;

private:
    void build();
    void chooseFolder();
    void refresh();
    void begin();
    void takeOutput();
    void takeLine(const QString &line);
    void finish();

    QString m_program;
    QStringList m_arguments;
    QLineEdit *m_folder = nullptr;
    QLabel *m_stage = nullptr;
    QLabel *m_problem = nullptr;
    QProgressBar *m_progress = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_cancel = nullptr;
    QString m_lastLine;
    bool m_isStopping = false;
    QProcess m_process;
};

} // namespace ui::dialogs

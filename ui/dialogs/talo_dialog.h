#pragma once

#include <QDialog>
#include <QProcess>

class QLabel;
class QLayout;
class QProgressBar;
class QPushButton;

namespace ui::dialogs {

// A dialog that runs a command of talo to its end: what it will do, fields of its own, then stage,
// progress and remaining time, and Stop, which ends talo within three seconds. Accepted once talo
// has done it. GUI thread.
class TaloDialog : public QDialog
{
    Q_OBJECT

public:
    ~TaloDialog() override;

    // More arguments for talo (tests: a small demo without training).
    void setMoreArguments(const QStringList &arguments) { m_moreArguments = arguments; }

    void reject() override;

protected:
    // `program`: talo; empty: the one beside this program.
    TaloDialog(const QString &program, QWidget *parent);
    // Lays the dialog out; once, by the class that has the fields.
    void build(const QString &what, QLayout *fields);
    // Brings buttons and fields up to date; by whoever changes a field.
    void refresh();

    virtual QStringList arguments() const = 0;
    // Of the main button.
    virtual QString action() const = 0;
    virtual QString failure(const QString &lastLine) const = 0;
    virtual bool isReady() const = 0;
    virtual void setFieldsEnabled(bool isEnabled) = 0;
    // Whether there is nothing to run: the dialog is accepted at once.
    virtual bool isDone() const { return false; }

private:
    void begin();
    void takeOutput();
    void takeLine(const QString &line);
    void finish();

    QString m_program;
    QStringList m_moreArguments;
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

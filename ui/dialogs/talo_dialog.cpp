#include "ui/dialogs/talo_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QProcessEnvironment>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QTimer>
#include <QVBoxLayout>

namespace ui::dialogs {

namespace {

constexpr int kStopMs = 3000; // after this long talo is ended by force

} // namespace

TaloDialog::TaloDialog(const QString &program, QWidget *parent)
    : QDialog(parent)
    , m_program(program.isEmpty() ? QCoreApplication::applicationDirPath() + QStringLiteral("/talo")
                                  : program)
{
    setMinimumWidth(560);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TALOSCOPE_PROGRESS_INTERVAL_MS"), QStringLiteral("250"));
    m_process.setProcessEnvironment(environment);
    connect(&m_process, &QProcess::readyRead, this, &TaloDialog::takeOutput);
    connect(&m_process, &QProcess::finished, this, &TaloDialog::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            m_problem->setText(
                tr("%1 cannot be started: %2.").arg(m_program, m_process.errorString()));
            refresh();
        }
    });
}

TaloDialog::~TaloDialog()
{
    disconnect(&m_process, nullptr, this, nullptr);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.terminate();
        if (!m_process.waitForFinished(kStopMs)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
}

void TaloDialog::build(const QString &what, QLayout *fields)
{
    auto *explanation = new QLabel(what);
    explanation->setWordWrap(true);
    m_stage = new QLabel;
    m_stage->setProperty("tone", QStringLiteral("second"));
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setVisible(false);
    m_problem = new QLabel;
    m_problem->setProperty("tone", QStringLiteral("error"));
    m_problem->setWordWrap(true);
    auto *buttons = new QDialogButtonBox;
    m_start = buttons->addButton(action(), QDialogButtonBox::AcceptRole);
    m_start->setProperty("primary", true);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &TaloDialog::begin);
    connect(buttons, &QDialogButtonBox::rejected, this, &TaloDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(12);
    layout->addWidget(explanation);
    layout->addLayout(fields);
    layout->addWidget(m_stage);
    layout->addWidget(m_progress);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    refresh();
}

void TaloDialog::refresh()
{
    const bool isRunning = m_process.state() != QProcess::NotRunning;
    setFieldsEnabled(!isRunning);
    m_start->setEnabled(!isRunning && isReady());
    m_start->setText(action());
    m_cancel->setText(isRunning ? tr("Stop") : tr("Cancel"));
    m_progress->setVisible(isRunning);
}

void TaloDialog::begin()
{
    if (isDone()) {
        accept();
        return;
    }
    m_problem->clear();
    m_lastLine.clear();
    m_isStopping = false;
    m_progress->setRange(0, 0);
    m_process.start(m_program, arguments() + m_moreArguments);
    m_stage->setText(tr("Starting"));
    refresh();
}

void TaloDialog::takeOutput()
{
    while (m_process.canReadLine()) {
        takeLine(QString::fromUtf8(m_process.readLine()).trimmed());
    }
}

// "videos     12/80, 20 s left", as talo tells its progress.
void TaloDialog::takeLine(const QString &line)
{
    static const QRegularExpression progress(
        QStringLiteral("^(\\S[^/]*?)\\s+(\\d+)/(\\d+)(?:, (.*) left)?$"));
    const QRegularExpressionMatch match = progress.match(line);
    if (!match.hasMatch()) {
        m_lastLine = line.isEmpty() ? m_lastLine : line;
        return;
    }
    QString stage = match.captured(1);
    if (stage == QLatin1String("videos")) {
        stage = tr("Rendering videos");
    } else if (stage == QLatin1String("features")) {
        stage = tr("Computing features");
    } else {
        stage = tr("Training: %1").arg(stage);
    }
    const QString left = match.captured(4);
    m_stage->setText(left.isEmpty() ? stage : tr("%1, about %2 left").arg(stage, left));
    m_progress->setRange(0, match.captured(3).toInt());
    m_progress->setValue(match.captured(2).toInt());
}

void TaloDialog::finish()
{
    takeOutput();
    if (m_isStopping) {
        QDialog::reject();
        return;
    }
    if (m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0) {
        accept();
        return;
    }
    m_stage->clear();
    m_problem->setText(failure(m_lastLine));
    refresh();
}

void TaloDialog::reject()
{
    if (m_process.state() == QProcess::NotRunning) {
        QDialog::reject();
        return;
    }
    m_isStopping = true;
    m_stage->setText(tr("Stopping"));
    m_process.terminate();
    QTimer::singleShot(kStopMs, &m_process, &QProcess::kill);
}

} // namespace ui::dialogs

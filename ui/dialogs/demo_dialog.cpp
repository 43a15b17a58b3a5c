#include "ui/dialogs/demo_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
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

DemoDialog::DemoDialog(const QString &program, QWidget *parent)
    : QDialog(parent)
    , m_program(program.isEmpty() ? QCoreApplication::applicationDirPath() + QStringLiteral("/talo")
                                  : program)
{
    setWindowTitle(tr("Try the demo"));
    setMinimumWidth(560);
    build();
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TALOSCOPE_PROGRESS_INTERVAL_MS"), QStringLiteral("250"));
    m_process.setProcessEnvironment(environment);
    connect(&m_process, &QProcess::readyRead, this, &DemoDialog::takeOutput);
    connect(&m_process, &QProcess::finished, this, &DemoDialog::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            m_problem->setText(
                tr("%1 cannot be started: %2.").arg(m_program, m_process.errorString()));
            refresh();
        }
    });
    setFolder(QDir::homePath() + QStringLiteral("/taloscope-demo"));
}

DemoDialog::~DemoDialog()
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

void DemoDialog::build()
{
    auto *what = new QLabel(tr("Renders 120 small videos of drawn figures, computes features from "
                               "their pixels and trains the three stages. Takes a few minutes "
                               "on the CPU and 100 MB."));
    what->setWordWrap(true);
    m_folder = new QLineEdit;
    m_folder->setAccessibleName(tr("Folder of the demo"));
    auto *choose = new QPushButton(tr("Choose…"));
    connect(choose, &QPushButton::clicked, this, &DemoDialog::chooseFolder);
    connect(m_folder, &QLineEdit::textChanged, this, &DemoDialog::refresh);
    auto *place = new QHBoxLayout;
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    auto *form = new QFormLayout;
    form->addRow(tr("Folder"), place);
    m_stage = new QLabel;
    m_stage->setProperty("tone", QStringLiteral("second"));
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setVisible(false);
    m_problem = new QLabel;
    m_problem->setProperty("tone", QStringLiteral("error"));
    m_problem->setWordWrap(true);
    auto *buttons = new QDialogButtonBox;
    m_start = buttons->addButton(tr("Make the demo"), QDialogButtonBox::AcceptRole);
    m_start->setProperty("primary", true);
    m_start->setDefault(true);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &DemoDialog::begin);
    connect(buttons, &QDialogButtonBox::rejected, this, &DemoDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(12);
    layout->addWidget(what);
    layout->addLayout(form);
    layout->addWidget(m_stage);
    layout->addWidget(m_progress);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
}

void DemoDialog::setFolder(const QString &folder)
{
    m_folder->setText(folder);
    refresh();
}

QString DemoDialog::project() const
{
    return m_folder->text() + QStringLiteral("/demo.talo");
}

void DemoDialog::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the demo"));
    if (!folder.isEmpty()) {
        m_folder->setText(folder);
    }
}

void DemoDialog::refresh()
{
    const bool isRunning = m_process.state() != QProcess::NotRunning;
    const bool isThere = QFileInfo::exists(project());
    m_folder->setEnabled(!isRunning);
    m_start->setEnabled(!isRunning && !m_folder->text().trimmed().isEmpty());
    m_start->setText(isThere && !isRunning ? tr("Open the demo") : tr("Make the demo"));
    m_cancel->setText(isRunning ? tr("Stop") : tr("Cancel"));
    m_progress->setVisible(isRunning);
}

void DemoDialog::begin()
{
    if (QFileInfo::exists(project())) {
        accept();
        return;
    }
    m_problem->clear();
    m_lastLine.clear();
    m_isStopping = false;
    m_progress->setRange(0, 0);
    m_process.start(m_program,
                    QStringList({QStringLiteral("demo"), m_folder->text()}) + m_arguments);
    m_stage->setText(tr("Starting"));
    refresh();
}

void DemoDialog::takeOutput()
{
    while (m_process.canReadLine()) {
        takeLine(QString::fromUtf8(m_process.readLine()).trimmed());
    }
}

// "videos     12/80, 20 s left", as talo tells its progress.
void DemoDialog::takeLine(const QString &line)
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

void DemoDialog::finish()
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
    m_problem->setText(tr("The demo could not be made. %1").arg(m_lastLine));
    refresh();
}

void DemoDialog::reject()
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

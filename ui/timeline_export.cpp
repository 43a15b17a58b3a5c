#include "ui/timeline_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPixmap>
#include <QProcess>
#include <QProgressDialog>
#include <QRegularExpression>

#include "core/base/file.h"
#include "core/base/time.h"

#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"
#include "ui/models/project_model.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

namespace ui {

namespace {

constexpr int kEndMs = 3000; // a film that is stopped gives up within it

} // namespace

TimelineExport::TimelineExport(Workspace &workspace, QWidget &window)
    : QObject(&window)
    , m_workspace(workspace)
    , m_window(window)
{
}

TimelineExport::~TimelineExport()
{
    if (m_process != nullptr) {
        disconnect(m_process, nullptr, this, nullptr);
        m_process->terminate();
        if (!m_process->waitForFinished(kEndMs)) {
            m_process->kill();
            m_process->waitForFinished();
        }
    }
}

void TimelineExport::ask()
{
    if (m_workspace.videoName().isEmpty() || isDrawing()) {
        emit said(isDrawing() ? tr("A film is being drawn.") : tr("No video is shown."));
        return;
    }
    const QDir beside = QFileInfo(m_workspace.project()->path()).dir();
    const QString file = QFileDialog::getSaveFileName(
        &m_window, tr("Export the timeline"),
        beside.filePath(m_workspace.videoName() + QStringLiteral(".png")),
        tr("Picture of the lanes (*.png);;Film with the lanes (*.mp4)"));
    if (!file.isEmpty()) {
        save(file);
    }
}

void TimelineExport::save(const QString &file)
{
    const bool isPicture =
        QFileInfo(file).suffix().compare(QLatin1String("png"), Qt::CaseInsensitive) == 0;
    if (isPicture) {
        savePicture(file);
    } else {
        startFilm(file);
    }
}

void TimelineExport::savePicture(const QString &file)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    m_workspace.timeline().grab().save(&buffer, "PNG");
    const auto written = core::base::writeFileAtomically(common::toPath(file), bytes.toStdString());
    emit said(written ? tr("Wrote %1.").arg(file) : common::errorText(written.error()));
}

void TimelineExport::startFilm(const QString &file)
{
    const core::base::TimeRange visible = m_workspace.timeline().axis().visible();
    const auto seconds = [](core::base::TimeUs time) {
        return QString::number(core::base::usToSeconds(time), 'f', 6);
    };
    m_process = new QProcess(this);
    m_progress = new QProgressDialog(tr("Drawing %1…").arg(QFileInfo(file).fileName()),
                                     tr("Cancel"), 0, 100, &m_window);
    m_progress->setAttribute(Qt::WA_DeleteOnClose);
    m_progress->setWindowTitle(tr("Export the timeline"));
    m_progress->setMinimumDuration(0);
    m_progress->setAutoClose(false);
    connect(m_progress, &QProgressDialog::canceled, m_process, &QProcess::terminate);
    connect(m_process, &QProcess::readyReadStandardError, this, &TimelineExport::readProgress);
    connect(m_process, &QProcess::finished, this,
            [this, file](int exitCode) { endFilm(file, exitCode); });
    connect(m_process, &QProcess::errorOccurred, this, [this, file](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            m_lastLine = m_process->errorString();
            endFilm(file, 1);
        }
    });
    m_process->start(QCoreApplication::applicationFilePath(),
                     {m_workspace.project()->path(), QStringLiteral("--video"),
                      m_workspace.videoName(), QStringLiteral("--render"), file,
                      QStringLiteral("--from"), seconds(visible.startUs), QStringLiteral("--to"),
                      seconds(visible.endUs)});
}

void TimelineExport::readProgress()
{
    const QString text = QString::fromUtf8(m_process->readAllStandardError());
    static const QRegularExpression lineEnd(QStringLiteral("[\r\n]"));
    const QStringList lines = text.split(lineEnd, Qt::SkipEmptyParts);
    static const QRegularExpression percent(QStringLiteral("^render (\\d+) %"));
    for (const QString &line : lines) {
        const auto match = percent.match(line);
        if (!match.hasMatch()) {
            m_lastLine = line;
        } else if (m_progress != nullptr) {
            m_progress->setValue(match.captured(1).toInt());
        }
    }
}

void TimelineExport::endFilm(const QString &file, int exitCode)
{
    m_process->deleteLater();
    m_process = nullptr;
    const bool wasCancelled = m_progress == nullptr || m_progress->wasCanceled();
    if (m_progress != nullptr) {
        m_progress->close();
    }
    emit said(exitCode == 0  ? tr("Wrote %1.").arg(file)
              : wasCancelled ? tr("The film was not finished; nothing was written.")
                             : tr("The film could not be drawn: %1").arg(m_lastLine));
}

} // namespace ui

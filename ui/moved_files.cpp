#include "ui/moved_files.h"

#include <filesystem>

#include <QFileDialog>
#include <QProgressDialog>

#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"
#include "ui/models/project_model.h"
#include "ui/workspace.h"

namespace ui {

using core::base::CancelToken;
using core::base::Result;
using core::edit::MovedMedia;
using core::edit::ProjectSession;

namespace {

Result<MovedMedia> findAndTake(const std::filesystem::path &project,
                               const std::filesystem::path &folder,
                               const core::edit::CountProgress &progress, const CancelToken &cancel)
{
    ProjectSession session =
        TRY(ProjectSession::open(project, core::edit::Access::WriteBeside, "taloscope"));
    MovedMedia media = TRY(core::edit::findMovedMedia(session, folder, progress, cancel));
    if (!media.found.empty()) {
        TRY(core::edit::takeMovedMedia(session, media));
    }
    return media;
}

} // namespace

MovedFiles::MovedFiles(Workspace &workspace, QWidget &window)
    : QObject(&window)
    , m_workspace(workspace)
    , m_window(window)
{
    connect(&m_task, &common::BackgroundTask::progressed, this,
            [this](const QString &, qint64 done, qint64 total) {
                if (m_progress != nullptr) {
                    m_progress->setMaximum(static_cast<int>(total));
                    m_progress->setValue(static_cast<int>(done));
                }
            });
}

void MovedFiles::ask()
{
    const models::ProjectModel *project = m_workspace.project();
    if (project == nullptr) {
        emit said(tr("No project is open."));
        return;
    }
    if (project->isReadOnly()) {
        emit said(tr("The project is open for looking only: it cannot be told where files are."));
        return;
    }
    const QString folder =
        QFileDialog::getExistingDirectory(&m_window, tr("Where are the videos and features now?"));
    if (!folder.isEmpty()) {
        search(folder);
    }
}

void MovedFiles::search(const QString &folder)
{
    m_progress =
        new QProgressDialog(tr("Looking in %1…").arg(folder), tr("Cancel"), 0, 0, &m_window);
    m_progress->setAttribute(Qt::WA_DeleteOnClose);
    m_progress->setWindowTitle(tr("Find moved files"));
    m_progress->setAutoReset(false);
    connect(m_progress, &QProgressDialog::canceled, this, [this] {
        m_task.cancel();
        emit said(tr("The search was cancelled; nothing was changed."));
    });
    m_task.start([this, folder, project = common::toPath(m_workspace.project()->path())](
                     const common::BackgroundTask::Progress &progress, const CancelToken &cancel) {
        const auto count = [&progress](std::int64_t done, std::int64_t total) {
            progress({}, done, total);
        };
        auto media = findAndTake(project, common::toPath(folder), count, cancel);
        return std::function<void()>([this, folder, media = std::move(media)] {
            if (m_progress != nullptr) {
                m_progress->close();
            }
            if (media) {
                tell(*media, folder);
            } else {
                emit said(common::errorText(media.error()));
            }
        });
    });
}

void MovedFiles::tell(const MovedMedia &media, const QString &folder)
{
    const auto found = static_cast<int>(media.found.size());
    const auto missing = static_cast<int>(media.missing.size());
    if (found == 0 && missing == 0) {
        emit said(tr("Every file is where the project expects it."));
        return;
    }
    QString text = tr("Found %n file(s) in %1.", nullptr, found).arg(folder);
    if (missing > 0) {
        text += QLatin1Char(' ') + tr("%n stay(s) missing, such as %1.", nullptr, missing)
                                       .arg(QString::fromStdString(media.missing.front().string()));
    }
    if (!media.strangers.empty()) {
        text +=
            QLatin1Char(' ') + tr("%1 has the name of a missing file, but another content.")
                                   .arg(QString::fromStdString(media.strangers.front().string()));
    }
    if (found > 0) {
        m_workspace.project()->reload();
    }
    emit said(text);
}

} // namespace ui

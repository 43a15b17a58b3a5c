#include "tests/ui/editing_case.h"

#include "core/edit/project_session.h"

#include "tests/support/project_factory.h"
#include "tests/ui/studio_project.h"

namespace tests {

using core::model::Segment;
using ui::MainWindow;

void EditingCase::initTestCase()
{
    makeStudioProject(m_folder.path().toStdString());
}

void EditingCase::init()
{
    m_copy = std::make_unique<QTemporaryDir>();
    std::filesystem::copy(m_folder.path().toStdString(), m_copy->path().toStdString(),
                          std::filesystem::copy_options::recursive);
    m_settings = std::make_unique<ui::common::Settings>(m_copy->filePath(QStringLiteral("s.ini")));
    openWindow();
}

void EditingCase::openWindow()
{
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_window->resize(1400, 900);
    m_window->show();
    QVERIFY(
        m_window->openProject(QString::fromStdString(path().string()), QStringLiteral("v_000")));
    QTRY_VERIFY(workspace().isSettled());
}

void EditingCase::cleanup()
{
    m_window.reset();
    m_copy.reset();
}

ui::timeline::SegmentLane *EditingCase::lane(const char *title)
{
    for (ui::timeline::Lane *item : view().lanes()) {
        if (item->title() == QLatin1String(title)) {
            return qobject_cast<ui::timeline::SegmentLane *>(item);
        }
    }
    return nullptr;
}

void EditingCase::moveTo(QWidget *widget, const QPoint &point, Qt::KeyboardModifiers modifiers)
{
    QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton,
                     Qt::LeftButton, modifiers);
    QApplication::sendEvent(widget, &move);
}

void EditingCase::drag(QWidget *widget, const QPoint &from, const QPoint &to,
                       Qt::KeyboardModifiers modifiers)
{
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
    moveTo(widget, from + (to - from) / 2, modifiers);
    moveTo(widget, to, modifiers);
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
}

std::vector<Segment> EditingCase::labels(const char *video)
{
    auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Read, "test");
    if (!session) {
        return {};
    }
    core::edit::Document &document = session->document();
    for (const core::model::Track &track : document.tracks()) {
        if (track.role == core::model::TrackRole::Manual &&
            track.videoId == document.videoByName(video)->id) {
            const auto found = document.segments(track.id);
            return {found->begin(), found->end()};
        }
    }
    return {};
}

qint64 EditingCase::revisions()
{
    auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Read, "test");
    return session ? static_cast<qint64>(session->revisions().newest(std::nullopt)->size()) : -1;
}

std::string EditingCase::rows()
{
    return dumpTables(path(), {"segment", "track"});
}

} // namespace tests

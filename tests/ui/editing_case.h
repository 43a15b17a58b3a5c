#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <QTemporaryDir>
#include <QtTest>

#include "core/model/segment.h"

#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

namespace tests {

inline constexpr core::base::TimeUs kSecond = 1'000'000;
// The label that the project of an EditingCase has: class Jump, confirmed.
inline constexpr core::base::TimeRange kLabel = {11'500'000, 14'000'000};

// A test that corrects labels in the real window, of a project that makeStudioProject() made; what
// counts is what the project file holds afterwards, read by a session of its own.
class EditingCase : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

protected:
    ui::MainWindow &window() { return *m_window; }
    ui::Workspace &workspace() { return m_window->workspace(); }
    ui::timeline::TimelineView &view() { return workspace().timeline(); }
    ui::player::PlaybackController &player() { return workspace().controller(); }
    ui::timeline::SegmentLane *lane(const char *title);
    ui::timeline::SegmentLane *own() { return lane("My labels"); }

    void openWindow();
    void closeWindow() { m_window.reset(); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    int xOf(core::base::TimeUs time)
    {
        return static_cast<int>(std::lround(view().axis().xOf(time)));
    }
    // The button is held.
    static void moveTo(QWidget *widget, const QPoint &point,
                       Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    static void drag(QWidget *widget, const QPoint &from, const QPoint &to,
                     Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void dragOwn(int from, int to) { drag(own(), {from, 20}, {to, 20}); }
    void selectLabel()
    {
        QVERIFY(!own()->segments().empty());
        view().select(own(), {own()->segments().front().id});
    }
    // The labels of a person in a video and the number of revisions, as the file has them.
    std::vector<core::model::Segment> labels(const char *video = "v_000");
    qint64 revisions();
    std::string rows();
    std::filesystem::path path() const
    {
        return std::filesystem::path(m_copy->path().toStdString()) / "p.talo";
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_copy;
    std::unique_ptr<ui::common::Settings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace tests

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/media/frame_index.h"

#include "ui/common/theme.h"
#include "ui/player/playback_controller.h"
#include "ui/player/video_view.h"

#include "tests/support/media_factory.h"

using namespace ui::player;
using core::base::TimeUs;

class TestPlayer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void showsTheFrameThatIsAskedFor();
    void showsAPreviewThenTheExactFrame();
    void showsAnotherFrameWithoutMoving();
    void stepsByFrames();
    void playsByTheClock();
    void shuttlesBothWays();
    void worksWithoutAFile();
    void worksWithoutARate();
    void saysWhyAFileIsNotShown();
    void forgetsAnswersOfAnotherVideo();
    void givesThumbnails();
    void marksADamagedPart();
    void playsAPartOverAndOver();

private:
    qint64 counterOnScreen() const;
    void open(const std::filesystem::path &path);

    QTemporaryDir m_folder;
    std::filesystem::path m_video;
    std::filesystem::path m_short;
    TimeUs m_now = 0;
    std::unique_ptr<DecodeWorker> m_decoder;
    std::unique_ptr<PlaybackController> m_controller;
    std::unique_ptr<VideoView> m_view;
};

void TestPlayer::initTestCase()
{
    const std::filesystem::path folder = m_folder.path().toStdString();
    m_video = folder / "counter.mp4";
    m_short = folder / "short.mp4";
    QVERIFY(tests::writeCounterVideo(m_video, {.frames = 120}));
    QVERIFY(tests::writeCounterVideo(m_short, {.frames = 10}));
}

void TestPlayer::init()
{
    m_now = 0;
    m_decoder = std::make_unique<DecodeWorker>(std::int64_t{16} << 20);
    m_controller = std::make_unique<PlaybackController>(*m_decoder, [this] { return m_now; });
    m_view = std::make_unique<VideoView>(ui::common::darkTheme());
    connect(m_decoder.get(), &DecodeWorker::pictureReady, m_view.get(), &VideoView::showPicture);
    connect(m_decoder.get(), &DecodeWorker::failed, m_view.get(), &VideoView::showMessage);
}

void TestPlayer::cleanup()
{
    m_controller.reset();
    m_decoder.reset();
    m_view.reset();
}

// The number that the picture on screen spells.
qint64 TestPlayer::counterOnScreen() const
{
    const QImage image = m_view->image().convertToFormat(QImage::Format_RGB888);
    core::media::Picture picture;
    picture.width = image.width();
    picture.height = image.height();
    for (int y = 0; y < image.height(); ++y) {
        const uchar *line = image.constScanLine(y);
        picture.pixels.insert(picture.pixels.end(), line, line + 3 * image.width());
    }
    return tests::readCounter(picture);
}

void TestPlayer::open(const std::filesystem::path &path)
{
    m_controller->open(path, 1'000'000, 25.0);
    QTRY_COMPARE(m_view->shownFrame(), 0);
}

void TestPlayer::showsTheFrameThatIsAskedFor()
{
    open(m_video);
    QCOMPARE(m_controller->frameCount(), 120);
    for (const qint64 frame : {0, 119, 7, 8, 6, 60}) {
        m_controller->seekTo(m_controller->timeOf(frame) + 1);
        QCOMPARE(m_controller->frame(), frame);
        QCOMPARE(m_controller->time(), m_controller->timeOf(frame));
        QTRY_COMPARE(m_view->shownFrame(), frame);
        QCOMPARE(counterOnScreen(), frame);
    }
}

void TestPlayer::showsAPreviewThenTheExactFrame()
{
    open(m_video);
    QSignalSpy pictures(m_decoder.get(), &DecodeWorker::pictureReady);
    m_decoder->request(107, FrameMode::Preview);
    QTRY_COMPARE(pictures.count(), 1);
    // What a preview shows is labelled as what it is.
    const auto preview = pictures.front().front().value<DecodedPicture>();
    QVERIFY(!preview.isExact);
    QVERIFY(preview.frame < 107);
    QCOMPARE(m_view->shownFrame(), preview.frame);
    QCOMPARE(counterOnScreen(), preview.frame);
    // A drag that rests ends with the exact frame, without a release of the button.
    m_controller->scrubTo(m_controller->timeOf(107));
    QTRY_COMPARE(m_view->shownFrame(), 107);
    QVERIFY(pictures.back().front().value<DecodedPicture>().isExact);
    QCOMPARE(counterOnScreen(), 107);
}

void TestPlayer::showsAnotherFrameWithoutMoving()
{
    open(m_video);
    m_controller->seekTo(m_controller->timeOf(8));
    QTRY_COMPARE(m_view->shownFrame(), 8);
    QSignalSpy moves(m_controller.get(), &PlaybackController::timeChanged);
    m_controller->peekAt(m_controller->timeOf(90));
    QTRY_COMPARE(m_view->shownFrame(), 90);
    m_controller->peekAt(m_controller->timeOf(61));
    QTRY_COMPARE(m_view->shownFrame(), 61);
    QCOMPARE(counterOnScreen(), 61);
    QCOMPARE(m_controller->frame(), 8);
    m_controller->endPeek();
    QTRY_COMPARE(m_view->shownFrame(), 8);
    QCOMPARE(moves.count(), 0);
    // A move ends it, too.
    m_controller->peekAt(m_controller->timeOf(90));
    m_controller->stepFrames(1);
    QTRY_COMPARE(m_view->shownFrame(), 9);
    m_controller->endPeek();
    QCOMPARE(m_controller->frame(), 9);
    // Playing goes on undisturbed.
    m_controller->play();
    m_controller->peekAt(m_controller->timeOf(90));
    m_now += 40'000;
    m_controller->tick();
    QTRY_COMPARE(m_view->shownFrame(), 10);
}

void TestPlayer::stepsByFrames()
{
    open(m_video);
    m_controller->seekTo(m_controller->timeOf(50));
    m_controller->stepFrames(-1);
    QCOMPARE(m_controller->frame(), 49);
    m_controller->stepFrames(2);
    QCOMPARE(m_controller->frame(), 51);
    m_controller->stepFrames(1000);
    QCOMPARE(m_controller->frame(), 119);
    m_controller->toStart();
    m_controller->stepFrames(-1);
    QCOMPARE(m_controller->frame(), 0);
}

void TestPlayer::playsByTheClock()
{
    open(m_video);
    const QSignalSpy playing(m_controller.get(), &PlaybackController::playingChanged);
    m_controller->play();
    QVERIFY(m_controller->isPlaying());
    m_now = 1'000'000;
    m_controller->tick();
    QCOMPARE(m_controller->frame(), m_controller->frameAt(1'000'000));
    m_controller->setRate(2);
    m_now += 500'000;
    m_controller->tick();
    QCOMPARE(m_controller->frame(), m_controller->frameAt(2'000'000));
    m_now += 100'000'000;
    m_controller->tick();
    QVERIFY(!m_controller->isPlaying());
    QCOMPARE(m_controller->frame(), 119);
    QCOMPARE(playing.count(), 2);
    // At the end, playing begins again.
    m_controller->play();
    QCOMPARE(m_controller->frame(), 0);
}

void TestPlayer::shuttlesBothWays()
{
    open(m_video);
    m_controller->shuttle(1);
    QCOMPARE(m_controller->rate(), 1.0);
    m_controller->shuttle(1);
    QCOMPARE(m_controller->rate(), 2.0);
    m_controller->shuttle(-1);
    QCOMPARE(m_controller->rate(), -1.0);
    m_controller->shuttle(0);
    QVERIFY(!m_controller->isPlaying());
    QCOMPARE(m_controller->rate(), 1.0);
}

void TestPlayer::worksWithoutAFile()
{
    m_controller->open({}, 10'000'000, 29.97);
    QCOMPARE(m_controller->frameCount(), 300);
    for (const qint64 frame : {0, 1, 2, 100, 298}) {
        QCOMPARE(m_controller->frameAt(m_controller->timeOf(frame)), frame);
    }
    m_controller->seekTo(5'000'000);
    m_controller->stepFrames(1);
    QCOMPARE(m_controller->frame(), 150);
}

// As in a video that only annotations name.
void TestPlayer::worksWithoutARate()
{
    m_controller->open({}, 10'000'000, 0);
    m_controller->seekTo(5'000'001);
    QCOMPARE(m_controller->time(), 5'000'001);
    m_controller->stepFrames(2);
    QCOMPARE(m_controller->time(), 5'080'001);
    m_controller->stepFrames(-1);
    QCOMPARE(m_controller->time(), 5'040'001);
    m_controller->play();
    QCOMPARE(m_controller->time(), 5'040'001);
    m_controller->pause();
    m_controller->toEnd();
    m_controller->play();
    QCOMPARE(m_controller->time(), 0);
}

void TestPlayer::saysWhyAFileIsNotShown()
{
    m_controller->open(m_folder.path().toStdString() + "/absent.mp4", 1'000'000, 25);
    QTRY_VERIFY(m_view->message().contains(QStringLiteral("absent.mp4")));
    QCOMPARE(m_view->shownFrame(), -1);
    QCOMPARE(m_controller->durationUs(), 1'000'000);
}

void TestPlayer::forgetsAnswersOfAnotherVideo()
{
    const QSignalSpy opened(m_decoder.get(), &DecodeWorker::opened);
    m_controller->open(m_video, 1'000'000, 25);
    m_controller->open(m_short, 1'000'000, 25);
    QTRY_COMPARE(m_controller->frameCount(), 10);
    QTest::qWait(100);
    QCOMPARE(opened.count(), 1);
}

void TestPlayer::givesThumbnails()
{
    const QSignalSpy thumbnails(m_decoder.get(), &DecodeWorker::thumbnailReady);
    open(m_video);
    m_decoder->requestThumbnails({0, 1'000'000, 2'000'000}, 30);
    QTRY_COMPARE(thumbnails.count(), 3);
    QCOMPARE(thumbnails[2][0].value<TimeUs>(), 2'000'000);
    QCOMPARE(thumbnails[0][1].value<QImage>().size(), QSize(40, 30));
}

void TestPlayer::marksADamagedPart()
{
    std::string bytes = core::base::readFile(m_video).value();
    const std::size_t from = bytes.size() / 2;
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.size() / 10, '\xff');
    const std::filesystem::path damaged = m_video.parent_path() / "damaged.mp4";
    QVERIFY(core::base::writeFileAtomically(damaged, bytes));
    open(damaged);
    QSignalSpy pictures(m_decoder.get(), &DecodeWorker::pictureReady);
    int marked = 0;
    for (qint64 frame = 1; frame < 120; ++frame) {
        m_controller->stepFrames(1);
        QTRY_COMPARE(pictures.count(), frame);
        QVERIFY(m_view->gap() < 0 ? m_view->shownFrame() == frame : m_view->gap() == frame);
        marked += m_view->gap() < 0 ? 0 : 1;
    }
    QVERIFY(marked > 0);
    QVERIFY(marked < 60);
}

void TestPlayer::playsAPartOverAndOver()
{
    open(m_video);
    m_controller->setLoop(core::base::TimeRange{1'000'000, 2'000'000});
    m_controller->seekTo(1'500'000);
    m_controller->play();
    m_now += 600'000;
    m_controller->tick();
    QVERIFY(m_controller->isPlaying());
    QCOMPARE(m_controller->frame(), 25);
    // A place outside the part is played through.
    m_controller->seekTo(3'000'000);
    m_now += 400'000;
    m_controller->tick();
    QCOMPARE(m_controller->frame(), 85);
}

QTEST_MAIN(TestPlayer)
#include "tst_player.moc"

// Plays a video with its sound for some seconds, as the studio's player does, and prints when the
// picture of each whole second came ("picture SECOND NANOSECONDS", of the clock that time.time_ns()
// reads), how long starting kept the thread, and why nothing is heard, if so.
//     play_aloud VIDEO SECONDS
#include <chrono>
#include <ctime>

#include <QApplication>
#include <QElapsedTimer>
#include <QTextStream>
#include <QTimer>

#include "core/media/frame_index.h"

#include "ui/player/decode_worker.h"
#include "ui/player/playback_controller.h"
#include "ui/player/sound.h"

using namespace ui::player;

namespace {

double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

qint64 nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 3) {
        return 2;
    }
    const std::filesystem::path video = arguments[1].toStdString();
    DecodeWorker decoder(std::int64_t{64} << 20);
    PlaybackController controller(decoder, {});
    Sound sound(controller);
    QTextStream out(stdout);
    qint64 said = -1;
    QObject::connect(&decoder, &DecodeWorker::opened, [&](const OpenedVideo &opened) {
        sound.setHasSound(opened.hasSound);
        QElapsedTimer clock;
        clock.start();
        const double start = processorMs();
        controller.play();
        out << "start " << clock.elapsed() << " ms, processor " << processorMs() - start << " ms"
            << Qt::endl;
        QTimer::singleShot(arguments[2].toInt() * 1000, &application, [&] {
            out << "silence " << sound.silence() << Qt::endl;
            QApplication::quit();
        });
    });
    QObject::connect(&controller, &PlaybackController::timeChanged, [&](core::base::TimeUs time) {
        const qint64 second = time / 1'000'000;
        if (controller.isPlaying() && second > said) {
            said = second;
            out << "picture " << second << " " << nowNs() << " " << sound.positionMs() << Qt::endl;
        }
    });
    controller.open(video, 0, 25);
    sound.open(video);
    return QApplication::exec();
}

#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <QImage>
#include <QObject>

#include "core/base/result.h"
#include "core/base/time.h"

namespace core::media {
class FrameTables;
class HardwareDevice;
struct FrameTable;
class VideoReader;
} // namespace core::media

namespace ui::player {

// What a video turned out to be.
struct OpenedVideo
{
    std::shared_ptr<const core::media::FrameTable> table;
    QSize displaySize; // upright, with square pixels
    bool hasSound = false;
};

enum class FrameMode {
    Preview, // the keyframe at or before: quick, while dragging
    Exact,
};

// A picture that was decoded. `frame` and `time` are the picture's own, never what was asked for.
struct DecodedPicture
{
    QImage image;
    qint64 frame = 0;
    core::base::TimeUs time = 0;
    quint64 generation = 0;
    bool isExact = false; // it is the frame that was asked for
    qint64 gap = -1;      // the frame that was asked for and does not decode; -1: none
    std::vector<core::base::TimeRange> kept; // of the video: shown again without decoding
};

// Decodes one video on a thread of its own. Of the frame requests that come while it works only the
// newest is carried out. Calls return at once; answers are signals on the GUI thread, and none
// comes from a video that is no longer open.
class DecodeWorker : public QObject
{
    Q_OBJECT

public:
    // cacheBytes: decoded frames that are kept for stepping back. tables: of the videos that were
    // open before, shared with other workers; null: its own.
    explicit DecodeWorker(std::int64_t cacheBytes,
                          std::shared_ptr<core::media::FrameTables> tables = nullptr,
                          QObject *parent = nullptr);
    ~DecodeWorker() override;

    // Another budget; takes effect with the next open().
    void setCacheBytes(std::int64_t cacheBytes);
    // Whether large pictures are decoded by the hardware, where there is one; takes effect with the
    // next open().
    void setUsesHardware(bool usesHardware);
    // Opens another video; an empty path closes.
    void open(const std::filesystem::path &path);
    // Asks for a frame; the generation comes back with the picture.
    quint64 request(qint64 frame, FrameMode mode);
    // Asks for small pictures of these times, one after the other; replaces what was asked before.
    // A frame request goes first.
    void requestThumbnails(std::vector<core::base::TimeUs> times, int height);

signals:
    void opened(const ui::player::OpenedVideo &video);
    // The file cannot be shown; a sentence that says why.
    void failed(const QString &reason);
    void pictureReady(const ui::player::DecodedPicture &picture);
    void thumbnailReady(core::base::TimeUs time, const QImage &image);

private:
    struct FrameRequest
    {
        quint64 generation = 0;
        qint64 frame = 0;
        FrameMode mode = FrameMode::Exact;
    };
    struct Work
    {
        quint64 session = 0; // which open() it belongs to
        std::optional<std::filesystem::path> path = {};
        std::optional<FrameRequest> frame = {};
        std::optional<core::base::TimeUs> thumbnail = {};
        int thumbnailHeight = 0;
        std::int64_t cacheBytes = 0;
        bool usesHardware = false;
    };

    void run(const std::stop_token &stop);
    // Waits for work; false when the thread shall end.
    bool takeWork(const std::stop_token &stop, Work &work);
    void carryOutOpen(const Work &work);
    std::shared_ptr<const core::media::HardwareDevice> hardwareFor(QSize stored);
    void carryOutFrame(const Work &work);
    void carryOutThumbnail(const Work &work);
    void fail(quint64 session, const core::base::Error &error);
    // Runs the function on the GUI thread unless another video is open by then.
    template <typename Function>
    void answer(quint64 session, Function &&function);

    const std::shared_ptr<core::media::FrameTables> m_tables;
    std::mutex m_mutex; // guards the budget and the requests
    std::int64_t m_cacheBytes;
    bool m_usesHardware = false;
    std::condition_variable_any m_wake;
    quint64 m_session = 0;
    quint64 m_generation = 0;
    std::optional<std::filesystem::path> m_pendingPath;
    std::optional<FrameRequest> m_pendingFrame;
    std::vector<core::base::TimeUs> m_pendingThumbnails; // the next one last
    int m_thumbnailHeight = 0;

    // Of the thread.
    std::optional<std::shared_ptr<const core::media::HardwareDevice>> m_hardware; // once looked for
    std::unique_ptr<core::media::VideoReader> m_reader;
    QSize m_displaySize;

    std::jthread m_thread; // last: it uses all of the above
};

} // namespace ui::player

Q_DECLARE_METATYPE(ui::player::OpenedVideo)
Q_DECLARE_METATYPE(ui::player::DecodedPicture)

#include "ui/player/decode_worker.h"

#include <algorithm>
#include <utility>

#include "core/media/frame_tables.h"
#include "core/media/hardware_device.h"
#include "core/media/video_reader.h"

#include "ui/common/core_texts.h"

namespace ui::player {

using core::base::TimeUs;
using core::media::VideoReader;

namespace {

// Software is as soon there with smaller pictures, and lets the card train.
constexpr std::int64_t kLeastHardwarePixels = std::int64_t{1920} * 1080;

// A copy in the screen's own format.
QImage imageOf(const core::media::Picture &picture)
{
    const QImage borrowed(picture.pixels.data(), picture.width, picture.height,
                          static_cast<qsizetype>(picture.width) * 3, QImage::Format_RGB888);
    return borrowed.convertToFormat(QImage::Format_RGB32);
}

std::vector<core::base::TimeRange> keptRanges(const VideoReader &reader)
{
    const core::media::FrameTable &table = reader.table();
    std::vector<core::base::TimeRange> ranges;
    for (const core::media::FrameStretch &stretch : reader.kept()) {
        const bool isToTheEnd = stretch.last + 1 >= table.frameCount();
        ranges.push_back({table.timeOf(stretch.first),
                          isToTheEnd ? table.durationUs : table.timeOf(stretch.last + 1)});
    }
    return ranges;
}

} // namespace

DecodeWorker::DecodeWorker(std::int64_t cacheBytes,
                           std::shared_ptr<core::media::FrameTables> tables, QObject *parent)
    : QObject(parent)
    , m_tables(tables != nullptr ? std::move(tables) : std::make_shared<core::media::FrameTables>())
    , m_cacheBytes(cacheBytes)
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

DecodeWorker::~DecodeWorker() = default;

void DecodeWorker::setCacheBytes(std::int64_t cacheBytes)
{
    const std::lock_guard lock(m_mutex);
    m_cacheBytes = cacheBytes;
}

void DecodeWorker::setUsesHardware(bool usesHardware)
{
    const std::lock_guard lock(m_mutex);
    m_usesHardware = usesHardware;
}

void DecodeWorker::open(const std::filesystem::path &path)
{
    const std::lock_guard lock(m_mutex);
    ++m_session;
    m_pendingPath = path;
    m_pendingFrame.reset();
    m_pendingThumbnails.clear();
    m_wake.notify_one();
}

quint64 DecodeWorker::request(qint64 frame, FrameMode mode)
{
    const std::lock_guard lock(m_mutex);
    m_pendingFrame = {++m_generation, frame, mode};
    m_wake.notify_one();
    return m_generation;
}

void DecodeWorker::requestThumbnails(std::vector<TimeUs> times, int height)
{
    const std::lock_guard lock(m_mutex);
    m_pendingThumbnails = std::move(times);
    std::reverse(m_pendingThumbnails.begin(), m_pendingThumbnails.end());
    m_thumbnailHeight = height;
    m_wake.notify_one();
}

void DecodeWorker::run(const std::stop_token &stop)
{
    Work work;
    while (takeWork(stop, work)) {
        if (work.path) {
            carryOutOpen(work);
        } else if (m_reader != nullptr && work.frame) {
            carryOutFrame(work);
        } else if (m_reader != nullptr && work.thumbnail) {
            carryOutThumbnail(work);
        }
    }
}

bool DecodeWorker::takeWork(const std::stop_token &stop, Work &work)
{
    std::unique_lock lock(m_mutex);
    const bool hasWork = m_wake.wait(lock, stop, [this] {
        return m_pendingPath || m_pendingFrame || !m_pendingThumbnails.empty();
    });
    if (!hasWork || stop.stop_requested()) {
        return false;
    }
    work = {.session = m_session,
            .thumbnailHeight = m_thumbnailHeight,
            .cacheBytes = m_cacheBytes,
            .usesHardware = m_usesHardware};
    if (m_pendingPath) {
        work.path = std::exchange(m_pendingPath, std::nullopt);
    } else if (m_pendingFrame) {
        work.frame = std::exchange(m_pendingFrame, std::nullopt);
    } else {
        work.thumbnail = m_pendingThumbnails.back();
        m_pendingThumbnails.pop_back();
    }
    return true;
}

template <typename Function>
void DecodeWorker::answer(quint64 session, Function &&function)
{
    QMetaObject::invokeMethod(
        this,
        [this, session, call = std::forward<Function>(function)] {
            bool isCurrent = false;
            {
                const std::lock_guard lock(m_mutex);
                isCurrent = session == m_session;
            }
            if (isCurrent) {
                call();
            }
        },
        Qt::QueuedConnection);
}

void DecodeWorker::fail(quint64 session, const core::base::Error &error)
{
    answer(session, [this, text = common::errorText(error)] { emit failed(text); });
}

void DecodeWorker::carryOutOpen(const Work &work)
{
    m_reader.reset();
    if (work.path->empty()) {
        return;
    }
    core::media::VideoReaderOptions options{.cacheBytes = work.cacheBytes};
    const auto table = m_tables->table(*work.path);
    auto reader = table ? VideoReader::open(*work.path, *table, options)
                        : core::base::Result<VideoReader>(tl::unexpected(table.error()));
    if (!reader) {
        fail(work.session, reader.error());
        return;
    }
    const core::media::VideoInfo info = reader->info();
    options.hardware = work.usesHardware ? hardwareFor({info.width, info.height}) : nullptr;
    if (options.hardware != nullptr) {
        if (auto faster = VideoReader::open(*work.path, *table, options)) {
            reader = std::move(faster);
        }
    }
    m_reader = std::make_unique<VideoReader>(std::move(*reader));
    m_displaySize = {info.displayWidth, info.displayHeight};
    const OpenedVideo video = {*table, m_displaySize, info.audioStreams > 0};
    answer(work.session, [this, video] { emit opened(video); });
}

// Looked for when the first video needs it: drivers take their time and memory of the card.
std::shared_ptr<const core::media::HardwareDevice> DecodeWorker::hardwareFor(QSize stored)
{
    if (std::int64_t{stored.width()} * stored.height() < kLeastHardwarePixels) {
        return nullptr;
    }
    if (!m_hardware) {
        m_hardware = core::media::HardwareDevice::find();
    }
    return *m_hardware;
}

void DecodeWorker::carryOutFrame(const Work &work)
{
    const core::media::FrameTable &table = m_reader->table();
    const qint64 wanted = std::clamp<qint64>(work.frame->frame, 0, table.frameCount() - 1);
    qint64 frame = wanted;
    if (work.frame->mode == FrameMode::Preview) {
        const std::int64_t keyframe = table.keyframeBefore(wanted);
        frame = keyframe < 0 ? 0 : table.keyframes[static_cast<std::size_t>(keyframe)].frame;
    }
    const auto decoded = m_reader->read(frame);
    if (!decoded) {
        fail(work.session, decoded.error());
        return;
    }
    const auto picture = (*decoded)->toPicture(core::media::PixelLayout::Rgb24,
                                               m_displaySize.width(), m_displaySize.height());
    if (!picture) {
        fail(work.session, picture.error());
        return;
    }
    const DecodedPicture result = {imageOf(*picture),
                                   (*decoded)->index(),
                                   (*decoded)->timeUs(),
                                   work.frame->generation,
                                   (*decoded)->index() == wanted,
                                   (*decoded)->index() == frame ? -1 : frame,
                                   keptRanges(*m_reader)};
    answer(work.session, [this, result] { emit pictureReady(result); });
}

void DecodeWorker::carryOutThumbnail(const Work &work)
{
    const qint64 frame = m_reader->table().frameAt(*work.thumbnail);
    const auto decoded = m_reader->read(frame);
    if (!decoded) {
        return; // the strip stays empty there; the player tells why
    }
    const int height = std::max(work.thumbnailHeight, 1);
    const int width =
        std::max(height * m_displaySize.width() / std::max(m_displaySize.height(), 1), 1);
    const auto picture = (*decoded)->toPicture(core::media::PixelLayout::Rgb24, width, height);
    if (picture) {
        answer(work.session, [this, time = *work.thumbnail, image = imageOf(*picture)] {
            emit thumbnailReady(time, image);
        });
    }
}

} // namespace ui::player

#include "core/data/video_info.h"

#include <system_error>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/json_cursor.h"
#include "core/data/npy_file.h"
#include "core/data/number_text.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr double kMaxFps = 100'000.0;
constexpr long long kMaxFrames = 10'000'000'000;
constexpr long long kMaxPixels = 1'000'000;

class VideoInfoReader
{
public:
    explicit VideoInfoReader(std::string_view text)
        : m_cursor(text)
    {
    }

    Result<VideoInfoFile> read()
    {
        const bool isRead = m_cursor.object([this](std::string_view video) {
            if (!m_seen.emplace(video).second) {
                return m_cursor.refuse(ErrorCode::Conflict, "occurs twice", "each video once");
            }
            m_file.videos.emplace_back().video = video;
            if (m_cursor.peek() == JsonKind::Number) {
                return positive(m_file.videos.back().fps.emplace(), kMaxFps);
            }
            m_hasObjects = true;
            return m_cursor.object([this](std::string_view key) { return readField(key); });
        });
        if (!isRead || !m_cursor.atEnd()) {
            return fail(m_cursor.error());
        }
        if (m_file.videos.empty()) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = "names no videos",
                         .expected = "{video: frames a second} or {video: {\"fps\", …}}"});
        }
        m_file.format = m_hasObjects ? "video-info" : "fps-dict";
        return std::move(m_file);
    }

private:
    bool readField(std::string_view key)
    {
        VideoInfo &video = m_file.videos.back();
        if (m_cursor.peek() == JsonKind::Null) {
            return m_cursor.null();
        }
        if (key == "fps") {
            return positive(video.fps.emplace(), kMaxFps);
        }
        if (key == "duration" || key == "duration_second") {
            return positive(video.durationS.emplace(), kMaxSeconds);
        }
        if (key == "num_frame" || key == "frames" || key == "duration_frame") {
            return whole(kMaxFrames, [&](long long value) { video.frames = value; });
        }
        if (key == "width" || key == "height") {
            return whole(kMaxPixels, [&](long long value) {
                (key == "width" ? video.width : video.height) = static_cast<int>(value);
            });
        }
        if (key == "subset") {
            std::string_view subset;
            const bool isRead = m_cursor.string(subset);
            video.subset = subset;
            return isRead;
        }
        return m_cursor.skip();
    }

    bool positive(double &value, double most)
    {
        return m_cursor.number(value) &&
               ((value > 0.0 && value <= most) ||
                m_cursor.refuse(ErrorCode::BadValue, "is " + numberText(value),
                                "a number greater than 0"));
    }

    template <typename Store>
    bool whole(long long most, Store &&store)
    {
        long long value = 0;
        if (!m_cursor.integer(value)) {
            return false;
        }
        store(value);
        return (value >= 0 && value <= most) ||
               m_cursor.refuse(ErrorCode::BadValue, fmt::format("is {}", value),
                               fmt::format("a whole number from 0 to {}", most));
    }

    JsonCursor m_cursor;
    std::unordered_set<std::string> m_seen;
    VideoInfoFile m_file;
    bool m_hasObjects = false;
};

// An array of the folder, one entry a video; nothing where the file is absent.
Result<std::optional<NpyArray>> readColumn(const std::filesystem::path &path, std::size_t videos)
{
    std::error_code code;
    if (!std::filesystem::exists(path, code)) {
        return std::optional<NpyArray>();
    }
    NpyArray array = TRY(readNpy(path));
    if (array.size() != static_cast<std::int64_t>(videos)) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = fmt::format("holds {} entries", array.size()),
                     .file = path.string(),
                     .place = "shape",
                     .expected = fmt::format("{}, one a video", videos)});
    }
    return std::optional(std::move(array));
}

Result<std::vector<std::string>> readNames(const std::filesystem::path &path)
{
    const NpyArray array = TRY(readNpy(path));
    const std::optional<std::vector<std::string>> names = array.toStrings();
    if (!names || names->empty()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("holds {} {}", array.size(), npyTypeName(array.type())),
                     .file = path.string(),
                     .place = "dtype",
                     .expected = "names, as |S texts"});
    }
    return *names;
}

Result<void> setNumbers(const std::filesystem::path &path, double most, VideoInfoFile &file,
                        std::optional<double> VideoInfo::*member)
{
    const std::optional<NpyArray> array = TRY(readColumn(path, file.videos.size()));
    const std::vector<double> values = array ? array->toDoubles() : std::vector<double>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!(values[i] > 0.0 && values[i] <= most)) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = "is " + numberText(values[i]),
                         .file = path.string(),
                         .place = fmt::format("[{}]", i),
                         .expected = "a number greater than 0"});
        }
        file.videos[i].*member = values[i];
    }
    return {};
}

} // namespace

Result<VideoInfoFile> readVideoInfoJson(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    Result<VideoInfoFile> file = VideoInfoReader(text).read();
    if (!file) {
        return fail(std::move(file).error().in(path.string()));
    }
    return file;
}

Result<VideoInfoFile> readWtalcFolder(const std::filesystem::path &folder)
{
    VideoInfoFile file;
    file.format = "wtalc";
    std::unordered_set<std::string> seen;
    for (const std::string &name : TRY(readNames(folder / "videoname.npy"))) {
        if (!seen.insert(name).second) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("names '{}' twice", name),
                         .file = (folder / "videoname.npy").string(),
                         .expected = "each video once"});
        }
        file.videos.emplace_back().video = name;
    }
    TRY(setNumbers(folder / "duration.npy", kMaxSeconds, file, &VideoInfo::durationS));
    TRY(setNumbers(folder / "original_fps.npy", kMaxFps, file, &VideoInfo::fps));
    if (const auto array = TRY(readColumn(folder / "subset.npy", file.videos.size()))) {
        const std::vector<std::string> subsets =
            array->toStrings().value_or(std::vector<std::string>(file.videos.size()));
        for (std::size_t i = 0; i < subsets.size(); ++i) {
            file.videos[i].subset = subsets[i];
        }
    }
    std::error_code code;
    if (std::filesystem::exists(folder / "classlist.npy", code)) {
        file.classes = TRY(readNames(folder / "classlist.npy"));
    }
    for (const char *name : {"labels.npy", "labels_all.npy", "segments.npy"}) {
        if (std::filesystem::exists(folder / name, code)) {
            file.notes.skipped.push_back(
                {(folder / name).string(),
                 "it holds pickled Python objects, which are never loaded"});
        }
    }
    return file;
}

} // namespace core::data

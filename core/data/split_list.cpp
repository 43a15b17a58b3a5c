#include "core/data/split_list.h"

#include <unordered_map>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/text_lines.h"

namespace core::data {

base::Result<std::vector<std::string>> readSplitList(const std::filesystem::path &path)
{
    std::vector<std::string> videos;
    std::unordered_map<std::string, int> lines;
    for (const TextLine &line : TRY(readTextLines(path))) {
        const auto [first, isNew] = lines.emplace(line.text, line.number);
        if (!isNew) {
            return base::fail({.code = base::ErrorCode::Conflict,
                               .problem = fmt::format("names '{}' again, as line {} does",
                                                      line.text, first->second),
                               .file = path.string(),
                               .place = fmt::format("line {}", line.number),
                               .expected = "each video once"});
        }
        videos.push_back(line.text);
    }
    return videos;
}

base::Result<void> writeSplitList(const std::filesystem::path &path,
                                  std::span<const std::string> videos)
{
    std::string text;
    for (const std::string &video : videos) {
        text += video + "\n";
    }
    return base::writeFileAtomically(path, text);
}

} // namespace core::data

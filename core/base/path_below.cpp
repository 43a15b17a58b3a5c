#include "core/base/path_below.h"

namespace core::base {

std::optional<std::filesystem::path> pathBelow(const std::filesystem::path &path,
                                               const std::filesystem::path &folder)
{
    std::filesystem::path relative = path.lexically_relative(folder);
    if (relative.empty() || *relative.begin() == "..") {
        return std::nullopt;
    }
    return relative;
}

} // namespace core::base

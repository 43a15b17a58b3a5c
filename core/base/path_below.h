#pragma once

#include <filesystem>
#include <optional>

namespace core::base {

// `path` relative to `folder` if it lies below it (or is it: "."), both absolute and without "..".
std::optional<std::filesystem::path> pathBelow(const std::filesystem::path &path,
                                               const std::filesystem::path &folder);

} // namespace core::base

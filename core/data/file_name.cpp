#include "core/data/file_name.h"

#include <algorithm>

#include "core/base/hash.h"

namespace core::data {

std::string plainFileName(const std::string &name)
{
    // The file systems' limit is 255 bytes, of which an ending and a temporary name take some.
    constexpr std::size_t kMaxBytes = 200;
    std::string plain = name.substr(0, kMaxBytes);
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == '/' || c == '\0'; }, '_');
    const bool isPlain = plain == name && !plain.empty() && plain.front() != '.';
    return isPlain ? plain : "_" + plain + "_" + base::hashText(name).substr(0, 8);
}

} // namespace core::data

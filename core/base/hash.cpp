#include "core/base/hash.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <xxhash.h>

namespace core::base {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

}

struct Hasher::State
{
    XXH3_state_t *xxh = XXH3_createState();

    State() { XXH3_128bits_reset(xxh); }
    ~State() { XXH3_freeState(xxh); }
    State(const State &) = delete;
    State &operator=(const State &) = delete;
};

Hasher::Hasher()
    : m_state(std::make_unique<State>())
{
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher &&) noexcept = default;
Hasher &Hasher::operator=(Hasher &&) noexcept = default;

void Hasher::add(const void *data, std::size_t sizeBytes)
{
    XXH3_128bits_update(m_state->xxh, data, sizeBytes);
}

std::string Hasher::hex() const
{
    const XXH128_hash_t hash = XXH3_128bits_digest(m_state->xxh);
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string hashText(std::string_view text)
{
    Hasher hasher;
    hasher.add(text);
    return hasher.hex();
}

namespace {

Result<std::string> hashUpTo(std::size_t most, const std::filesystem::path &path)
{
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "rb"),
                                                          &std::fclose);
    if (!file) {
        return fail({.code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                     .problem = fmt::format("cannot be read: {}", std::strerror(errno)),
                     .file = path.string()});
    }
    Hasher hasher;
    std::vector<char> block(kBlockBytes);
    while (most > 0) {
        const std::size_t got =
            std::fread(block.data(), 1, std::min(block.size(), most), file.get());
        if (got == 0) {
            break;
        }
        hasher.add(block.data(), got);
        most -= got;
    }
    if (std::ferror(file.get()) != 0) {
        return fail({.code = ErrorCode::Io,
                     .problem = fmt::format("cannot be read: {}", std::strerror(errno)),
                     .file = path.string()});
    }
    return hasher.hex();
}

} // namespace

Result<std::string> hashFile(const std::filesystem::path &path)
{
    return hashUpTo(std::numeric_limits<std::size_t>::max(), path);
}

Result<std::string> hashHead(const std::filesystem::path &path)
{
    return hashUpTo(kBlockBytes, path);
}

} // namespace core::base

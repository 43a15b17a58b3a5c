#include "core/base/ids.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

namespace core::base {

namespace {

using UuidBytes = std::array<std::uint8_t, 16>;

// Random bytes of the system, fetched many at a time: an import makes tens of thousands of ids. A
// forked child must not repeat its parent's, so the stock belongs to one process.
class RandomStock
{
public:
    UuidBytes take()
    {
        if (m_used + 16 > m_stock.size() || m_owner != ::getpid()) {
            for (std::size_t i = 0; i < m_stock.size(); i += 256) { // the most one call gives
                if (::getentropy(m_stock.data() + i, 256) != 0) {
                    std::abort(); // a system without randomness; nothing could be named safely
                }
            }
            m_used = 0;
            m_owner = ::getpid();
        }
        UuidBytes bytes{};
        std::memcpy(bytes.data(), m_stock.data() + m_used, bytes.size());
        m_used += bytes.size();
        return bytes;
    }

private:
    std::array<std::uint8_t, 4096> m_stock{};
    std::size_t m_used = 4096;
    pid_t m_owner = 0;
};

UuidBytes newBytes()
{
    thread_local RandomStock stock;
    UuidBytes bytes = stock.take();
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    return bytes;
}

std::string toText(const UuidBytes &bytes)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += kDigits[bytes[i] >> 4];
        text += kDigits[bytes[i] & 0x0f];
    }
    return text;
}

} // namespace

std::string newUuid()
{
    return toText(newBytes());
}

std::vector<std::string> newUuids(std::size_t count)
{
    std::vector<UuidBytes> bytes(count);
    std::generate(bytes.begin(), bytes.end(), newBytes);
    std::sort(bytes.begin(), bytes.end());
    std::vector<std::string> texts(count);
    std::transform(bytes.begin(), bytes.end(), texts.begin(), toText);
    return texts;
}

} // namespace core::base

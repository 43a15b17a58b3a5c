#include "core/base/random.h"

#include <bit>
#include <cmath>

namespace core::base {

namespace {

std::uint64_t splitMix(std::uint64_t &state)
{
    state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

Random::Random(std::uint64_t seed)
    : Random(seed, 0)
{
}

Random::Random(std::uint64_t seed, std::uint64_t stream)
    : m_state{}
{
    std::uint64_t mixed = seed;
    mixed = splitMix(mixed) ^ (stream * 0xd1342543de82ef95ULL);
    for (std::uint64_t &word : m_state) {
        word = splitMix(mixed);
    }
}

std::uint64_t Random::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double Random::uniform()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::int64_t Random::uniformInt(std::int64_t low, std::int64_t high)
{
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (span == UINT64_MAX) {
        return static_cast<std::int64_t>(next());
    }
    // Rejection keeps every value equally likely.
    const std::uint64_t count = span + 1;
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % count;
    std::uint64_t drawn = next();
    while (drawn >= limit) {
        drawn = next();
    }
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn % count);
}

double Random::normal()
{
    for (;;) {
        const double u = uniform(-1.0, 1.0);
        const double v = uniform(-1.0, 1.0);
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0) {
            return u * std::sqrt(-2.0 * std::log(s) / s);
        }
    }
}

} // namespace core::base

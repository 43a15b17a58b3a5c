#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace core::base {

// xoshiro256** seeded through splitmix64: small, fast, the same numbers on every machine, and its
// state is four words that a checkpoint can hold. Not thread-safe; give each thread its own.
class Random
{
public:
    // All that decides what comes next.
    using State = std::array<std::uint64_t, 4>;

    explicit Random(std::uint64_t seed);
    // An independent stream for (seed, stream), e.g. one a video or one an epoch.
    Random(std::uint64_t seed, std::uint64_t stream);

    std::uint64_t next();
    // Uniform in [0, 1).
    double uniform();
    // Uniform in [low, high].
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    // Uniform over the integers low … high, both included; low <= high.
    std::int64_t uniformInt(std::int64_t low, std::int64_t high);
    // Standard normal (polar method; no spare value is kept).
    double normal();

    // Fisher-Yates; the same permutation on every machine.
    template <typename T>
    void shuffle(std::span<T> items)
    {
        for (std::size_t i = items.size(); i > 1; --i) {
            const auto j =
                static_cast<std::size_t>(uniformInt(0, static_cast<std::int64_t>(i) - 1));
            std::swap(items[i - 1], items[j]);
        }
    }

    const State &state() const { return m_state; }
    void setState(const State &state) { m_state = state; }

private:
    State m_state;
};

} // namespace core::base

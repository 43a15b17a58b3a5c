#include "core/ml/ftcl/pairs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <unordered_set>

namespace core::ml::ftcl {

namespace {

// MT19937 seeded by an array of words, as Python seeds it with a whole number (Matsumoto and
// Nishimura's init_by_array); the C++ library only knows the scalar seeding.
class PythonGenerator
{
public:
    explicit PythonGenerator(std::uint64_t seed)
    {
        const auto low = static_cast<std::uint32_t>(seed);
        const auto high = static_cast<std::uint32_t>(seed >> 32U);
        const std::array<std::uint32_t, 2> key = {low, high};
        const std::size_t length = high == 0 ? 1 : 2;
        m_state[0] = 19650218U;
        for (std::uint32_t i = 1; i < kSize; ++i) {
            m_state[i] = 1812433253U * mixed(i - 1) + i;
        }
        std::size_t i = 1;
        std::size_t j = 0;
        for (std::size_t round = 0; round < kSize; ++round) {
            m_state[i] =
                (m_state[i] ^ (mixed(i - 1) * 1664525U)) + key[j] + static_cast<std::uint32_t>(j);
            i = following(i);
            j = (j + 1) % length;
        }
        for (std::size_t round = 0; round + 1 < kSize; ++round) {
            m_state[i] =
                (m_state[i] ^ (mixed(i - 1) * 1566083941U)) - static_cast<std::uint32_t>(i);
            i = following(i);
        }
        m_state[0] = 0x80000000U;
    }

    // Uniform below `bound`: as many bits as its length, drawn again until they fit.
    std::size_t below(std::size_t bound)
    {
        const int bits = static_cast<int>(std::bit_width(bound));
        std::size_t value = 0;
        do {
            value = next() >> (32 - bits);
        } while (value >= bound);
        return value;
    }

private:
    static constexpr std::size_t kSize = 624;
    static constexpr std::size_t kShift = 397;

    std::uint32_t mixed(std::size_t i) const { return m_state[i] ^ (m_state[i] >> 30U); }

    // The next place; behind the last one comes 1, and 0 takes the last value.
    std::size_t following(std::size_t i)
    {
        if (++i < kSize) {
            return i;
        }
        m_state[0] = m_state[kSize - 1];
        return 1;
    }

    std::uint32_t next()
    {
        if (m_at == kSize) {
            for (std::size_t i = 0; i < kSize; ++i) {
                const std::uint32_t y =
                    (m_state[i] & 0x80000000U) | (m_state[(i + 1) % kSize] & 0x7fffffffU);
                m_state[i] =
                    m_state[(i + kShift) % kSize] ^ (y >> 1U) ^ ((y & 1U) != 0 ? 0x9908b0dfU : 0U);
            }
            m_at = 0;
        }
        std::uint32_t y = m_state[m_at++];
        y ^= y >> 11U;
        y ^= (y << 7U) & 0x9d2c5680U;
        y ^= (y << 15U) & 0xefc60000U;
        return y ^ (y >> 18U);
    }

    std::array<std::uint32_t, kSize> m_state{};
    std::size_t m_at = kSize;
};

// Up to this population Python's sample keeps a pool of what is left, beyond it a set of what is
// taken.
std::size_t largestPool(std::size_t count)
{
    std::size_t largest = 21;
    if (count > 5) {
        std::size_t power = 1;
        while (power < 3 * count) {
            power *= 4;
        }
        largest += power;
    }
    return largest;
}

} // namespace

PairCandidates pairCandidates(std::span<const std::vector<int>> labels)
{
    std::vector<std::vector<int>> sorted(labels.begin(), labels.end());
    for (std::vector<int> &row : sorted) {
        std::sort(row.begin(), row.end());
    }
    PairCandidates candidates;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        for (std::size_t j = i + 1; j < sorted.size(); ++j) {
            const bool isCommon = std::any_of(sorted[i].begin(), sorted[i].end(), [&](int label) {
                return std::binary_search(sorted[j].begin(), sorted[j].end(), label);
            });
            if (sorted[i] == sorted[j]) {
                candidates.positive.emplace_back(i, j);
            } else if (!isCommon) {
                candidates.negative.emplace_back(i, j);
            }
        }
    }
    return candidates;
}

std::vector<std::size_t> pythonSample(std::size_t population, std::size_t count, std::uint64_t seed)
{
    PythonGenerator generator(seed);
    std::vector<std::size_t> drawn;
    if (population <= largestPool(count)) {
        std::vector<std::size_t> pool(population);
        std::iota(pool.begin(), pool.end(), std::size_t{0});
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = generator.below(population - i);
            drawn.push_back(pool[at]);
            pool[at] = pool[population - i - 1];
        }
        return drawn;
    }
    std::unordered_set<std::size_t> taken;
    while (drawn.size() < count) {
        const std::size_t value = generator.below(population);
        if (taken.insert(value).second) {
            drawn.push_back(value);
        }
    }
    return drawn;
}

std::vector<VideoPair> pairList(const PairCandidates &candidates, std::uint64_t seed)
{
    const std::size_t count = std::min(candidates.positive.size(), candidates.negative.size());
    std::vector<VideoPair> list;
    for (const std::size_t index : pythonSample(candidates.negative.size(), count, seed)) {
        list.push_back(candidates.negative[index]);
    }
    list.insert(list.end(), candidates.positive.begin(), candidates.positive.end());
    return list;
}

} // namespace core::ml::ftcl

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
            value = next() >> std::max(32 - bits, 0);
            if (bits > 32) {
                value |= std::size_t{next() >> (64 - bits)} << 32U;
            }
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

PairCandidates::PairCandidates(std::span<const std::vector<int>> labels)
    : m_labels(labels.begin(), labels.end())
{
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        std::vector<int> &own = m_labels[i];
        if (own.empty()) {
            own.push_back(-1); // shared by those without any
        }
        std::sort(own.begin(), own.end());
        for (const int label : own) {
            m_videos[label].push_back(i);
        }
    }
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        const std::size_t behind = m_labels.size() - i - 1;
        m_negativesBefore.push_back(m_negativesBefore.back() + behind - relatedBehind(i).size());
    }
}

// Those behind a video that share a label with it, in order.
std::vector<std::size_t> PairCandidates::relatedBehind(std::size_t video) const
{
    std::vector<std::size_t> related;
    for (const int label : m_labels[video]) {
        const std::vector<std::size_t> &alike = m_videos.at(label);
        related.insert(related.end(), std::upper_bound(alike.begin(), alike.end(), video),
                       alike.end());
    }
    std::sort(related.begin(), related.end());
    related.erase(std::unique(related.begin(), related.end()), related.end());
    return related;
}

std::vector<VideoPair> PairCandidates::positives() const
{
    std::vector<VideoPair> pairs;
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        for (const std::size_t j : relatedBehind(i)) {
            if (m_labels[i] == m_labels[j]) {
                pairs.emplace_back(i, j);
            }
        }
    }
    return pairs;
}

std::vector<VideoPair> PairCandidates::negatives(std::span<const std::size_t> numbers) const
{
    std::vector<std::size_t> order(numbers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
    std::vector<VideoPair> pairs(numbers.size());
    auto place = order.begin();
    for (std::size_t i = 0; place != order.end(); ++i) {
        const std::vector<std::size_t> related = relatedBehind(i);
        std::size_t passed = 0; // related ones before the other video of the pair
        for (; place != order.end() && numbers[*place] < m_negativesBefore[i + 1]; ++place) {
            const std::size_t unrelated = i + 1 + numbers[*place] - m_negativesBefore[i];
            while (passed < related.size() && related[passed] <= unrelated + passed) {
                ++passed;
            }
            pairs[*place] = {i, unrelated + passed};
        }
    }
    return pairs;
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
    taken.reserve(count);
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
    const std::vector<VideoPair> positives = candidates.positives();
    const std::size_t negatives = candidates.negativeCount();
    std::vector<VideoPair> list =
        candidates.negatives(pythonSample(negatives, std::min(positives.size(), negatives), seed));
    list.insert(list.end(), positives.begin(), positives.end());
    return list;
}

} // namespace core::ml::ftcl

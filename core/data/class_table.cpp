#include "core/data/class_table.h"

#include <algorithm>
#include <numeric>

#include "core/data/nearest_name.h"

namespace core::data {

ClassTable::ClassTable(const ReadOptions &options)
    : m_names(options.classes)
    , m_numbers(options.classes.size())
    , m_knownCount(options.classes.size())
    , m_isOpen(options.classes.empty() || options.mayAddClasses)
{
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        m_index.emplace(m_names[i], static_cast<int>(i));
    }
}

std::optional<int> ClassTable::indexOf(std::string_view name)
{
    if (const auto found = m_index.find(name); found != m_index.end()) {
        return found->second;
    }
    if (!m_isOpen) {
        return std::nullopt;
    }
    const int index = static_cast<int>(m_names.size());
    m_names.emplace_back(name);
    m_numbers.emplace_back();
    m_index.emplace(name, index);
    return index;
}

std::string ClassTable::expectation(std::string_view name) const
{
    return suggestion(name, m_names);
}

bool ClassTable::number(int classIndex, long long fileNumber)
{
    std::optional<long long> &own = m_numbers[static_cast<std::size_t>(classIndex)];
    if (own) {
        return *own == fileNumber;
    }
    own = fileNumber;
    return m_byNumber.emplace(fileNumber, classIndex).second;
}

std::vector<int> ClassTable::sortNew()
{
    std::vector<int> order(m_names.size());
    std::iota(order.begin(), order.end(), 0);
    const bool isNumbered = std::all_of(m_numbers.begin(), m_numbers.end(),
                                        [](const auto &number) { return number.has_value(); });
    const auto at = [](int index) { return static_cast<std::size_t>(index); };
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(m_knownCount), order.end(),
              [&](int a, int b) {
                  return isNumbered ? *m_numbers[at(a)] < *m_numbers[at(b)]
                                    : m_names[at(a)] < m_names[at(b)];
              });
    std::vector<int> newIndex(order.size());
    std::vector<std::string> names;
    std::vector<std::optional<long long>> numbers;
    for (std::size_t i = 0; i < order.size(); ++i) {
        newIndex[at(order[i])] = static_cast<int>(i);
        names.push_back(std::move(m_names[at(order[i])]));
        numbers.push_back(m_numbers[at(order[i])]);
    }
    m_names = std::move(names);
    m_numbers = std::move(numbers);
    for (auto &[name, index] : m_index) {
        index = newIndex[at(index)];
    }
    for (auto &[number, index] : m_byNumber) {
        index = newIndex[at(index)];
    }
    return newIndex;
}

std::vector<long long> ClassTable::numbers() const
{
    std::vector<long long> numbers;
    for (const std::optional<long long> &number : m_numbers) {
        if (!number) {
            return {};
        }
        numbers.push_back(*number);
    }
    return numbers;
}

} // namespace core::data

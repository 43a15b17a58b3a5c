#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/data/read_options.h"

namespace core::data {

// Label under which THUMOS'14 keeps intervals that evaluation ignores; never a class.
inline constexpr std::string_view kAmbiguous = "Ambiguous";

// Numbers classes while a file is read, by ReadOptions::classes or as they come, and puts them in
// their final order afterwards.
class ClassTable
{
public:
    explicit ClassTable(const ReadOptions &options);

    // Index of a class, new ones included where they are welcome; nothing for one that is not.
    std::optional<int> indexOf(std::string_view name);
    // What to expect instead of a name that indexOf() refused.
    std::string expectation(std::string_view name) const;

    // Notes the file's own number of a class. False where the file contradicts itself: another
    // number for the class, or the number for another class.
    bool number(int classIndex, long long fileNumber);

    const std::vector<std::string> &names() const { return m_names; }

    // Brings the classes that were not known beforehand into their final order: by file number
    // where every class has one, else by name. Element i of the result is the new index of class i.
    std::vector<int> sortNew();
    // The file's number of each class in the order of names(); empty where any class has none.
    std::vector<long long> numbers() const;

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::vector<std::string> m_names;
    std::vector<std::optional<long long>> m_numbers;
    std::unordered_map<std::string, int, Hash, std::equal_to<>> m_index;
    std::unordered_map<long long, int> m_byNumber;
    std::size_t m_knownCount;
    bool m_isOpen;
};

} // namespace core::data

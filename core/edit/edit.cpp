#include "core/edit/edit.h"

#include <array>

namespace core::edit {

int editType(const Edit &edit)
{
    // In the order of Edit::Action.
    constexpr std::array<int, 14> kTypes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    static_assert(kTypes.size() == std::variant_size_v<Edit::Action>);
    return kTypes[edit.action.index()];
}

} // namespace core::edit

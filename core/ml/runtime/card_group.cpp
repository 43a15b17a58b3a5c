#include "core/ml/runtime/card_group.h"

namespace core::ml {

bool hasNccl()
{
    return false;
}

c10::intrusive_ptr<c10d::Backend> makeCardGroup(const c10::intrusive_ptr<c10d::Store> &, int, int)
{
    return {};
}

} // namespace core::ml

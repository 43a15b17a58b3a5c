#include "core/ml/common/mixed_precision.h"

#include <ATen/autocast_mode.h>

namespace core::ml {

MixedPrecisionScope::MixedPrecisionScope(bool isWanted)
    : m_before(at::autocast::is_autocast_enabled(at::kCUDA))
{
    at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCUDA, isWanted);
}

MixedPrecisionScope::~MixedPrecisionScope()
{
    at::autocast::set_autocast_enabled(at::kCUDA, m_before);
    at::autocast::clear_cache();
}

} // namespace core::ml

#pragma once

#include <cstddef>
#include <functional>

#include "core/base/result.h"

namespace core::base {

// Calls work(0) … work(count - 1), each once, on `threads` threads (0: one a core); blocks until
// all are done. After an error no further call begins; the error of the lowest index is returned.
Result<void> forEachParallel(std::size_t count, int threads,
                             const std::function<Result<void>(std::size_t)> &work);

} // namespace core::base

#pragma once

#include "core/base/cancel.h"

namespace core::base {

// From here on the first Ctrl+C (or SIGTERM) asks this token to cancel; a second one ends the
// program at once, as without it. Main thread.
CancelToken cancelOnInterrupt();

} // namespace core::base

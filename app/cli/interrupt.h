#pragma once

#include "core/base/cancel.h"

namespace app::cli {

// From here on the first Ctrl+C (or SIGTERM) asks this token to cancel; a second one ends the
// program at once, as without it. Main thread.
core::base::CancelToken cancelOnInterrupt();

} // namespace app::cli

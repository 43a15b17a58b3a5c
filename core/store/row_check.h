#pragma once

#include "core/base/result.h"
#include "core/store/database.h"

namespace core::store {

// Whether the rows keep what everything above this folder relies on: what they refer to is there,
// segments have a length, times and rates are within bounds. Our own writing cannot break it, but a
// project may come from anybody, its schema included, so that the declared keys and checks prove
// nothing. Database where something is wrong. Blocking; 0.3 s a million segments.
base::Result<void> checkRows(const Database &database);

} // namespace core::store

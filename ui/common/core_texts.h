#pragma once

#include <string_view>

#include <QString>

#include "core/base/error.h"

namespace ui::common {

// A sentence of the core (a problem, an expectation, a warning, a finding) in the language of the
// window; one that is not known stays English. Any thread.
QString coreText(std::string_view sentence);

// Error::sentence() in the language of the window: file, place, problem, expectation. Any thread.
QString errorText(const core::base::Error &error);

} // namespace ui::common

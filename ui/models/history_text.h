#pragma once

#include <string>

#include <QString>

namespace ui::models {

// What an entry of the history is called, in the language of the window: core and ui/edit write
// English into the project, so that everybody reads it in a language of their own. A text that is
// not the core's own, such as one typed by a script, stays as it is.
QString historyText(const std::string &label);

} // namespace ui::models

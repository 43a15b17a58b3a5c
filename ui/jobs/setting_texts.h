#pragma once

#include <string_view>

#include <QString>

namespace ui::jobs {

// What core/data says about a setting, in the language of the window; the section of the
// specification stays behind it. What has no translation stays as it is. GUI thread.
QString settingMeaning(std::string_view documentation);
// "steps"
QString settingUnit(std::string_view unit);

} // namespace ui::jobs

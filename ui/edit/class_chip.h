#pragma once

#include <QIcon>

#include "ui/common/class_style.h"

namespace ui::edit {

inline constexpr QSize kClassChip = {26, 16};

// The code of a class on its colour, for lists and buttons; sharp on every screen.
QIcon classChip(const common::ClassStyle &style);

} // namespace ui::edit

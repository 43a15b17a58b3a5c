#pragma once

#include <QChar>
#include <QColor>
#include <QString>

#include "core/tal/error_types.h"

#include "ui/common/pattern.h"

namespace ui::common {
struct Theme;
}

namespace ui::timeline {

// How an error type looks: hue, pattern and letter (visual style, section 4).
struct ErrorStyle
{
    QChar letter;
    QColor color;
    common::Pattern pattern = common::Pattern::None;
};

ErrorStyle errorStyle(core::tal::ErrorType type, const common::Theme &theme);
// Of a ground-truth segment that nothing finds.
ErrorStyle missedStyle(const common::Theme &theme);
// Their names for people.
QString errorName(core::tal::ErrorType type);
QString missedName();

} // namespace ui::timeline

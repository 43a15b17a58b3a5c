#pragma once

#include <span>
#include <vector>

#include <QColor>
#include <QString>

#include "ui/common/pattern.h"

namespace ui::common {

struct Theme;

// How an action class looks everywhere: hue, a pattern for eyes that cannot tell the hue, and a
// two-letter code for all.
struct ClassStyle
{
    QString name;
    QString code;
    QColor color;
    QColor ink; // of text on the colour
    Pattern pattern = Pattern::None;
};

// A class as the project names it; an empty colour leaves the choice to the theme.
struct ClassName
{
    QString name;
    QString color; // "#rrggbb"
};

// The styles of a label set by ordinal. From the 21st class on the colours repeat with the next
// pattern.
class ClassStyles
{
public:
    ClassStyles() = default;
    ClassStyles(std::span<const ClassName> classes, const Theme &theme);

    int size() const { return static_cast<int>(m_styles.size()); }
    // Of ordinal -1 (an interval without class) or one that is not there: neutral grey, "?".
    const ClassStyle &of(int ordinal) const;

    // Whether two of these classes look alike (CIEDE2000 under 20) to a person with normal,
    // deuteranope or protanope sight, so that the patterns are needed.
    bool needPatterns(std::span<const int> ordinals) const;

private:
    std::vector<ClassStyle> m_styles;
    ClassStyle m_unknown;
};

// Two letters for each name, all different as long as the letters of the names allow it: initials
// of the first and the last word (words end at a capital, a blank, "-" or "_"), the first two
// letters of a single word.
std::vector<QString> classCodes(std::span<const QString> names);

// The built-in colour of an ordinal.
QColor classColor(int ordinal, const Theme &theme);
Pattern classPattern(int ordinal);

} // namespace ui::common

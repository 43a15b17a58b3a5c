#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QVariant;
class QWidget;

namespace ui::common {

// The colour tokens of one theme. Widgets keep a pointer to the current one and repaint when they
// are given another; both instances live as long as the program.
struct Theme
{
    bool isDark = true;
    QColor app;        // gaps between docks, splitters
    QColor panel;      // dock and dialog ground
    QColor head;       // menu bar, toolbars, table heads, status bar
    QColor raised;     // buttons, chips, key caps
    QColor hover;      // hovered row or button
    QColor input;      // fields, lists
    QColor lane;       // lane ground
    QColor laneHead;   // lane header
    QColor line;       // hairlines
    QColor strong;     // borders of controls
    QColor track;      // slider and progress grooves
    QColor text;       //
    QColor text2;      // labels, icons
    QColor text3;      // hints, units, axis text
    QColor disabled;   //
    QColor accent;     // focus ring, active line, links
    QColor accentFill; // primary button
    QColor onFill;     // text on it
    QColor accentTint; // selected row, active lane header
    QColor ok;
    QColor warn;
    QColor err;
    QColor playhead; // playhead and selection ring
    QColor casing;   // around it
    QColor tip;      // tooltip ground; its text is white
    QColor rawGrey;  // a raw proposal of score 0
    QColor stage;    // around the picture of the player
};

const Theme &darkTheme();
const Theme &lightTheme();

QPalette paletteOf(const Theme &theme);
// What a palette cannot say: radii, margins, scroll bars, menus. Set once on the application.
QString styleSheetOf(const Theme &theme);

// Sets a dynamic property by which the style sheet chooses another look: tone, wrong.
void setStyleProperty(QWidget &widget, const char *name, const QVariant &value);

// Inter, or the system's sans where it is not installed. Sizes in device-independent pixels.
QFont textFont(int pixels, QFont::Weight weight = QFont::Normal);
// JetBrains Mono, or the system's monospaced font: numbers in columns, times, frames.
QFont numberFont(int pixels, QFont::Weight weight = QFont::Normal);

} // namespace ui::common

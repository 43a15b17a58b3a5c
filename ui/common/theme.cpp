#include "ui/common/theme.h"

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace ui::common {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(0xFF000000U | value);
}

Theme makeDark()
{
    return {.isDark = true,
            .app = rgb(0x0E1013),
            .panel = rgb(0x1A1D22),
            .head = rgb(0x20242A),
            .raised = rgb(0x2A2F37),
            .hover = rgb(0x2F353E),
            .input = rgb(0x121418),
            .lane = rgb(0x14171B),
            .laneHead = rgb(0x181B20),
            .line = rgb(0x2C3139),
            .strong = rgb(0x656F7D),
            .track = rgb(0x343A43),
            .text = rgb(0xE8EBEF),
            .text2 = rgb(0xB1B9C4),
            .text3 = rgb(0x929CA9),
            .disabled = rgb(0x626B77),
            .accent = rgb(0x6FAAFF),
            .accentFill = rgb(0x2B6BD1),
            .onFill = rgb(0xFFFFFF),
            .accentTint = rgb(0x1C2D47),
            .ok = rgb(0x57C492),
            .warn = rgb(0xE8B44C),
            .err = rgb(0xFF8484),
            .playhead = rgb(0xFFFFFF),
            .casing = rgb(0x0E1013),
            .tip = rgb(0x343B45),
            .rawGrey = rgb(0x454B54),
            .stage = rgb(0x07080A)};
}

Theme makeLight()
{
    return {.isDark = false,
            .app = rgb(0xCDD3DB),
            .panel = rgb(0xF8F9FB),
            .head = rgb(0xEDF0F4),
            .raised = rgb(0xFFFFFF),
            .hover = rgb(0xE3E8EF),
            .input = rgb(0xFFFFFF),
            .lane = rgb(0xFCFDFE),
            .laneHead = rgb(0xF3F5F8),
            .line = rgb(0xDBE0E7),
            .strong = rgb(0x838D9C),
            .track = rgb(0xD5DBE3),
            .text = rgb(0x161A20),
            .text2 = rgb(0x434C58),
            .text3 = rgb(0x56606E),
            .disabled = rgb(0x98A1AD),
            .accent = rgb(0x1A5DCB),
            .accentFill = rgb(0x1F62D1),
            .onFill = rgb(0xFFFFFF),
            .accentTint = rgb(0xDBE7FB),
            .ok = rgb(0x14744A),
            .warn = rgb(0x845600),
            .err = rgb(0xB3261E),
            .playhead = rgb(0x0B0E12),
            .casing = rgb(0xFFFFFF),
            .tip = rgb(0x262C35),
            .rawGrey = rgb(0xC9CED6),
            .stage = rgb(0x07080A)};
}

// `@name` stands for a token in the style sheet below.
constexpr const char *kStyleSheet = R"(
QMainWindow { background: @app; }
QMenuBar { background: @head; border: none; border-bottom: 1px solid @line; padding: 3px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; border: 1px solid @strong; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accentTint; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QStatusBar { background: @head; border-top: 1px solid @line; color: @text2; }
QStatusBar::item { border: none; }
QToolTip { background: @tip; color: #FFFFFF; border: 1px solid @strong; padding: 5px 8px; }
QSplitter::handle { background: @app; }
QLineEdit { background: @input; border: 1px solid @strong; border-radius: 4px; padding: 3px 8px;
            selection-background-color: @accentFill; selection-color: @onFill; }
QLineEdit:focus { border: 1px solid @accent; }
QPushButton { background: @raised; border: 1px solid @strong; border-radius: 4px;
              padding: 5px 14px; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:focus { border-color: @accent; }
QPushButton[primary="true"] { background: @accentFill; color: @onFill; border-color: @accentFill; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px;
              padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @accentTint; }
QToolButton:focus { border-color: @accent; }
QPushButton[primary="true"]:hover { background: @fillHover; }
QPushButton[row="true"] { background: transparent; border: 1px solid transparent; padding: 0; }
QPushButton[row="true"]:hover { background: @hover; }
QPushButton[row="true"]:focus { border-color: @accent; }
QWidget[box="true"] { border: 1px solid @line; border-radius: 6px; }
QGroupBox { border: 1px solid @line; border-radius: 6px; margin-top: 9px; padding: 10px 8px 6px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; font-weight: 600; }
QTreeView, QTextBrowser { background: @input; border: 1px solid @line; border-radius: 4px; }
QTreeView::item { padding: 4px 5px; border: none; } /* drawn alike, selected or not */
QTreeView::item:selected { background: @accentTint; color: @text; }
QToolButton[framed="true"] { background: @raised; }
QToolButton:checked { background: @accentTint; border-color: @accent; }
QComboBox { background: @input; border: 1px solid @strong; border-radius: 4px;
            padding: 3px 8px; min-height: 20px; combobox-popup: 0; /* a list, not a menu */ }
QComboBox QAbstractItemView { border: 1px solid @strong; padding: 2px; }
QComboBox QAbstractItemView::item { min-height: 24px; }
QComboBox QAbstractItemView::item:selected { background: @accentFill; color: @onFill; }
QComboBox:focus { border-color: @accent; }
QComboBox[plain="true"] { background: transparent; border-color: transparent; padding: 1px 5px; }
QComboBox[plain="true"]:hover { background: @hover; }
QComboBox[plain="true"]:focus { border-color: @accent; }
QLabel[keycap="true"] { background: @raised; border: 1px solid @line; border-radius: 3px;
                        color: @text2; padding: 0 4px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down-@shade.svg); width: 14px; height: 14px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @strong; border-radius: 3px;
                       background: @input; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accentFill; border-color: @accentFill;
                               image: url(:/icons/check-on-fill.svg); }
QCheckBox::indicator:disabled { border-color: @line; }
QAbstractSpinBox { background: @input; border: 1px solid @strong; border-radius: 4px;
                   padding: 2px 6px; min-height: 20px; }
QAbstractSpinBox:focus { border-color: @accent; }
QAbstractSpinBox:disabled { border-color: @line; color: @disabled; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
                              width: 18px; border: none; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
                                width: 18px; border: none; }
QAbstractSpinBox::up-arrow { image: url(:/icons/chevron-up-@shade.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/chevron-down-@shade.svg);
                               width: 10px; height: 10px; }
QLineEdit[readOnly="true"] { border-color: @line; color: @text2; }
QLineEdit:disabled { border-color: @line; color: @disabled; }
QToolButton[primary="true"] { background: @accentFill; }
QToolButton[primary="true"]:hover { background: @fillHover; }
QDialogButtonBox { button-layout: 3; } /* the main one at the right */
QPushButton:disabled { color: @disabled; border-color: @line; }
QPushButton[primary="true"]:disabled { background: @track; color: @disabled; border-color: @track; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid @err; }
QProgressBar { background: @track; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QPlainTextEdit { background: @input; border: 1px solid @line; border-radius: 4px; }
QTableView { selection-background-color: @accentTint; selection-color: @text; }
QHeaderView::section { background: @head; color: @text2; border: none;
                       border-bottom: 1px solid @line; padding: 5px 8px; }
QTabWidget::pane { border: none; background: @panel; }
QTabBar { background: @head; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @text2; padding: 7px 6px; font-weight: 500;
               border-top: 2px solid transparent; }
QTabBar::tab:selected { background: @panel; color: @text; border-top: 2px solid @accent; }
QTabBar::tab:hover:!selected { background: @hover; }
QTabBar::tab:focus { color: @accent; }
QTabBar QLabel[badge="true"] { background: @track; color: @text2; border-radius: 8px; padding: 1px 6px;
                               margin-left: 4px; font-size: 11px; }
QAbstractItemView { background: @panel; border: none; outline: none; }
QScrollArea { background: @panel; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @track; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLabel[tone="second"] { color: @text2; }
QLabel[tone="hint"] { color: @text3; }
QLabel[tone="error"] { color: @err; }
QLabel[tone="good"] { color: @ok; }
QWidget[notice="warn"] { background: @warnTint; border-radius: 6px; }
QWidget[ground="panel"] { background: @panel; }
QWidget[ground="head"] { background: @head; }
QWidget[ground="line"] { background: @line; }
)";

// Ground of a notice.
QColor warnTint(const Theme &theme)
{
    return theme.isDark ? rgb(0x38301B) : rgb(0xFAEED2);
}

QFont familyFont(const QStringList &families, int pixels, QFont::Weight weight)
{
    QFont font(families);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

} // namespace

const Theme &darkTheme()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme &lightTheme()
{
    static const Theme theme = makeLight();
    return theme;
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.panel);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.input);
    palette.setColor(QPalette::AlternateBase, theme.head);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.text3);
    palette.setColor(QPalette::Button, theme.raised);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::Dark, theme.app);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Midlight, theme.hover);
    palette.setColor(QPalette::Light, theme.raised);
    palette.setColor(QPalette::Shadow, theme.strong);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::Highlight, theme.accentFill);
    palette.setColor(QPalette::HighlightedText, theme.onFill);
    palette.setColor(QPalette::ToolTipBase, theme.tip);
    palette.setColor(QPalette::ToolTipText, Qt::white);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, theme.disabled);
    }
    return palette;
}

QString styleSheetOf(const Theme &theme)
{
    QString sheet = QString::fromLatin1(kStyleSheet);
    // Longer names first: @accent is the beginning of @accentFill.
    const std::pair<const char *, QColor> tokens[] = {{"@accentFill", theme.accentFill},
                                                      {"@accentTint", theme.accentTint},
                                                      {"@accent", theme.accent},
                                                      {"@fillHover", theme.accentFill.darker(115)},
                                                      {"@app", theme.app},
                                                      {"@panel", theme.panel},
                                                      {"@head", theme.head},
                                                      {"@raised", theme.raised},
                                                      {"@hover", theme.hover},
                                                      {"@input", theme.input},
                                                      {"@line", theme.line},
                                                      {"@strong", theme.strong},
                                                      {"@track", theme.track},
                                                      {"@text2", theme.text2},
                                                      {"@text3", theme.text3},
                                                      {"@text", theme.text},
                                                      {"@disabled", theme.disabled},
                                                      {"@onFill", theme.onFill},
                                                      {"@err", theme.err},
                                                      {"@ok", theme.ok},
                                                      {"@warnTint", warnTint(theme)},
                                                      {"@tip", theme.tip}};
    sheet.replace(QLatin1String("@shade"),
                  theme.isDark ? QStringLiteral("dark") : QStringLiteral("light"));
    for (const auto &[name, color] : tokens) {
        sheet.replace(QLatin1String(name), color.name());
    }
    return sheet;
}

void setStyleProperty(QWidget &widget, const char *name, const QVariant &value)
{
    if (widget.property(name) != value) {
        widget.setProperty(name, value);
        widget.style()->unpolish(&widget);
        widget.style()->polish(&widget);
    }
}

QFont textFont(int pixels, QFont::Weight weight)
{
    return familyFont(
        {QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC"), QStringLiteral("sans-serif")},
        pixels, weight);
}

QFont numberFont(int pixels, QFont::Weight weight)
{
    return familyFont({QStringLiteral("JetBrains Mono"), QStringLiteral("monospace")}, pixels,
                      weight);
}

} // namespace ui::common

#include "ui/timeline/timeline_tool_bar.h"

#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/common/action_registry.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace ui::timeline {

namespace {

constexpr int kHeight = 34;
constexpr int kTitleWidth = 172;
constexpr int kNarrow = 760; // below, "Colour by" is told by its buttons alone

QFrame *divider()
{
    auto *line = new QFrame;
    line->setFixedSize(1, 16);
    line->setProperty("ground", QStringLiteral("line"));
    return line;
}

} // namespace

TimelineToolBar::TimelineToolBar(QWidget *parent)
    : QWidget(parent)
    , m_tools(new QButtonGroup(this))
    , m_colours(new QButtonGroup(this))
    , m_colourLabel(new QLabel(tr("Colour by")))
    , m_range(new QLabel)
{
    setFixedHeight(kHeight);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 8, 0);
    layout->setSpacing(2);
    auto *title = new QLabel(tr("Timeline"));
    title->setFont(common::textFont(12, QFont::DemiBold));
    title->setFixedWidth(kTitleWidth);
    layout->addWidget(title);
    addTools();
    layout->addSpacing(6);
    layout->addWidget(divider());
    layout->addSpacing(6);
    m_snapping = makeButton("magnet", tr("Snapping; Alt suspends it"), {"labels.snapping"});
    m_snapping->setCheckable(true);
    connect(m_snapping, &QToolButton::clicked, this, &TimelineToolBar::snappingChosen);
    layout->addSpacing(6);
    layout->addWidget(divider());
    layout->addSpacing(6);
    connect(makeButton("zoom-out", tr("Zoom out"), {"view.zoom-out"}), &QToolButton::clicked, this,
            &TimelineToolBar::zoomOutPressed);
    connect(makeButton("zoom-in", tr("Zoom in"), {"view.zoom-in"}), &QToolButton::clicked, this,
            &TimelineToolBar::zoomInPressed);
    connect(makeButton("maximize", tr("Show the whole video"), {"view.whole-video"}),
            &QToolButton::clicked, this, &TimelineToolBar::showAllPressed);
    layout->addSpacing(10);
    addColours();
    layout->addStretch(1);
    m_range->setProperty("tone", QStringLiteral("hint"));
    layout->addWidget(m_range);
    layout->addSpacing(6);
    QToolButton *menu = makeButton("ellipsis", tr("Lanes and classes"));
    connect(menu, &QToolButton::clicked, this,
            [this, menu] { emit menuWanted(menu->mapToGlobal(menu->rect().bottomLeft())); });
}

QToolButton *TimelineToolBar::makeButton(const char *icon, const QString &text,
                                         std::initializer_list<const char *> commands)
{
    auto *button = new QToolButton;
    common::tellCommands(*button, text, commands);
    button->setIconSize({16, 16});
    button->setFocusPolicy(Qt::NoFocus);
    m_icons.emplace_back(button, QString::fromLatin1(icon));
    layout()->addWidget(button);
    return button;
}

void TimelineToolBar::addTools()
{
    const std::tuple<const char *, QString, const char *, Tool> tools[] = {
        {"mouse-pointer", tr("Select, draw, move and trim"), "labels.tool-select", Tool::Select},
        {"scissors", tr("Split by clicking"), "labels.tool-split", Tool::Split},
        {"brush", tr("Paint while the button is held"), "labels.tool-paint", Tool::Paint}};
    for (const auto &[icon, text, command, tool] : tools) {
        QToolButton *button = makeButton(icon, text, {command});
        button->setCheckable(true);
        m_tools->addButton(button, static_cast<int>(tool));
    }
    connect(m_tools, &QButtonGroup::idClicked, this,
            [this](int id) { emit toolChosen(static_cast<Tool>(id)); });
}

void TimelineToolBar::addColours()
{
    m_colourLabel->setProperty("tone", QStringLiteral("second"));
    layout()->addWidget(m_colourLabel);
    const std::pair<QString, ColourBy> colours[] = {{tr("Class"), ColourBy::Class},
                                                    {tr("Error type"), ColourBy::ErrorType},
                                                    {tr("Score"), ColourBy::Score}};
    for (const auto &[text, colourBy] : colours) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setAccessibleName(tr("Colour by %1").arg(text));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::NoFocus);
        button->setProperty("framed", true);
        button->setProperty("segment", true);
        m_colours->addButton(button, static_cast<int>(colourBy));
        layout()->addWidget(button);
    }
    connect(m_colours, &QButtonGroup::idClicked, this,
            [this](int id) { emit colourChosen(static_cast<ColourBy>(id)); });
}

void TimelineToolBar::setTheme(const common::Theme &theme)
{
    for (const auto &[button, icon] : m_icons) {
        button->setIcon(common::themedIcon(icon, theme));
    }
}

void TimelineToolBar::setTool(Tool tool)
{
    m_tools->button(static_cast<int>(tool))->setChecked(true);
}

void TimelineToolBar::setSnapping(bool isOn)
{
    m_snapping->setChecked(isOn);
}

void TimelineToolBar::setColourBy(ColourBy colourBy)
{
    m_colours->button(static_cast<int>(colourBy))->setChecked(true);
}

void TimelineToolBar::setRangeText(const QString &text)
{
    m_range->setText(text);
}

void TimelineToolBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_colourLabel->setVisible(width() >= kNarrow);
}

} // namespace ui::timeline

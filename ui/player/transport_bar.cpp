#include "ui/player/transport_bar.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "core/model/score_curve.h"

#include "ui/common/action_registry.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/player/playback_controller.h"

namespace ui::player {

namespace {

constexpr int kHeight = 42;

QLabel *makeLabel(const QFont &font, const char *tone)
{
    auto *label = new QLabel;
    label->setFont(font);
    if (tone != nullptr) {
        label->setProperty("tone", QString::fromLatin1(tone));
    }
    return label;
}

QString rateText(double rate)
{
    QString text = QString::number(rate, 'f', 2);
    if (text.endsWith(QLatin1Char('0'))) {
        text.chop(1);
    }
    return text + QChar(0xD7);
}

// Sides of equal stretch keep the buttons in the middle whatever the texts are.
QHBoxLayout *addSide(QHBoxLayout &bar)
{
    auto *side = new QWidget;
    auto *layout = new QHBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    side->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    bar.addWidget(side, 1);
    return layout;
}

} // namespace

TransportBar::TransportBar(PlaybackController &controller, const common::Theme &theme,
                           QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_theme(&theme)
    , m_time(makeLabel(common::numberFont(15, QFont::DemiBold), nullptr))
    , m_duration(makeLabel(common::numberFont(11), "hint"))
    , m_frame(makeLabel(common::numberFont(12, QFont::Medium), nullptr))
    , m_snippetTitle(makeLabel(common::textFont(11), "hint"))
    , m_snippet(makeLabel(common::numberFont(12, QFont::Medium), nullptr))
    , m_rate(new QToolButton)
{
    setFixedHeight(kHeight);
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(4);
    QHBoxLayout *left = addSide(*layout);
    left->addWidget(m_time);
    left->addWidget(m_duration);
    left->addStretch(1);
    addButtons();
    for (const Button &item : m_buttons) {
        if (item.button != m_loop && item.button != m_sound) {
            layout->addWidget(item.button);
        }
    }
    layout->addWidget(m_rate);
    layout->addWidget(m_loop);
    layout->addWidget(m_sound);
    QHBoxLayout *right = addSide(*layout);
    right->addStretch(1);
    QLabel *caption = makeLabel(common::textFont(11), "hint");
    caption->setText(tr("frame"));
    right->addWidget(caption);
    right->addWidget(m_frame);
    m_snippetTitle->setText(tr("snippet"));
    right->addSpacing(6);
    right->addWidget(m_snippetTitle);
    right->addWidget(m_snippet);

    connect(&m_controller, &PlaybackController::timeChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::durationChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::playingChanged, this, &TransportBar::restyle);
    connect(&m_controller, &PlaybackController::rateChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::loopChanged, m_loop, &QToolButton::setChecked);
    setSnippets(nullptr);
    setShownFrame(-1);
    restyle();
    refresh();
}

void TransportBar::addButtons()
{
    connect(addButton("skip-back", tr("To the start"), {"play.start"}), &QToolButton::clicked,
            &m_controller, &PlaybackController::toStart);
    connect(addButton("step-back", tr("One frame back"), {"play.frame-back"}),
            &QToolButton::clicked, &m_controller, [this] { m_controller.stepFrames(-1); });
    m_play = addButton("play", tr("Play or pause"), {"play.toggle"});
    m_play->setProperty("primary", true);
    connect(m_play, &QToolButton::clicked, &m_controller, &PlaybackController::toggle);
    connect(addButton("step-forward", tr("One frame on"), {"play.frame-on"}), &QToolButton::clicked,
            &m_controller, [this] { m_controller.stepFrames(1); });
    connect(addButton("skip-forward", tr("To the end"), {"play.end"}), &QToolButton::clicked,
            &m_controller, &PlaybackController::toEnd);
    m_loop = addButton("repeat", tr("Loop the selected segment"), {"play.loop"});
    m_loop->setCheckable(true);
    connect(m_loop, &QToolButton::clicked, this, [this] {
        m_loop->setChecked(m_controller.loop().has_value()); // what comes of it tells loopChanged()
        emit loopRequested();
    });
    m_sound = addButton("volume-2", tr("Sound"));
    m_sound->setCheckable(true);
    m_sound->setChecked(true);
    connect(m_sound, &QToolButton::clicked, this, &TransportBar::soundToggled);
    common::tellCommands(*m_rate, tr("Speed"), {"play.slower", "play.faster", "play.normal"});
    m_rate->setFocusPolicy(Qt::NoFocus);
    m_rate->setFont(common::textFont(12, QFont::Medium));
    m_rate->setFixedWidth(52);
    connect(m_rate, &QToolButton::clicked, this, &TransportBar::showRates);
}

QToolButton *TransportBar::addButton(const char *icon, const QString &text,
                                     std::initializer_list<const char *> commands)
{
    auto *button = new QToolButton;
    common::tellCommands(*button, text, commands);
    button->setIconSize({16, 16});
    button->setFocusPolicy(Qt::NoFocus);
    m_buttons.push_back({button, QString::fromLatin1(icon)});
    return button;
}

void TransportBar::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    restyle();
}

void TransportBar::restyle()
{
    for (const Button &item : m_buttons) {
        if (item.button != m_play) {
            item.button->setIcon(common::themedIcon(item.icon, *m_theme));
            continue;
        }
        const QString name =
            m_controller.isPlaying() ? QStringLiteral("pause") : QStringLiteral("play");
        QIcon icon;
        for (const qreal ratio : {1.0, 2.0}) {
            icon.addPixmap(common::iconPixmap(name, 16, m_theme->onFill, ratio, 2));
        }
        m_play->setIcon(icon);
    }
}

void TransportBar::refresh()
{
    m_time->setText(common::timeText(m_controller.time()));
    m_duration->setText(QStringLiteral("/ ") + common::timeText(m_controller.durationUs()));
    m_rate->setText(rateText(m_controller.rate()));
    if (m_curve != nullptr) {
        const double snippet =
            std::round(m_curve->snippetAt(static_cast<double>(m_controller.time())));
        const auto last = static_cast<double>(m_curve->snippets() - 1);
        m_snippet->setText(common::countText(std::llround(std::clamp(snippet, 0.0, last))));
    }
}

void TransportBar::setShownFrame(qint64 frame)
{
    m_frame->setText(frame < 0 ? QStringLiteral("–") : common::countText(frame));
}

void TransportBar::setSound(bool isOn, const QString &silence)
{
    m_sound->setChecked(isOn);
    m_sound->setToolTip(silence.isEmpty() ? tr("Sound") : silence);
    const auto item = std::find_if(m_buttons.begin(), m_buttons.end(),
                                   [this](const Button &other) { return other.button == m_sound; });
    item->icon =
        isOn && silence.isEmpty() ? QStringLiteral("volume-2") : QStringLiteral("volume-x");
    restyle();
}

void TransportBar::showRates()
{
    QMenu menu;
    for (const double rate : PlaybackController::rates()) {
        QAction *action = menu.addAction(rateText(rate));
        action->setCheckable(true);
        action->setChecked(rate == std::abs(m_controller.rate()));
        connect(action, &QAction::triggered, this,
                [this, rate] { m_controller.setRate(std::copysign(rate, m_controller.rate())); });
    }
    menu.exec(m_rate->mapToGlobal(QPoint(0, -menu.sizeHint().height())));
}

void TransportBar::setSnippets(std::shared_ptr<const core::model::ScoreCurve> curve)
{
    m_curve = std::move(curve);
    m_snippetTitle->setVisible(m_curve != nullptr);
    m_snippet->setVisible(m_curve != nullptr);
    refresh();
}

} // namespace ui::player

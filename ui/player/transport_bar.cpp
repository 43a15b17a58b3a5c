#include "ui/player/transport_bar.h"

#include <algorithm>
#include <array>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/player/playback_controller.h"

namespace ui::player {

namespace {

constexpr int kHeight = 42;
constexpr std::array kRates = {0.25, 0.5, 1.0, 1.5, 2.0, 4.0};

QLabel *makeLabel(const QFont &font, const char *tone)
{
    auto *label = new QLabel;
    label->setFont(font);
    if (tone != nullptr) {
        label->setProperty("tone", QString::fromLatin1(tone));
    }
    return label;
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
        layout->addWidget(item.button);
    }
    layout->addWidget(m_rate);
    QHBoxLayout *right = addSide(*layout);
    right->addStretch(1);
    QLabel *caption = makeLabel(common::textFont(11), "hint");
    caption->setText(tr("frame"));
    right->addWidget(caption);
    right->addWidget(m_frame);

    connect(&m_controller, &PlaybackController::timeChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::durationChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::playingChanged, this, &TransportBar::restyle);
    connect(&m_controller, &PlaybackController::rateChanged, this, &TransportBar::refresh);
    setShownFrame(-1);
    restyle();
    refresh();
}

void TransportBar::addButtons()
{
    connect(addButton("skip-back", tr("To the start (Home)")), &QToolButton::clicked, &m_controller,
            &PlaybackController::toStart);
    connect(addButton("step-back", tr("One frame back (Left)")), &QToolButton::clicked,
            &m_controller, [this] { m_controller.stepFrames(-1); });
    m_play = addButton("play", tr("Play or pause (Space)"));
    m_play->setProperty("primary", true);
    connect(m_play, &QToolButton::clicked, &m_controller, &PlaybackController::toggle);
    connect(addButton("step-forward", tr("One frame on (Right)")), &QToolButton::clicked,
            &m_controller, [this] { m_controller.stepFrames(1); });
    connect(addButton("skip-forward", tr("To the end (End)")), &QToolButton::clicked, &m_controller,
            &PlaybackController::toEnd);
    m_rate->setToolTip(tr("Speed; click for the next one"));
    m_rate->setAccessibleName(tr("Speed"));
    m_rate->setFocusPolicy(Qt::NoFocus);
    m_rate->setFont(common::textFont(12, QFont::Medium));
    m_rate->setFixedWidth(52);
    connect(m_rate, &QToolButton::clicked, this, &TransportBar::nextRate);
}

QToolButton *TransportBar::addButton(const char *icon, const QString &text)
{
    auto *button = new QToolButton;
    button->setToolTip(text);
    button->setAccessibleName(text);
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
    QString rate = QString::number(m_controller.rate(), 'f', 2);
    if (rate.endsWith(QLatin1Char('0'))) {
        rate.chop(1);
    }
    m_rate->setText(rate + QChar(0xD7));
}

void TransportBar::setShownFrame(qint64 frame)
{
    m_frame->setText(frame < 0 ? QStringLiteral("–") : common::countText(frame));
}

void TransportBar::nextRate()
{
    const auto next = std::upper_bound(kRates.begin(), kRates.end(), m_controller.rate());
    m_controller.setRate(next == kRates.end() ? kRates.front() : *next);
}

} // namespace ui::player

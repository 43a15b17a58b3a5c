#include "ui/action_card.h"

#include <utility>

#include <QPainter>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace ui {

namespace {

constexpr int kHeight = 62;
constexpr int kIcon = 22;
constexpr int kTextLeft = 58;

} // namespace

ActionCard::ActionCard(QString icon, const QString &title, QString description,
                       const common::Theme &theme, bool isPrimary)
    : m_icon(std::move(icon))
    , m_description(std::move(description))
    , m_theme(&theme)
    , m_isPrimary(isPrimary)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(m_description);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ActionCard::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    update();
}

void ActionCard::setKeyText(const QString &key)
{
    m_key = key;
    update();
}

QSize ActionCard::sizeHint() const
{
    return {470, kHeight};
}

void ActionCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = m_isPrimary    ? m_theme->accentTint
                          : underMouse() ? m_theme->hover
                                         : m_theme->raised;
    const QColor border = m_isPrimary || hasFocus() ? m_theme->accent
                          : m_theme->isDark         ? ground
                                                    : m_theme->line;
    painter.setPen(QPen(border, hasFocus() ? 1.5 : 1.0));
    painter.setBrush(isDown() ? m_theme->accentTint : ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6);
    painter.drawPixmap(QPointF(18, (height() - kIcon) / 2.0),
                       common::iconPixmap(m_icon, kIcon,
                                          m_isPrimary ? m_theme->accent : m_theme->text2,
                                          devicePixelRatioF()));
    const int right = width() - 14;
    painter.setFont(common::textFont(11));
    painter.setPen(m_theme->text3);
    const int keyWidth = painter.fontMetrics().horizontalAdvance(m_key);
    painter.drawText(QRect(right - keyWidth, 8, keyWidth, 26), Qt::AlignVCenter, m_key);
    painter.setFont(common::textFont(14, QFont::DemiBold));
    painter.setPen(m_theme->text);
    painter.drawText(QRect(kTextLeft, 9, right - keyWidth - kTextLeft - 8, 24),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
    painter.setFont(common::textFont(12));
    painter.setPen(m_theme->text2);
    const QRect line(kTextLeft, 30, right - kTextLeft, 22);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(m_description, Qt::ElideRight, line.width()));
}

} // namespace ui

#include "ui/analysis/value_slider.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace ui::analysis {

namespace {

constexpr int kBarHeight = 34;
constexpr int kHandle = 14;
constexpr int kGroove = 4;
constexpr int kSteps = 100; // at least, over the span
constexpr int kLabel = 16;  // "in use 0.4" below the groove

// The largest of 1, 2, 5 × 10^n that gives kSteps steps or more.
double roundStep(double span)
{
    const double wanted = span / kSteps;
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double factor : {5.0, 2.0}) {
        if (factor * power <= wanted) {
            return factor * power;
        }
    }
    return power;
}

bool isOwnKey(int key)
{
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up ||
           key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown ||
           key == Qt::Key_Home || key == Qt::Key_End;
}

} // namespace

ValueSlider::ValueSlider(const common::Theme &theme, QWidget *parent)
    : QAbstractSlider(parent)
    , m_theme(&theme)
{
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSpan(0.0, 1.0, Keeps::Above);
    connect(this, &QAbstractSlider::actionTriggered, this, [this] {
        // The position is set, the value follows it once this returns.
        setValue(sliderPosition());
        emit numberMoved(number());
    });
}

void ValueSlider::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    update();
}

void ValueSlider::setSpan(double low, double high, Keeps keeps)
{
    const double former = number();
    m_low = low;
    m_high = std::max(high, low + 1e-6);
    m_keeps = keeps;
    m_step = roundStep(m_high - m_low);
    m_decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(m_step) - 1e-9)));
    setRange(0, static_cast<int>(std::ceil((m_high - m_low) / m_step - 1e-9)));
    setSingleStep(1);
    setPageStep(10);
    setNumber(former);
    updateGeometry();
    update();
}

void ValueSlider::setBars(std::vector<int> counts)
{
    m_bars = std::move(counts);
    updateGeometry();
    update();
}

void ValueSlider::setNumber(double number)
{
    setValue(static_cast<int>(std::lround((number - m_low) / m_step)));
}

double ValueSlider::number() const
{
    // As a person would write it: 0.3, not 0.30000000000000004.
    const double power = std::pow(10.0, m_decimals);
    return std::round((m_low + value() * m_step) * power) / power;
}

void ValueSlider::setInUse(std::optional<double> number)
{
    m_inUse = number;
    update();
}

QSize ValueSlider::sizeHint() const
{
    return {200, (m_bars.empty() ? 0 : kBarHeight) + kHandle + 2 + kLabel};
}

double ValueSlider::xOf(double number) const
{
    const double share = (number - m_low) / (m_high - m_low);
    return kHandle / 2.0 + std::clamp(share, 0.0, 1.0) * (width() - kHandle);
}

void ValueSlider::moveTo(double x)
{
    const double share = (x - kHandle / 2.0) / std::max(1, width() - kHandle);
    setNumber(m_low + std::clamp(share, 0.0, 1.0) * (m_high - m_low));
    emit numberMoved(number());
}

bool ValueSlider::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        isOwnKey(static_cast<QKeyEvent *>(event)->key())) {
        event->accept(); // arrows move the handle, not the playhead
        return true;
    }
    return QAbstractSlider::event(event);
}

void ValueSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        moveTo(event->position().x());
    }
}

void ValueSlider::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        moveTo(event->position().x());
    }
}

// The wheel scrolls the panel; only a slider that has the focus takes it.
void ValueSlider::wheelEvent(QWheelEvent *event)
{
    if (hasFocus()) {
        QAbstractSlider::wheelEvent(event);
    } else {
        event->ignore();
    }
}

void ValueSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    update();
}

void ValueSlider::paintBars(QPainter &painter) const
{
    const int most = *std::max_element(m_bars.begin(), m_bars.end());
    if (most == 0) {
        return;
    }
    const double room = static_cast<double>(width() - kHandle) / static_cast<double>(m_bars.size());
    const double handle = xOf(number());
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const double left = kHandle / 2.0 + room * static_cast<double>(i);
        const bool isKept =
            m_keeps == Keeps::Above ? left + room / 2 >= handle : left + room / 2 <= handle;
        const double height =
            m_bars[i] == 0
                ? 0.0
                : std::max(2.0, double(kBarHeight - 4) * std::sqrt(double(m_bars[i]) / most));
        painter.fillRect(QRectF(left, kBarHeight - height, std::max(1.0, room - 1), height),
                         isKept ? m_theme->accent : m_theme->rawGrey);
    }
}

void ValueSlider::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_bars.empty()) {
        paintBars(painter);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double top = m_bars.empty() ? 0 : kBarHeight;
    const double middle = top + kHandle / 2.0 + 1;
    const double x = xOf(number());
    const QRectF groove(kHandle / 2.0, middle - kGroove / 2.0, width() - kHandle, kGroove);
    painter.setBrush(m_theme->track);
    painter.drawRoundedRect(groove, 2, 2);
    painter.setBrush(isEnabled() ? m_theme->accentFill : m_theme->disabled);
    painter.drawRoundedRect(QRectF(groove.left(), groove.top(), x - groove.left(), kGroove), 2, 2);
    painter.setFont(common::textFont(10));
    if (m_inUse) {
        const double at = xOf(*m_inUse);
        painter.fillRect(QRectF(at - 1, middle - 7, 2, 14), m_theme->text2);
        const QString text = tr("in use %1").arg(*m_inUse);
        const double half = painter.fontMetrics().horizontalAdvance(text) / 2.0 + 1;
        const double left = std::clamp(at - half, 0.0, std::max(0.0, width() - 2 * half));
        painter.setPen(m_theme->text2);
        painter.drawText(QRectF(left, middle + kHandle / 2.0 + 1, 2 * half, kLabel - 2),
                         Qt::AlignCenter, text);
        painter.setPen(Qt::NoPen);
    }
    painter.setBrush(hasFocus() ? m_theme->accent : m_theme->accentFill);
    painter.drawEllipse(QPointF(x, middle), kHandle / 2.0, kHandle / 2.0);
    painter.setBrush(m_theme->onFill);
    painter.drawEllipse(QPointF(x, middle), kHandle / 2.0 - 2.5, kHandle / 2.0 - 2.5);
}

} // namespace ui::analysis

#pragma once

#include <optional>
#include <vector>

#include <QAbstractSlider>

#include "ui/common/theme.h"

namespace ui::analysis {

// A slider over numbers with, above its groove, how many things lie where: bars on the side that is
// kept are coloured. A tick shows the value in use. By mouse, wheel and keys.
class ValueSlider : public QAbstractSlider
{
    Q_OBJECT

public:
    // Which values pass: those above the handle, those below it, or it says nothing about them.
    enum class Keeps { Above, Below };

    explicit ValueSlider(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // Values from low to high, in steps of a round number.
    void setSpan(double low, double high, Keeps keeps);
    // Counts in equal parts of the span; empty: no bars.
    void setBars(std::vector<int> counts);
    // A value beyond the span puts the handle at its end; the number is the caller's to show.
    void setNumber(double number);
    double number() const;
    // Decimals that tell two steps apart.
    int decimals() const { return m_decimals; }
    void setInUse(std::optional<double> number);
    double low() const { return m_low; }
    double high() const { return m_high; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

signals:
    // A person moved the handle.
    void numberMoved(double number);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void sliderChange(SliderChange change) override;

private:
    double xOf(double number) const;
    void moveTo(double x);
    void paintBars(QPainter &painter) const;

    const common::Theme *m_theme;
    double m_low = 0.0;
    double m_high = 1.0;
    double m_step = 0.01;
    int m_decimals = 2;
    Keeps m_keeps = Keeps::Above;
    std::vector<int> m_bars;
    std::optional<double> m_inUse;
};

} // namespace ui::analysis

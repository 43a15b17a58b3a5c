#pragma once

#include <optional>

#include <QColor>
#include <QWidget>

#include "ui/common/theme.h"

namespace ui::analysis {

// A horizontal bar in its groove, with a tick where something else stands.
class ShareBar : public QWidget
{
public:
    explicit ShareBar(const common::Theme &theme, QWidget *parent = nullptr);

    // Shares of the whole length, 0 … 1.
    void setShare(double share, const QColor &color, std::optional<double> tick = {});

    QSize sizeHint() const override { return {120, 12}; }
    QSize minimumSizeHint() const override { return {40, 12}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const common::Theme *m_theme;
    double m_share = 0.0;
    QColor m_color;
    std::optional<double> m_tick;
};

} // namespace ui::analysis

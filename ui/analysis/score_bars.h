#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <QWidget>

#include "ui/common/theme.h"

namespace ui::analysis {

// How many labels lie in which tenth of the scores and, where it is known, how many of those are
// right: the lower part of each bar, with a tick where a calibrated score would put it.
class ScoreBars : public QWidget
{
    Q_OBJECT

public:
    struct Bar
    {
        std::size_t labels = 0;
        std::size_t right = 0;
        double meanScore = 0.0;
    };

    explicit ScoreBars(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // hasTruth: `right` and `meanScore` are known.
    void setBars(std::vector<Bar> bars, bool hasTruth);
    const std::vector<Bar> &bars() const { return m_bars; }

    QSize sizeHint() const override { return {220, 96}; }
    QSize minimumSizeHint() const override { return {120, 96}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString textOf(std::size_t bar) const;

    const common::Theme *m_theme;
    std::vector<Bar> m_bars;
    bool m_hasTruth = false;
};

} // namespace ui::analysis

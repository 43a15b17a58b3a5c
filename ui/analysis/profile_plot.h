#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/tal/diagnosis.h"

#include "ui/common/theme.h"

class QCPBars;
class QCPItemRect;
class QCPItemText;
class QCustomPlot;

namespace ui::analysis {

// DETAD's false-positive profile: of the predictions of highest score, G at a time, how many make
// which error. A bar is chosen by mouse or with the arrow keys. GUI thread.
class ProfilePlot : public QWidget
{
    Q_OBJECT

public:
    struct Bar
    {
        int group = 0;
        core::tal::ErrorType type = core::tal::ErrorType::TruePositive;

        bool operator==(const Bar &) const = default;
    };

    explicit ProfilePlot(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    void setProfile(std::vector<std::array<std::size_t, core::tal::kErrorTypeCount>> profile);
    const std::optional<Bar> &chosen() const { return m_chosen; }
    void clearChoice();
    QCustomPlot &plot() { return *m_plot; }
    // Where a bar is drawn; the middle of it.
    QPoint positionOf(const Bar &bar) const;

signals:
    void barChosen(const ui::analysis::ProfilePlot::Bar &bar);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void restyle();
    void draw();
    void choose(const Bar &bar);
    void mark();
    std::optional<Bar> barAt(const QPointF &position) const;
    // Shares of the group below and up to a type.
    std::pair<double, double> span(const Bar &bar) const;

    const common::Theme *m_theme;
    std::vector<std::array<std::size_t, core::tal::kErrorTypeCount>> m_profile;
    std::optional<Bar> m_chosen;
    QCustomPlot *m_plot;
    std::vector<QCPBars *> m_bars; // by type
    QCPItemRect *m_mark;
    std::vector<QCPItemText *> m_letters;
};

} // namespace ui::analysis

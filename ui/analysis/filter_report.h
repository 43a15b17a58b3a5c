#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

#include "ui/analysis/filter_figures.h"
#include "ui/common/theme.h"

class QGridLayout;
class QLabel;

namespace ui::analysis {

class ShareBar;

// What the settings in use and those of the form make of the same proposals: kept, precision,
// recall, mAP, before → after; how many each rule rejects; and a warning where mAP or classes lose.
class FilterReport : public QWidget
{
    Q_OBJECT

public:
    explicit FilterReport(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // `frame`: on what it was measured.
    void showFigures(const FilterFigures &before, const FilterFigures &after, const QString &frame);

private:
    struct Row
    {
        QLabel *name = nullptr;
        QLabel *before = nullptr;
        QLabel *after = nullptr;
        QLabel *change = nullptr;
    };
    struct Rule
    {
        QLabel *name = nullptr;
        ShareBar *bar = nullptr;
        QLabel *count = nullptr;
    };

    void showQuality(const FilterFigures &before, const FilterFigures &after);
    void showRules(const FilterFigures &after);
    void warn(const FilterFigures &before, const FilterFigures &after);

    const common::Theme *m_theme;
    std::vector<Row> m_rows;
    QLabel *m_frame;
    std::vector<Rule> m_rules;
    QWidget *m_notice;
    QLabel *m_noticeIcon;
    QLabel *m_warning;
    QLabel *m_detail;
};

} // namespace ui::analysis

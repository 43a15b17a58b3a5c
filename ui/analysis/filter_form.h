#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/model/run_config.h"

#include "ui/analysis/filter_figures.h"
#include "ui/common/theme.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QToolButton;

namespace ui::analysis {

class ValueSlider;

// The settings of the filter: a slider and a number for each that is one, lists for the others.
// Names, ranges and documentation come from the table that reads the files
// (core/data/run_config_schema), so that nothing can be set here that a file cannot hold.
class FilterForm : public QWidget
{
    Q_OBJECT

public:
    explicit FilterForm(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // What the ticks show and reset() returns to; bars above the sliders; whether the density may
    // count the proposals before NMS.
    void setInput(const core::model::FilterConfig &inUse, const FilterHistograms &histograms,
                  bool hasBeforeNms);
    void setConfig(const core::model::FilterConfig &config);
    const core::model::FilterConfig &config() const { return m_config; }
    bool isChanged() const;
    void reset();

signals:
    void changed();

private:
    struct NumberRow
    {
        std::string key;
        ValueSlider *slider = nullptr;
        QLineEdit *field = nullptr;
    };
    struct ChoiceRow
    {
        std::string key;
        QComboBox *box = nullptr;
    };

    void addNumber(QGridLayout &grid, const std::string &key, const QString &title,
                   const QString &subtitle);
    void addChoice(QGridLayout &grid, const std::string &key, const QString &title,
                   const QStringList &texts);
    void take(const std::string &key, const QString &value, QWidget *field);
    void showConfig();
    ValueSlider *slider(const std::string &key) const;

    const common::Theme *m_theme;
    core::model::FilterConfig m_config;
    core::model::FilterConfig m_inUse;
    std::vector<NumberRow> m_numbers;
    std::vector<ChoiceRow> m_choices;
    QCheckBox *m_onlyWeak;
    QToolButton *m_more;
    QWidget *m_further;
};

} // namespace ui::analysis

#pragma once

#include <vector>

#include "core/tal/protocol_comparison.h"

#include "ui/analysis/analysis_panel.h"

class QComboBox;
class QLabel;

namespace ui::analysis {

class ComparisonBar;
class FigureTable;

// The same predictions under every published rule, side by side, with what causes each difference,
// and per class under the chosen rule. As `talo evaluate --protocol all` computes it.
class EvaluationPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit EvaluationPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    FigureTable &protocols() { return *m_protocols; }
    FigureTable &perClass() { return *m_perClass; }
    const std::vector<core::tal::ProtocolRow> &rows() const { return m_rows; }

protected:
    void refresh() override;
    void clear() override;

private:
    struct Compared
    {
        std::vector<core::tal::ProtocolRow> rows;
        QString frame;
    };

    void build();
    void take(Compared compared);
    void showProtocol(int row);
    std::vector<double> tiou() const;

    std::vector<core::tal::ProtocolRow> m_rows;
    ComparisonBar *m_bar;
    QComboBox *m_tiou;
    QLabel *m_frame;
    FigureTable *m_protocols;
    QLabel *m_why;
    QLabel *m_classTitle;
    FigureTable *m_perClass;
};

} // namespace ui::analysis

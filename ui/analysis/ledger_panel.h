#pragma once

#include "core/edit/effort.h"
#include "core/edit/ledger.h"

#include "ui/analysis/analysis_panel.h"

class QLabel;
class QPushButton;

namespace ui::analysis {

class FigureTable;

// The ledger: each run with the snapshot of the labels that it read, its configuration, seed and
// code version, and what came of it; of the chosen one, how each class changed since the run before
// and by which edits. Below, what correcting has cost so far. What `talo ledger` and `talo effort`
// say. GUI thread.
class LedgerPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit LedgerPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    FigureTable &runs() { return *m_runs; }
    FigureTable &changes() { return *m_changes; }
    FigureTable &effort() { return *m_effort; }
    const core::edit::EffortLog &effortLog() const { return m_content.effort; }
    // Every step of the history as a table (CSV). Errors as writing a file.
    core::base::Result<void> exportEffort(const std::filesystem::path &path) const;

protected:
    void refresh() override;
    void clear() override;

private:
    struct Content
    {
        std::vector<core::edit::LedgerEntry> entries;
        std::vector<std::vector<core::edit::LedgerChange>>
            changes; // of each against the one before
        core::edit::EffortLog effort;
    };

    void build();
    void take(Content content);
    void fillRuns();
    void fillEffort();
    void showChanges();
    void askAndExport();

    Content m_content;
    FigureTable *m_runs;
    QLabel *m_frame;
    QLabel *m_changeTitle;
    FigureTable *m_changes;
    FigureTable *m_effort;
    QLabel *m_sessions;
    QPushButton *m_export;
};

} // namespace ui::analysis

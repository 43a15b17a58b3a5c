#pragma once

#include <vector>

#include <QObject>
#include <QString>

#include "ui/analysis/place.h"
#include "ui/common/background_task.h"
#include "ui/common/theme.h"

namespace ui {

class EvidenceKeys;
class Workspace;
enum class PanelPlace;

namespace analysis {
class AnalysisPanel;
class DetadPanel;
class DoctorPanel;
class EvaluationPanel;
class FilterPanel;
class FixFirstPanel;
class LedgerPanel;
class LineagePanel;
class PlaceList;
class ReportWriter;
class SameErrorPanel;
class StagesPanel;
} // namespace analysis
namespace common {
class ActionRegistry;
}
namespace jobs {
struct TriedSettings;
}

// The panels that tell why labels are wrong, in the window: makes them, gives them the project and
// the video, brings a person to the places that they name. GUI thread.
class WindowAnalysis : public QObject
{
    Q_OBJECT

public:
    // The workspace must outlive it and owns the panels.
    WindowAnalysis(Workspace &workspace, const common::Theme &theme, QObject *parent = nullptr);

    void addCommands(common::ActionRegistry &registry);
    void setTheme(const common::Theme &theme);
    analysis::FilterPanel &filter() { return *m_filter; }
    analysis::EvaluationPanel &evaluation() { return *m_evaluation; }
    analysis::DetadPanel &detad() { return *m_detad; }
    analysis::StagesPanel &stages() { return *m_stages; }
    analysis::DoctorPanel &doctor() { return *m_doctor; }
    analysis::LedgerPanel &ledger() { return *m_ledger; }
    analysis::SameErrorPanel &sameError() { return *m_sameError; }
    analysis::ReportWriter &report() { return *m_report; }
    EvidenceKeys &evidenceKeys() { return *m_evidence; }
    analysis::LineagePanel &lineage() { return *m_lineage; }
    analysis::FixFirstPanel &fixFirst() { return *m_fixFirst; }
    // Whether every panel that is visible shows its figures.
    bool isSettled() const;

    // Shows the video, selects the segment, and puts the playhead at its start.
    void goTo(const analysis::Place &place);
    // To the next (1) or previous (-1) place of the list that was used last, at first the queue.
    void walk(int step);

signals:
    // A sentence for the status bar.
    void noticed(const QString &text);
    // Settings that were tried are to be those of a run.
    void trainWanted(const ui::jobs::TriedSettings &tried);

private:
    void addPanel(PanelPlace place, analysis::AnalysisPanel *panel, const char *name,
                  const QString &title);
    void addList(analysis::PlaceList &list);
    void addPanelCommand(common::ActionRegistry &registry, const char *id, const QString &text,
                         const QString &tip, int letter, QWidget *panel);
    void addFilterCommands(common::ActionRegistry &registry);
    void addWalkCommands(common::ActionRegistry &registry);
    void askAndReport();
    void goOnAfterAccepting();
    void takeSelection();
    void trainWithFilter();
    void takeProject();
    void reload();
    void measureGains();
    bool select(const analysis::Place &place);
    bool reveal(const analysis::Place &place);

    Workspace &m_workspace;
    analysis::FilterPanel *m_filter;
    analysis::EvaluationPanel *m_evaluation;
    analysis::DetadPanel *m_detad;
    analysis::StagesPanel *m_stages;
    analysis::DoctorPanel *m_doctor;
    analysis::FixFirstPanel *m_fixFirst;
    analysis::LineagePanel *m_lineage;
    analysis::SameErrorPanel *m_sameError;
    analysis::LedgerPanel *m_ledger;
    analysis::ReportWriter *m_report;
    EvidenceKeys *m_evidence;
    analysis::PlaceList *m_walked; // used last
    std::vector<analysis::AnalysisPanel *> m_panels;
    common::BackgroundTask m_gains;
};

} // namespace ui

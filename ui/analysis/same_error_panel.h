#pragma once

#include "core/edit/correct_once.h"

#include "ui/analysis/analysis_panel.h"
#include "ui/analysis/place_list.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace ui::analysis {

// "Correct once": other labels that look as if they had the error that a person just put right in
// the selected one, what the same correction would make of each, and a button that does it to all
// of the list as one step. What `talo correct-once` finds. GUI thread.
class SameErrorPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit SameErrorPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    void setClasses(const common::ClassStyles &classes) override;
    // The segment that the timeline talks about, by uuid; empty: none.
    void setSegment(const QString &uuid);
    const core::edit::SameErrors &errors() const { return m_errors; }
    PlaceList &list() { return *m_list; }

signals:
    // A person wants this edit, which one undo takes back.
    void applyWanted(const core::edit::Edit &edit);

protected:
    void refresh() override;
    void clear() override;

private:
    void take(core::edit::SameErrors errors);
    PlaceRow rowOf(const core::edit::SameErrorItem &item) const;
    void leaveOut();
    void apply();
    void showCount();

    QString m_segment;
    core::edit::SameErrors m_errors;
    QLabel *m_story;
    QComboBox *m_likeness;
    PlaceList *m_list;
    QPushButton *m_leaveOut;
    QPushButton *m_apply;
};

} // namespace ui::analysis

#pragma once

#include <vector>

#include "core/tal/dataset_doctor.h"

#include "ui/analysis/analysis_panel.h"
#include "ui/analysis/place_list.h"

class QCheckBox;
class QLabel;

namespace ui::analysis {

// What is wrong, or worth knowing, about the data set, as `talo doctor` finds it: each finding with
// its count, what would put it right, and its places. GUI thread.
class DoctorPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit DoctorPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    void setClasses(const common::ClassStyles &classes) override;
    const std::vector<core::tal::Finding> &findings() const { return m_findings; }
    PlaceList &findingList() { return *m_findingList; }
    PlaceList &places() { return *m_places; }

protected:
    void refresh() override;
    void clear() override;

private:
    struct Examined
    {
        std::vector<core::tal::Finding> findings;
        std::vector<std::vector<PlaceRow>> places; // by finding
        std::vector<core::tal::ProtocolSize> sizes;
    };

    void take(Examined examined);
    void showFinding(int row);

    std::vector<core::tal::Finding> m_findings;
    std::vector<std::vector<PlaceRow>> m_rows;
    QCheckBox *m_values;
    QLabel *m_summary;
    PlaceList *m_findingList;
    QLabel *m_story;
    QLabel *m_where;
    PlaceList *m_places;
    QLabel *m_sizes;
};

} // namespace ui::analysis

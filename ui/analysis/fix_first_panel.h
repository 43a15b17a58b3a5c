#pragma once

#include <optional>
#include <vector>

#include "ui/analysis/analysis_panel.h"
#include "ui/analysis/place_list.h"

class QLabel;

namespace ui::analysis {

// The pseudo-labels that are worth correcting first, as `talo queue` lists them, each with its
// reason. What a person has judged or changed drops out.
class FixFirstPanel : public AnalysisPanel
{
    Q_OBJECT

public:
    explicit FixFirstPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme) override;
    void setClasses(const common::ClassStyles &classes) override;
    PlaceList &list() { return *m_list; }
    // Labels that wait, listed or not; none: not known yet.
    std::optional<std::size_t> waiting() const { return m_waiting; }

signals:
    // For the tab's count.
    void waitingChanged();

protected:
    void refresh() override;
    void clear() override;

private:
    struct Queue
    {
        QString track;
        std::size_t waiting = 0;
        std::vector<PlaceRow> rows;
    };

    void take(Queue queue);
    void tellStory();

    std::optional<std::size_t> m_waiting;
    QLabel *m_title;
    PlaceList *m_list;
    QLabel *m_story;
};

} // namespace ui::analysis

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QObject>

#include "core/base/time.h"
#include "core/tal/boundary_evidence.h"

#include "ui/common/background_task.h"
#include "ui/edit/label_editor.h"

namespace ui {

class Workspace;
namespace common {
class ActionRegistry;
}

// Keys that move an edge of the selected label to evidence: what `talo snap` finds, and says which.
// Evidence is gathered in the background when a label is selected, the frames of its video measured
// where they were not yet and it is no long one (`talo motion` measures all). GUI thread.
class EvidenceKeys : public QObject
{
    Q_OBJECT

public:
    // The workspace must outlive it.
    explicit EvidenceKeys(Workspace &workspace, QObject *parent = nullptr);

    void addCommands(common::ActionRegistry &registry);
    // Moves the edge on (1) or back (-1); once the evidence is there, where it is not yet.
    void jump(edit::Edge edge, int direction);
    bool isGathering() const { return m_task.isRunning(); }
    const std::vector<core::tal::Evidence> &evidence() const { return m_evidence; }

signals:
    // A sentence for the status bar.
    void noticed(const QString &text);

private:
    // What the evidence is of.
    struct Subject
    {
        std::int64_t video = 0;
        std::int64_t actionClass = 0;

        bool operator==(const Subject &) const = default;
    };
    struct Wish
    {
        std::string segment; // uuid
        edit::Edge edge = edit::Edge::Start;
        int direction = 1;
    };

    void takeSelection();
    void forget();
    void gather(const Subject &subject);
    void carryOut(const core::model::Segment &segment, const Wish &wish);
    // The one label that the keys act on.
    std::optional<core::model::Segment> label() const;

    Workspace &m_workspace;
    std::optional<Subject> m_subject; // of m_evidence, or of what is being gathered
    std::vector<core::tal::Evidence> m_evidence;
    std::optional<Wish> m_wish; // waits for the evidence
    common::BackgroundTask m_task;
};

} // namespace ui

#pragma once

#include <functional>
#include <optional>

#include <QWidget>

#include "core/model/segment.h"

#include "ui/common/class_style.h"
#include "ui/edit/label_editor.h"
#include "ui/models/segment_facts.h"

class QButtonGroup;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace ui::common {
struct Theme;
}

namespace ui::edit {

class TimeField;

// The selected segment: its class, times and state in fields that change it, where it came from,
// how well it fits the ground truth now and before, and the two verdicts. Of a locked lane it shows
// the same, and only the verdicts act. Says what a person wants; changes nothing itself.
class SegmentInspector : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentInspector(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // The keys of the verdicts, shown on their buttons; empty: none.
    void setKeys(const QString &accept, const QString &reject);
    void setClasses(const common::ClassStyles &classes);
    // What is being typed in a field counts now.
    void finishTyping();
    // frameAt: number of the frame that is shown at a time; empty: nobody knows the frame rate.
    void showFacts(const std::optional<models::SegmentFacts> &facts,
                   const std::function<qint64(core::base::TimeUs)> &frameAt);

signals:
    void classChosen(int ordinal);
    void edgeTyped(ui::edit::Edge edge, core::base::TimeUs time);
    void stateChosen(core::model::SegmentState state);
    void noteTyped(const QString &note);
    void accepted();
    void rejected();

private:
    void buildFields();
    void buildStates();
    void buildVerdicts();
    void layOut();
    void showRows(const models::SegmentFacts &facts, std::optional<qint64> frames);
    void addRow(const QString &name, const QString &value);
    void clearRows();

    const common::Theme *m_theme;
    common::ClassStyles m_classes;
    std::optional<models::SegmentFacts> m_facts;
    QWidget *m_card;
    QLabel *m_hint;
    QComboBox *m_class;
    QLabel *m_startFrame;
    QLabel *m_endFrame;
    TimeField *m_start;
    TimeField *m_end;
    QWidget *m_stateRow;
    QButtonGroup *m_states;
    QFormLayout *m_rows;
    QLineEdit *m_note;
    QPushButton *m_accept;
    QPushButton *m_reject;
};

} // namespace ui::edit

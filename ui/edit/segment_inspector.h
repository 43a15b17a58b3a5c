#pragma once

#include <optional>

#include <QWidget>

#include "ui/common/class_style.h"
#include "ui/models/project_model.h"

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace ui::common {
struct Theme;
}

namespace ui::edit {

// The facts of the selected segment: class, times and frames, score, where it came from, how well
// it fits the ground truth, why the filter refused it.
class SegmentInspector : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentInspector(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // frameAt: number of the frame that is shown at a time.
    void showFacts(const std::optional<models::SegmentFacts> &facts,
                   const common::ClassStyles &classes,
                   const std::function<qint64(core::base::TimeUs)> &frameAt);

private:
    void addRow(const QString &name, const QString &value, bool isNumber = false);
    void clear();

    const common::Theme *m_theme;
    QWidget *m_card;
    QLabel *m_chip;
    QLabel *m_className;
    QLabel *m_hint;
    QFormLayout *m_rows;
};

} // namespace ui::edit

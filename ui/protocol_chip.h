#pragma once

#include <QToolButton>

#include "ui/common/theme.h"

namespace ui {

namespace models {
class ProjectModel;
}

// What the numbers of the window are measured on, at the right of the menu bar: "THUMOS14 · 200
// test videos · ActivityNet mAP@[.1:.1:.7]". GUI thread.
class ProtocolChip : public QToolButton
{
    Q_OBJECT

public:
    explicit ProtocolChip(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // Tells of this project as it is now; null: none is open.
    void tellOf(models::ProjectModel *project);
};

} // namespace ui

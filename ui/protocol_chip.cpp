#include "ui/protocol_chip.h"

#include <algorithm>

#include "core/edit/collect.h"
#include "core/tal/protocols.h"

#include "ui/common/icons.h"
#include "ui/common/protocol_text.h"
#include "ui/models/project_model.h"

namespace ui {

namespace {

constexpr const char *kProtocol = "activitynet"; // of every figure that names no other
constexpr int kWidth = 330;
constexpr int kAround = 40; // icon, padding and border

} // namespace

ProtocolChip::ProtocolChip(const common::Theme &theme, QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(QStringLiteral("protocol"));
    setAccessibleName(tr("Protocol"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setProperty("framed", true);
    setFixedWidth(kWidth);
    setTheme(theme);
    tellOf(nullptr);
}

void ProtocolChip::setTheme(const common::Theme &theme)
{
    setIcon(common::themedIcon(QStringLiteral("columns-2"), theme));
}

void ProtocolChip::tellOf(models::ProjectModel *project)
{
    setVisible(project != nullptr);
    if (project == nullptr) {
        return;
    }
    const auto splits = core::edit::splitsOf(project->document().videos());
    const auto tests = std::count(splits.begin(), splits.end(), core::model::Split::Test);
    const auto protocol = core::tal::protocolByName(kProtocol);
    const QString whole =
        QStringList({project->name(), tr("%n test video(s)", nullptr, static_cast<int>(tests)),
                     common::protocolText(kProtocol, (*protocol)->tiou)})
            .join(QStringLiteral(" · "));
    setAccessibleName(tr("Protocol: %1").arg(whole));
    setToolTip(whole + QLatin1Char('\n') +
               tr("Figures that name no other protocol are measured so. A click compares the "
                  "protocols."));
    // The protocol itself, at the end, is what must stay.
    setText(fontMetrics().elidedText(whole, Qt::ElideLeft, kWidth - kAround));
}

} // namespace ui

#include "ui/dialogs/about_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "core/base/version.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace ui::dialogs {

namespace {

// Names of works and licences, which no language changes.
constexpr const char *kWorks[][2] = {{"Qt 6", "LGPL-3.0"},
                                     {"QCustomPlot 2.1", "GPL-3.0-or-later"},
                                     {"FFmpeg (libav*)", "LGPL-2.1-or-later / GPL-2.0-or-later"},
                                     {"PyTorch (libtorch)", "BSD-3-Clause"},
                                     {"SQLite", "Public domain"},
                                     {"SQLiteCpp", "MIT"},
                                     {"nlohmann/json", "MIT"},
                                     {"toml++", "MIT"},
                                     {"pugixml", "MIT"},
                                     {"CLI11", "BSD-3-Clause"},
                                     {"{fmt}, spdlog", "MIT"},
                                     {"tl::expected", "CC0-1.0"},
                                     {"xxHash", "BSD-2-Clause"},
                                     {"Lucide (icons)", "ISC, MIT"},
                                     {"Inter, JetBrains Mono", "OFL-1.1"}};

QString worksTable()
{
    QString rows;
    for (const auto &[work, licence] : kWorks) {
        rows += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(QString::fromLatin1(work), QString::fromLatin1(licence));
    }
    return QStringLiteral("<table>") + rows + QStringLiteral("</table>");
}

} // namespace

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About Taloscope"));
    resize(520, 520);
    auto *logo = new QLabel;
    logo->setPixmap(
        common::iconPixmap(QStringLiteral("taloscope"), 48, Qt::white, devicePixelRatioF()));
    auto *title = new QLabel(tr("Taloscope %1").arg(QString::fromLatin1(core::base::kVersion)));
    title->setFont(common::textFont(16, QFont::DemiBold));
    auto *text = new QTextBrowser;
    text->setOpenExternalLinks(true);
    text->setAccessibleName(tr("Licences"));
    text->setHtml(
        QStringLiteral("<p>%1</p><p>%2</p><p><b>%3</b></p>%4")
            .arg(tr("See which pseudo-labels of weakly-supervised temporal action localization are "
                    "wrong, why, and what fixing them buys."),
                 tr("Free software under the GNU General Public License, version 3 or later. It "
                    "comes without any warranty."),
                 tr("Made with"), worksTable()));
    auto *buttons = new QDialogButtonBox;
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *head = new QHBoxLayout;
    head->addWidget(logo);
    head->addWidget(title, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->addLayout(head);
    layout->addWidget(text, 1);
    layout->addWidget(buttons);
}

} // namespace ui::dialogs

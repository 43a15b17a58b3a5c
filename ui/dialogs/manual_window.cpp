#include "ui/dialogs/manual_window.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QPushButton>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/common/theme.h"

namespace ui::dialogs {

namespace {

// In the language of the window.
QString firstPage()
{
    const QDir folder(QCoreApplication::applicationDirPath() +
                      QStringLiteral("/../share/taloscope/manual"));
    const bool isChinese = QLocale().language() == QLocale::Chinese;
    return folder.absoluteFilePath(isChinese ? QStringLiteral("zh/index.md")
                                             : QStringLiteral("index.md"));
}

} // namespace

ManualWindow::ManualWindow(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Manual"));
    resize(920, 640);
    auto *text = new QTextBrowser;
    text->setAccessibleName(tr("Manual"));
    text->setFont(common::textFont(13));
    text->setOpenExternalLinks(true);
    auto *contents = new QPushButton(tr("Contents"));
    auto *back = new QPushButton(tr("Back"));
    back->setEnabled(false);
    auto *row = new QHBoxLayout;
    row->addWidget(contents);
    row->addWidget(back);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(row);
    layout->addWidget(text, 1);
    const QString first = firstPage();
    connect(contents, &QPushButton::clicked, text, &QTextBrowser::home);
    connect(back, &QPushButton::clicked, text, &QTextBrowser::backward);
    connect(text, &QTextBrowser::backwardAvailable, back, &QPushButton::setEnabled);
    if (QFile::exists(first)) {
        text->setSource(QUrl::fromLocalFile(first));
    } else {
        text->setPlainText(tr("The manual is not installed: there is no file %1.").arg(first));
    }
}

} // namespace ui::dialogs

#include "ui/dialogs/demo_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

namespace ui::dialogs {

DemoDialog::DemoDialog(const QString &program, QWidget *parent)
    : TaloDialog(program, parent)
    , m_folder(new QLineEdit(QDir::homePath() + QStringLiteral("/taloscope-demo")))
{
    setWindowTitle(tr("Try the demo"));
    m_folder->setAccessibleName(tr("Folder of the demo"));
    auto *choose = new QPushButton(tr("Choose…"));
    auto *place = new QHBoxLayout;
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    auto *form = new QFormLayout;
    form->addRow(tr("Folder"), place);
    build(tr("Renders 120 small videos of drawn figures, computes features from "
             "their pixels and trains the three stages. Takes a few minutes "
             "on the CPU and 100 MB."),
          form);
    connect(choose, &QPushButton::clicked, this, &DemoDialog::chooseFolder);
    connect(m_folder, &QLineEdit::textChanged, this, &DemoDialog::refresh);
}

void DemoDialog::setFolder(const QString &folder)
{
    m_folder->setText(folder);
}

QString DemoDialog::project() const
{
    return m_folder->text() + QStringLiteral("/demo.talo");
}

void DemoDialog::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the demo"));
    if (!folder.isEmpty()) {
        m_folder->setText(folder);
    }
}

QStringList DemoDialog::arguments() const
{
    return {QStringLiteral("demo"), m_folder->text()};
}

QString DemoDialog::action() const
{
    return isDone() ? tr("Open the demo") : tr("Make the demo");
}

QString DemoDialog::failure(const QString &lastLine) const
{
    return tr("The demo could not be made. %1").arg(lastLine);
}

bool DemoDialog::isReady() const
{
    return !m_folder->text().trimmed().isEmpty();
}

void DemoDialog::setFieldsEnabled(bool isEnabled)
{
    m_folder->setEnabled(isEnabled);
}

bool DemoDialog::isDone() const
{
    return QFileInfo::exists(project());
}

} // namespace ui::dialogs

#include "ui/dialogs/extract_dialog.h"

#include <utility>

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

namespace ui::dialogs {

ExtractDialog::ExtractDialog(QString project, const QString &program, QWidget *parent)
    : TaloDialog(program, parent)
    , m_project(std::move(project))
    , m_how(new QComboBox)
    , m_network(new QLineEdit)
    , m_choose(new QPushButton(tr("Choose…")))
{
    setObjectName(QStringLiteral("extractDialog"));
    setWindowTitle(tr("Compute features"));
    m_how->setAccessibleName(tr("What computes the features"));
    m_how->addItem(tr("the built-in descriptor, a baseline"));
    m_how->addItem(tr("a network of mine (TorchScript)"));
    m_network->setAccessibleName(tr("File of the network"));
    m_network->setPlaceholderText(tr("net.pt, with net.toml beside it"));
    auto *place = new QHBoxLayout;
    place->addWidget(m_network, 1);
    place->addWidget(m_choose);
    auto *form = new QFormLayout;
    form->addRow(tr("By"), m_how);
    form->addRow(tr("Network"), place);
    build(tr("Computes the features that training needs from the pictures of all videos that have "
             "none yet. A TorchScript file is a program: use only those that you trust."),
          form);
    connect(m_how, &QComboBox::currentIndexChanged, this, &ExtractDialog::refresh);
    connect(m_network, &QLineEdit::textChanged, this, &ExtractDialog::refresh);
    connect(m_choose, &QPushButton::clicked, this, &ExtractDialog::chooseNetwork);
}

void ExtractDialog::chooseNetwork()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("File of the network"), {},
                                                      tr("TorchScript (*.pt *.pth)"));
    if (!file.isEmpty()) {
        m_network->setText(file);
    }
}

bool ExtractDialog::wantsNetwork() const
{
    return m_how->currentIndex() == 1;
}

// The studio has the project open: talo writes beside it.
QStringList ExtractDialog::arguments() const
{
    QStringList arguments = {QStringLiteral("extract"), m_project, QStringLiteral("--beside")};
    if (wantsNetwork()) {
        arguments << QStringLiteral("--model") << m_network->text();
    }
    return arguments;
}

QString ExtractDialog::action() const
{
    return tr("Compute");
}

QString ExtractDialog::failure(const QString &lastLine) const
{
    return tr("The features could not be computed. %1").arg(lastLine);
}

bool ExtractDialog::isReady() const
{
    return !wantsNetwork() || QFileInfo::exists(m_network->text());
}

void ExtractDialog::setFieldsEnabled(bool isEnabled)
{
    m_how->setEnabled(isEnabled);
    m_network->setEnabled(isEnabled && wantsNetwork());
    m_choose->setEnabled(isEnabled && wantsNetwork());
}

} // namespace ui::dialogs

#pragma once

#include "ui/dialogs/talo_dialog.h"

class QComboBox;
class QLineEdit;

namespace ui::dialogs {

// Computes features of the open project's videos with `talo extract`: by the built-in descriptor,
// or by a TorchScript network, once a person has agreed that it is run. Accepted: the project has
// them, and is to be read anew.
class ExtractDialog : public TaloDialog
{
    Q_OBJECT

public:
    // `program`: talo; empty: the one beside this program.
    explicit ExtractDialog(QString project, const QString &program = {}, QWidget *parent = nullptr);

protected:
    QStringList arguments() const override;
    QString action() const override;
    QString failure(const QString &lastLine) const override;
    bool isReady() const override;
    void setFieldsEnabled(bool isEnabled) override;

private:
    void chooseNetwork();
    bool wantsNetwork() const;

    QString m_project;
    QComboBox *m_how;
    QLineEdit *m_network;
    QPushButton *m_choose;
};

} // namespace ui::dialogs

#pragma once

#include "ui/dialogs/talo_dialog.h"

class QLineEdit;

namespace ui::dialogs {

// Makes the demo data set and trains on it with `talo demo`. Accepted: project() can be opened.
class DemoDialog : public TaloDialog
{
    Q_OBJECT

public:
    // `program`: talo; empty: the one beside this program.
    explicit DemoDialog(const QString &program = {}, QWidget *parent = nullptr);

    void setFolder(const QString &folder);
    QString project() const;

protected:
    QStringList arguments() const override;
    QString action() const override;
    QString failure(const QString &lastLine) const override;
    bool isReady() const override;
    void setFieldsEnabled(bool isEnabled) override;
    bool isDone() const override; // it was made before

private:
    void chooseFolder();

    QLineEdit *m_folder;
};

} // namespace ui::dialogs

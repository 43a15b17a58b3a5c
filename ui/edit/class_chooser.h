#pragma once

#include <QFrame>

#include "ui/common/class_style.h"

class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace ui::edit {

// A small window to choose a class by typing the beginning of its name or its code; arrows and
// Enter choose, Escape closes it. What is the name of no class can be made one; the right button
// renames or removes one. Shows itself; deletes itself when it closes.
class ClassChooser : public QFrame
{
    Q_OBJECT

public:
    ClassChooser(const common::ClassStyles &classes, QWidget *parent);

    // Opens it with its upper left corner at a point of the screen, or as near as it fits.
    void openAt(const QPoint &global);

signals:
    void chosen(int ordinal);
    void newWanted(const QString &name);
    void renameWanted(int ordinal);
    void removeWanted(int ordinal);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter(const QString &text);
    void accept();
    void openMenu(const QPoint &at);

    QLineEdit *m_field;
    QListWidget *m_list;
    QListWidgetItem *m_new; // the last one, "New class …"
};

} // namespace ui::edit

#pragma once

#include <QFrame>

#include "ui/common/class_style.h"

class QLineEdit;
class QListWidget;

namespace ui::edit {

// A small window to choose a class by typing the beginning of its name or its code; arrows and
// Enter choose, Escape closes it. Shows itself; deletes itself when it closes.
class ClassChooser : public QFrame
{
    Q_OBJECT

public:
    ClassChooser(const common::ClassStyles &classes, QWidget *parent);

    // Opens it with its upper left corner at a point of the screen.
    void openAt(const QPoint &global);

signals:
    void chosen(int ordinal);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter(const QString &text);
    void accept();

    QLineEdit *m_field;
    QListWidget *m_list;
};

} // namespace ui::edit

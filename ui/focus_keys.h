#pragma once

#include <QObject>

class QKeyEvent;

namespace ui {

// Keys that what has the focus gets although they are commands: letters, arrows and Space in a
// text field (Escape leaves it) and choosing keys in a combo box. While a person walks from widget
// to widget by keys, Tab goes on, Space and Return press a button, choosing keys choose in a list,
// and Escape ends the walk; what was clicked leaves all of them to the commands. Watches the whole
// program. GUI thread.
class FocusKeys : public QObject
{
    Q_OBJECT

public:
    explicit FocusKeys(QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isFor(QObject *watched, const QKeyEvent &key) const;

    bool m_walksByKeys = false; // until the mouse is used, or a program moves the focus
};

// Whether letters typed there are text.
bool takesText(const QObject *object);

} // namespace ui

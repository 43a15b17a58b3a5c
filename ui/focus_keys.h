#pragma once

#include <QObject>

class QKeyEvent;

namespace ui {

// Keys that what has the focus gets although they are commands: letters, arrows and Space in a
// text field (Escape leaves it), choosing keys in a combo box, Space, Return and Tab on a button
// that was reached by keys; one that was clicked leaves them to the commands. Watches the whole
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

    bool m_walksByKeys = false; // from widget to widget, until the mouse is used
};

// Whether letters typed there are text.
bool takesText(const QObject *object);

} // namespace ui

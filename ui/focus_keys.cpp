#include "ui/focus_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace ui {

namespace {

bool isReturn(const QKeyEvent &key)
{
    return key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
}

bool isPlain(const QKeyEvent &key)
{
    return (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

// Keys that go on to the next widget.
bool isStep(const QKeyEvent &key)
{
    return key.key() == Qt::Key_Backtab || (isPlain(key) && key.key() == Qt::Key_Tab);
}

bool isPress(const QKeyEvent &key)
{
    return isPlain(key) && (isReturn(key) || key.key() == Qt::Key_Space);
}

// What a text field may want.
bool isTyped(const QKeyEvent &key)
{
    const bool isFunction = key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35;
    return key.key() != Qt::Key_Escape && !isFunction &&
           !key.modifiers().testFlag(Qt::ControlModifier) &&
           !key.modifiers().testFlag(Qt::AltModifier);
}

bool isChoice(const QKeyEvent &key)
{
    switch (key.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        return true;
    default:
        return false;
    }
}

} // namespace

bool takesText(const QObject *object)
{
    return qobject_cast<const QLineEdit *>(object) != nullptr ||
           qobject_cast<const QTextEdit *>(object) != nullptr ||
           qobject_cast<const QPlainTextEdit *>(object) != nullptr;
}

FocusKeys::FocusKeys(QObject *parent)
    : QObject(parent)
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool FocusKeys::isFor(QObject *watched, const QKeyEvent &key) const
{
    if (takesText(watched)) {
        return isTyped(key);
    }
    if (qobject_cast<QComboBox *>(watched) != nullptr) {
        return isChoice(key);
    }
    if (!m_walksByKeys || !watched->isWidgetType()) {
        return false;
    }
    const bool isList = qobject_cast<QAbstractItemView *>(watched) != nullptr;
    const bool isButton = qobject_cast<QAbstractButton *>(watched) != nullptr;
    return isStep(key) || (isButton && isPress(key)) ||
           (isList && (isPress(key) || (isPlain(key) && isChoice(key))));
}

bool FocusKeys::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress) {
        m_walksByKeys = false;
    } else if (event->type() == QEvent::FocusIn) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        m_walksByKeys = (m_walksByKeys && reason != Qt::OtherFocusReason) ||
                        reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                        reason == Qt::ShortcutFocusReason;
    } else if (event->type() == QEvent::ShortcutOverride) {
        const auto &key = *static_cast<QKeyEvent *>(event);
        if (key.key() == Qt::Key_Escape && watched->isWidgetType() &&
            (takesText(watched) || m_walksByKeys)) {
            static_cast<QWidget *>(watched)->clearFocus();
            m_walksByKeys = false;
        } else if (isFor(watched, key)) {
            event->accept();
            return !takesText(watched);
        }
    } else if (event->type() == QEvent::KeyPress) {
        // Qt's own buttons outside of dialogs do not know Return.
        auto *button = qobject_cast<QAbstractButton *>(watched);
        const auto &key = *static_cast<QKeyEvent *>(event);
        if (button != nullptr && m_walksByKeys && isReturn(key) && isPlain(key) &&
            qobject_cast<QDialog *>(button->window()) == nullptr) {
            button->click();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui

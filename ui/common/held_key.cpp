#include "ui/common/held_key.h"

#include <utility>

#include <QCoreApplication>
#include <QKeyEvent>

namespace ui::common {

HeldKey::HeldKey(Keys keys, QObject *parent)
    : QObject(parent)
    , m_keys(std::move(keys))
{
    QCoreApplication::instance()->installEventFilter(this);
}

// A key that is a shortcut never comes as a press, only as the question whether somebody wants it.
bool HeldKey::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (m_keys().contains(QKeySequence(key->key() | key->modifiers()))) {
            m_key = key->key();
            m_isHeld = true;
        }
    } else if (event->type() == QEvent::KeyRelease) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == m_key && !key->isAutoRepeat()) {
            m_isHeld = false;
        }
    } else if (event->type() == QEvent::ApplicationDeactivate) {
        m_isHeld = false;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui::common

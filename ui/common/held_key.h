#pragma once

#include <functional>

#include <QKeySequence>
#include <QList>
#include <QObject>

namespace ui::common {

// Whether one of some plain keys is held down now: K held while J or L is pressed steps frames.
// Watches the whole program.
class HeldKey : public QObject
{
    Q_OBJECT

public:
    // Asked anew at each press, so that it follows remapped keys.
    using Keys = std::function<QList<QKeySequence>()>;
    HeldKey(Keys keys, QObject *parent);

    bool isHeld() const { return m_isHeld; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Keys m_keys;
    int m_key = 0; // that is held
    bool m_isHeld = false;
};

} // namespace ui::common

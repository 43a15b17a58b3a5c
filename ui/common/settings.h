#pragma once

#include <QByteArray>
#include <QString>

namespace ui::common {

enum class ThemeChoice { System, Dark, Light };

// What the studio remembers for a person on this machine, between sessions. GUI thread.
class Settings
{
public:
    // An empty path: the user's own settings file; otherwise this INI file (tests).
    explicit Settings(QString path = {});

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    // Size and place of the window, sizes of its parts; empty until they were set.
    QByteArray layout(const QString &part) const;
    void setLayout(const QString &part, const QByteArray &state);

private:
    QString m_path;
};

} // namespace ui::common

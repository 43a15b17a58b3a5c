#include "ui/common/settings.h"

#include <memory>
#include <utility>

#include <QSettings>

namespace ui::common {

namespace {

const QString kThemeKey = QStringLiteral("appearance/theme");

std::unique_ptr<QSettings> opened(const QString &path)
{
    if (path.isEmpty()) {
        return std::make_unique<QSettings>(QStringLiteral("Taloscope"),
                                           QStringLiteral("taloscope"));
    }
    return std::make_unique<QSettings>(path, QSettings::IniFormat);
}

} // namespace

Settings::Settings(QString path)
    : m_path(std::move(path))
{
}

ThemeChoice Settings::theme() const
{
    const QString text = opened(m_path)->value(kThemeKey).toString();
    if (text == QLatin1String("dark")) {
        return ThemeChoice::Dark;
    }
    return text == QLatin1String("light") ? ThemeChoice::Light : ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice)
{
    const char *text = choice == ThemeChoice::Dark    ? "dark"
                       : choice == ThemeChoice::Light ? "light"
                                                      : "system";
    opened(m_path)->setValue(kThemeKey, QString::fromLatin1(text));
}

QByteArray Settings::layout(const QString &part) const
{
    return opened(m_path)->value(QStringLiteral("layout/") + part).toByteArray();
}

void Settings::setLayout(const QString &part, const QByteArray &state)
{
    opened(m_path)->setValue(QStringLiteral("layout/") + part, state);
}

} // namespace ui::common

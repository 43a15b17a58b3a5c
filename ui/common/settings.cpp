#include "ui/common/settings.h"

#include <memory>
#include <utility>

#include <QSettings>

namespace ui::common {

namespace {

const QString kThemeKey = QStringLiteral("appearance/theme");
const QString kWorkerKey = QStringLiteral("worker/command");

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

QString Settings::workerCommand() const
{
    return opened(m_path)->value(kWorkerKey).toString();
}

void Settings::setWorkerCommand(const QString &command)
{
    opened(m_path)->setValue(kWorkerKey, command);
}

QByteArray Settings::layout(const QString &part) const
{
    return opened(m_path)->value(QStringLiteral("layout/") + part).toByteArray();
}

void Settings::setLayout(const QString &part, const QByteArray &state)
{
    opened(m_path)->setValue(QStringLiteral("layout/") + part, state);
}

std::optional<QList<QKeySequence>> Settings::keys(const QString &command) const
{
    const auto settings = opened(m_path);
    const QString key = QStringLiteral("keys/") + command;
    if (!settings->contains(key)) {
        return {};
    }
    const QString text = settings->value(key).toString();
    return text.isEmpty() ? QList<QKeySequence>()
                          : QKeySequence::listFromString(text, QKeySequence::PortableText);
}

void Settings::setKeys(const QString &command, const QList<QKeySequence> &keys)
{
    opened(m_path)->setValue(QStringLiteral("keys/") + command,
                             QKeySequence::listToString(keys, QKeySequence::PortableText));
}

void Settings::forgetKeys(const QString &command)
{
    opened(m_path)->remove(QStringLiteral("keys/") + command);
}

} // namespace ui::common

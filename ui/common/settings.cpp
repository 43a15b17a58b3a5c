#include "ui/common/settings.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include <signal.h>

#include <QCoreApplication>
#include <QSettings>

namespace ui::common {

namespace {

const QString kThemeKey = QStringLiteral("appearance/theme");
const QString kLanguageKey = QStringLiteral("appearance/language");
const QString kAuthorKey = QStringLiteral("person/name");
const QString kWorkerKey = QStringLiteral("runs/worker");
const QString kRecipeKey = QStringLiteral("runs/recipe");
const QString kDeviceKey = QStringLiteral("runs/device");
const QString kRunsAtOnceKey = QStringLiteral("runs/atOnce");
const QString kCacheKey = QStringLiteral("player/cacheMegabytes");
const QString kStepKey = QStringLiteral("player/stepFrames");
const QString kSoundKey = QStringLiteral("player/sound");
const QString kRecentKey = QStringLiteral("recent");
const QString kOpenGroup = QStringLiteral("open");

constexpr int kCacheMegabytes = 256;
constexpr int kStepFrames = 10;

bool isRunning(qint64 processId)
{
    return ::kill(static_cast<pid_t>(processId), 0) == 0 || errno == EPERM;
}

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

QString Settings::text(const QString &key) const
{
    return opened(m_path)->value(key).toString();
}

void Settings::setText(const QString &key, const QString &value)
{
    opened(m_path)->setValue(key, value);
}

QString Settings::language() const
{
    return text(kLanguageKey);
}

void Settings::setLanguage(const QString &code)
{
    setText(kLanguageKey, code);
}

QString Settings::author() const
{
    return text(kAuthorKey);
}

void Settings::setAuthor(const QString &name)
{
    setText(kAuthorKey, name);
}

QString Settings::workerCommand() const
{
    return text(kWorkerKey);
}

void Settings::setWorkerCommand(const QString &command)
{
    setText(kWorkerKey, command);
}

QString Settings::recipe() const
{
    return text(kRecipeKey);
}

void Settings::setRecipe(const QString &name)
{
    setText(kRecipeKey, name);
}

QString Settings::device() const
{
    return text(kDeviceKey);
}

void Settings::setDevice(const QString &name)
{
    setText(kDeviceKey, name);
}

int Settings::runsAtOnce() const
{
    return opened(m_path)->value(kRunsAtOnceKey, 1).toInt();
}

void Settings::setRunsAtOnce(int count)
{
    opened(m_path)->setValue(kRunsAtOnceKey, count);
}

int Settings::cacheMegabytes() const
{
    return opened(m_path)->value(kCacheKey, kCacheMegabytes).toInt();
}

void Settings::setCacheMegabytes(int megabytes)
{
    opened(m_path)->setValue(kCacheKey, megabytes);
}

int Settings::stepFrames() const
{
    return opened(m_path)->value(kStepKey, kStepFrames).toInt();
}

void Settings::setStepFrames(int frames)
{
    opened(m_path)->setValue(kStepKey, frames);
}

bool Settings::hasSound() const
{
    return opened(m_path)->value(kSoundKey, true).toBool();
}

void Settings::setSound(bool isOn)
{
    opened(m_path)->setValue(kSoundKey, isOn);
}

std::vector<RecentProject> Settings::recentProjects() const
{
    std::vector<RecentProject> projects;
    const auto settings = opened(m_path);
    const int count = settings->beginReadArray(kRecentKey);
    for (int i = 0; i < count; ++i) {
        settings->setArrayIndex(i);
        projects.push_back({settings->value(QStringLiteral("path")).toString(),
                            settings->value(QStringLiteral("opened")).toDateTime(),
                            settings->value(QStringLiteral("videos")).toInt(),
                            settings->value(QStringLiteral("runs")).toInt(),
                            settings->value(QStringLiteral("corrected")).toInt()});
    }
    return projects;
}

void Settings::addRecentProject(const RecentProject &project)
{
    std::vector<RecentProject> projects = recentProjects();
    std::erase_if(projects, [&](const RecentProject &other) { return other.path == project.path; });
    projects.insert(projects.begin(), project);
    if (projects.size() > kMaxRecent) {
        projects.resize(kMaxRecent);
    }
    writeRecent(projects);
}

void Settings::forgetRecentProject(const QString &path)
{
    std::vector<RecentProject> projects = recentProjects();
    std::erase_if(projects, [&](const RecentProject &other) { return other.path == path; });
    writeRecent(projects);
}

void Settings::writeRecent(const std::vector<RecentProject> &projects)
{
    const auto settings = opened(m_path);
    settings->remove(kRecentKey);
    settings->beginWriteArray(kRecentKey, static_cast<int>(projects.size()));
    for (std::size_t i = 0; i < projects.size(); ++i) {
        settings->setArrayIndex(static_cast<int>(i));
        settings->setValue(QStringLiteral("path"), projects[i].path);
        settings->setValue(QStringLiteral("opened"), projects[i].opened);
        settings->setValue(QStringLiteral("videos"), projects[i].videos);
        settings->setValue(QStringLiteral("runs"), projects[i].runs);
        settings->setValue(QStringLiteral("corrected"), projects[i].corrected);
    }
    settings->endArray();
}

void Settings::setOpenProject(const QString &path)
{
    const QString key =
        kOpenGroup + QLatin1Char('/') + QString::number(QCoreApplication::applicationPid());
    if (path.isEmpty()) {
        opened(m_path)->remove(key);
    } else {
        setText(key, path);
    }
}

QString Settings::takeCrashedProject()
{
    QString crashed;
    const auto settings = opened(m_path);
    settings->beginGroup(kOpenGroup);
    for (const QString &process : settings->childKeys()) {
        if (!isRunning(process.toLongLong())) {
            crashed = settings->value(process).toString();
            settings->remove(process);
        }
    }
    return crashed;
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

#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTest>

#include "tests/support/test_paths.h"

namespace tests {

inline QString programPath(const char *name)
{
    return QString::fromStdString((programDir() / name).string());
}

// One program of the build, run as a user would.
class Program : public QProcess
{
public:
    Program(const char *name, const QStringList &arguments)
    {
        setProgram(programPath(name));
        setArguments(arguments);
    }

    // Starts it and waits for its end.
    void finishWithin(int seconds)
    {
        start();
        QVERIFY2(waitForFinished(seconds * 1000), "the program does not end");
        m_output = readAllStandardOutput();
        m_errors = readAllStandardError();
    }

    QByteArray output() const { return m_output; }
    QByteArray errors() const { return m_errors; }
    QJsonObject json() const { return QJsonDocument::fromJson(m_output).object(); }

private:
    QByteArray m_output;
    QByteArray m_errors;
};

inline QByteArray fileContent(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The messages of an events.jsonl, or of a worker's output.
inline QList<QJsonObject> jsonLines(const QByteArray &text)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.isEmpty()) {
            objects.append(QJsonDocument::fromJson(line).object());
        }
    }
    return objects;
}

// Pids of a process's children, whichever of its threads started them, as Linux tells them.
inline QList<qint64> childrenOf(qint64 pid)
{
    QList<qint64> pids;
    const QDir tasks(QStringLiteral("/proc/%1/task").arg(pid));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QByteArray &text : fileContent(tasks.filePath(task + "/children")).split(' ')) {
            if (const qint64 child = text.trimmed().toLongLong(); child > 0) {
                pids.append(child);
            }
        }
    }
    return pids;
}

} // namespace tests

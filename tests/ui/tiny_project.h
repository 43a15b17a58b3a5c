#pragma once

#include <QString>
#include <QStringList>
#include <QTest>

#include "tests/e2e/program.h"
#include "tests/support/tiny_data_set.h"

namespace tests {

// A project of the tiny data set in a folder, ready to train, made with talo as a user would.
inline QString makeTinyProject(const QString &folder)
{
    const QString data = folder + QStringLiteral("/data");
    const QString project = folder + QStringLiteral("/tiny.talo");
    makeTinyDataSet(data.toStdString());
    const QList<QStringList> commands = {
        {"init", project},
        {"import", project, "--kind", "ground-truth", data + "/gt.json"},
        {"import", project, "--kind", "features", data + "/features"},
        {"import", project, "--kind", "splits", "--split", "training", data + "/train.txt"},
        {"import", project, "--kind", "splits", "--split", "test", data + "/test.txt"}};
    for (const QStringList &command : commands) {
        Program talo("talo", command);
        talo.finishWithin(120);
        if (talo.exitCode() != 0) {
            qFatal("talo: %s", talo.errors().constData());
        }
    }
    return project;
}

} // namespace tests

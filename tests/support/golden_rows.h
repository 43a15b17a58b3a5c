#pragma once

#include <QtTest>

#include "tests/support/golden_reader.h"

namespace tests {

// Data rows of a golden test: one a case of a kind, column "folder".
inline void addGoldenRows(const char *area, const char *kind)
{
    QTest::addColumn<QString>("folder");
    for (const GoldenCase &golden : goldenCases(area, kind)) {
        QTest::newRow(golden.name().c_str()) << QString::fromStdString(golden.folder().string());
    }
}

// The case of the current row.
inline GoldenCase currentGoldenCase()
{
    QFETCH(QString, folder);
    return GoldenCase(std::filesystem::path(folder.toStdString()));
}

// For initTestCase(): empty, or why the program has nothing to run.
inline QString missingGoldenArea(const char *area)
{
    const std::filesystem::path folder = goldenArea(area);
    return std::filesystem::is_directory(folder)
               ? QString()
               : "no golden data in " + QString::fromStdString(folder.string());
}

} // namespace tests

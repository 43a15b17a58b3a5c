#pragma once

#include <QtTest>

#include "tests/support/golden_reader.h"

// Fails with what a comparison says; it says nothing where both sides agree.
#define MATCHES(expression)                                                                        \
    do {                                                                                           \
        const std::string problem = (expression);                                                  \
        QVERIFY2(problem.empty(), problem.c_str());                                                \
    } while (false)

namespace tests {

// For initTestCase(): skips the whole program where the golden data of an area is absent.
inline void skipWithoutGolden(const char *area)
{
    if (const std::filesystem::path folder = goldenArea(area);
        !std::filesystem::is_directory(folder)) {
        QSKIP(("no golden data in " + folder.string()).c_str());
    }
}

inline void addGoldenRow(const GoldenCase &golden)
{
    QTest::newRow(golden.name().c_str()) << QString::fromStdString(golden.folder().string());
}

// Data rows of a golden test: one a case of a kind, column "folder".
inline void addGoldenRows(const char *area, const char *kind)
{
    QTest::addColumn<QString>("folder");
    for (const GoldenCase &golden : goldenCases(area, kind)) {
        addGoldenRow(golden);
    }
}

// The case of the current row.
inline GoldenCase currentGoldenCase()
{
    QFETCH(QString, folder);
    return GoldenCase(std::filesystem::path(folder.toStdString()));
}

} // namespace tests

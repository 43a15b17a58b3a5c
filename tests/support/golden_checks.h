#pragma once

#include "tests/support/golden_findings.h"
#include "tests/support/golden_rows.h"

namespace tests {

// Data rows of a golden test: one a case whose kind is in the table, column "folder".
inline void addGoldenRows(const char *area, const GoldenChecks &checks)
{
    QTest::addColumn<QString>("folder");
    for (const GoldenCase &golden : goldenCases(area)) {
        if (checks.contains(golden.kind())) {
            addGoldenRow(golden);
        }
    }
}

// Runs the table's check on the case of the current row; fails with all that it found.
inline void runGoldenCheck(const GoldenChecks &checks)
{
    const GoldenCase golden = currentGoldenCase();
    Findings findings(golden);
    checks.at(golden.kind())(golden, findings);
    const std::string summary = findings.summary();
    QVERIFY2(summary.empty(), summary.c_str());
}

} // namespace tests

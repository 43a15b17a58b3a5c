#include <QtTest>

#include "tests/golden/case_kinds.h"
#include "tests/support/golden_reader.h"

using namespace tests;

// Whether every golden case is run by a test, and the reader of golden data itself.
class TestGoldenCases : public QObject
{
    Q_OBJECT

private slots:
    void everyCaseHasATest_data();
    void everyCaseHasATest();
    void everyEntryIsReadable_data();
    void everyEntryIsReadable();
    void fillsByFormula();
    void fillsRowsByTheirOwnStream();
    void findsDifferences();

private:
    static void addAreas(std::initializer_list<const char *> areas)
    {
        QTest::addColumn<QString>("area");
        for (const char *area : areas) {
            QTest::newRow(area) << area;
        }
    }
};

void TestGoldenCases::everyCaseHasATest_data()
{
    addAreas({"fustal_generator", "fustal_student", "sal", "ftcl"});
}

void TestGoldenCases::everyCaseHasATest()
{
    QFETCH(QString, area);
    const std::vector<GoldenCase> cases = goldenCases(area.toStdString());
    if (cases.empty()) {
        QSKIP(qPrintable("no golden data in " +
                         QString::fromStdString(goldenArea(area.toStdString()).string())));
    }
    QStringList unknown;
    for (const GoldenCase &golden : cases) {
        if (golden.kind().empty()) {
            unknown << QString::fromStdString(golden.name());
        }
    }
    QVERIFY2(unknown.isEmpty(),
             qPrintable("no golden test knows these cases: " + unknown.join(", ")));
}

void TestGoldenCases::everyEntryIsReadable_data()
{
    addAreas({"fustal_generator", "fustal_student", "sal", "ftcl"});
}

void TestGoldenCases::everyEntryIsReadable()
{
    QFETCH(QString, area);
    const std::vector<GoldenCase> cases = goldenCases(area.toStdString());
    if (cases.empty()) {
        QSKIP(qPrintable("no golden data in " +
                         QString::fromStdString(goldenArea(area.toStdString()).string())));
    }
    // What is filled by formula is huge in the full-size cases and was computed above.
    const auto isStored = [](const nlohmann::json &entry) {
        return entry.contains("head") ||
               (entry.contains("file") && entry.at("file").get<std::string>().ends_with(".npy"));
    };
    for (const GoldenCase &golden : cases) {
        for (const std::string &name : golden.outputNames()) {
            if (!isStored(golden.outputEntry(name))) {
                continue;
            }
            const GoldenArray array = golden.output(name);
            if (array.form == GoldenForm::Whole) {
                const std::string problem = difference(array, array.values, {1e-12, 0.0});
                QVERIFY2(problem.empty(), problem.c_str());
            } else {
                QVERIFY2(array.sums.has_value(), array.name.c_str());
            }
        }
        for (const std::string &name : golden.inputNames()) {
            if (isStored(golden.inputEntry(name))) {
                const GoldenArray array = golden.input(name);
                QCOMPARE(static_cast<std::int64_t>(array.values.size()), array.count());
            }
        }
    }
}

void TestGoldenCases::fillsByFormula()
{
    const std::int64_t shape[] = {2, 2};
    const std::vector<float> values = goldenFill(3, shape, 0.5, 1.0);
    QCOMPARE(values.size(), std::size_t{4});
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double expected =
            0.5 * std::sin(4.0 * 12.9898 + static_cast<double>(i) * 0.618033988749895 * 1.004) +
            1.0;
        QCOMPARE(values[i], static_cast<float>(expected));
    }
}

void TestGoldenCases::fillsRowsByTheirOwnStream()
{
    const std::int64_t shape[] = {2, 3};
    const std::int64_t rowShape[] = {3};
    std::vector<float> expected = goldenFill(5, rowShape, 2.0, 0.25);
    const std::vector<float> second = goldenFill(5 + 37, rowShape, 2.0, 0.25);
    expected.insert(expected.end(), second.begin(), second.end());
    QCOMPARE(goldenFill(5, shape, 2.0, 0.25, 37), expected);
}

void TestGoldenCases::findsDifferences()
{
    GoldenArray array;
    array.name = "a";
    array.shape = {2, 2};
    array.values = {1.0, 2.0, 3.0, -100.0};
    const std::vector<double> close = {1.0, 2.0, 3.0000001, -100.0};
    QVERIFY(difference(array, close, {1e-6, 0.0}).empty());
    QVERIFY(!difference(array, close, {1e-9, 0.0}).empty());
    QVERIFY(difference(array, close, {1e-8, 0.0, true}).empty());
    QVERIFY(!difference(array, std::vector<double>(3), {1.0, 0.0}).empty());
    QVERIFY(!difference(array, std::vector<double>{1.0, 2.0, std::nan(""), -100.0}, {1.0, 0.0})
                 .empty());

    array.form = GoldenForm::Sample;
    array.sampleStart = 1;
    array.sampleStep = 2;
    array.values = {2.0, -100.0};
    array.sums = GoldenSums{-94.0, 106.0, 10014.0};
    QVERIFY(difference(array, close, {1e-6, 0.0}).empty());
    QVERIFY(!difference(array, std::vector<double>{9.0, 2.0, 3.0, -100.0}, {1e-6, 0.0}).empty());

    const std::vector<std::int64_t> decisions = {0, 2, 0, 4};
    array.sums.reset();
    array.values = {2.0, 4.0};
    QVERIFY(difference(array, decisions).empty());
    array.values = {2.0, 5.0};
    QVERIFY(!difference(array, decisions).empty());
}

QTEST_APPLESS_MAIN(TestGoldenCases)
#include "tst_golden_cases.moc"

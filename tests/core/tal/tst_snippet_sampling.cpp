#include <algorithm>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/snippet_sampling.h"

using namespace core;

class TestSnippetSampling : public QObject
{
    Q_OBJECT

private slots:
    void workedExample();
    void shortVideosKeepTheirLength();
    void drawsStayInTheirRanges_data();
    void drawsStayInTheirRanges();
    void drawsReachBothEnds();
    void sameSeedSameRows();
    void nothingFromNothing();
};

void TestSnippetSampling::workedExample()
{
    // spec fustal-stage1-2 §1.4, L = 1000
    const std::vector<std::int64_t> rows = tal::uniformIndices(1000, 750);
    const std::vector<std::int64_t> first(rows.begin(), rows.begin() + 7);
    QCOMPARE(first, (std::vector<std::int64_t>{0, 1, 2, 4, 5, 6, 8}));
    QCOMPARE(rows.size(), std::size_t{750});
    QCOMPARE(rows.back(), 998);
}

void TestSnippetSampling::shortVideosKeepTheirLength()
{
    QCOMPARE(tal::uniformIndices(3, 750), (std::vector<std::int64_t>{0, 1, 2}));
    QCOMPARE(tal::perturbationRanges(3, 750).size(), std::size_t{750});
}

void TestSnippetSampling::drawsStayInTheirRanges_data()
{
    QTest::addColumn<qint64>("stored");
    for (const qint64 stored : {1, 2, 7, 63, 64, 65, 100, 1000}) {
        QTest::newRow(qPrintable(QString::number(stored))) << stored;
    }
}

void TestSnippetSampling::drawsStayInTheirRanges()
{
    QFETCH(qint64, stored);
    constexpr std::int64_t kSegments = 64;
    const std::vector<tal::IndexRange> ranges = tal::perturbationRanges(stored, kSegments);
    base::Random random(3407);
    for (int repetition = 0; repetition < 20; ++repetition) {
        const std::vector<std::int64_t> rows = tal::perturbedIndices(stored, kSegments, random);
        QCOMPARE(rows.size(), ranges.size());
        QVERIFY(std::is_sorted(rows.begin(), rows.end()));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QVERIFY(ranges[i].lowest <= ranges[i].highest);
            QVERIFY(rows[i] >= ranges[i].lowest && rows[i] <= ranges[i].highest);
            QVERIFY(rows[i] >= 0 && rows[i] < stored);
        }
    }
}

void TestSnippetSampling::drawsReachBothEnds()
{
    base::Random random(1);
    std::vector<int> counts(3);
    for (int i = 0; i < 3000; ++i) {
        ++counts[static_cast<std::size_t>(tal::perturbedIndices(6, 3, random)[0])];
    }
    for (const int count : counts) {
        QVERIFY2(count > 800, qPrintable(QString::number(count)));
    }
}

void TestSnippetSampling::sameSeedSameRows()
{
    base::Random a(5, 2);
    base::Random b(5, 2);
    base::Random c(5, 3);
    const std::vector<std::int64_t> rows = tal::perturbedIndices(400, 64, a);
    QCOMPARE(tal::perturbedIndices(400, 64, b), rows);
    QVERIFY(tal::perturbedIndices(400, 64, c) != rows);
}

void TestSnippetSampling::nothingFromNothing()
{
    base::Random random(1);
    QVERIFY(tal::uniformIndices(0, 750).empty());
    QVERIFY(tal::uniformIndices(-1, 750).empty());
    QVERIFY(tal::perturbedIndices(0, 750, random).empty());
    QVERIFY(tal::perturbationRanges(10, 0).empty());
}

QTEST_APPLESS_MAIN(TestSnippetSampling)
#include "tst_snippet_sampling.moc"

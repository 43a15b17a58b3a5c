#include <algorithm>
#include <limits>

#include <QtTest>

#include "core/base/random.h"
#include "core/model/score_curve.h"

using core::model::CurveSample;
using core::model::MinMax;
using core::model::ScoreCurve;

class TestScoreCurve : public QObject
{
    Q_OBJECT

private slots:
    void mapsSnippetsToTime();
    void givesValuesWhereThereIsRoom();
    void keepsExtremesAtEveryZoom_data();
    void keepsExtremesAtEveryZoom();
    void leavesOutMissingValues();
    void isEmptyWithoutSnippets();
};

void TestScoreCurve::mapsSnippetsToTime()
{
    const ScoreCurve curve(1, {0, 1, 2}, 320'000, 640'000);
    QCOMPARE(curve.timeUs(2), 1'600'000.0);
    QCOMPARE(curve.snippetAt(curve.timeUs(1.25)), 1.25);
}

void TestScoreCurve::givesValuesWhereThereIsRoom()
{
    const ScoreCurve curve(2, {1, 10, 2, 20, 3, 30}, 0, 1);
    QCOMPARE(curve.snippets(), 3);
    QCOMPARE(curve.value(1, 1), 20.0F);
    const std::vector<CurveSample> expected = {{1, 1, {20, 20}}, {2, 1, {30, 30}}};
    QCOMPARE(curve.samples(1, 1, 9, 100), expected);
    QVERIFY((curve.extremes(0) == MinMax{1, 3}));
}

void TestScoreCurve::keepsExtremesAtEveryZoom_data()
{
    QTest::addColumn<int>("snippets");
    QTest::addColumn<int>("maxSamples");
    for (const int snippets : {1, 2, 3, 64, 65, 1000, 4097}) {
        for (const int maxSamples : {1, 2, 7, 100}) {
            QTest::addRow("%d in %d", snippets, maxSamples) << snippets << maxSamples;
        }
    }
}

void TestScoreCurve::keepsExtremesAtEveryZoom()
{
    QFETCH(int, snippets);
    QFETCH(int, maxSamples);
    core::base::Random random(3);
    std::vector<float> values;
    for (int i = 0; i < 3 * snippets; ++i) {
        values.push_back(static_cast<float>(random.uniform()));
    }
    const ScoreCurve curve(3, values, 0, 1);
    for (int channel = 0; channel < 3; ++channel) {
        const std::int64_t begin = snippets / 3;
        const auto samples = curve.samples(channel, begin, snippets, maxSamples);
        QVERIFY(!samples.empty());
        QVERIFY(static_cast<int>(samples.size()) <= maxSamples + 2);
        QVERIFY(samples.front().first <= begin);
        std::int64_t next = samples.front().first;
        for (const CurveSample &sample : samples) {
            QCOMPARE(sample.first, next);
            next += sample.snippets;
            float least = curve.value(sample.first, channel);
            float most = least;
            for (std::int64_t t = sample.first; t < next; ++t) {
                least = std::min(least, curve.value(t, channel));
                most = std::max(most, curve.value(t, channel));
            }
            QVERIFY((sample.extremes == MinMax{least, most}));
        }
        QCOMPARE(next, snippets);
    }
}

void TestScoreCurve::leavesOutMissingValues()
{
    const float none = std::numeric_limits<float>::quiet_NaN();
    const ScoreCurve curve(1, {none, 1, none, none, 5}, 0, 1);
    QVERIFY(curve.samples(0, 0, 1, 10).front().extremes.isEmpty());
    QVERIFY((curve.samples(0, 0, 4, 1).front().extremes == MinMax{1, 1}));
    QVERIFY((curve.extremes(0) == MinMax{1, 5}));
}

void TestScoreCurve::isEmptyWithoutSnippets()
{
    const ScoreCurve curve(4, {}, 0, 1);
    QCOMPARE(curve.snippets(), 0);
    QVERIFY(curve.samples(0, 0, 10, 10).empty());
    QVERIFY(curve.extremes(3).isEmpty());
}

QTEST_APPLESS_MAIN(TestScoreCurve)
#include "tst_score_curve.moc"

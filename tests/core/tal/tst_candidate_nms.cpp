#include <cmath>
#include <limits>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/nms.h"

using namespace core;
using tal::Candidate;

namespace {

// The published operator line by line (spec fustal-stage3-student §7.2), a search for the maximum
// in every round.
std::vector<tal::CandidatePick> plainGaussian(const std::vector<Candidate> &input, float sigma,
                                              float minScore)
{
    struct Row
    {
        float x1, x2, s, area;
        std::size_t index;
    };
    std::vector<Row> rows;
    for (std::size_t i = 0; i < input.size(); ++i) {
        rows.push_back({input[i].start, input[i].end, input[i].score,
                        input[i].end - input[i].start + 1e-6F, i});
    }
    std::vector<tal::CandidatePick> picks;
    std::size_t n = rows.size();
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t m = i;
        for (std::size_t p = i + 1; p < n; ++p) {
            if (rows[m].s < rows[p].s) {
                m = p;
            }
        }
        std::swap(rows[i], rows[m]);
        picks.push_back({rows[i].index, rows[i].s});
        for (std::size_t p = i + 1; p < n;) {
            const float inter =
                std::max(0.0F, std::min(rows[i].x2, rows[p].x2) - std::max(rows[i].x1, rows[p].x1));
            const float o = inter / (rows[i].area + rows[p].area - inter);
            rows[p].s *= std::exp(-o * o / sigma);
            if (rows[p].s < minScore) {
                rows[p] = rows[n - 1];
                --n;
            } else {
                ++p;
            }
        }
    }
    return picks;
}

std::vector<Candidate> randomCandidates(int count, std::uint64_t seed, int steps)
{
    base::Random random(seed);
    std::vector<Candidate> candidates;
    for (int i = 0; i < count; ++i) {
        const auto start = static_cast<float>(random.uniform(0.0, 200.0));
        const auto length = static_cast<float>(random.uniform(0.0, 20.0));
        candidates.push_back(
            {.start = start,
             .end = start + length,
             .score = static_cast<float>(random.uniformInt(1, steps)) / static_cast<float>(steps),
             .classIndex = static_cast<int>(random.uniformInt(0, 4))});
    }
    return candidates;
}

} // namespace

class TestCandidateNms : public QObject
{
    Q_OBJECT

private slots:
    void workedCheck();
    void gaussianAgreesWithThePlainLoop_data();
    void gaussianAgreesWithThePlainLoop();
    void hardIsIdempotent();
    void multiclassKeepsClassesApart();
    void capCutsTheWeakest();
    void votingMovesToTheMean();
    void votingLeavesASegmentWithoutLength();
    void nanScoresDoNoHarm();
};

void TestCandidateNms::workedCheck()
{
    // spec fustal-stage3-student §10.9
    const std::vector<Candidate> candidates = {
        {0, 10, 0.9F, 0}, {1, 11, 0.8F, 0}, {20, 30, 0.3F, 0}, {0.5F, 10.5F, 0.0015F, 0}};
    const std::vector<Candidate> kept = tal::suppressCandidates(candidates, {});
    QCOMPARE(kept.size(), std::size_t{3});
    QCOMPARE(kept[0].score, 0.9F);
    QCOMPARE(kept[1].score, 0.3F);
    QVERIFY(std::abs(kept[2].score - 0.209719F) < 1e-6F);
    QCOMPARE(kept[2].start, 1.0F);
}

void TestCandidateNms::gaussianAgreesWithThePlainLoop_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("steps");
    QTest::newRow("few") << 3 << 1000000;
    QTest::newRow("many") << 600 << 1000000;
    QTest::newRow("ties") << 600 << 7;
}

void TestCandidateNms::gaussianAgreesWithThePlainLoop()
{
    QFETCH(int, count);
    QFETCH(int, steps);
    const std::vector<Candidate> candidates = randomCandidates(count, 5, steps);
    for (const float minScore : {0.001F, 0.2F}) {
        const auto fast = tal::softNms(candidates, tal::SoftNmsDecay::Gaussian, 0.1, 0.5,
                                       static_cast<double>(minScore));
        QVERIFY(fast == plainGaussian(candidates, 0.5F, minScore));
    }
}

void TestCandidateNms::hardIsIdempotent()
{
    const std::vector<Candidate> candidates = randomCandidates(500, 6, 1000000);
    std::vector<Candidate> kept;
    for (const tal::CandidatePick &pick : tal::hardNms(candidates, 0.4)) {
        kept.push_back(candidates[pick.index]);
    }
    QVERIFY(kept.size() < candidates.size());
    const auto again = tal::hardNms(kept, 0.4);
    QCOMPARE(again.size(), kept.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
        QCOMPARE(again[i].index, i);
    }
}

void TestCandidateNms::multiclassKeepsClassesApart()
{
    const std::vector<Candidate> twins = {{0, 10, 0.9F, 3}, {0, 10, 0.8F, 1}};
    const std::vector<Candidate> apart =
        tal::suppressCandidates(twins, {.method = model::NmsMethod::Hard});
    QVERIFY(apart == twins);
    const std::vector<Candidate> together = tal::suppressCandidates(
        twins, {.method = model::NmsMethod::Hard, .isMulticlass = false, .votingTiou = 0.0});
    QCOMPARE(together.size(), std::size_t{1});
}

void TestCandidateNms::capCutsTheWeakest()
{
    const std::vector<Candidate> candidates = randomCandidates(300, 7, 1000000);
    const std::vector<Candidate> kept = tal::suppressCandidates(candidates, {.maxSegments = 10});
    const std::vector<Candidate> all = tal::suppressCandidates(candidates, {});
    QCOMPARE(kept.size(), std::size_t{10});
    QVERIFY(std::equal(kept.begin(), kept.end(), all.begin()));
    QVERIFY(tal::suppressCandidates(candidates, {.maxSegments = 0}).empty());
}

void TestCandidateNms::votingMovesToTheMean()
{
    const std::vector<Candidate> candidates = {{0, 10, 0.6F, 0}, {1, 11, 0.2F, 0}};
    const std::vector<Candidate> kept = tal::suppressCandidates(
        candidates,
        {.method = model::NmsMethod::Hard, .tiou = 0.5, .isMulticlass = false, .votingTiou = 0.7});
    QCOMPARE(kept.size(), std::size_t{1});
    QVERIFY(std::abs(kept[0].start - 0.25F) < 1e-6F); // (0.6·0 + 0.2·1) / 0.8
    QVERIFY(std::abs(kept[0].end - 10.25F) < 1e-5F);
    QCOMPARE(kept[0].score, 0.6F);
}

void TestCandidateNms::votingLeavesASegmentWithoutLength()
{
    const std::vector<Candidate> candidates = {{4, 4, 0.6F, 0}};
    const std::vector<Candidate> kept =
        tal::suppressCandidates(candidates, {.isMulticlass = false, .votingTiou = 0.7});
    QVERIFY(kept == candidates);
}

void TestCandidateNms::nanScoresDoNoHarm()
{
    std::vector<Candidate> candidates = randomCandidates(100, 8, 1000);
    for (std::size_t i = 0; i < candidates.size(); i += 7) {
        candidates[i].score = std::numeric_limits<float>::quiet_NaN();
    }
    for (const auto method : {model::NmsMethod::None, model::NmsMethod::Hard,
                              model::NmsMethod::SoftGaussian, model::NmsMethod::SoftLinear}) {
        const auto kept = tal::suppressCandidates(candidates, {.method = method});
        QVERIFY(kept.size() <= candidates.size());
        QVERIFY(!kept.empty());
    }
}

QTEST_APPLESS_MAIN(TestCandidateNms)
#include "tst_candidate_nms.moc"

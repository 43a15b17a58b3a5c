#include <algorithm>
#include <cmath>
#include <limits>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/nms.h"

using namespace core;
using model::Detection;
using tal::NmsPick;

namespace {

// The published loop as it stands, O(n²), to hold the fast one against.
std::vector<NmsPick> plainNms(const std::vector<Detection> &detections, const tal::NmsRule &rule)
{
    std::vector<std::size_t> order(detections.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return detections[a].score < detections[b].score;
    });
    std::reverse(order.begin(), order.end());
    std::vector<NmsPick> kept;
    std::vector<NmsPick> side;
    while (!order.empty()) {
        const std::size_t best = order.front();
        kept.push_back({best, detections[best].score});
        std::vector<std::size_t> rest;
        for (std::size_t i = 1; i < order.size(); ++i) {
            const double overlap =
                tal::nmsOverlap(detections[best], detections[order[i]], rule.isPlusOne);
            if (!(overlap >= rule.tiou)) {
                rest.push_back(order[i]);
                continue;
            }
            const double factor = rule.method == model::NmsMethod::SoftLinear
                                      ? 1.0 - overlap
                                      : std::exp(-(overlap * overlap) / rule.softNmsAlpha);
            side.push_back({order[i], detections[order[i]].score * factor});
        }
        order = rest;
    }
    if (rule.method != model::NmsMethod::Hard) {
        kept.insert(kept.end(), side.begin(), side.end());
    }
    return kept;
}

// Segments of lengths over three decades; scores with ties where `steps` is small.
std::vector<Detection> randomDetections(std::size_t count, std::uint64_t seed, double span,
                                        int steps)
{
    base::Random random(seed);
    std::vector<Detection> detections;
    for (std::size_t i = 0; i < count; ++i) {
        const double start = random.uniform(-5.0, span);
        const double length = std::pow(10.0, random.uniform(-1.5, 1.5));
        const double score = static_cast<double>(random.uniformInt(0, steps)) / steps;
        detections.push_back({.start = start, .end = start + length, .score = score});
    }
    return detections;
}

} // namespace

class TestNms : public QObject
{
    Q_OBJECT

private slots:
    void overlapsOfTheSpec();
    void agreesWithThePlainLoop_data();
    void agreesWithThePlainLoop();
    void hardIsIdempotent();
    void survivorsStayBelowTheThreshold();
    void laterOfEqualScoresWins();
    void softKeepsEverythingAndDecaysOnce();
    void noneOnlySorts();
    void oddSegmentsDoNoHarm();
    void emptyGivesEmpty();
    void manySegmentsEndInTime();
};

void TestNms::overlapsOfTheSpec()
{
    // spec fustal-stage1-2, fixture B.4
    const auto overlap = [](double a, double b, double c, double d) {
        return tal::nmsOverlap({.start = a, .end = b}, {.start = c, .end = d}, true);
    };
    QCOMPARE(overlap(0, 0.5, 0.5, 1), 0.5);
    QCOMPARE(overlap(0, 0.4, 0.6, 1), 0.4);
    QCOMPARE(overlap(0, 1, 0.5, 1.5), 0.6);
    QCOMPARE(overlap(0, 4, 2, 6), 3.0 / 7.0);
    QCOMPARE(tal::nmsOverlap({.start = 0, .end = 4}, {.start = 2, .end = 6}, false), 1.0 / 3.0);
}

void TestNms::agreesWithThePlainLoop_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("span");
    QTest::addColumn<double>("tiou");
    QTest::addColumn<bool>("isPlusOne");
    QTest::addColumn<int>("method");
    for (const int count : {1, 2, 50, 700, 3000}) {
        for (const double span : {20.0, 3000.0}) {
            for (const double tiou : {0.02, 0.1, 0.5, 0.9, 1.0}) {
                for (const auto method : {model::NmsMethod::Hard, model::NmsMethod::SoftGaussian,
                                          model::NmsMethod::SoftLinear}) {
                    if (count == 3000 && (method == model::NmsMethod::SoftLinear || tiou == 0.1)) {
                        continue;
                    }
                    QTest::addRow("%d in %g s, %g, %d", count, span, tiou, static_cast<int>(method))
                        << count << span << tiou << (count % 2 == 0) << static_cast<int>(method);
                }
            }
        }
    }
}

void TestNms::agreesWithThePlainLoop()
{
    QFETCH(int, count);
    QFETCH(double, span);
    QFETCH(double, tiou);
    QFETCH(bool, isPlusOne);
    QFETCH(int, method);
    const tal::NmsRule rule{
        .method = static_cast<model::NmsMethod>(method), .tiou = tiou, .isPlusOne = isPlusOne};
    for (const int steps : {5, 1000000}) {
        const std::vector<Detection> detections =
            randomDetections(static_cast<std::size_t>(count),
                             static_cast<std::uint64_t>(count + steps), span, steps);
        const std::vector<NmsPick> fast = tal::suppressOverlaps(detections, rule);
        const std::vector<NmsPick> plain = plainNms(detections, rule);
        QVERIFY(fast == plain);
    }
}

void TestNms::hardIsIdempotent()
{
    const std::vector<Detection> detections = randomDetections(2000, 3, 200.0, 50);
    std::vector<Detection> kept;
    for (const NmsPick &pick : tal::suppressOverlaps(detections, {})) {
        kept.push_back(detections[pick.index]);
    }
    std::reverse(kept.begin(), kept.end()); // so that equal scores keep their order
    const std::vector<NmsPick> again = tal::suppressOverlaps(kept, {});
    QCOMPARE(again.size(), kept.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
        QCOMPARE(again[i].index, kept.size() - 1 - i);
    }
}

void TestNms::survivorsStayBelowTheThreshold()
{
    const std::vector<Detection> detections = randomDetections(800, 9, 100.0, 1000);
    const std::vector<NmsPick> kept = tal::suppressOverlaps(detections, {.tiou = 0.3});
    QVERIFY(!kept.empty() && kept.size() < detections.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            QVERIFY(tal::nmsOverlap(detections[kept[i].index], detections[kept[j].index], true) <
                    0.3);
            QVERIFY(kept[j].score >= kept[i].score);
        }
    }
}

void TestNms::laterOfEqualScoresWins()
{
    const std::vector<Detection> twins = {{.start = 0, .end = 4, .score = 0.5},
                                          {.start = 0, .end = 4, .score = 0.5}};
    const std::vector<NmsPick> kept = tal::suppressOverlaps(twins, {});
    QCOMPARE(kept.size(), std::size_t{1});
    QCOMPARE(kept[0].index, std::size_t{1});
}

void TestNms::softKeepsEverythingAndDecaysOnce()
{
    const std::vector<Detection> detections = {{.start = 0, .end = 10, .score = 0.9},
                                               {.start = 0, .end = 10, .score = 0.8},
                                               {.start = 0, .end = 10, .score = 0.7},
                                               {.start = 50, .end = 60, .score = 0.1}};
    const std::vector<NmsPick> picks = tal::suppressOverlaps(
        detections, {.method = model::NmsMethod::SoftGaussian, .tiou = 0.4, .softNmsAlpha = 0.3});
    QCOMPARE(picks.size(), std::size_t{4});
    QCOMPARE(picks[0].index, std::size_t{0});
    QCOMPARE(picks[1].index, std::size_t{3}); // unsuppressed ones first, whatever their score
    QCOMPARE(picks[2].index, std::size_t{1});
    QCOMPARE(picks[2].score, 0.8 * std::exp(-1.0 / 0.3));
    QCOMPARE(picks[3].score, 0.7 * std::exp(-1.0 / 0.3)); // by the first one alone
}

void TestNms::noneOnlySorts()
{
    const std::vector<Detection> twins = {{.start = 0, .end = 4, .score = 0.4},
                                          {.start = 0, .end = 4, .score = 0.5}};
    const std::vector<NmsPick> picks =
        tal::suppressOverlaps(twins, {.method = model::NmsMethod::None});
    QVERIFY((picks == std::vector<NmsPick>{{1, 0.5}, {0, 0.4}}));
}

void TestNms::oddSegmentsDoNoHarm()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    std::vector<Detection> detections = randomDetections(600, 4, 4000.0, 1000);
    detections.push_back({.start = nan, .end = 3.0, .score = 0.9});
    detections.push_back({.start = 5.0, .end = 1.0, .score = 0.95});
    detections.push_back({.start = 7.0, .end = 7.0, .score = 0.99});
    detections.push_back({.start = -infinity, .end = infinity, .score = 0.97});
    detections.push_back({.start = 8.0, .end = 9.0, .score = nan});
    for (const bool isPlusOne : {true, false}) {
        const std::vector<NmsPick> picks = tal::suppressOverlaps(
            detections, {.method = model::NmsMethod::SoftGaussian, .isPlusOne = isPlusOne});
        QCOMPARE(picks.size(), detections.size());
        std::vector<bool> seen(detections.size(), false);
        for (const NmsPick &pick : picks) {
            QVERIFY(!seen[pick.index]);
            seen[pick.index] = true;
        }
    }
    // Scores far off leave all others in one bucket.
    std::vector<Detection> lopsided = randomDetections(700, 5, 300.0, 1000000);
    lopsided[3].score = 1e12;
    lopsided[7].score = -1e300;
    QVERIFY(tal::suppressOverlaps(lopsided, {}) == plainNms(lopsided, {}));
    // A score that is no number never displaces one that is.
    const std::vector<Detection> pair = {{.start = 0, .end = 4, .score = 0.1},
                                         {.start = 0, .end = 4, .score = nan}};
    const std::vector<NmsPick> kept = tal::suppressOverlaps(pair, {});
    QCOMPARE(kept.size(), std::size_t{1});
    QCOMPARE(kept[0].index, std::size_t{0});
}

void TestNms::emptyGivesEmpty()
{
    QVERIFY(tal::suppressOverlaps({}, {}).empty()); // the published code fails here
}

void TestNms::manySegmentsEndInTime()
{
    // 1e5 segments of which most survive: the plain loop would take minutes.
    const std::vector<Detection> detections = randomDetections(100000, 8, 1e6, 1000000);
    QVERIFY(tal::suppressOverlaps(detections, {}).size() > 50000);
}

QTEST_APPLESS_MAIN(TestNms)
#include "tst_nms.moc"

#include <cmath>
#include <limits>
#include <numeric>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/pairwise_sum.h"
#include "core/tal/proposals.h"

using namespace core;
using model::Detection;

namespace {

// A video of random, smooth-ish curves that are zero in parts, as a ReLU leaves them.
struct RandomVideo
{
    std::vector<float> cas;
    std::vector<float> actionness;
    std::vector<float> videoScores;
    tal::ScoreCurves curves;

    RandomVideo(std::int64_t snippets, int classes, std::uint64_t seed)
    {
        base::Random random(seed);
        const auto wave = [&](std::int64_t t, double phase) {
            const double value = std::sin(0.2 * static_cast<double>(t) + phase) +
                                 0.5 * std::sin(1.3 * static_cast<double>(t) + 2.0 * phase) +
                                 random.uniform(-0.3, 0.3);
            return static_cast<float>(std::max(0.0, value));
        };
        for (std::int64_t t = 0; t < snippets; ++t) {
            actionness.push_back(wave(t, 0.1));
            for (int c = 0; c < classes; ++c) {
                cas.push_back(wave(t, 0.7 * c));
            }
        }
        for (int c = 0; c < classes; ++c) {
            videoScores.push_back(static_cast<float>(random.uniform()));
        }
        curves = {.snippets = snippets,
                  .classes = classes,
                  .cas = cas,
                  .actionness = actionness,
                  .videoScores = videoScores,
                  .storedSnippets = snippets};
    }
};

// Sections 4.3 to 4.5 word by word, sample by sample.
std::vector<Detection> plainProposals(const RandomVideo &video, const tal::ProposalRecipe &recipe,
                                      int classIndex)
{
    std::vector<float> column;
    for (std::int64_t t = 0; t < video.curves.snippets; ++t) {
        column.push_back(
            video.cas[static_cast<std::size_t>(t * video.curves.classes + classIndex)]);
    }
    const auto sampled = [&](const std::vector<float> &curve) {
        return tal::upsampled(tal::minMaxNormalised(curve), recipe.upsampling, recipe.tail);
    };
    const std::vector<double> cas = sampled(column);
    const std::vector<double> actionness = sampled(video.actionness);
    const double tau = tal::secondsPerSample(video.curves, recipe.upsampling);
    std::vector<Detection> proposals;
    for (const tal::ProposalSource &source : recipe.sources) {
        const bool isCas = source.segmenting == tal::CurveKind::Cas;
        for (const double threshold : source.thresholds) {
            std::vector<double> gate = isCas ? cas : actionness;
            for (double &value : gate) {
                value = value < threshold ? 0.0 : value;
            }
            const std::vector<double> &w = source.isZeroBelow ? gate : cas;
            const auto size = static_cast<std::int64_t>(gate.size());
            for (std::int64_t f = 0; f < size;) {
                if (!(gate[static_cast<std::size_t>(f)] > 0.0)) {
                    ++f;
                    continue;
                }
                std::int64_t l = f;
                while (l + 1 < size && gate[static_cast<std::size_t>(l) + 1] > 0.0) {
                    ++l;
                }
                const std::int64_t n = l - f + 1;
                if (n >= recipe.minRunSamples) {
                    const double margin = recipe.outerMargin * static_cast<double>(n);
                    const auto from = std::max<std::int64_t>(
                        0, static_cast<std::int64_t>(static_cast<double>(f) - margin));
                    const auto to = std::min<std::int64_t>(
                        size - 1, static_cast<std::int64_t>(static_cast<double>(l) + margin));
                    const auto at = w.begin();
                    const double inner =
                        std::accumulate(at + f, at + l + 1, 0.0) / static_cast<double>(n);
                    const std::int64_t flank = (f - from) + (to - l);
                    const double around = std::accumulate(at + from, at + f, 0.0) +
                                          std::accumulate(at + l + 1, at + to + 1, 0.0);
                    const double outer = flank == 0 ? 0.0 : around / static_cast<double>(flank);
                    const double v = video.videoScores[static_cast<std::size_t>(classIndex)];
                    proposals.push_back({.classIndex = classIndex,
                                         .start = static_cast<double>(f) * tau,
                                         .end = static_cast<double>(l + 1) * tau,
                                         .score = inner - outer + recipe.videoScoreWeight * v});
                }
                f = l + 1;
            }
        }
    }
    return proposals;
}

std::string errorOf(const base::Result<std::vector<Detection>> &result)
{
    return result ? std::string() : result.error().sentence();
}

} // namespace

class TestProposals : public QObject
{
    Q_OBJECT

private slots:
    void pairwiseSumIsASum();
    void normalisesLikeThePaper();
    void upsamplesTheFixture();
    void clampsTheTail();
    void aSingleSnippetIsConstant();
    void choosesClasses();
    void thresholdListsAreExact();
    void secondsFollowTheGrid();
    void agreesWithThePlainForm_data();
    void agreesWithThePlainForm();
    void thresholdsComeInAnyOrder();
    void groupsClassesByFirstProposal();
    void loneFirstSampleYieldsNothing();
    void ownThresholdsReplaceThePublishedOnes();
    void silentCurvesYieldNothing();
    void refusesBadCurves();
};

void TestProposals::pairwiseSumIsASum()
{
    base::Random random(2);
    std::vector<double> values(5000);
    for (double &value : values) {
        value = random.uniform(-1.0, 1.0);
    }
    for (const std::size_t count : {0UL, 1UL, 7UL, 8UL, 9UL, 127UL, 128UL, 129UL, 1000UL, 5000UL}) {
        const double plain = std::accumulate(
            values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), 0.0);
        QVERIFY(std::abs(tal::pairwiseSum(values.data(), count) - plain) < 1e-11);
    }
}

void TestProposals::normalisesLikeThePaper()
{
    const std::vector<float> curve = {2.0F, 4.0F, 3.0F};
    QCOMPARE(tal::minMaxNormalised(curve), (std::vector<float>{0.0F, 1.0F, 0.5F}));
    const std::vector<float> constant = {3.0F, 3.0F};
    QCOMPARE(tal::minMaxNormalised(constant), (std::vector<float>{0.0F, 0.0F}));
    const std::vector<float> negative = {-1.0F, 1.0F};
    QCOMPARE(tal::minMaxNormalised(negative), (std::vector<float>{0.0F, 1.0F}));
    QVERIFY(tal::minMaxNormalised({}).empty());
}

void TestProposals::upsamplesTheFixture()
{
    // spec fustal-stage1-2, fixture B.2
    const std::vector<float> curve = {0.0F, 1.0F, 0.5F};
    const std::vector<double> samples = tal::upsampled(curve, 24, model::UpsampleTail::Extrapolate);
    QCOMPARE(samples.size(), std::size_t{72});
    QCOMPARE(samples[12], 0.5);
    QCOMPARE(samples[24], 1.0);
    QCOMPARE(samples[48], 0.5);
    QCOMPARE(samples[60], 0.25);
    QVERIFY(std::abs(samples[71] - 0.0208333333) < 1e-9);

    // spec sal §6.1, factor 4
    const std::vector<float> other = {0.2F, 0.6F, 0.5F};
    const double expected[] = {0.2,  0.3,   0.4, 0.5,   0.6,  0.575,
                               0.55, 0.525, 0.5, 0.475, 0.45, 0.425};
    const std::vector<double> fours = tal::upsampled(other, 4, model::UpsampleTail::Extrapolate);
    QCOMPARE(fours.size(), std::size_t{12});
    for (std::size_t i = 0; i < 12; ++i) {
        QVERIFY(std::abs(fours[i] - expected[i]) < 1e-7);
    }
}

void TestProposals::clampsTheTail()
{
    const std::vector<float> curve = {0.0F, 1.0F, 0.5F};
    const std::vector<double> samples = tal::upsampled(curve, 4, model::UpsampleTail::Clamp);
    for (std::size_t i = 8; i < 12; ++i) {
        QCOMPARE(samples[i], 0.5);
    }
}

void TestProposals::aSingleSnippetIsConstant()
{
    const std::vector<float> curve = {0.25F};
    QCOMPARE(tal::upsampled(curve, 3, model::UpsampleTail::Extrapolate),
             (std::vector<double>{0.25, 0.25, 0.25}));
    const RandomVideo video(1, 2, 4);
    const std::vector<int> classes = {0, 1};
    QVERIFY(tal::makeProposals(video.curves, tal::fustalRecipe({}), classes).has_value());
}

void TestProposals::choosesClasses()
{
    const std::vector<float> scores = {0.1F, 0.2F, 0.5F, 0.2F};
    QCOMPARE(tal::predictedClasses(scores, 0.2, true), (std::vector<int>{1, 2, 3}));
    QCOMPARE(tal::predictedClasses(scores, 0.2, false), (std::vector<int>{2}));
    QCOMPARE(tal::predictedClasses(scores, 0.9, true), (std::vector<int>{2})); // the best one
    const std::vector<float> equal = {0.3F, 0.3F};
    QCOMPARE(tal::predictedClasses(equal, 0.5, true), (std::vector<int>{0}));
    QVERIFY(tal::predictedClasses({}, 0.5, true).empty());
}

void TestProposals::thresholdListsAreExact()
{
    const std::vector<double> cas = tal::publishedCasThresholds();
    QVERIFY((cas == std::vector<double>{0.0, 0.025, 0.05, 0.07500000000000001, 0.1, 0.125,
                                        0.15000000000000002, 0.17500000000000002, 0.2, 0.225}));
    const std::vector<double> actionness = tal::publishedActionnessThresholds();
    QCOMPARE(actionness.size(), std::size_t{33});
    QVERIFY(actionness[0] == 0.1 && actionness[1] == 0.125);
    QVERIFY(actionness[32] == 0.8999999999999998);
}

void TestProposals::secondsFollowTheGrid()
{
    tal::ScoreCurves curves{.snippets = 750, .storedSnippets = 750};
    QCOMPARE(tal::secondsPerSample(curves, 24), 16.0 / 600.0);
    curves.storedSnippets = 1500; // twice as long, sampled to the same number
    QCOMPARE(tal::secondsPerSample(curves, 24), 32.0 / 600.0);
}

void TestProposals::agreesWithThePlainForm_data()
{
    QTest::addColumn<int>("snippets");
    QTest::addColumn<int>("upsampling");
    QTest::addColumn<bool>("isClamped");
    for (const int snippets : {2, 3, 16, 100, 333}) {
        QTest::addRow("%d x24", snippets) << snippets << 24 << false;
        QTest::addRow("%d x24 clamped", snippets) << snippets << 24 << true;
        QTest::addRow("%d x5", snippets) << snippets << 5 << false;
        QTest::addRow("%d x1", snippets) << snippets << 1 << false;
    }
}

void TestProposals::agreesWithThePlainForm()
{
    QFETCH(int, snippets);
    QFETCH(int, upsampling);
    QFETCH(bool, isClamped);
    model::ProposalConfig config;
    config.upsampling = upsampling;
    config.upsampleTail = isClamped ? model::UpsampleTail::Clamp : model::UpsampleTail::Extrapolate;
    const tal::ProposalRecipe recipe = tal::fustalRecipe(config);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const RandomVideo video(snippets, 3, seed);
        for (int classIndex = 0; classIndex < 3; ++classIndex) {
            const std::vector<int> classes = {classIndex};
            const auto fast = tal::rawProposals(video.curves, recipe, classes);
            QVERIFY2(fast.has_value(), errorOf(fast).c_str());
            const std::vector<Detection> plain = plainProposals(video, recipe, classIndex);
            QCOMPARE(fast->size(), plain.size());
            for (std::size_t i = 0; i < plain.size(); ++i) {
                QVERIFY((*fast)[i].start == plain[i].start && (*fast)[i].end == plain[i].end);
                QVERIFY(std::abs((*fast)[i].score - plain[i].score) < 1e-12);
            }
        }
    }
}

void TestProposals::thresholdsComeInAnyOrder()
{
    tal::ProposalRecipe recipe = tal::fustalRecipe({});
    recipe.sources[0].thresholds = {0.3, 0.0, 0.7, 0.3, 1.0, 0.1};
    recipe.sources[1].thresholds = {0.9, 0.2, 0.5};
    const RandomVideo video(150, 1, 9);
    const std::vector<int> classes = {0};
    const auto fast = tal::rawProposals(video.curves, recipe, classes);
    QVERIFY2(fast.has_value(), errorOf(fast).c_str());
    const std::vector<Detection> plain = plainProposals(video, recipe, 0);
    QVERIFY(plain.size() > 50);
    QCOMPARE(fast->size(), plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        QVERIFY((*fast)[i].start == plain[i].start && (*fast)[i].end == plain[i].end);
        QVERIFY(std::abs((*fast)[i].score - plain[i].score) < 1e-12);
    }
}

void TestProposals::groupsClassesByFirstProposal()
{
    // Class 0 is silent at the low thresholds of its own curve and gets its first proposal from the
    // actionness stage; class 1 has one at once.
    const std::vector<float> cas = {0, 0, 0, 1, 0, 2, 0, 1};
    const std::vector<float> actionness = {0, 1, 1, 0};
    const std::vector<float> scores = {0.5F, 0.5F};
    const tal::ScoreCurves curves{.snippets = 4,
                                  .classes = 2,
                                  .cas = cas,
                                  .actionness = actionness,
                                  .videoScores = scores,
                                  .storedSnippets = 4};
    const std::vector<int> classes = {0, 1};
    const auto raw = tal::rawProposals(curves, tal::fustalRecipe({}), classes);
    QVERIFY2(raw.has_value(), errorOf(raw).c_str());
    QCOMPARE(raw->front().classIndex, 1);
    QCOMPARE(raw->back().classIndex, 0);
    const bool isGrouped =
        std::is_sorted(raw->begin(), raw->end(), [](const Detection &a, const Detection &b) {
            return a.classIndex > b.classIndex;
        });
    QVERIFY(isGrouped);
}

void TestProposals::loneFirstSampleYieldsNothing()
{
    // spec sal §6.2: a generator without minimum run length
    tal::ProposalRecipe recipe;
    recipe.normalisation = model::Normalisation::None;
    recipe.upsampling = 1;
    recipe.minRunSamples = 1;
    recipe.sources = {{.thresholds = {0.5}}};
    const std::vector<float> scores = {0.5F};
    const auto count = [&](const std::vector<float> &cas) {
        const tal::ScoreCurves curves{
            .snippets = 4, .classes = 1, .cas = cas, .videoScores = scores, .storedSnippets = 4};
        const std::vector<int> classes = {0};
        const auto raw = tal::rawProposals(curves, recipe, classes);
        return raw ? raw->size() : std::size_t{99};
    };
    QCOMPARE(count({1, 0, 0, 0}), std::size_t{0});
    QCOMPARE(count({0, 1, 0, 0}), std::size_t{1});
    QCOMPARE(count({1, 0, 1, 0}), std::size_t{2});
    QCOMPARE(count({1, 1, 0, 0}), std::size_t{1});
}

void TestProposals::ownThresholdsReplaceThePublishedOnes()
{
    model::ProposalConfig config;
    config.casThresholds = {0.5};
    config.actionnessThresholds = {0.25, 0.75};
    config.nmsTiou = 0.7;
    config.nmsPlusOne = false;
    const tal::ProposalRecipe recipe = tal::fustalRecipe(config);
    QCOMPARE(recipe.sources[0].thresholds, (std::vector<double>{0.5}));
    QCOMPARE(recipe.sources[1].thresholds, (std::vector<double>{0.25, 0.75}));
    QCOMPARE(recipe.nms.tiou, 0.7);
    QVERIFY(!recipe.nms.isPlusOne);
}

void TestProposals::silentCurvesYieldNothing()
{
    RandomVideo video(50, 2, 1);
    std::fill(video.cas.begin(), video.cas.end(), 0.0F);
    std::fill(video.actionness.begin(), video.actionness.end(), 0.0F);
    const std::vector<int> classes = {0, 1};
    const auto proposals = tal::makeProposals(video.curves, tal::fustalRecipe({}), classes);
    QVERIFY2(proposals.has_value(), errorOf(proposals).c_str());
    QVERIFY(proposals->empty());
}

void TestProposals::refusesBadCurves()
{
    const tal::ProposalRecipe recipe = tal::fustalRecipe({});
    const std::vector<int> classes = {0};
    const auto codeOf = [&](const tal::ScoreCurves &curves, const std::vector<int> &chosen) {
        const auto result = tal::makeProposals(curves, recipe, chosen);
        return result ? std::string("accepted") : errorCodeName(result.error().code);
    };
    RandomVideo video(20, 2, 1);
    QCOMPARE(codeOf(video.curves, classes), std::string("accepted"));
    QCOMPARE(codeOf(video.curves, {2}), std::string("bad-value"));
    QCOMPARE(codeOf(video.curves, {-1}), std::string("bad-value"));
    tal::ScoreCurves shorter = video.curves;
    shorter.actionness = shorter.actionness.first(5);
    QCOMPARE(codeOf(shorter, classes), std::string("bad-value"));
    tal::ScoreCurves noRate = video.curves;
    noRate.sampleFps = 0.0;
    QCOMPARE(codeOf(noRate, classes), std::string("bad-value"));
    tal::ScoreCurves empty = video.curves;
    empty.snippets = 0;
    QCOMPARE(codeOf(empty, classes), std::string("bad-value"));
    video.cas[7] = std::numeric_limits<float>::quiet_NaN();
    QCOMPARE(codeOf(video.curves, classes), std::string("bad-value"));
}

QTEST_APPLESS_MAIN(TestProposals)
#include "tst_proposals.moc"

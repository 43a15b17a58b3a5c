#include <algorithm>
#include <cmath>
#include <limits>

#include <QtTest>

#include "core/base/random.h"
#include "core/tal/pseudo_filter.h"

using namespace core;
using model::Detection;

namespace {

std::vector<Detection> randomDetections(std::size_t count, std::uint64_t seed)
{
    base::Random random(seed);
    std::vector<Detection> detections;
    for (std::size_t i = 0; i < count; ++i) {
        const double start = random.uniform(0.0, 200.0);
        detections.push_back({.classIndex = static_cast<int>(random.uniformInt(0, 3)),
                              .start = start,
                              .end = start + std::pow(10.0, random.uniform(-1.0, 1.5)),
                              .score = random.uniform(-0.5, 1.2)});
    }
    return detections;
}

// Section 5.1 word by word: the matrix, its diagonal zeroed, its rows added up.
float plainDensity(const std::vector<Detection> &detections, std::size_t i, bool isSameClass,
                   bool isTop3)
{
    const auto start = [&](std::size_t k) { return static_cast<float>(detections[k].start); };
    const auto end = [&](std::size_t k) { return static_cast<float>(detections[k].end); };
    std::vector<float> row;
    for (std::size_t j = 0; j < detections.size(); ++j) {
        if (j == i || (isSameClass && detections[j].classIndex != detections[i].classIndex)) {
            row.push_back(0.0F);
            continue;
        }
        const float inter = std::max(0.0F, std::min(end(i), end(j)) - std::max(start(i), start(j)));
        row.push_back(inter / (std::max(end(i), end(j)) - std::min(start(i), start(j)) + 1e-9F));
    }
    if (isTop3) {
        std::sort(row.rbegin(), row.rend());
        row.resize(std::max<std::size_t>(row.size(), 3), 0.0F);
        return (row[0] + row[1] + row[2]) / 3.0F;
    }
    float sum = 0.0F;
    for (const float value : row) {
        sum += value;
    }
    return sum;
}

model::DetectionSet oneVideo(std::vector<Detection> detections)
{
    return {.classes = {"a", "b", "c", "d"},
            .videos = {{.video = "v", .detections = std::move(detections)}}};
}

std::vector<bool> keptOf(const tal::VideoVerdicts &verdicts)
{
    std::vector<bool> kept;
    for (const tal::ProposalVerdict &verdict : verdicts.proposals) {
        kept.push_back(verdict.isKept);
    }
    return kept;
}

} // namespace

class TestPseudoFilter : public QObject
{
    Q_OBJECT

private slots:
    void workedCheck();
    void agreesWithThePlainForm_data();
    void agreesWithThePlainForm();
    void densityAmongAllThatThereWere();
    void densityAmongOthersThatStartTogether();
    void densityBeforeNmsDecides();
    void orderOfProposalsDoesNotMatter();
    void changesNothing();
    void comparesInFloat();
    void tellsEveryReason();
    void furtherRules();
    void emptyVideos();
    void bestIsChosenAmongPossibleClasses();
    void countsAddUp();
    void keptProposalsKeepOrderAndNumbers();
    void weakLabelsComeFromGroundTruth();
    void oddProposalsDoNoHarm();
};

void TestPseudoFilter::workedCheck()
{
    // spec fustal-stage3-student §10.3
    const std::vector<Detection> detections = {{.start = 0, .end = 10, .score = 0.5},
                                               {.start = 8, .end = 18, .score = 0.5},
                                               {.start = 9, .end = 19, .score = 0.5},
                                               {.start = 40, .end = 50, .score = 0.5}};
    const tal::VideoVerdicts verdicts =
        tal::filterVideo({.video = "v", .detections = detections}, {}, nullptr);
    const double expected[] = {0.16374, 0.92929, 0.87081, 0.0};
    for (std::size_t i = 0; i < 4; ++i) {
        QVERIFY(std::abs(static_cast<double>(verdicts.proposals[i].density) - expected[i]) < 1e-5);
    }
    QVERIFY((keptOf(verdicts) == std::vector<bool>{false, true, true, false}));
}

void TestPseudoFilter::agreesWithThePlainForm_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 2, 3, 30, 500}) {
        QTest::addRow("%d", count) << count;
    }
}

void TestPseudoFilter::agreesWithThePlainForm()
{
    QFETCH(int, count);
    const std::vector<Detection> detections =
        randomDetections(static_cast<std::size_t>(count), static_cast<std::uint64_t>(count + 1));
    for (const bool isSameClass : {false, true}) {
        for (const bool isTop3 : {false, true}) {
            const std::vector<float> densities = tal::proposalDensities(
                detections,
                isSameClass ? model::DensityNeighbours::SameClass
                            : model::DensityNeighbours::AllClasses,
                isTop3 ? model::DensityAggregation::MeanTop3 : model::DensityAggregation::Sum);
            QCOMPARE(densities.size(), detections.size());
            for (std::size_t i = 0; i < densities.size(); ++i) {
                const float plain = plainDensity(detections, i, isSameClass, isTop3);
                QVERIFY(std::abs(densities[i] - plain) <= 1e-5F * std::max(1.0F, plain));
            }
        }
    }
}

void TestPseudoFilter::densityAmongAllThatThereWere()
{
    const std::vector<Detection> all = randomDetections(400, 21);
    std::vector<Detection> kept;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < all.size(); i += 7) {
        kept.push_back(all[i]);
        places.push_back(i);
    }
    for (const bool isSameClass : {false, true}) {
        for (const bool isTop3 : {false, true}) {
            const auto neighbours = isSameClass ? model::DensityNeighbours::SameClass
                                                : model::DensityNeighbours::AllClasses;
            const auto aggregation =
                isTop3 ? model::DensityAggregation::MeanTop3 : model::DensityAggregation::Sum;
            const std::vector<float> densities =
                tal::densitiesAmong(kept, all, neighbours, aggregation);
            // To the last bit what each has as a member of them all.
            const std::vector<float> members = tal::proposalDensities(all, neighbours, aggregation);
            QCOMPARE(densities.size(), kept.size());
            for (std::size_t i = 0; i < kept.size(); ++i) {
                QVERIFY(densities[i] == members[places[i]]);
            }
        }
    }
}

// Bounds on a grid: many start and end together, some are empty, some proposals are among the
// others and one of those comes twice. To the last bit what each has alone beside the others.
void TestPseudoFilter::densityAmongOthersThatStartTogether()
{
    const auto onGrid = [](std::vector<Detection> detections) {
        for (Detection &detection : detections) {
            detection.start = std::floor(detection.start / 4.0);
            detection.end = std::floor(detection.end / 4.0);
        }
        return detections;
    };
    std::vector<Detection> proposals = onGrid(randomDetections(60, 4));
    std::vector<Detection> all = onGrid(randomDetections(500, 5));
    all.push_back(proposals.front());
    proposals.push_back(proposals.front());
    all.push_back({.start = std::nan(""), .end = 1.0});
    for (const auto neighbours :
         {model::DensityNeighbours::SameClass, model::DensityNeighbours::AllClasses}) {
        for (const auto aggregation :
             {model::DensityAggregation::MeanTop3, model::DensityAggregation::Sum}) {
            const auto densities = tal::densitiesAmong(proposals, all, neighbours, aggregation);
            std::vector<bool> isTaken(all.size()); // an entry is one proposal's own
            for (std::size_t i = 0; i < proposals.size(); ++i) {
                std::vector<Detection> together = all;
                std::size_t own = 0;
                while (own < all.size() &&
                       (isTaken[own] || all[own].classIndex != proposals[i].classIndex ||
                        all[own].start != proposals[i].start || all[own].end != proposals[i].end)) {
                    ++own;
                }
                if (own < all.size()) {
                    isTaken[own] = true;
                    together.erase(together.begin() + static_cast<std::ptrdiff_t>(own));
                }
                together.insert(together.begin(), proposals[i]);
                QVERIFY(densities[i] ==
                        tal::proposalDensities(together, neighbours, aggregation).front());
            }
        }
    }
    // Bounds that are no numbers are nobody's own.
    const Detection lone = {.start = 1.0, .end = 5.0};
    const Detection broken = {.start = std::nan(""), .end = 5.0};
    const std::vector<Detection> proposal = {lone};
    const std::vector<Detection> others = {broken, lone};
    QCOMPARE(tal::densitiesAmong(proposal, others, model::DensityNeighbours::AllClasses,
                                 model::DensityAggregation::Sum),
             std::vector<float>{0.0F});
}

void TestPseudoFilter::densityBeforeNmsDecides()
{
    const Detection lone = {.start = 0, .end = 10, .score = 0.9};
    const Detection shifted = {.start = 0, .end = 9, .score = 0.1};
    const model::DetectionSet proposals = oneVideo({lone});
    QCOMPARE(tal::filterProposals(proposals, {}).kept, std::size_t{0});

    // Itself alone confirms nothing; a second run with the same bounds does, and so does a
    // neighbour that NMS took away.
    const auto densityOf = [&](const model::DetectionSet &beforeNms) {
        const auto outcome = tal::filterProposals(proposals, {}, {}, &beforeNms);
        return outcome.videos.front().proposals.front();
    };
    QVERIFY(densityOf(oneVideo({lone})).density == 0.0F);
    QVERIFY(!densityOf(oneVideo({lone})).isKept);
    QVERIFY(std::abs(densityOf(oneVideo({lone, lone})).density - 1.0F) < 1e-6F);
    QVERIFY(std::abs(densityOf(oneVideo({shifted, lone})).density - 0.9F) < 1e-6F);
    QVERIFY(densityOf(oneVideo({shifted, lone})).isKept);
    const model::DetectionSet otherVideo = {
        .classes = proposals.classes, .videos = {{.video = "w", .detections = {lone, shifted}}}};
    QVERIFY(densityOf(otherVideo).density == 0.0F);
}

void TestPseudoFilter::orderOfProposalsDoesNotMatter()
{
    const std::vector<Detection> detections = randomDetections(300, 12);
    std::vector<std::size_t> order(detections.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    base::Random random(4);
    random.shuffle<std::size_t>(order);
    std::vector<Detection> shuffled;
    for (const std::size_t i : order) {
        shuffled.push_back(detections[i]);
    }
    for (const auto aggregation :
         {model::DensityAggregation::Sum, model::DensityAggregation::MeanTop3}) {
        const auto densities =
            tal::proposalDensities(detections, model::DensityNeighbours::AllClasses, aggregation);
        const auto again =
            tal::proposalDensities(shuffled, model::DensityNeighbours::AllClasses, aggregation);
        for (std::size_t i = 0; i < order.size(); ++i) {
            QVERIFY(again[i] == densities[order[i]]); // to the last bit
        }
    }
}

void TestPseudoFilter::changesNothing()
{
    const model::DetectionSet proposals = oneVideo(randomDetections(100, 3));
    const model::DetectionSet before = proposals;
    const tal::FilterOutcome first = tal::filterProposals(proposals, {});
    const tal::FilterOutcome second = tal::filterProposals(proposals, {});
    QVERIFY(proposals == before);
    QVERIFY(keptOf(first.videos[0]) == keptOf(second.videos[0]));
    QCOMPARE(first.kept, second.kept);
}

void TestPseudoFilter::comparesInFloat()
{
    // 0.4 as float32 is above 0.4: a score of 0.4 must not pass "> 0.4", nor one that rounds to it.
    std::vector<Detection> twins = {{.start = 0, .end = 2, .score = 0.4},
                                    {.start = 0, .end = 2, .score = 0.4000000059}};
    twins.push_back({.start = 0, .end = 2, .score = 0.40000005});
    const tal::VideoVerdicts verdicts =
        tal::filterVideo({.video = "v", .detections = twins}, {}, nullptr);
    QVERIFY((keptOf(verdicts) == std::vector<bool>{false, false, true}));
    // The density limit is inclusive: exactly 0.2 of overlap is enough.
    const std::vector<Detection> fifth = {{.start = 0, .end = 1, .score = 0.9},
                                          {.start = 0, .end = 5, .score = 0.9}};
    const tal::VideoVerdicts inclusive =
        tal::filterVideo({.video = "v", .detections = fifth}, {}, nullptr);
    QVERIFY(inclusive.proposals[0].density == 0.2F);
    QVERIFY(inclusive.proposals[0].isKept && inclusive.proposals[1].isKept);
}

void TestPseudoFilter::tellsEveryReason()
{
    const std::vector<Detection> detections = {{.start = 0, .end = 2, .score = 0.3},
                                               {.start = 5, .end = 8, .score = 0.9},
                                               {.start = 5, .end = 8, .score = 0.9}};
    const model::FilterConfig config;
    const tal::VideoVerdicts verdicts =
        tal::filterVideo({.video = "v", .detections = detections}, config, nullptr);
    const tal::ProposalVerdict &first = verdicts.proposals[0];
    QVERIFY(first.fails(tal::FilterRule::Density) && first.fails(tal::FilterRule::Score));
    QVERIFY(!first.fails(tal::FilterRule::WeakLabel));
    QCOMPARE(tal::verdictReason(first, config),
             std::string("density 0.000 < 0.2, score 0.300 <= 0.4"));
    QCOMPARE(tal::verdictReason(verdicts.proposals[1], config), std::string("kept"));
    const std::vector<tal::RuleCheck> checks = tal::ruleChecks(verdicts.proposals[1], config);
    QCOMPARE(checks.size(), std::size_t{2}); // the rules that are on
    QVERIFY(checks[0].rule == tal::FilterRule::Density && checks[0].isPassed);
    QCOMPARE(checks[0].value, 1.0);
    QCOMPARE(checks[0].limit, static_cast<double>(0.2F));
}

void TestPseudoFilter::furtherRules()
{
    const std::vector<Detection> detections = {
        {.classIndex = 0, .start = 0, .end = 1, .score = 0.9},
        {.classIndex = 1, .start = 0, .end = 3, .score = 0.9},
        {.classIndex = 0, .start = 0, .end = 9, .score = 0.9}};
    model::FilterConfig config;
    config.minDensity = 0.0;
    config.minDurationS = 2.0;
    config.maxDurationS = 5.0;
    config.onlyWeakLabels = true;
    const std::vector<int> weakLabels = {1};
    const tal::VideoVerdicts verdicts =
        tal::filterVideo({.video = "v", .detections = detections}, config, &weakLabels);
    QVERIFY((keptOf(verdicts) == std::vector<bool>{false, true, false}));
    QVERIFY(verdicts.proposals[0].fails(tal::FilterRule::MinDuration));
    QVERIFY(verdicts.proposals[0].fails(tal::FilterRule::WeakLabel));
    QVERIFY(verdicts.proposals[2].fails(tal::FilterRule::MaxDuration));
    QCOMPARE(tal::verdictReason(verdicts.proposals[2], config),
             std::string("duration 9.000 s > 5 s, class not among the video's weak labels"));
    // Without known weak labels the rule rejects nothing.
    const tal::VideoVerdicts unknown =
        tal::filterVideo({.video = "v", .detections = detections}, config, nullptr);
    QVERIFY(!unknown.proposals[0].fails(tal::FilterRule::WeakLabel));
}

void TestPseudoFilter::emptyVideos()
{
    const model::DetectionSet proposals = {
        .classes = {"a"},
        .videos = {{.video = "none", .detections = {}},
                   {.video = "weak",
                    .detections = {{.start = 0, .end = 2, .score = 0.1},
                                   {.start = 3, .end = 5, .score = 0.3},
                                   {.start = 6, .end = 7, .score = 0.3}}}}};
    model::FilterConfig config;
    tal::FilterOutcome outcome = tal::filterProposals(proposals, config);
    QCOMPARE(outcome.kept, std::size_t{0});
    QCOMPARE(tal::keptProposals(proposals, outcome).videos.size(), std::size_t{2});

    config.whenEmpty = model::EmptyVideoPolicy::KeepBest;
    outcome = tal::filterProposals(proposals, config);
    QCOMPARE(outcome.kept, std::size_t{1});
    QCOMPARE(outcome.rejected, std::size_t{2});
    const tal::ProposalVerdict &best = outcome.videos[1].proposals[1]; // the first of equal scores
    QVERIFY(best.isKept && best.isRescued);
    QCOMPARE(tal::verdictReason(best, config),
             std::string("kept as the best of its video although density 0.000 < 0.2, score 0.300 "
                         "<= 0.4"));

    config.whenEmpty = model::EmptyVideoPolicy::Skip;
    outcome = tal::filterProposals(proposals, config);
    QVERIFY(outcome.videos[0].isSkipped && outcome.videos[1].isSkipped);
    QVERIFY(tal::keptProposals(proposals, outcome).videos.empty());
}

void TestPseudoFilter::bestIsChosenAmongPossibleClasses()
{
    const std::vector<Detection> detections = {
        {.classIndex = 0, .start = 0, .end = 1, .score = 0.3},
        {.classIndex = 1, .start = 3, .end = 4, .score = 0.2}};
    model::FilterConfig config;
    config.onlyWeakLabels = true;
    config.whenEmpty = model::EmptyVideoPolicy::KeepBest;
    const std::vector<int> weakLabels = {1};
    const tal::VideoVerdicts verdicts =
        tal::filterVideo({.video = "v", .detections = detections}, config, &weakLabels);
    QVERIFY((keptOf(verdicts) == std::vector<bool>{false, true}));
}

void TestPseudoFilter::countsAddUp()
{
    const model::DetectionSet proposals = oneVideo(randomDetections(400, 21));
    const tal::FilterOutcome outcome = tal::filterProposals(proposals, {});
    QCOMPARE(outcome.kept + outcome.rejected, std::size_t{400});
    QVERIFY(outcome.kept > 0 && outcome.rejected > 0);
    const std::size_t byScore = outcome.rejectedByRule(tal::FilterRule::Score);
    const std::size_t byDensity = outcome.rejectedByRule(tal::FilterRule::Density);
    QVERIFY(byScore <= outcome.rejected && byDensity <= outcome.rejected);
    QVERIFY(byScore + byDensity >= outcome.rejected);
}

void TestPseudoFilter::keptProposalsKeepOrderAndNumbers()
{
    const model::DetectionSet proposals = oneVideo(randomDetections(200, 5));
    const tal::FilterOutcome outcome = tal::filterProposals(proposals, {});
    const model::DetectionSet kept = tal::keptProposals(proposals, outcome);
    QCOMPARE(kept.classes, proposals.classes);
    QCOMPARE(kept.videos[0].detections.size(), outcome.kept);
    auto from = proposals.videos[0].detections.begin();
    for (const Detection &detection : kept.videos[0].detections) {
        from = std::find(from, proposals.videos[0].detections.end(), detection);
        QVERIFY(from != proposals.videos[0].detections.end());
        ++from;
    }
}

void TestPseudoFilter::weakLabelsComeFromGroundTruth()
{
    model::GroundTruth truth{.classes = {"b", "a", "z"}, .videos = {}};
    model::VideoGroundTruth video;
    video.video = "v";
    video.instances = {{0, 0.0, 1.0}, {1, 2.0, 3.0}, {0, 4.0, 5.0}, {2, 6.0, 7.0}};
    truth.videos.push_back(video);
    const tal::WeakLabels labels = tal::weakLabelsOf(truth, {"a", "b"});
    QCOMPARE(labels.at("v"), (std::vector<int>{0, 1}));
}

void TestPseudoFilter::oddProposalsDoNoHarm()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<Detection> detections = randomDetections(50, 1);
    const std::vector<float> before = tal::proposalDensities(
        detections, model::DensityNeighbours::AllClasses, model::DensityAggregation::Sum);
    detections.push_back({.start = nan, .end = 4.0, .score = 0.9});
    detections.push_back({.start = 90.0, .end = 10.0, .score = 0.9});
    detections.push_back({.start = 50.0, .end = 50.0, .score = 0.9});
    detections.push_back({.start = 0.0, .end = 200.0, .score = nan});
    const tal::VideoVerdicts verdicts =
        tal::filterVideo({.video = "v", .detections = detections}, {}, nullptr);
    for (std::size_t i = 50; i < 53; ++i) {
        QVERIFY(verdicts.proposals[i].density == 0.0F);
        QVERIFY(!verdicts.proposals[i].isKept);
    }
    QVERIFY(!verdicts.proposals[53].isKept); // its density is high, its score no number
    for (std::size_t i = 0; i < 50; ++i) {
        QVERIFY(verdicts.proposals[i].density >= before[i]);
    }
}

QTEST_APPLESS_MAIN(TestPseudoFilter)
#include "tst_pseudo_filter.moc"

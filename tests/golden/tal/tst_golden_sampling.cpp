#include <regex>

#include "core/base/random.h"
#include "core/tal/snippet_sampling.h"

#include "tests/support/golden_rows.h"

using namespace tests;

// Index lists of snippet sampling against the published code (spec fustal-stage1-2 §1.4).
class TestGoldenSampling : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_generator"); }
    void matches_data() { addGoldenRows("fustal_generator", "sampling"); }
    void matches();
};

void TestGoldenSampling::matches()
{
    const GoldenCase golden = currentGoldenCase();
    const std::regex pattern("(uniform|random_lo|random_hi|random_sample)_N([0-9]+)_L([0-9]+)");
    for (const std::string &name : golden.outputNames()) {
        std::smatch parts;
        QVERIFY2(std::regex_match(name, parts, pattern), name.c_str());
        const std::int64_t segments = std::stoll(parts[2]);
        const std::int64_t stored = std::stoll(parts[3]);
        const std::vector<core::tal::IndexRange> ranges =
            core::tal::perturbationRanges(stored, segments);
        std::vector<std::int64_t> actual;
        if (parts[1] == "uniform") {
            actual = core::tal::uniformIndices(stored, segments);
        } else if (parts[1] == "random_sample") {
            // A draw of another random generator: it must lie in our ranges, and so must ours.
            core::base::Random random(1);
            const auto ours = core::tal::perturbedIndices(stored, segments, random);
            const std::vector<std::int64_t> theirs = golden.output(name).integers();
            QCOMPARE(theirs.size(), ranges.size());
            QCOMPARE(ours.size(), ranges.size());
            for (std::size_t i = 0; i < ranges.size(); ++i) {
                QVERIFY(theirs[i] >= ranges[i].lowest && theirs[i] <= ranges[i].highest);
                QVERIFY(ours[i] >= ranges[i].lowest && ours[i] <= ranges[i].highest);
            }
            continue;
        } else {
            for (const core::tal::IndexRange &range : ranges) {
                actual.push_back(parts[1] == "random_lo" ? range.lowest : range.highest);
            }
        }
        const std::string problem = difference(golden.output(name), actual);
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

QTEST_APPLESS_MAIN(TestGoldenSampling)
#include "tst_golden_sampling.moc"

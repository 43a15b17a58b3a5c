#include <regex>

#include "core/tal/nms.h"

#include "tests/support/golden_rows.h"

using namespace tests;
using core::model::Detection;

// Per-class hard NMS of the generators against the published code (spec fustal-stage1-2 §4.6).
class TestGoldenNms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { skipWithoutGolden("fustal_generator"); }
    void matches_data() { addGoldenRows("fustal_generator", "nms"); }
    void matches();
};

void TestGoldenNms::matches()
{
    const GoldenCase golden = currentGoldenCase();
    // …_released outputs follow an unstable sort, which is not to be matched.
    const std::regex pattern("kept_(.+)_th([0-9.]+)(_released)?");
    int compared = 0;
    for (const std::string &name : golden.outputNames()) {
        std::smatch parts;
        QVERIFY2(std::regex_match(name, parts, pattern), name.c_str());
        if (parts[3].matched) {
            continue;
        }
        const GoldenArray input = golden.input("in_" + parts[1].str());
        std::vector<Detection> detections;
        for (std::size_t row = 0; row + 4 <= input.values.size(); row += 4) {
            detections.push_back({.classIndex = static_cast<int>(input.values[row]),
                                  .start = input.values[row + 2],
                                  .end = input.values[row + 3],
                                  .score = input.values[row + 1]});
        }
        std::vector<double> actual;
        for (const core::tal::NmsPick &pick :
             core::tal::suppressOverlaps(detections, {.tiou = std::stod(parts[2])})) {
            const Detection &kept = detections[pick.index];
            actual.insert(actual.end(),
                          {static_cast<double>(kept.classIndex), pick.score, kept.start, kept.end});
        }
        const std::string problem = difference(golden.output(name), actual, {});
        QVERIFY2(problem.empty(), problem.c_str());
        ++compared;
    }
    QVERIFY(compared > 0);
}

QTEST_APPLESS_MAIN(TestGoldenNms)
#include "tst_golden_nms.moc"

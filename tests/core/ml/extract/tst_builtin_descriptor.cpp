#include <cmath>
#include <numeric>

#include <QtTest>

#include "core/base/random.h"
#include "core/ml/extract/builtin_descriptor.h"

using namespace core::ml;

namespace {

constexpr int kFrames = 16;

// A bright block on a textured ground; the ground may move as a whole.
FrameSample scene(int blockX, int blockY, int cameraX)
{
    FrameSample sample;
    sample.gray.resize(std::size_t{kSampleWidth} * kSampleHeight);
    sample.colour.assign(std::size_t{kColourColumns} * kColourRows * 3, 90);
    for (int y = 0; y < kSampleHeight; ++y) {
        for (int x = 0; x < kSampleWidth; ++x) {
            // Fixed noise, smoothed along x by taking the sum of two places.
            core::base::Random here(static_cast<std::uint64_t>((x - cameraX + 500) / 3),
                                    static_cast<std::uint64_t>(y / 3));
            const bool isBlock = x >= blockX && x < blockX + 12 && y >= blockY && y < blockY + 12;
            sample.gray[static_cast<std::size_t>(y * kSampleWidth + x)] =
                static_cast<std::uint8_t>(isBlock ? 220 : 60 + here.uniformInt(0, 60));
        }
    }
    return sample;
}

template <typename Make>
std::vector<float> describe(const Make &make, int dim = 512)
{
    std::vector<FrameMeasures> measures;
    std::optional<FrameSample> previous;
    for (int i = 0; i < kFrames; ++i) {
        FrameSample sample = make(i);
        measures.push_back(measureFrame(sample, previous ? &*previous : nullptr));
        previous = std::move(sample);
    }
    std::vector<const FrameMeasures *> window;
    for (const FrameMeasures &frame : measures) {
        window.push_back(&frame);
    }
    std::vector<float> out(static_cast<std::size_t>(dim));
    BuiltinDescriptor::create(dim)->describe(window, out);
    return out;
}

double lengthOf(std::span<const float> values)
{
    return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

double distance(std::span<const float> a, std::span<const float> b)
{
    double squares = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(squares);
}

std::span<const float> motionHalf(const std::vector<float> &snippet)
{
    return std::span(snippet).last(snippet.size() / 2);
}

} // namespace

class TestBuiltinDescriptor : public QObject
{
    Q_OBJECT

private slots:
    void takesEvenSizesInRange_data();
    void takesEvenSizesInRange();
    void isDeterministicAndFinite();
    void aStillSceneHasNoMotion();
    void directionsDiffer();
    void cameraMovementIsTakenOut();
    void oneFrameIsEnough();
};

void TestBuiltinDescriptor::takesEvenSizesInRange_data()
{
    QTest::addColumn<int>("dim");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("256") << 256 << true;
    QTest::newRow("2048") << 2048 << true;
    QTest::newRow("1000") << 1000 << true;
    QTest::newRow("odd") << 513 << false;
    QTest::newRow("too few") << 254 << false;
    QTest::newRow("too many") << 4096 << false;
    QTest::newRow("negative") << -2 << false;
}

void TestBuiltinDescriptor::takesEvenSizesInRange()
{
    QFETCH(int, dim);
    QFETCH(bool, isAllowed);
    const auto descriptor = BuiltinDescriptor::create(dim);
    QCOMPARE(descriptor.has_value(), isAllowed);
    if (isAllowed) {
        QCOMPARE(descriptor->dim(), dim);
    } else {
        QVERIFY(descriptor.error().code == core::base::ErrorCode::BadValue);
    }
}

void TestBuiltinDescriptor::isDeterministicAndFinite()
{
    const auto moving = [](int i) { return scene(10 + 2 * i, 20, 0); };
    const std::vector<float> first = describe(moving);
    QCOMPARE(describe(moving), first);
    for (const float value : first) {
        QVERIFY(std::isfinite(value));
    }
    QVERIFY(lengthOf(motionHalf(first)) > 0.1);
}

void TestBuiltinDescriptor::aStillSceneHasNoMotion()
{
    const std::vector<float> still = describe([](int) { return scene(30, 20, 0); });
    QVERIFY(lengthOf(std::span(still).first(256)) > 0.1);
    const std::vector<float> moving = describe([](int i) { return scene(10 + 3 * i, 20, 0); });
    QVERIFY(lengthOf(motionHalf(still)) < 0.05 * lengthOf(motionHalf(moving)));
}

void TestBuiltinDescriptor::directionsDiffer()
{
    const std::vector<float> right = describe([](int i) { return scene(10 + 3 * i, 24, 0); });
    const std::vector<float> rightAgain = describe([](int i) { return scene(12 + 3 * i, 25, 0); });
    const std::vector<float> left = describe([](int i) { return scene(55 - 3 * i, 24, 0); });
    const double same = distance(motionHalf(right), motionHalf(rightAgain));
    const double other = distance(motionHalf(right), motionHalf(left));
    QVERIFY2(other > 1.5 * same, qPrintable(QString("%1 %2").arg(same).arg(other)));
}

void TestBuiltinDescriptor::cameraMovementIsTakenOut()
{
    // The block stays in the picture's frame of reference of the ground: all moves as one.
    const auto shaking = [](int i) {
        const int camera = i % 2 == 0 ? 0 : 2;
        return scene(30 + camera, 20, camera);
    };
    const auto blockOnly = [](int i) { return scene(30 + (i % 2 == 0 ? 0 : 2), 20, 0); };
    const double camera = lengthOf(motionHalf(describe(shaking)));
    const double block = lengthOf(motionHalf(describe(blockOnly)));
    QVERIFY2(camera < 0.5 * block, qPrintable(QString("%1 %2").arg(camera).arg(block)));
}

void TestBuiltinDescriptor::oneFrameIsEnough()
{
    const FrameMeasures only = measureFrame(scene(10, 10, 0), nullptr);
    const std::vector<const FrameMeasures *> window = {&only};
    std::vector<float> out(256, -1.0F);
    BuiltinDescriptor::create(256)->describe(window, out);
    QVERIFY(lengthOf(std::span(out).first(128)) > 0.0);
    QCOMPARE(lengthOf(std::span(out).last(128)), 0.0);
}

QTEST_APPLESS_MAIN(TestBuiltinDescriptor)
#include "tst_builtin_descriptor.moc"

#include <cmath>

#include <QtTest>

#include "core/media/motion_estimator.h"

using core::media::MotionEstimator;
using core::media::MotionField;

// FFmpeg's block matching, on pictures whose movement is known.
class TestMotionEstimator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsHowAPictureMoves_data();
    void findsHowAPictureMoves();
    void theFirstPictureStandsStill();
    void refusesAnotherSize();
};

namespace {

constexpr int kWidth = 96;
constexpr int kHeight = 64;

// A soft texture without repetition, seen through a window that stands at x, y.
std::vector<std::uint8_t> pictureAt(int x, int y)
{
    std::vector<std::uint8_t> picture;
    for (int v = y; v < y + kHeight; ++v) {
        for (int u = x; u < x + kWidth; ++u) {
            const double value = 127.0 + 50.0 * std::sin(0.31 * u + 0.17 * v) +
                                 40.0 * std::sin(0.11 * u - 0.43 * v) +
                                 30.0 * std::sin(0.53 * u + 0.29 * v);
            picture.push_back(static_cast<std::uint8_t>(value));
        }
    }
    return picture;
}

} // namespace

void TestMotionEstimator::findsHowAPictureMoves_data()
{
    QTest::addColumn<int>("x");
    QTest::addColumn<int>("y");
    QTest::newRow("not at all") << 0 << 0;
    QTest::newRow("right") << 2 << 0;
    QTest::newRow("left and down") << -3 << 1;
    QTest::newRow("up") << 0 << -1;
}

// Where the window goes left, what it shows goes right.
void TestMotionEstimator::findsHowAPictureMoves()
{
    QFETCH(int, x);
    QFETCH(int, y);
    auto estimator = MotionEstimator::create(kWidth, kHeight);
    QVERIFY2(estimator, estimator ? "" : estimator.error().sentence().c_str());
    QVERIFY(estimator->next(pictureAt(0, 0)));
    for (int step = 1; step <= 3; ++step) {
        const auto field = estimator->next(pictureAt(-step * x, -step * y));
        QVERIFY2(field, field ? "" : field.error().sentence().c_str());
        QCOMPARE(field->columns, kWidth / MotionEstimator::kBlock);
        QCOMPARE(field->rows, kHeight / MotionEstimator::kBlock);
        for (int row = 1; row + 1 < field->rows; ++row) {
            for (int column = 1; column + 1 < field->columns; ++column) {
                const auto block = static_cast<std::size_t>(row * field->columns + column);
                QCOMPARE(field->x[block], static_cast<float>(x));
                QCOMPARE(field->y[block], static_cast<float>(y));
            }
        }
    }
}

void TestMotionEstimator::theFirstPictureStandsStill()
{
    auto estimator = MotionEstimator::create(20, 17).value();
    const std::vector<std::uint8_t> gray(20 * 17, 9);
    const MotionField field = estimator.next(gray).value();
    QCOMPARE(field.columns, 2);
    QCOMPARE(field.rows, 2);
    QCOMPARE(field.x, std::vector<float>(4, 0.0F));
    QCOMPARE(field.y, field.x);
}

void TestMotionEstimator::refusesAnotherSize()
{
    auto estimator = MotionEstimator::create(20, 17).value();
    const std::vector<std::uint8_t> gray(20 * 16, 9);
    const auto field = estimator.next(gray);
    QVERIFY(!field);
    QCOMPARE(field.error().code, core::base::ErrorCode::BadValue);
}

QTEST_APPLESS_MAIN(TestMotionEstimator)
#include "tst_motion_estimator.moc"

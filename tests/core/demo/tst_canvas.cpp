#include <cmath>
#include <numeric>

#include <QtTest>

#include "core/demo/canvas.h"

using namespace core::demo;
using core::media::Picture;
using core::media::PixelLayout;

class TestCanvas : public QObject
{
    Q_OBJECT

private slots:
    void coversTheAreaOfAShape();
    void clipsAtTheBorders();
    void boxesBlendPartPixels();

private:
    static Picture black(int width, int height)
    {
        return {.width = width,
                .height = height,
                .layout = PixelLayout::Rgb24,
                .pixels = std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3))};
    }
    static double area(const Picture &picture)
    {
        return std::accumulate(picture.pixels.begin(), picture.pixels.end(), 0.0) / 3.0 / 255.0;
    }
};

void TestCanvas::coversTheAreaOfAShape()
{
    constexpr Colour kWhite{255, 255, 255};
    for (const double radius : {2.0, 5.3, 11.0}) {
        Picture picture = black(64, 64);
        Canvas(picture).disc({31.3, 30.8}, radius, kWhite);
        const double expected = M_PI * radius * radius;
        QVERIFY2(std::abs(area(picture) / expected - 1.0) < 0.05,
                 qPrintable(QString::number(area(picture) / expected)));
    }
    Picture picture = black(64, 64);
    Canvas(picture).capsule({10.0, 20.0}, {50.0, 40.0}, 3.0, kWhite);
    const double expected = 6.0 * std::sqrt(40.0 * 40.0 + 20.0 * 20.0) + M_PI * 9.0;
    QVERIFY(std::abs(area(picture) / expected - 1.0) < 0.05);
}

void TestCanvas::clipsAtTheBorders()
{
    Picture picture = black(20, 10);
    Canvas canvas(picture);
    canvas.disc({-100.0, -100.0}, 5.0, {255, 0, 0});
    canvas.capsule({-30.0, 4.0}, {60.0, 4.0}, 1.0, {255, 0, 0});
    canvas.box({15.0, -40.0}, {90.0, 90.0}, {0, 255, 0});
    QCOMPARE(int{picture.at(0, 4)[0]}, 255);
    QCOMPARE(int{picture.at(19, 9)[1]}, 255);
    QCOMPARE(int{picture.at(2, 8)[0]}, 0);
}

void TestCanvas::boxesBlendPartPixels()
{
    Picture picture = black(8, 8);
    Canvas(picture).box({1.0, 1.0}, {3.0, 3.0}, {255, 255, 255});
    // From pixel centre to pixel centre: the border pixels are half covered, the corners a quarter.
    QCOMPARE(int{picture.at(2, 2)[0]} > 250, true);
    QVERIFY(std::abs(picture.at(1, 2)[0] - 127) <= 1);
    QVERIFY(std::abs(picture.at(1, 1)[0] - 63) <= 1);
    QCOMPARE(int{picture.at(0, 2)[0]}, 0);
}

QTEST_APPLESS_MAIN(TestCanvas)
#include "tst_canvas.moc"

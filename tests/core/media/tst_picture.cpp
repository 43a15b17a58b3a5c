#include <QtTest>

#include "core/media/picture.h"

using namespace core::media;

class TestPicture : public QObject
{
    Q_OBJECT

private slots:
    void turns_data();
    void turns();
};

void TestPicture::turns_data()
{
    // The stored picture is
    //   1 2 3
    //   4 5 6
    QTest::addColumn<int>("degrees");
    QTest::addColumn<bool>("isMirrored");
    QTest::addColumn<int>("width");
    QTest::addColumn<QByteArray>("pixels");
    QTest::newRow("as it is") << 0 << false << 3 << QByteArray("123456");
    QTest::newRow("90") << 90 << false << 2 << QByteArray("415263");
    QTest::newRow("180") << 180 << false << 3 << QByteArray("654321");
    QTest::newRow("270") << 270 << false << 2 << QByteArray("362514");
    QTest::newRow("mirrored") << 0 << true << 3 << QByteArray("321654");
    QTest::newRow("mirrored, 90") << 90 << true << 2 << QByteArray("635241");
}

void TestPicture::turns()
{
    QFETCH(int, degrees);
    QFETCH(bool, isMirrored);
    QFETCH(int, width);
    QFETCH(QByteArray, pixels);
    Picture stored{.width = 3, .height = 2, .layout = PixelLayout::Gray, .pixels = {}};
    stored.pixels = {'1', '2', '3', '4', '5', '6'};
    const Picture upright = turned(stored, {.clockwiseDegrees = degrees, .isMirrored = isMirrored});
    QCOMPARE(upright.width, width);
    QCOMPARE(upright.height, 6 / width);
    QCOMPARE(QByteArray(reinterpret_cast<const char *>(upright.pixels.data()), 6), pixels);
}

QTEST_APPLESS_MAIN(TestPicture)
#include "tst_picture.moc"

#include <algorithm>
#include <array>

#include <QAbstractItemView>
#include <QComboBox>
#include <QRegularExpression>
#include <QStyleFactory>
#include <QTreeWidget>
#include <QtTest>

#include "ui/common/class_style.h"
#include "ui/common/color_math.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

using namespace ui::common;

class TestPalette : public QObject
{
    Q_OBJECT

private slots:
    void measuresDifferencesAsPublished_data();
    void measuresDifferencesAsPublished();
    void keepsTextReadable_data();
    void keepsTextReadable();
    void keepsChoicesReadable_data();
    void keepsChoicesReadable();
    void keepsTextInPlace_data();
    void keepsTextInPlace();
    void tellsClassesApart_data();
    void tellsClassesApart();
    void givesCodes();
    void asksForPatternsWhereClassesLookAlike();
    void writesNumbersForPeople();

private:
    static const Theme &theme(bool isDark) { return isDark ? darkTheme() : lightTheme(); }
};

// The figures that the palette was chosen by: smallest difference of any pair.
void TestPalette::measuresDifferencesAsPublished_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<int>("sight");
    QTest::addColumn<double>("least");
    const std::array<std::array<double, 4>, 2> table = {
        {{13.4, 9.4, 9.4, 2.4}, {12.1, 8.8, 9.0, 4.9}}};
    for (const bool isDark : {true, false}) {
        for (int sight = 0; sight < 4; ++sight) {
            QTest::addRow("%s, sight %d", isDark ? "dark" : "light", sight)
                << isDark << sight << table[isDark ? 0 : 1][static_cast<std::size_t>(sight)];
        }
    }
}

void TestPalette::measuresDifferencesAsPublished()
{
    QFETCH(bool, isDark);
    QFETCH(int, sight);
    QFETCH(double, least);
    double found = 1000;
    for (int i = 0; i < 20; ++i) {
        for (int j = i + 1; j < 20; ++j) {
            found = std::min(found, colorDifference(classColor(i, theme(isDark)),
                                                    classColor(j, theme(isDark)),
                                                    static_cast<Sight>(sight)));
        }
    }
    QVERIFY2(std::abs(found - least) < 0.06, qPrintable(QString::number(found)));
}

void TestPalette::keepsTextReadable_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void TestPalette::keepsTextReadable()
{
    QFETCH(bool, isDark);
    const Theme &t = theme(isDark);
    for (const QColor &ground : {t.panel, t.head, t.raised, t.accentTint, t.lane, t.laneHead}) {
        for (const QColor &text : {t.text, t.text2, t.text3, t.accent, t.ok, t.warn, t.err}) {
            QVERIFY(contrastRatio(text, ground) >= 4.5);
        }
    }
    // Under the pointer, too.
    static const QRegularExpression hovered(QStringLiteral(
        "QPushButton\\[primary=\"true\"\\]:hover \\{ background: (#[0-9a-f]{6}); \\}"));
    const auto primary = hovered.match(styleSheetOf(t));
    QVERIFY(primary.hasMatch());
    QVERIFY(contrastRatio(t.onFill, QColor(primary.captured(1))) >= 4.5);
    QVERIFY(contrastRatio(t.strong, t.panel) >= 3.0);
    QVERIFY(contrastRatio(t.onFill, t.accentFill) >= 4.5);
    for (int i = 0; i < 20; ++i) {
        QVERIFY(contrastRatio(classColor(i, t), t.lane) >= 3.0);
        QVERIFY(contrastRatio(inkOn(classColor(i, t)), classColor(i, t)) >= 4.5);
    }
}

void TestPalette::keepsChoicesReadable_data()
{
    keepsTextReadable_data();
}

// The row that the keys have reached in an opened combo box.
void TestPalette::keepsChoicesReadable()
{
    QFETCH(bool, isDark);
    const Theme &t = theme(isDark);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); // as the studio does
    QApplication::setPalette(paletteOf(t));
    qApp->setStyleSheet(styleSheetOf(t));
    QComboBox box;
    box.addItems({QStringLiteral("automatic"), QStringLiteral("HHHHHHHHHH")});
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    box.showPopup();
    QTest::keyClick(box.view(), Qt::Key_Down);
    QTRY_COMPARE(box.view()->currentIndex().row(), 1);
    const QRect row = box.view()->visualRect(box.view()->currentIndex());
    const QImage picture = box.view()->viewport()->grab(row).toImage();
    const QColor ground = picture.pixelColor(picture.width() - 8, picture.height() / 2);
    double contrast = 1.0;
    for (int x = 0; x < picture.width(); ++x) {
        for (int y = 4; y < picture.height() - 4; ++y) {
            contrast = std::max(contrast, contrastRatio(picture.pixelColor(x, y), ground));
        }
    }
    QVERIFY2(contrast >= 4.5, qPrintable(QString::number(contrast)));
    QVERIFY(row.height() >= 24);
    box.hidePopup();
    qApp->setStyleSheet({});
}

void TestPalette::keepsTextInPlace_data()
{
    keepsTextReadable_data();
}

// A row does not move when it is chosen.
void TestPalette::keepsTextInPlace()
{
    QFETCH(bool, isDark);
    const Theme &t = theme(isDark);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(t));
    qApp->setStyleSheet(styleSheetOf(t));
    QTreeWidget tree;
    tree.setHeaderHidden(true);
    tree.setRootIsDecorated(false);
    auto *row = new QTreeWidgetItem(&tree, {QStringLiteral("HHHH")});
    tree.show();
    QVERIFY(QTest::qWaitForWindowExposed(&tree));
    const auto textStart = [&] {
        const QImage picture = tree.viewport()->grab(tree.visualItemRect(row)).toImage();
        const QColor ground = picture.pixelColor(picture.width() - 8, picture.height() / 2);
        int x = 4; // past the edge of what is chosen
        while (x < picture.width() &&
               contrastRatio(picture.pixelColor(x, picture.height() / 2), ground) < 3.0) {
            ++x;
        }
        return x;
    };
    tree.clearSelection();
    const int before = textStart();
    row->setSelected(true);
    QCOMPARE(textStart(), before);
    qApp->setStyleSheet({});
}

void TestPalette::tellsClassesApart_data()
{
    keepsTextReadable_data();
}

void TestPalette::tellsClassesApart()
{
    QFETCH(bool, isDark);
    const Theme &t = theme(isDark);
    for (int i = 0; i < 20; ++i) {
        for (int j = i + 1; j < 20; ++j) {
            for (const Sight sight : {Sight::Normal, Sight::Deuteranopia, Sight::Protanopia}) {
                const double difference =
                    colorDifference(classColor(i, t), classColor(j, t), sight);
                QVERIFY(difference >= (classPattern(i) == classPattern(j) ? 12.95 : 8.75));
            }
        }
    }
    QCOMPARE(classColor(21, t), classColor(1, t));
    QVERIFY(classPattern(21) != classPattern(1));
}

void TestPalette::givesCodes()
{
    const std::vector<QString> names = {QStringLiteral("BaseballPitch"),
                                        QStringLiteral("BasketballDunk"),
                                        QStringLiteral("Billiards"),
                                        QStringLiteral("CleanAndJerk"),
                                        QStringLiteral("ThrowDiscus"),
                                        QStringLiteral("TowDog"),
                                        QStringLiteral("high jump"),
                                        QStringLiteral("spin_left"),
                                        QString()};
    const std::vector<QString> expected = {
        QStringLiteral("BP"), QStringLiteral("BD"), QStringLiteral("Bi"),
        QStringLiteral("CJ"), QStringLiteral("TD"), QStringLiteral("To"),
        QStringLiteral("HJ"), QStringLiteral("SL"), QStringLiteral("?")};
    QCOMPARE(classCodes(names), expected);
}

void TestPalette::asksForPatternsWhereClassesLookAlike()
{
    const std::vector<ClassName> classes = {{QStringLiteral("a"), QStringLiteral("#ff0000")},
                                            {QStringLiteral("b"), QStringLiteral("#f80808")},
                                            {QStringLiteral("c"), QStringLiteral("#0000ff")}};
    const ClassStyles styles(classes, darkTheme());
    QVERIFY(styles.needPatterns(std::array{0, 1}));
    QVERIFY(!styles.needPatterns(std::array{0, 2}));
    QCOMPARE(styles.of(2).color, QColor(Qt::blue));
    QCOMPARE(styles.of(-1).code, QStringLiteral("?"));
}

void TestPalette::writesNumbersForPeople()
{
    QCOMPARE(timeText(51'700'999), QStringLiteral("00:51.700"));
    QCOMPARE(timeText(3'661'000'000), QStringLiteral("1:01:01.000"));
    QCOMPARE(shortTimeText(59'999'999), QStringLiteral("00:59"));
    QCOMPARE(scoreText(0.884), QStringLiteral(".88"));
    QCOMPARE(scoreText(1.0), QStringLiteral("1.00"));
    QCOMPARE(scoreText(-0.5), QString(QChar(0x2212)) + QStringLiteral(".50"));
    QCOMPARE(countText(1234567), QStringLiteral("1\u2009234\u2009567"));
    QCOMPARE(countText(-12), QString(QChar(0x2212)) + QStringLiteral("12"));
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"

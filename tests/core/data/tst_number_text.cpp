#include <bit>
#include <cmath>
#include <limits>

#include <QtTest>

#include "core/base/random.h"
#include "core/data/nearest_name.h"
#include "core/data/number_text.h"

using namespace core;

class TestNumberText : public QObject
{
    Q_OBJECT

private slots:
    void writesAsPythonDoes_data();
    void writesAsPythonDoes();
    void readsBackEveryNumber();
    void reads_data();
    void reads();
    void findsTheNearestName();
};

void TestNumberText::writesAsPythonDoes_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, const char *text) { QTest::newRow(text) << value << text; };
    row(0.0, "0.0");
    row(-0.0, "-0.0");
    row(1.0, "1.0");
    row(10.0, "10.0");
    row(24.32, "24.32");
    row(0.1 + 0.2, "0.30000000000000004");
    row(-1.5, "-1.5");
    row(0.0001, "0.0001");
    row(0.00001, "1e-05");
    row(1.25e-7, "1.25e-07");
    row(123456789012345680.0, "1.2345678901234568e+17");
    row(9999999999999998.0, "9999999999999998.0");
    row(1e16, "1e+16");
    row(1e100, "1e+100");
    row(5e-324, "5e-324");
    row(1.7976931348623157e308, "1.7976931348623157e+308");
    row(0.6559830009937286, "0.6559830009937286");
    row(std::numeric_limits<double>::quiet_NaN(), "NaN");
    row(-std::numeric_limits<double>::infinity(), "-Infinity");
}

void TestNumberText::writesAsPythonDoes()
{
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(data::numberText(value), text.toStdString());
}

void TestNumberText::readsBackEveryNumber()
{
    base::Random random(5);
    for (int i = 0; i < 100000; ++i) {
        const double value = std::bit_cast<double>(random.next());
        if (std::isfinite(value)) {
            const std::optional<double> read = data::parseNumber(data::numberText(value));
            QVERIFY(read.has_value());
            QCOMPARE(std::bit_cast<std::uint64_t>(*read), std::bit_cast<std::uint64_t>(value));
        }
    }
}

void TestNumberText::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isNumber");
    QTest::addColumn<double>("value");
    const auto row = [](const char *text, bool isNumber, double value) {
        QTest::newRow(text) << text << isNumber << value;
    };
    const double infinity = std::numeric_limits<double>::infinity();
    row(" 18.6\r\n", true, 18.6);
    row("+2", true, 2.0);
    row("-1e-3", true, -0.001);
    row("1e999", true, infinity);
    row("-1e999", true, -infinity);
    row("0.001e999", true, infinity);
    row("1e-999", true, 0.0);
    row("inf", true, infinity);
    row("", false, 0.0);
    row("  ", false, 0.0);
    row("1.5s", false, 0.0);
    row("1,5", false, 0.0);
    row("0x10", false, 0.0);
    row("+-3", false, 0.0);
    row("1 2", false, 0.0);
}

void TestNumberText::reads()
{
    QFETCH(QString, text);
    QFETCH(bool, isNumber);
    QFETCH(double, value);
    const std::optional<double> read = data::parseNumber(text.toStdString());
    QCOMPARE(read.has_value(), isNumber);
    QCOMPARE(read.value_or(0.0), value);
}

void TestNumberText::findsTheNearestName()
{
    const std::vector<std::string> names = {"learning_rate", "batch_size", "steps"};
    QCOMPARE(data::nearestName("learning-rate", names), std::string("learning_rate"));
    QCOMPARE(data::nearestName("Batchsize", names), std::string("batch_size"));
    QCOMPARE(data::nearestName("zzzzzzzz", names), std::string());
    QCOMPARE(data::editDistance("kitten", "sitting"), std::size_t{3});
    QCOMPARE(data::suggestion("stepz", names), std::string("perhaps 'steps'"));
    QCOMPARE(data::suggestion("qqqq", names),
             std::string("one of learning_rate, batch_size, steps"));
}

QTEST_APPLESS_MAIN(TestNumberText)
#include "tst_number_text.moc"

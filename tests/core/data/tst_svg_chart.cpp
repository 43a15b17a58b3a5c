#include <QXmlStreamReader>
#include <QtTest>

#include "core/data/svg_chart.h"

using namespace core;

// Charts are XML that says every value in words.
class TestSvgChart : public QObject
{
    Q_OBJECT

private slots:
    void isSoundXml_data();
    void isSoundXml();
    void barsHaveTheirLengths();
    void emptyInput();

private:
    // Elements by name; fails on anything that is no XML.
    static QMap<QString, QList<QXmlStreamAttributes>> elementsOf(const std::string &svg)
    {
        QMap<QString, QList<QXmlStreamAttributes>> elements;
        QXmlStreamReader reader(QByteArray::fromStdString(svg));
        while (!reader.atEnd()) {
            if (reader.readNext() == QXmlStreamReader::StartElement) {
                elements[reader.name().toString()] << reader.attributes();
            }
        }
        if (reader.hasError()) {
            QTest::qFail(qPrintable(reader.errorString()), __FILE__, __LINE__);
        }
        return elements;
    }
};

void TestSvgChart::isSoundXml_data()
{
    QTest::addColumn<QByteArray>("svg");
    const std::vector<data::ChartSeries> series = {{"a & b", {0.1, 0.9}}, {"<c>", {-0.2, 0.4}}};
    const data::ChartText text{"Title \"x\"", "class & video", "mAP %"};
    const auto add = [](const char *name, const std::string &svg) {
        QTest::newRow(name) << QByteArray::fromStdString(svg);
    };
    add("bars", data::barChart(text, {"one", "two > one"}, series));
    add("shares", data::shareChart(text, {"1G", "2G"}, {{"a & b", {1, 3}}, {"<c>", {2, 0}}}));
    add("lines", data::lineChart(text, {0, 25}, series));
    add("heat", data::heatMap(text, {"a & b", "<c>"}, {"0", "1"}, {0.1, 0.2, 0.3, 0.4}));
}

void TestSvgChart::isSoundXml()
{
    QFETCH(QByteArray, svg);
    const auto elements = elementsOf(svg.toStdString());
    QCOMPARE(elements["svg"].size(), 1);
    QVERIFY(elements["text"].size() > 3);
    QVERIFY(svg.contains("Title &quot;x&quot;") && svg.contains("a &amp; b"));
    QVERIFY(!svg.contains("nan") && !svg.contains("inf"));
}

void TestSvgChart::barsHaveTheirLengths()
{
    const auto rectangles =
        elementsOf(data::barChart({}, {"x", "y"}, {{"s", {0.25, 0.5}}}))["rect"];
    QCOMPARE(rectangles.size(), 2);
    const double first = rectangles[0].value("height").toDouble();
    const double second = rectangles[1].value("height").toDouble();
    QVERIFY(first > 10.0 && qAbs(second - 2.0 * first) < 0.2);
}

void TestSvgChart::emptyInput()
{
    elementsOf(data::barChart({}, {}, {}));
    elementsOf(data::shareChart({}, {"1G"}, {{"a", {0}}}));
    elementsOf(data::lineChart({}, {1}, {{"a", {0.5}}}));
    elementsOf(data::heatMap({}, {}, {}, {}));
}

QTEST_APPLESS_MAIN(TestSvgChart)
#include "tst_svg_chart.moc"

#include <set>

#include <QtTest>

#include "core/tal/protocols.h"

using namespace core;

class TestProtocols : public QObject
{
    Q_OBJECT

private slots:
    void namesAreUnique();
    void unknownNamesListTheKnown();
    void parsesTiouLists_data();
    void parsesTiouLists();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
};

void TestProtocols::namesAreUnique()
{
    std::set<std::string_view> names;
    for (const tal::Protocol &protocol : tal::protocols()) {
        QVERIFY(names.insert(protocol.name).second);
        QVERIFY(!protocol.tiou.empty());
        QVERIFY(!protocol.description.empty());
        QCOMPARE((*tal::protocolByName(protocol.name))->name, protocol.name);
    }
}

void TestProtocols::unknownNamesListTheKnown()
{
    const auto result = tal::protocolByName("Fustal");
    QVERIFY(!result.has_value());
    QVERIFY(result.error().expected.find("fustal") != std::string::npos);
}

void TestProtocols::parsesTiouLists_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<double>>("values");
    QTest::newRow("one") << "0.5" << QList<double>{0.5};
    QTest::newRow("several") << "0.3,0.5,0.75" << QList<double>{0.3, 0.5, 0.75};
    QTest::newRow("range") << "0.1:0.1:0.9"
                           << QList<double>{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    QTest::newRow("fine range") << "0.5:0.05:0.95" << QList<double>{0.5,  0.55, 0.6,  0.65, 0.7,
                                                                    0.75, 0.8,  0.85, 0.9,  0.95};
    QTest::newRow("range that stops early") << "0.3:0.2:0.6" << QList<double>{0.3, 0.5};
    QTest::newRow("range of one") << "0.5:0.1:0.5" << QList<double>{0.5};
    QTest::newRow("one whole") << "1" << QList<double>{1.0};
}

void TestProtocols::parsesTiouLists()
{
    QFETCH(QString, text);
    QFETCH(QList<double>, values);
    const auto parsed = tal::parseTiouList(text.toStdString());
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->size(), static_cast<std::size_t>(values.size()));
    for (qsizetype i = 0; i < values.size(); ++i) {
        QVERIFY((*parsed)[static_cast<std::size_t>(i)] == values[i]); // the nearest doubles
    }
}

void TestProtocols::refusesOtherTexts_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "0", "1.1", "-0.5", "nan", "inf", "half", "0.5,", ",0.5", "0.5;0.7", "0.1:0.9",
          "0.1:0.1:0.9:1", "0.9:0.1:0.1", "0.1:0:0.9", "0.1:1e-9:0.9", "0.1:-0.1:0.9", "0.5 "}) {
        QTest::newRow(text) << text;
    }
}

void TestProtocols::refusesOtherTexts()
{
    QFETCH(QString, text);
    const auto parsed = tal::parseTiouList(text.toStdString());
    QVERIFY(!parsed.has_value());
    QVERIFY(parsed.error().code == base::ErrorCode::BadValue);
}

QTEST_APPLESS_MAIN(TestProtocols)
#include "tst_protocols.moc"

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

QTEST_APPLESS_MAIN(TestProtocols)
#include "tst_protocols.moc"

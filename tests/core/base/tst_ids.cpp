#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <QtTest>

#include "core/base/ids.h"

using core::base::newUuid;
using core::base::newUuids;

// Ids of segments, tracks and runs: random, so that the first eight characters tell them apart.
class TestIds : public QObject
{
    Q_OBJECT

private slots:
    void formIsThatOfVersionFour();
    void manyAscendAndDiffer();
    void firstDigitsAreSpread();
};

void TestIds::formIsThatOfVersionFour()
{
    const QRegularExpression form(
        "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
    std::vector<std::string> uuids = newUuids(50);
    uuids.push_back(newUuid());
    for (const std::string &uuid : uuids) {
        QVERIFY2(form.match(QString::fromStdString(uuid)).hasMatch(), uuid.c_str());
    }
}

void TestIds::manyAscendAndDiffer()
{
    QVERIFY(newUuids(0).empty());
    const std::vector<std::string> uuids = newUuids(1000);
    QCOMPARE(uuids.size(), std::size_t(1000));
    QVERIFY(std::is_sorted(uuids.begin(), uuids.end()));
    std::set<std::string> all(uuids.begin(), uuids.end());
    const std::vector<std::string> more = newUuids(1000);
    all.insert(more.begin(), more.end());
    QCOMPARE(all.size(), std::size_t(2000));
}

void TestIds::firstDigitsAreSpread()
{
    std::set<std::string> starts;
    for (const std::string &uuid : newUuids(1000)) {
        starts.insert(uuid.substr(0, 8));
    }
    QVERIFY(starts.size() >= 990);
}

QTEST_APPLESS_MAIN(TestIds)
#include "tst_ids.moc"

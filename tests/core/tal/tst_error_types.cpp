#include <QtTest>

#include "core/tal/error_types.h"

using namespace core;
using tal::ErrorType;

class TestErrorTypes : public QObject
{
    Q_OBJECT

private slots:
    void tellsEachTypeApart();
    void letsTheHigherScoreTakeTheInstance();
    void prefersTheOwnClassOnTies();
    void findsNothingWithoutTruth();
};

void TestErrorTypes::tellsEachTypeApart()
{
    const std::vector<model::Instance> truth = {{0, 10, 20}, {1, 40, 50}, {0, 80, 90}};
    const std::vector<model::Detection> labels = {
        {0, 10, 20, 0.9}, // true positive
        {0, 11, 20, 0.8}, // double detection of it
        {0, 40, 50, 0.7}, // wrong label: the instance is of class 1
        {1, 46, 60, 0.6}, // localization: 4 of 20 s
        {0, 46, 60, 0.5}, // confusion
        {1, 60, 70, 0.4}, // background
        {1, 49, 60, 0.3}, // background: 1 of 20 s
    };
    const tal::ErrorTypes types = tal::errorTypes(truth, labels);
    const std::vector<ErrorType> expected = {ErrorType::TruePositive, ErrorType::DoubleDetection,
                                             ErrorType::WrongLabel,   ErrorType::Localization,
                                             ErrorType::Confusion,    ErrorType::Background,
                                             ErrorType::Background};
    QCOMPARE(types.labels, expected);
    QCOMPARE(types.isMissed, (std::vector<bool>{false, true, true}));
    // With a looser threshold the fourth one finds its instance.
    const tal::ErrorTypes loose = tal::errorTypes(truth, labels, {.tiou = 0.2});
    QCOMPARE(loose.labels[3], ErrorType::TruePositive);
    QCOMPARE(loose.isMissed, (std::vector<bool>{false, false, true}));
}

void TestErrorTypes::letsTheHigherScoreTakeTheInstance()
{
    const std::vector<model::Instance> truth = {{0, 10, 20}};
    const tal::ErrorTypes types =
        tal::errorTypes(truth, std::vector<model::Detection>{{0, 10, 20, 0.2}, {0, 11, 20, 0.9}});
    QCOMPARE(types.labels,
             (std::vector<ErrorType>{ErrorType::DoubleDetection, ErrorType::TruePositive}));
}

void TestErrorTypes::prefersTheOwnClassOnTies()
{
    // A cliff dive is a dive: the same interval in two classes.
    const std::vector<model::Instance> truth = {{1, 10, 20}, {0, 10, 20}};
    const std::vector<model::Detection> labels = {{0, 10, 20, 0.9}, {0, 10, 20, 0.8}};
    QCOMPARE(tal::errorTypes(truth, labels).labels,
             (std::vector<ErrorType>{ErrorType::TruePositive, ErrorType::DoubleDetection}));
}

void TestErrorTypes::findsNothingWithoutTruth()
{
    const std::vector<model::Detection> labels = {{0, 10, 20, 0.9}};
    QCOMPARE(tal::errorTypes({}, labels).labels, std::vector<ErrorType>{ErrorType::Background});
    QVERIFY(tal::errorTypes({}, {}).labels.empty());
}

QTEST_APPLESS_MAIN(TestErrorTypes)
#include "tst_error_types.moc"

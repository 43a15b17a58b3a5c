#include <cmath>
#include <limits>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/features.h"
#include "core/data/npy_file.h"

#include "tests/support/test_paths.h"

using namespace core;
using base::ErrorCode;
using model::FeatureMatrix;
using model::FeatureSource;

class TestFeatures : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsOneFile();
    void joinsParts();
    void transposes();
    void takesConstantColumns();
    void refusesNumbersThatAreNone_data();
    void refusesNumbersThatAreNone();
    void suggestsTheOtherOrder();
    void refusesShapes_data();
    void refusesShapes();
    void refusesPartsOfDifferentLength();
    void refusesOtherContent();
    void readsBackWhatItWrote();
    void readsRealFeatures();

private:
    std::filesystem::path write(const char *name, const std::vector<std::int64_t> &shape,
                                const std::vector<float> &values)
    {
        const std::filesystem::path path = m_folder->filePath(name).toStdString();
        if (!data::writeNpy(path, shape, values)) {
            qFatal("cannot write");
        }
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFeatures::readsOneFile()
{
    const FeatureSource source{{write("a.npy", {2, 3}, {1, 2, 3, 4, 5, 6})}, false};
    for (const std::int64_t dim : {0, 3}) {
        const FeatureMatrix matrix = data::loadFeatures(source, dim).value();
        QCOMPARE(matrix.snippets, 2);
        QCOMPARE(matrix.dim, 3);
        QCOMPARE(matrix.values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
        QCOMPARE(matrix.row(1)[0], 4.0F);
    }
}

void TestFeatures::joinsParts()
{
    const FeatureSource source{
        {write("rgb.npy", {2, 2}, {1, 2, 3, 4}), write("flow.npy", {2, 1}, {9, 8})}, false};
    const FeatureMatrix matrix = data::loadFeatures(source, 3).value();
    QCOMPARE(matrix.values, (std::vector<float>{1, 2, 9, 3, 4, 8}));
}

void TestFeatures::transposes()
{
    const FeatureSource source{
        {write("rgb.npy", {2, 3}, {1, 2, 3, 4, 5, 6}), write("flow.npy", {1, 3}, {7, 8, 9})}, true};
    const FeatureMatrix matrix = data::loadFeatures(source, 3).value();
    QCOMPARE(matrix.snippets, 3);
    QCOMPARE(matrix.values, (std::vector<float>{1, 4, 7, 2, 5, 8, 3, 6, 9}));

    // Larger than a block of the transposition.
    std::vector<float> values(70 * 41);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<float>(i);
    }
    const FeatureMatrix large =
        data::loadFeatures({{write("large.npy", {70, 41}, values)}, true}).value();
    for (std::size_t t = 0; t < 41; ++t) {
        for (std::size_t d = 0; d < 70; ++d) {
            QCOMPARE(large.values[t * 70 + d], values[d * 41 + t]);
        }
    }
}

void TestFeatures::takesConstantColumns()
{
    const FeatureSource source{{write("a.npy", {3, 2}, {0, 1, 0, 2, 0, 3})}, false};
    QVERIFY(data::loadFeatures(source, 2));
}

void TestFeatures::refusesNumbersThatAreNone_data()
{
    QTest::addColumn<float>("bad");
    QTest::addColumn<bool>("isTransposed");
    QTest::addColumn<QString>("place");
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    QTest::newRow("NaN") << nan << false << "row 1, column 2 (snippet 1, value 2)";
    QTest::newRow("infinite") << infinity << false << "row 1, column 2 (snippet 1, value 2)";
    QTest::newRow("transposed") << nan << true << "row 1, column 2 (snippet 2, value 1)";
}

void TestFeatures::refusesNumbersThatAreNone()
{
    QFETCH(float, bad);
    QFETCH(bool, isTransposed);
    QFETCH(QString, place);
    const FeatureSource source{{write("a.npy", {2, 3}, {1, 2, 3, 4, 5, bad})}, isTransposed};
    const base::Error error = data::loadFeatures(source).error();
    QCOMPARE(error.code, ErrorCode::BadValue);
    QCOMPARE(error.file, source.parts[0].string());
    QCOMPARE(QString::fromStdString(error.place), place);
}

void TestFeatures::suggestsTheOtherOrder()
{
    const std::filesystem::path path = write("a.npy", {4, 3}, std::vector<float>(12));
    const base::Error error = data::loadFeatures({{path}, false}, 4).error();
    QCOMPARE(error.expected, std::string("4 values a snippet; the files hold D x T, not T x D"));
    QCOMPARE(error.problem, std::string("holds 4 snippets of 3 values"));
    QVERIFY(data::loadFeatures({{path}, true}, 4));
    const base::Error back = data::loadFeatures({{path}, true}, 3).error();
    QCOMPARE(back.expected, std::string("3 values a snippet; the files hold T x D, not D x T"));
    // Neither fits: no suggestion.
    QCOMPARE(data::loadFeatures({{path}, false}, 7).error().expected,
             std::string("7 values a snippet"));
    // Both parts transposed.
    const std::filesystem::path flow = write("b.npy", {2, 3}, std::vector<float>(6));
    QCOMPARE(data::loadFeatures({{path, flow}, false}, 6).error().code, ErrorCode::Conflict);
    QVERIFY(data::loadFeatures({{path, flow}, false}, 4).error().code == ErrorCode::BadValue);
    QVERIFY(data::loadFeatures({{path, flow}, true}, 6));
}

void TestFeatures::refusesShapes_data()
{
    QTest::addColumn<int>("dimensions");
    QTest::addColumn<int>("rows");
    QTest::newRow("scalar") << 0 << 1;
    QTest::newRow("vector") << 1 << 4;
    QTest::newRow("cube") << 3 << 2;
    QTest::newRow("no snippets") << 2 << 0;
}

void TestFeatures::refusesShapes()
{
    QFETCH(int, dimensions);
    QFETCH(int, rows);
    std::vector<std::int64_t> shape(static_cast<std::size_t>(dimensions), 1);
    if (!shape.empty()) {
        shape[0] = rows;
    }
    const std::filesystem::path path =
        write("a.npy", shape, std::vector<float>(static_cast<std::size_t>(rows)));
    const base::Error error = data::loadFeatures({{path}, false}).error();
    QCOMPARE(error.code, ErrorCode::BadValue);
    QCOMPARE(error.place, std::string("shape"));
    QCOMPARE(base::exitCode(error.code), 3);
}

void TestFeatures::refusesPartsOfDifferentLength()
{
    const FeatureSource source{
        {write("rgb.npy", {3, 1}, {1, 2, 3}), write("flow.npy", {2, 1}, {1, 2})}, false};
    const base::Error error = data::loadFeatures(source).error();
    QCOMPARE(error.code, ErrorCode::Conflict);
    QCOMPARE(error.file, source.parts[1].string());
}

void TestFeatures::refusesOtherContent()
{
    QVERIFY(!data::loadFeatures({}));
    const std::filesystem::path path = m_folder->filePath("a.npy").toStdString();
    QCOMPARE(data::loadFeatures({{path}, false}).error().code, ErrorCode::NotFound);
    for (const char *content : {"", "text", "\x93NUMPY"}) {
        QVERIFY(base::writeFileAtomically(path, content));
        const base::Error error = data::loadFeatures({{path}, false}).error();
        QCOMPARE(error.code, ErrorCode::BadFormat);
        QCOMPARE(error.file, path.string());
    }
    QVERIFY(!data::loadFeatures({{m_folder->path().toStdString()}, false}));
}

void TestFeatures::readsBackWhatItWrote()
{
    base::Random random(3);
    FeatureMatrix matrix{5, 7, {}};
    for (int i = 0; i < 35; ++i) {
        matrix.values.push_back(static_cast<float>(random.normal()));
    }
    const std::filesystem::path path = m_folder->filePath("a.npy").toStdString();
    QVERIFY(data::writeFeatures(path, matrix));
    QCOMPARE(data::loadFeatures({{path}, false}, 7).value().values, matrix.values);
}

void TestFeatures::readsRealFeatures()
{
    const std::filesystem::path path = tests::dataDir() / "features_i3d/tennis26.npy";
    if (!std::filesystem::exists(path)) {
        QSKIP(qPrintable("no " + QString::fromStdString(path.string())));
    }
    const FeatureMatrix matrix = data::loadFeatures({{path}, false}, 2048).value();
    QCOMPARE(matrix.snippets, 89);
    QCOMPARE(matrix.values.size(), std::size_t{89 * 2048});
    const base::Error error = data::loadFeatures({{path}, true}, 2048).error();
    QVERIFY(error.expected.ends_with("the files hold T x D, not D x T"));
}

QTEST_APPLESS_MAIN(TestFeatures)
#include "tst_features.moc"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/npy_file.h"

using namespace core;
using data::NpyArray;
using data::NpyType;

namespace {

// A .npy file as NumPy lays it out, from its parts.
std::string npy(const std::string &header, const std::string &elements, char version = '\x01')
{
    std::string content("\x93NUMPY");
    content += {version, '\0'};
    const auto length = static_cast<std::uint32_t>(header.size());
    content += {static_cast<char>(length & 0xffU), static_cast<char>(length >> 8)};
    if (version != '\x01') {
        content += std::string(2, '\0');
    }
    return content + header + elements;
}

template <typename T>
std::string bytesOf(const std::vector<T> &values, bool isSwapped = false)
{
    std::string bytes;
    for (const T value : values) {
        std::string item(sizeof(T), '\0');
        std::memcpy(item.data(), &value, sizeof(T));
        if (isSwapped) {
            std::reverse(item.begin(), item.end());
        }
        bytes += item;
    }
    return bytes;
}

QByteArray asQt(const std::string &text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

class TestNpyFile : public QObject
{
    Q_OBJECT

private slots:
    void writesAsNumPyDoes();
    void readsBackWhatItWrote();
    void refusesToWriteAWrongShape();
    void readsEveryType();
    void readsEveryHalf();
    void readsBothByteOrdersAndEveryVersion();
    void readsFortranOrder();
    void readsStrings();
    void refuses_data();
    void refuses();
    void namesTheFile();
    void makesNoRoomForEmptyStrings();
    void survivesMutatedBytes();
};

void TestNpyFile::writesAsNumPyDoes()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.npy").toStdString();
    const std::vector<std::int64_t> shape = {2, 3};
    QVERIFY(data::writeNpy(path, shape, std::vector<float>{1, 2, 3, 4, 5, 6}));
    // What numpy.save writes for numpy.arange(1, 7, dtype='<f4').reshape(2, 3).
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    header += std::string(128 - 10 - header.size() - 1, ' ') + "\n";
    QCOMPARE(base::readFile(path).value(),
             npy(header, bytesOf(std::vector<float>{1, 2, 3, 4, 5, 6})));
}

void TestNpyFile::readsBackWhatItWrote()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.npy").toStdString();
    const std::vector<std::vector<std::int64_t>> shapes = {{}, {1}, {0}, {5, 0}, {7}, {2, 3, 4}};
    base::Random random(7);
    for (const std::vector<std::int64_t> &shape : shapes) {
        std::int64_t count = 1;
        for (const std::int64_t extent : shape) {
            count *= extent;
        }
        std::vector<double> values;
        std::vector<std::int64_t> integers;
        for (std::int64_t i = 0; i < count; ++i) {
            values.push_back(random.normal() * 1e10);
            integers.push_back(static_cast<std::int64_t>(random.next()));
        }
        QVERIFY(data::writeNpy(path, shape, values));
        const NpyArray read = data::readNpy(path).value();
        QCOMPARE(read.shape(), shape);
        QCOMPARE(read.size(), count);
        QCOMPARE(read.toDoubles(), values);
        QVERIFY(data::writeNpy(path, shape, integers));
        QCOMPARE(data::readNpy(path).value().toIntegers().value(), integers);
    }
}

void TestNpyFile::refusesToWriteAWrongShape()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.npy").toStdString();
    const std::vector<std::int64_t> shape = {2, 2};
    QVERIFY(!data::writeNpy(path, shape, std::vector<float>{1, 2, 3}));
    QVERIFY(!std::filesystem::exists(path));
}

void TestNpyFile::readsEveryType()
{
    const auto read = [](const char *descr, const std::string &elements) {
        return data::parseNpy(npy(std::string("{'descr': '") + descr +
                                      "', 'fortran_order': False, 'shape': (2,), }\n",
                                  elements))
            .value();
    };
    const std::vector<double> expected = {0.0, 1.0};
    QCOMPARE(read("|b1", {'\0', '\1'}).toDoubles(), expected);
    QCOMPARE(read("|u1", {'\0', '\1'}).toDoubles(), expected);
    QCOMPARE(read("<i4", bytesOf<std::int32_t>({0, 1})).toDoubles(), expected);
    QCOMPARE(read("<i8", bytesOf<std::int64_t>({0, 1})).toDoubles(), expected);
    QCOMPARE(read("<f2", bytesOf<std::uint16_t>({0, 0x3c00})).toDoubles(), expected);
    QCOMPARE(read("<f4", bytesOf<float>({0, 1})).toDoubles(), expected);
    QCOMPARE(read("<f8", bytesOf<double>({0, 1})).toDoubles(), expected);
    QCOMPARE(read("<f8", bytesOf<double>({0, 1})).toFloats(), (std::vector<float>{0, 1}));
    QVERIFY(!read("<f8", bytesOf<double>({0, 1})).toIntegers());
    QVERIFY(!read("<f8", bytesOf<double>({0, 1})).toStrings());
}

void TestNpyFile::readsEveryHalf()
{
    std::vector<std::uint16_t> halves(65536);
    for (std::size_t i = 0; i < halves.size(); ++i) {
        halves[i] = static_cast<std::uint16_t>(i);
    }
    const std::vector<float> values =
        data::parseNpy(
            npy("{'descr': '<f2', 'fortran_order': False, 'shape': (65536,), }", bytesOf(halves)))
            .value()
            .toFloats();
    for (std::size_t i = 0; i < halves.size(); ++i) {
        const int exponent = static_cast<int>((i >> 10) & 31);
        const double mantissa = static_cast<double>(i & 1023);
        const double sign = (i & 0x8000) != 0 ? -1.0 : 1.0;
        if (exponent == 31) {
            QVERIFY(mantissa == 0.0 ? std::isinf(values[i]) : std::isnan(values[i]));
            continue;
        }
        const double expected = exponent == 0 ? std::ldexp(mantissa, -24)
                                              : std::ldexp(1024.0 + mantissa, exponent - 25);
        QCOMPARE(static_cast<double>(values[i]), sign * expected);
        QCOMPARE(std::signbit(values[i]), sign < 0.0);
    }
}

void TestNpyFile::readsBothByteOrdersAndEveryVersion()
{
    const std::vector<double> values = {1.5, -2.25};
    for (const char version : {'\x01', '\x02', '\x03'}) {
        const std::string tail = "', 'fortran_order': False, 'shape': (2,)}";
        QCOMPARE(data::parseNpy(npy("{'descr': '<f8" + tail, bytesOf(values), version))
                     .value()
                     .toDoubles(),
                 values);
        QCOMPARE(data::parseNpy(npy("{'descr': '>f8" + tail, bytesOf(values, true), version))
                     .value()
                     .toDoubles(),
                 values);
    }
}

void TestNpyFile::readsFortranOrder()
{
    // numpy.asfortranarray(numpy.arange(24).reshape(2, 3, 4)).
    std::vector<std::int64_t> stored;
    std::vector<std::int64_t> expected;
    for (std::int64_t k = 0; k < 4; ++k) {
        for (std::int64_t j = 0; j < 3; ++j) {
            for (std::int64_t i = 0; i < 2; ++i) {
                stored.push_back(i * 12 + j * 4 + k);
            }
        }
    }
    for (std::int64_t i = 0; i < 24; ++i) {
        expected.push_back(i);
    }
    for (const bool isSwapped : {false, true}) {
        const NpyArray array =
            data::parseNpy(
                npy(std::string("{'fortran_order': True, 'shape': (2, 3, 4), 'descr': '") +
                        (isSwapped ? ">" : "<") + "i8'}",
                    bytesOf(stored, isSwapped)))
                .value();
        QVERIFY(array.wasFortranOrder());
        QCOMPARE(array.toIntegers().value(), expected);
    }
}

void TestNpyFile::readsStrings()
{
    const NpyArray array =
        data::parseNpy(npy("{'descr': '|S4', 'fortran_order': False, 'shape': (3,), }",
                           std::string("ab\0\0abcd\0\0\0\0", 12)))
            .value();
    QCOMPARE(array.type(), NpyType::Bytes);
    QCOMPARE(array.toStrings().value(), (std::vector<std::string>{"ab", "abcd", ""}));
    QVERIFY(array.toFloats().empty());
}

void TestNpyFile::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    const int format = static_cast<int>(base::ErrorCode::BadFormat);
    const int unsupported = static_cast<int>(base::ErrorCode::Unsupported);
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    const std::string elements(16, '\0');
    const auto dict = [](const char *descr, const char *order, const char *shape) {
        return std::string("{'descr': ") + descr + ", 'fortran_order': " + order +
               ", 'shape': " + shape + ", }";
    };
    QTest::newRow("empty") << QByteArray() << format;
    QTest::newRow("text") << QByteArray("video,start,end\n1,2,3\n") << format;
    QTest::newRow("magic only") << QByteArray("\x93NUMPY") << format;
    QTest::newRow("version 9") << asQt(npy(good, elements, '\x09')) << unsupported;
    QTest::newRow("header cut off") << asQt(npy(good, elements).substr(0, 40)) << format;
    QTest::newRow("truncated") << asQt(npy(good, elements.substr(0, 15))) << format;
    QTest::newRow("too long") << asQt(npy(good, elements + "x")) << format;
    QTest::newRow("lying shape") << asQt(npy(dict("'<f4'", "False", "(2, 3)"), elements)) << format;
    QTest::newRow("huge shape") << asQt(npy(dict("'<f4'", "False", "(4611686018427387904, 4)"),
                                            elements))
                                << format;
    QTest::newRow("shape past int64")
        << asQt(npy(dict("'<f4'", "False", "(99999999999999999999,)"), elements)) << format;
    QTest::newRow("negative shape")
        << asQt(npy(dict("'<f4'", "False", "(-2, -2)"), elements)) << format;
    QTest::newRow("bare shape") << asQt(npy(dict("'<f4'", "False", "(4)"), elements)) << format;
    QTest::newRow("bad flag") << asQt(npy(dict("'<f4'", "Maybe", "(2, 2)"), elements)) << format;
    QTest::newRow("no shape") << asQt(npy("{'descr': '<f4', 'fortran_order': False}", elements))
                              << format;
    QTest::newRow("key twice") << asQt(npy("{'descr': '<f4', 'descr': '<f4', 'shape': (2, 2)}",
                                           elements))
                               << format;
    QTest::newRow("no dict") << asQt(npy("garbage", elements)) << format;
    QTest::newRow("pickled") << asQt(npy(dict("'|O'", "False", "(2, 2)"), elements)) << unsupported;
    QTest::newRow("complex") << asQt(npy(dict("'<c8'", "False", "(2,)"), elements)) << unsupported;
    QTest::newRow("odd width") << asQt(npy(dict("'<f3'", "False", "(2,)"), elements))
                               << unsupported;
    QTest::newRow("structured") << asQt(npy(dict("[('a', '<f4')]", "False", "(4,)"), elements))
                                << unsupported;
}

void TestNpyFile::refuses()
{
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    const base::Result<NpyArray> result = data::parseNpy(content.toStdString());
    QVERIFY(!result);
    QCOMPARE(static_cast<int>(result.error().code), code);
    QCOMPARE(base::exitCode(result.error().code), 3);
    QVERIFY(!result.error().expected.empty());
}

void TestNpyFile::namesTheFile()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.npy").toStdString();
    QVERIFY(base::writeFileAtomically(path, "nonsense"));
    QCOMPARE(data::readNpy(path).error().file, path.string());
    QCOMPARE(data::readNpy(path / "absent").error().code, base::ErrorCode::NotFound);
    QVERIFY(!data::readNpy(path, 3));
}

// Whatever bytes come, reading ends with an array that matches its shape or with an error.
void TestNpyFile::makesNoRoomForEmptyStrings()
{
    const NpyArray array =
        data::parseNpy(npy("{'descr': '|S0', 'fortran_order': True, 'shape': (80, 4000000801, "
                           "400000), }",
                           ""))
            .value();
    QVERIFY(array.toDoubles().empty());
    QVERIFY(array.toFloats().empty());
    QVERIFY(array.toStrings()->empty());
}

void TestNpyFile::survivesMutatedBytes()
{
    const std::string good = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (4, 3), }\n",
                                 std::string(48, '\x3f'));
    base::Random random(11);
    int readable = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string content = good;
        for (std::int64_t edits = random.uniformInt(1, 4); edits > 0; --edits) {
            const auto at = static_cast<std::size_t>(
                random.uniformInt(0, static_cast<std::int64_t>(content.size()) - 1));
            switch (random.uniformInt(0, 2)) {
            case 0:
                content[at] = static_cast<char>(random.next());
                break;
            case 1:
                content.resize(std::max<std::size_t>(at, 1));
                break;
            default:
                content.insert(at, 1,
                               static_cast<char>("0123456789(),'OSfi<>"[random.next() % 20]));
            }
        }
        const base::Result<NpyArray> result = data::parseNpy(content);
        if (result) {
            ++readable;
            QVERIFY(result->type() == NpyType::Bytes ||
                    static_cast<std::int64_t>(result->toDoubles().size()) == result->size());
        }
    }
    QVERIFY(readable > 0);
}

QTEST_APPLESS_MAIN(TestNpyFile)
#include "tst_npy_file.moc"

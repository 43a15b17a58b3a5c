#include <string>
#include <vector>

#include <QtTest>

#include "core/base/random.h"
#include "core/ipc/line_framer.h"

using core::ipc::kMaxLineBytes;
using core::ipc::LineFramer;

namespace {

std::vector<std::string> allLines(LineFramer &framer)
{
    std::vector<std::string> lines;
    while (const std::optional<LineFramer::Line> line = framer.next()) {
        lines.push_back(line->isTooLong ? "<too long>" : line->text);
    }
    return lines;
}

} // namespace

class TestLineFramer : public QObject
{
    Q_OBJECT

private slots:
    void cutsLinesHoweverTheBytesArrive();
    void passesOverEmptyLinesAndCarriageReturns();
    void keepsAHalfLine();
    void longestLineIsTaken();
    void tooLongIsReportedAndTheNextLineIsTaken();
    void endlessLineNeedsBoundedMemory();
};

void TestLineFramer::cutsLinesHoweverTheBytesArrive()
{
    std::string stream;
    std::vector<std::string> expected;
    for (int i = 0; i < 500; ++i) {
        expected.push_back("line " + std::to_string(i) + std::string(static_cast<size_t>(i), '.'));
        stream += expected.back() + '\n';
    }
    core::base::Random random(1);
    for (int round = 0; round < 20; ++round) {
        LineFramer framer;
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < stream.size();) {
            const auto size = static_cast<std::size_t>(random.uniformInt(1, 700));
            framer.add(std::string_view(stream).substr(at, size));
            at += size;
            if (random.uniform() < 0.5) {
                const std::vector<std::string> some = allLines(framer);
                lines.insert(lines.end(), some.begin(), some.end());
            }
        }
        const std::vector<std::string> some = allLines(framer);
        lines.insert(lines.end(), some.begin(), some.end());
        QVERIFY(lines == expected);
        QVERIFY(framer.rest().empty());
    }
}

void TestLineFramer::passesOverEmptyLinesAndCarriageReturns()
{
    LineFramer framer;
    framer.add("\n\r\na\r\n\n\nb\n");
    QVERIFY(allLines(framer) == std::vector<std::string>({"a", "b"}));
}

void TestLineFramer::keepsAHalfLine()
{
    LineFramer framer;
    framer.add("{\"type\":");
    QVERIFY(!framer.next());
    QVERIFY(framer.rest() == "{\"type\":");
    framer.add("1}\n");
    QVERIFY(allLines(framer) == std::vector<std::string>({"{\"type\":1}"}));
}

void TestLineFramer::longestLineIsTaken()
{
    LineFramer framer;
    framer.add(std::string(kMaxLineBytes, 'x') + "\n");
    const std::optional<LineFramer::Line> line = framer.next();
    QVERIFY(line && !line->isTooLong);
    QCOMPARE(line->text.size(), kMaxLineBytes);
}

void TestLineFramer::tooLongIsReportedAndTheNextLineIsTaken()
{
    LineFramer framer;
    framer.add("a\n" + std::string(kMaxLineBytes + 1, 'x') + "\nb\n");
    QVERIFY(allLines(framer) == std::vector<std::string>({"a", "<too long>", "b"}));
}

void TestLineFramer::endlessLineNeedsBoundedMemory()
{
    LineFramer framer;
    const std::string block(100000, 'x');
    for (int i = 0; i < 1000; ++i) {
        framer.add(block);
        QVERIFY(!framer.next());
        QVERIFY(framer.rest().size() <= kMaxLineBytes + block.size());
    }
    framer.add("\nb\n");
    QVERIFY(allLines(framer) == std::vector<std::string>({"<too long>", "b"}));
}

QTEST_APPLESS_MAIN(TestLineFramer)
#include "tst_line_framer.moc"

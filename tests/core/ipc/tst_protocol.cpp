#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <QtTest>

#include "core/base/random.h"
#include "core/ipc/line_framer.h"
#include "core/ipc/protocol.h"

using namespace core::ipc;
using core::base::ErrorCode;

namespace {

const core::base::Error kError = {.code = ErrorCode::BadValue,
                                  .problem = "two\nlines",
                                  .file = "gt.json",
                                  .place = "database.v1",
                                  .expected = "one"};

std::vector<ToWorker> everyRequest()
{
    return {ClientHello{},      RunRequest{"a", "/r/job.json"},
            CancelRequest{"a"}, Ping{"p"},
            DetachRequest{"a"}, Shutdown{}};
}

std::vector<FromWorker> everyAnswer()
{
    return {WorkerHello{1, "0.1.0", {{"cpu", "2 cores", 24}, {"cuda:0", "H", 1LL << 40}}},
            Accepted{"a"},
            Progress{"a", "student", 3, 7, 12.5},
            Progress{"a", "filter", 0, 0, {}},
            Metric{"a", 20, "loss", 0.1},
            Artifact{"a", "proposals", "stage1/proposals.json", "00ff"},
            Log{"a", LogLevel::Warning, "fewer"},
            Log{{}, LogLevel::Info, "up"},
            Heartbeat{},
            Heartbeat{"p"},
            Heartbeat{{}, 187.5, 1LL << 33},
            Heartbeat{{}, 12.0, 1LL << 30, 3LL << 30},
            Detached{"a"},
            Problem{"a", "seed", "bad-value", "no"},
            Problem{{}, {}, "worker", "no"},
            Finished{"a", FinishStatus::Ok, {}},
            Finished{"a", FinishStatus::Cancelled, {}},
            Finished{"a", FinishStatus::Failed, kError}};
}

} // namespace

class TestProtocol : public QObject
{
    Q_OBJECT

private slots:
    void everyMessageSurvivesTheTrip();
    void everyMessageIsOneLineWithAType();
    void jobMessagesNameTheirJob();
    void finishedCarriesTheWholeError();
    void notFiniteBecomesNull_data();
    void notFiniteBecomesNull();
    void unknownTypesAndFieldsAreToldNotRefused();
    void garbageIsNoMessage_data();
    void garbageIsNoMessage();
    void wrongFieldsAreNamed_data();
    void wrongFieldsAreNamed();
    void otherProtocolIsRefusedInWords();
    void longTextsAreCut();
    void brokenUtf8IsReplaced();
    void anyBytesAreSurvived();
};

void TestProtocol::everyMessageSurvivesTheTrip()
{
    for (const ToWorker &message : everyRequest()) {
        const std::string line = toLine(message);
        const auto reading = readToWorker(line);
        QVERIFY2(reading && reading->message && reading->ignored.empty(), line.c_str());
        QCOMPARE(reading->message->index(), message.index());
        QCOMPARE(toLine(*reading->message), line);
    }
    for (const FromWorker &message : everyAnswer()) {
        const std::string line = toLine(message);
        const auto reading = readFromWorker(line);
        QVERIFY2(reading && reading->message && reading->ignored.empty(), line.c_str());
        QCOMPARE(reading->message->index(), message.index());
        QCOMPARE(toLine(*reading->message), line);
    }
}

void TestProtocol::everyMessageIsOneLineWithAType()
{
    for (const FromWorker &message : everyAnswer()) {
        const std::string line = toLine(message);
        QVERIFY(line.find('\n') == std::string::npos);
        const auto object = nlohmann::json::parse(line);
        QVERIFY(object.at("type").is_string());
        const bool mayCrossTheEnd =
            object.at("type") == "heartbeat" || object.at("type") == "detached";
        QCOMPARE(object.contains("id") && !mayCrossTheEnd, !jobId(message).empty());
    }
    QCOMPARE(nlohmann::json::parse(toLine(FromWorker(WorkerHello{}))).at("protocol"), 1);
    QCOMPARE(toLine(ToWorker(ClientHello{})), std::string(R"({"type":"hello","protocol":1})"));
}

void TestProtocol::jobMessagesNameTheirJob()
{
    QVERIFY(jobId(Finished{"job-7", FinishStatus::Ok, {}}) == "job-7");
    QVERIFY(jobId(Log{{}, LogLevel::Info, ""}).empty());
    QVERIFY(jobId(Heartbeat{"ping"}).empty());
}

void TestProtocol::finishedCarriesTheWholeError()
{
    const auto reading =
        readFromWorker(toLine(FromWorker(Finished{"a", FinishStatus::Failed, kError})));
    const auto &error = std::get<Finished>(*reading->message).error;
    QVERIFY(error);
    QCOMPARE(error->code, kError.code);
    QCOMPARE(error->sentence(), kError.sentence());
}

void TestProtocol::notFiniteBecomesNull_data()
{
    QTest::addColumn<double>("value");
    QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("inf") << std::numeric_limits<double>::infinity();
    QTest::newRow("-inf") << -std::numeric_limits<double>::infinity();
}

void TestProtocol::notFiniteBecomesNull()
{
    QFETCH(double, value);
    const std::string line = toLine(FromWorker(Metric{"a", 1, "loss", value}));
    QVERIFY(nlohmann::json::parse(line).at("value").is_null());
    const auto reading = readFromWorker(line);
    QVERIFY(std::isnan(std::get<Metric>(*reading->message).value));
    const std::string progress = toLine(FromWorker(Progress{"a", "p", 1, 2, value}));
    QVERIFY(nlohmann::json::parse(progress).at("remaining_s").is_null());
}

void TestProtocol::unknownTypesAndFieldsAreToldNotRefused()
{
    const auto type = readFromWorker(R"({"type":"weather","id":"a","rain":1})");
    QVERIFY(type && !type->message);
    QVERIFY(type->ignored == std::vector<std::string>({"type 'weather'"}));

    const auto field = readFromWorker(R"({"type":"accepted","id":"a","mood":"fine"})");
    QVERIFY(field && field->message);
    QVERIFY(field->ignored == std::vector<std::string>({"field 'mood' of 'accepted'"}));

    const auto later = readToWorker(R"({"type":"hello","protocol":1.7,"lang":"en"})");
    QVERIFY(later && later->message);
    QCOMPARE(std::get<ClientHello>(*later->message).protocol, 1);
}

void TestProtocol::garbageIsNoMessage_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("text") << QByteArray("Epoch 1: loss 0.3");
    QTest::newRow("half an object") << QByteArray(R"({"type":"accepted","id")");
    QTest::newRow("two objects") << QByteArray(R"({"type":"ping"}{"type":"ping"})");
    QTest::newRow("list") << QByteArray(R"(["type"])");
    QTest::newRow("number") << QByteArray("17");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("no type") << QByteArray(R"({"id":"a"})");
    QTest::newRow("type no text") << QByteArray(R"({"type":3})");
    QTest::newRow("NaN literal") << QByteArray(R"({"type":"metric","value":NaN})");
    QTest::newRow("binary") << QByteArray("\x00\xff\xfe\x01", 4);
    QTest::newRow("broken UTF-8") << QByteArray("{\"type\":\"log\xff\"}");
    QTest::newRow("deep") << QByteArray(200000, '[');
}

void TestProtocol::garbageIsNoMessage()
{
    QFETCH(QByteArray, line);
    const auto reading = readFromWorker(line.toStdString());
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, ErrorCode::BadFormat);
    QVERIFY(reading.error().sentence().size() < 400);
    QVERIFY(!readToWorker(line.toStdString()));
}

void TestProtocol::wrongFieldsAreNamed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *line, const char *field) {
        QTest::newRow(line) << QByteArray(line) << QByteArray(field);
    };
    row(R"({"type":"accepted"})", "id");
    row(R"({"type":"accepted","id":7})", "id");
    row(R"({"type":"accepted","id":""})", "id");
    row(R"({"type":"hello"})", "protocol");
    row(R"({"type":"hello","protocol":"1"})", "protocol");
    row(R"({"type":"hello","protocol":1e300})", "protocol");
    row(R"({"type":"progress","id":"a","phase":"p","done":"3","total":4})", "done");
    row(R"({"type":"progress","id":"a","phase":"p","done":3,"total":18446744073709551615})",
        "total");
    row(R"({"type":"metric","id":"a","step":1,"name":"n","value":"x"})", "value");
    row(R"({"type":"metric","id":"a","step":1,"name":"n"})", "value");
    row(R"({"type":"metric","id":"a","step":1.5,"name":"n","value":1})", "step");
    row(R"({"type":"log","level":"loud","text":"t"})", "level");
    row(R"({"type":"finished","id":"a","status":"done"})", "status");
    row(R"({"type":"finished","id":"a","status":"failed","error":"why"})", "error");
}

void TestProtocol::wrongFieldsAreNamed()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, field);
    const auto reading = readFromWorker(line.toStdString());
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, ErrorCode::BadValue);
    QCOMPARE(reading.error().place, field.toStdString());
    QVERIFY(!reading.error().expected.empty());
}

void TestProtocol::otherProtocolIsRefusedInWords()
{
    QVERIFY(checkProtocol(kProtocol));
    const auto refused = checkProtocol(2);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    QVERIFY(refused.error().sentence().find("protocol 2") != std::string::npos);
    QVERIFY(refused.error().sentence().find("protocol 1") != std::string::npos);
}

void TestProtocol::longTextsAreCut()
{
    const std::string text(std::size_t{5} << 20, '\x01'); // six bytes each in JSON
    core::base::Error error = kError;
    error.problem = text;
    for (const FromWorker &message :
         {FromWorker(Log{"a", LogLevel::Error, text}), FromWorker(Problem{"a", {}, "worker", text}),
          FromWorker(Finished{"a", FinishStatus::Failed, error})}) {
        const std::string line = toLine(message);
        QVERIFY(line.size() <= kMaxLineBytes);
        QVERIFY(readFromWorker(line));
    }
}

void TestProtocol::brokenUtf8IsReplaced()
{
    const std::string line = toLine(FromWorker(Artifact{"a", "k", "caf\xe9.npy", ""}));
    QVERIFY(readFromWorker(line));
}

// Lines near to messages and far from them: never a crash, and every answer is a sentence.
void TestProtocol::anyBytesAreSurvived()
{
    core::base::Random random(7);
    const std::vector<FromWorker> messages = everyAnswer();
    for (int round = 0; round < 20000; ++round) {
        std::string line = toLine(
            messages[static_cast<std::size_t>(random.uniformInt(0, std::ssize(messages) - 1))]);
        const std::int64_t changes = random.uniformInt(1, 4);
        for (std::int64_t i = 0; i < changes && !line.empty(); ++i) {
            const auto at = static_cast<std::size_t>(random.uniformInt(0, std::ssize(line) - 1));
            if (random.uniform() < 0.3) {
                line.erase(at, static_cast<std::size_t>(random.uniformInt(1, 9)));
            } else {
                line[at] = static_cast<char>(random.uniformInt(0, 255));
            }
        }
        if (const auto reading = readFromWorker(line); !reading) {
            QVERIFY(!reading.error().sentence().empty());
        }
        static_cast<void>(readToWorker(line));
    }
}

QTEST_APPLESS_MAIN(TestProtocol)
#include "tst_protocol.moc"

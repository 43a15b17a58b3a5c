#include <filesystem>
#include <fstream>
#include <map>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <QtTest>

#include "app/worker/message_writer.h"

using app::worker::MessageWriter;
using app::worker::StdoutChannel;
using nlohmann::json;

namespace ipc = core::ipc;

namespace {

// A channel to a pipe instead of the test's own standard output, which comes back at the end.
class PipedOutput
{
public:
    PipedOutput()
        : m_stdout(::dup(STDOUT_FILENO))
    {
        int ends[2] = {-1, -1};
        [[maybe_unused]] const int made = ::pipe(ends);
        m_reading = ends[0];
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[1]);
        m_channel = std::make_unique<StdoutChannel>(StdoutChannel::reserve());
        ::dup2(m_stdout, STDOUT_FILENO);
        ::close(m_stdout);
    }
    ~PipedOutput() { closeReader(); }
    PipedOutput(const PipedOutput &) = delete;
    PipedOutput &operator=(const PipedOutput &) = delete;

    StdoutChannel &channel() { return *m_channel; }
    void closeReader()
    {
        if (m_reading >= 0) {
            ::close(std::exchange(m_reading, -1));
        }
    }
    // So many lines; blocks until they are there.
    std::vector<json> lines(std::size_t count) const
    {
        std::vector<json> lines;
        std::string text;
        char block[4096];
        while (lines.size() < count) {
            const ssize_t got = ::read(m_reading, block, sizeof block);
            if (got <= 0) {
                break;
            }
            text.append(block, static_cast<std::size_t>(got));
            for (std::size_t end = text.find('\n'); end != std::string::npos;
                 end = text.find('\n')) {
                lines.push_back(json::parse(text.substr(0, end), nullptr, false));
                text.erase(0, end + 1);
            }
        }
        return lines;
    }

private:
    int m_stdout;
    int m_reading = -1;
    std::unique_ptr<StdoutChannel> m_channel;
};

std::vector<json> fileLines(const std::filesystem::path &path)
{
    std::vector<json> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(json::parse(line, nullptr, false));
    }
    return lines;
}

} // namespace

// The thread through which all messages of the worker leave.
class TestMessageWriter : public QObject
{
    Q_OBJECT

private slots:
    void keepsEachThreadsOrder();
    void eventsBelongToOneJob();
    void goesOnWithoutAReader();
    void unfinishedLineIsEnded();

private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char *name) const
    {
        return m_folder.filePath(name).toStdString();
    }
};

void TestMessageWriter::keepsEachThreadsOrder()
{
    constexpr int kThreads = 4;
    constexpr int kMessages = 500;
    PipedOutput output;
    std::vector<json> lines;
    {
        MessageWriter writer(output.channel());
        const std::jthread reader([&] { lines = output.lines(kThreads * kMessages); });
        std::vector<std::jthread> senders;
        for (int t = 0; t < kThreads; ++t) {
            senders.emplace_back([&writer, t] {
                for (int i = 0; i < kMessages; ++i) {
                    writer.send(ipc::Progress{"j", std::to_string(t), i, kMessages, {}});
                }
            });
        }
    }
    QCOMPARE(lines.size(), std::size_t{kThreads * kMessages});
    std::map<std::string, int> next;
    for (const json &line : lines) {
        QCOMPARE(line.at("done").get<int>(), next[line.at("phase").get<std::string>()]++);
    }
}

void TestMessageWriter::eventsBelongToOneJob()
{
    PipedOutput output;
    MessageWriter writer(output.channel());
    for (const char *job : {"first", "second"}) {
        writer.noteReceived(ipc::RunRequest{job, "job.json"});
        writer.send(ipc::Accepted{job});
        QVERIFY(writer.openEvents(path(job)));
        writer.send(ipc::Metric{job, 1, "loss", 0.5});
        writer.send(ipc::Finished{job, ipc::FinishStatus::Ok, {}});
        writer.send(ipc::Heartbeat{}); // of nobody
        writer.flush();
        const std::vector<json> events = fileLines(path(job));
        std::vector<std::string> types;
        for (const json &event : events) {
            types.push_back(event.at("type").get<std::string>());
        }
        QVERIFY((types == std::vector<std::string>{"run", "accepted", "metric", "finished"}));
        QCOMPARE(events[0].at("from").get<std::string>(), std::string("parent"));
        QCOMPARE(events[2].at("id").get<std::string>(), std::string(job));
    }
    QCOMPARE(output.lines(8).size(), std::size_t{8});
}

void TestMessageWriter::goesOnWithoutAReader()
{
    PipedOutput output;
    MessageWriter writer(output.channel());
    QVERIFY(writer.openEvents(path("alone")));
    output.closeReader();
    for (int i = 0; i < 100; ++i) {
        writer.send(ipc::Metric{"j", i, "loss", 0.5});
    }
    writer.flush();
    QCOMPARE(fileLines(path("alone")).size(), std::size_t{100});
}

void TestMessageWriter::unfinishedLineIsEnded()
{
    std::ofstream(path("torn")) << "{\"type\":\"metr";
    PipedOutput output;
    MessageWriter writer(output.channel());
    QVERIFY(writer.openEvents(path("torn")));
    writer.send(ipc::Metric{"j", 1, "loss", 0.5});
    writer.flush();
    const std::vector<json> events = fileLines(path("torn"));
    QCOMPARE(events.size(), std::size_t{2});
    QVERIFY(events[0].is_discarded());
    QCOMPARE(events[1].at("type").get<std::string>(), std::string("metric"));
}

QTEST_GUILESS_MAIN(TestMessageWriter)
#include "tst_message_writer.moc"

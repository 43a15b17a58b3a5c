// A worker that does what a script says, for tests of whoever talks to a worker:
//   fake_worker SCRIPT
// One step a line:
//   say TEXT       writes a line            half TEXT    writes it without a line end
//   expect TYPE    reads lines until one has this "type"; exits with 3 at the end of the input
//   repeat N TEXT  writes a line N times    long N       writes a line of N bytes
//   sleep MS       exit CODE                raise SIGNAL
//   ignore-term    goes on after SIGTERM    hang         does nothing more until it is killed
//   stderr TEXT    writes a line to stderr  event TEXT   appends a line to the run's events.jsonl
// $ID in a text is the id of the job that was asked for with the last `run`.

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>

namespace {

// Of the last `run` message.
std::string jobId;
std::filesystem::path runFolder;

// The text of a field in a line of JSON without escapes.
std::string fieldOf(const std::string &line, const std::string &name)
{
    const std::string before = "\"" + name + "\":\"";
    const std::size_t start = line.find(before);
    if (start == std::string::npos) {
        return {};
    }
    const std::size_t from = start + before.size();
    return line.substr(from, line.find('"', from) - from);
}

std::string filledIn(std::string text)
{
    const std::string mark = "$ID";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        text.replace(at, mark.size(), jobId);
    }
    return text;
}

void write(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void expectType(const std::string &type)
{
    std::string line;
    while (std::getline(std::cin, line)) {
        if (fieldOf(line, "type") == "run") {
            jobId = fieldOf(line, "id");
            runFolder = std::filesystem::path(fieldOf(line, "manifest")).parent_path();
        }
        if (fieldOf(line, "type") == type) {
            return;
        }
    }
    std::exit(3);
}

void perform(const std::string &step, const std::string &rest)
{
    if (step == "say") {
        write(filledIn(rest) + "\n");
    } else if (step == "event") {
        std::ofstream(runFolder / "events.jsonl", std::ios::app) << filledIn(rest) << '\n';
    } else if (step == "half") {
        write(rest);
    } else if (step == "expect") {
        expectType(rest);
    } else if (step == "repeat") {
        std::istringstream arguments(rest);
        int times = 0;
        std::string text;
        arguments >> times >> std::ws;
        std::getline(arguments, text);
        for (int i = 0; i < times; ++i) {
            write(filledIn(text) + "\n");
        }
    } else if (step == "long") {
        write(std::string(std::stoul(rest), 'x') + "\n");
    } else if (step == "sleep") {
        std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(rest)));
    } else if (step == "exit") {
        std::exit(std::stoi(rest));
    } else if (step == "raise") {
        std::signal(std::stoi(rest), SIG_DFL); // a sanitizer handles some
        std::raise(std::stoi(rest));
    } else if (step == "ignore-term") {
        std::signal(SIGTERM, SIG_IGN);
    } else if (step == "hang") {
        for (;;) {
            std::this_thread::sleep_for(std::chrono::hours(1));
        }
    } else if (step == "stderr") {
        std::cerr << rest << std::endl;
    } else {
        std::cerr << "fake_worker: unknown step '" << step << "'" << std::endl;
        std::exit(4);
    }
}

} // namespace

int main(int argc, char **argv)
{
    std::ifstream script(argc > 1 ? argv[1] : "");
    std::string line;
    while (std::getline(script, line)) {
        const std::size_t space = line.find(' ');
        perform(line.substr(0, space), space == std::string::npos ? "" : line.substr(space + 1));
    }
    return 0;
}

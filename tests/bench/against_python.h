#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <functional>
#include <initializer_list>
#include <string>

#include <fmt/format.h>

#include <QProcess>
#include <QStringList>

namespace bench {

// Of one training step.
struct Seconds
{
    double wall = 0.0;
    double cpu = 0.0;
};

// One step to warm up, then the mean of `steps`.
inline Seconds timeOf(int steps, const std::function<void()> &step)
{
    step();
    const auto wall = std::chrono::steady_clock::now();
    const std::clock_t cpu = std::clock();
    for (int i = 0; i < steps; ++i) {
        step();
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - wall;
    return {.wall = spent.count() / steps,
            .cpu = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC / steps};
}

// The numbers that a script of this folder prints for these arguments; none where it fails, as it
// does where no Python imports torch. TALOSCOPE_PYTHON names one.
inline QList<double> pythonNumbers(const char *script,
                                   std::initializer_list<std::int64_t> arguments)
{
    QStringList command = {QStringLiteral(TALOSCOPE_BENCH_DIR "/") + script};
    for (const std::int64_t number : arguments) {
        command << QString::number(number);
    }
    QProcess process;
    process.start(qEnvironmentVariable("TALOSCOPE_PYTHON", QStringLiteral("python3")), command);
    if (!process.waitForFinished(600'000) || process.exitCode() != 0) {
        fmt::print(stderr, "{}", process.readAllStandardError().toStdString());
        return {};
    }
    QList<double> numbers;
    for (const QByteArray &part : process.readAllStandardOutput().simplified().split(' ')) {
        numbers << part.toDouble();
    }
    return numbers;
}

// Of a script that prints "wall cpu"; zeros where none runs.
inline Seconds timeOfPython(const char *script, std::initializer_list<std::int64_t> arguments)
{
    const QList<double> numbers = pythonNumbers(script, arguments);
    return numbers.size() == 2 ? Seconds{numbers[0], numbers[1]} : Seconds{};
}

// Measures both in turn, since machines drift, and prints the least of each and the ratio.
inline void compareWithPython(const std::string &what, const std::function<Seconds()> &ours,
                              const std::function<Seconds()> &python)
{
    constexpr int kRounds = 2;
    constexpr double kNever = 1e9;
    Seconds best{kNever, kNever};
    Seconds theirs = best;
    const auto keepLeast = [](Seconds &least, const Seconds &measured) {
        least.wall = std::min(least.wall, measured.wall);
        least.cpu = std::min(least.cpu, measured.cpu);
    };
    for (int round = 0; round < kRounds; ++round) {
        keepLeast(best, ours());
        keepLeast(theirs, python());
    }
    fmt::print("{}: {:.3f} s (CPU {:.3f} s)", what, best.wall, best.cpu);
    if (theirs.wall > 0.0) {
        fmt::print("; Python's PyTorch {:.3f} s (CPU {:.3f} s): ratio {:.2f} (CPU {:.2f})\n",
                   theirs.wall, theirs.cpu, best.wall / theirs.wall, best.cpu / theirs.cpu);
    } else {
        fmt::print("; no figure of Python (TALOSCOPE_PYTHON names one that imports torch)\n");
    }
}

} // namespace bench

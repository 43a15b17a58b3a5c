#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "core/ml/ftcl/alignment.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/torch.h"

#include "tests/bench/against_python.h"

// Forward and backward of FTCL's dynamic programs at the paper's sizes (16 pairs, 30 and 5
// snippets) against the published Python loops, and ratios. Nothing here passes or fails by a
// figure.

using namespace core::ml;
using namespace core::ml::ftcl;

namespace {

constexpr std::int64_t kPairs = 16;
constexpr std::int64_t kLcsLength = 30;
constexpr std::int64_t kFsdLength = 5;

// CPU seconds, best of several means.
template <typename Work>
double secondsOf(const Work &work)
{
    constexpr int kRepeats = 100;
    double best = 1e9;
    for (int i = 0; i < 10; ++i) {
        const std::clock_t begin = std::clock();
        for (int k = 0; k < kRepeats; ++k) {
            work();
        }
        best =
            std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / kRepeats);
    }
    return best;
}

void report(const char *name, double seconds, double python)
{
    fmt::print("{}: {:.3f} ms", name, 1e3 * seconds);
    if (python > 0.0) {
        fmt::print("; published loops {:.1f} ms, ratio {:.0f}\n", 1e3 * python, python / seconds);
    } else {
        fmt::print("; no Python imports torch (TALOSCOPE_PYTHON names one)\n");
    }
}

} // namespace

int main()
{
    prepareDeterminism(1);
    seedTorch(0, 1);
    const torch::Tensor similarity =
        (torch::rand({kPairs, kLcsLength, kLcsLength}) * 0.16 + 0.84).requires_grad_();
    const torch::Tensor match = torch::rand({kPairs, kFsdLength, kFsdLength}).requires_grad_();
    const torch::Tensor gap = torch::rand({kPairs, kFsdLength, kFsdLength}).requires_grad_();
    // CPU seconds of LCS and FSD.
    const QList<double> python =
        bench::pythonNumbers("alignment_loops.py", {kPairs, kLcsLength, kFsdLength, 1});
    for (const auto &[name, kernel] : {std::pair{"loops", AlignmentKernel::Loops},
                                       std::pair{"wavefront", AlignmentKernel::Wavefront}}) {
        const double lcs = secondsOf(
            [&, kernel = kernel] { matchScores(similarity, 0.92, kernel).sum().backward(); });
        const double fsd = secondsOf(
            [&, kernel = kernel] { softScores(match, gap, 0.1, kernel).sum().backward(); });
        report(
            fmt::format("LCS, {} (forward and backward, {} pairs of {})", name, kPairs, kLcsLength)
                .c_str(),
            lcs, python.value(0));
        report(
            fmt::format("FSD, {} (forward and backward, {} pairs of {})", name, kPairs, kFsdLength)
                .c_str(),
            fsd, python.value(1));
    }
    return 0;
}

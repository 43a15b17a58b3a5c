#include <cstdio>

#include <fmt/format.h>

#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"
#include "core/ml/torch.h"
#include "core/ml/train/student_trainer.h"

#include "tests/bench/against_python.h"

// Speed of the student's training step against Python's PyTorch (student_step.py), on paper widths.
// Nothing here passes or fails by a figure.

using namespace core;
using namespace core::ml;

namespace {

struct Shape
{
    int videos;
    int length; // steps of level 0
    int dim;
    int classes;
    int steps;
};

// Eighteen segments of growing length in every video, as student_step.py has them.
student::Targets segmentsOf(const Shape &shape, int video)
{
    student::Targets targets;
    const auto length = static_cast<float>(shape.length);
    for (int i = 0; i < 18; ++i) {
        const float start = length * static_cast<float>(i) / 20.0F + 2.0F;
        targets.push_back(
            {start, start + length * static_cast<float>(i + 2) / 400.0F, video % shape.classes});
    }
    return targets;
}

bench::Seconds timeSteps(const Shape &shape)
{
    model::StudentConfig config;
    config.maxSequence = shape.length;
    StudentTrainer trainer(config, shape.dim, shape.classes, {}, false);
    trainer.initialise(1);
    StudentBatch batch;
    batch.features = torch::rand({shape.videos, shape.dim, shape.length});
    std::vector<student::Targets> targets;
    for (int v = 0; v < shape.videos; ++v) {
        batch.lengths.push_back(shape.length);
        batch.weakLabels.push_back({v % shape.classes});
        targets.push_back(segmentsOf(shape, v));
    }
    std::int64_t number = 0;
    return bench::timeOf(shape.steps, [&] {
        const StepDraws draws =
            StepDraws::of(config, 1, ++number, batch, shape.classes, torch::kCPU);
        const auto step = trainer.train(batch, targets, draws, 1e-4, {});
        if (!step) {
            fmt::print(stderr, "{}\n", step.error().sentence());
        }
    });
}

} // namespace

int main()
{
    prepareDeterminism(0);
    const int threads = at::get_num_threads();
    for (const Shape &shape : {Shape{4, 320, 2048, 20, 2}, Shape{1, 2304, 2048, 20, 1}}) {
        bench::compareWithPython(
            fmt::format("student step, {} videos of {} steps, {} threads", shape.videos,
                        shape.length, threads),
            [&] { return timeSteps(shape); },
            [&] {
                return bench::timeOfPython(
                    "student_step.py",
                    {shape.videos, shape.length, shape.dim, shape.classes, shape.steps, threads});
            });
    }
    fmt::print("peak memory {:.2f} GiB\n",
               static_cast<double>(peakMemory({}).hostBytes) / (1 << 30));
    return 0;
}

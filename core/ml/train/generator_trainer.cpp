#include "core/ml/train/generator_trainer.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/ml/dataset/prefetcher.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"

namespace core::ml {

namespace {

using model::CheckpointChoice;

constexpr const char *kPhase = "generator";
constexpr std::uint64_t kHoldOutStream = std::uint64_t{3} << 61;
constexpr std::size_t kHoldOutShare = 8; // one training video of so many

NamedTensors copied(const NamedTensors &tensors)
{
    NamedTensors copies;
    for (const auto &[name, tensor] : tensors) {
        copies.emplace_back(name,
                            tensor.detach().to(torch::kCPU, tensor.scalar_type(), false, true));
    }
    return copies;
}

} // namespace

GeneratorTrainer::GeneratorTrainer(const StageContext &context, Generator &generator,
                                   const FeatureStore &store, const Device &device)
    : m_context(context)
    , m_generator(generator)
    , m_store(store)
    , m_device(device)
    , m_plan(generator.plan())
    , m_adam(generator.parameters(), m_plan.adam)
    , m_inference(context, generator, store, device)
    , m_microBatch(m_plan.batchSize)
{
}

base::Result<void> GeneratorTrainer::run()
{
    TRY(chooseVideos());
    const auto sampler = [this](std::int64_t stored, base::Random &random) {
        return m_generator.trainingIndices(stored, random);
    };
    const WeakVideoDataset dataset =
        TRY(WeakVideoDataset::open(m_context.set, m_store, m_trainingVideos, m_plan.batchSize,
                                   m_context.config.seed, sampler));
    TRY(train(dataset));
    if (m_best.empty()) {
        m_bestStep = m_plan.steps;
        return {};
    }
    return m_generator.adopt("the best weights so far", m_best);
}

base::Result<void> GeneratorTrainer::chooseVideos()
{
    for (std::size_t i = 0; i < m_context.set.videos.size(); ++i) {
        if (m_context.set.videos[i].isTraining) {
            m_trainingVideos.push_back(i);
        }
    }
    if (m_plan.checkpoint == CheckpointChoice::BestTest && !canEvaluate(m_context)) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "there is no ground truth of the test split to choose by",
                           .place = "fustal.checkpoint",
                           .expected = "ground truth, or \"last\" or \"best_held_out\""});
    }
    if (m_plan.checkpoint != CheckpointChoice::BestHeldOut) {
        return {};
    }
    if (m_trainingVideos.size() < 2) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "a single training video cannot be held out",
                           .place = "fustal.checkpoint",
                           .expected = "at least two training videos, or \"last\""});
    }
    std::vector<std::size_t> shuffled = m_trainingVideos;
    base::Random random(m_context.config.seed, kHoldOutStream);
    random.shuffle(std::span(shuffled));
    shuffled.resize(std::max<std::size_t>(1, shuffled.size() / kHoldOutShare));
    std::sort(shuffled.begin(), shuffled.end());
    m_heldOut = std::move(shuffled);
    std::erase_if(m_trainingVideos, [this](std::size_t index) {
        return std::binary_search(m_heldOut.begin(), m_heldOut.end(), index);
    });
    return {};
}

base::Result<void> GeneratorTrainer::train(const WeakVideoDataset &dataset)
{
    const std::int64_t first = TRY(loadResumePoint()) + 1;
    if (first > m_plan.steps) {
        return {};
    }
    Prefetcher<GeneratorBatch> loader(
        first, m_plan.steps, m_context.config.runtime.loaderQueue,
        [&](std::int64_t step) { return dataset.batch(step, m_device.isCuda); });
    const int saveEvery = m_context.config.runtime.checkpointEverySteps;
    for (std::int64_t step = first; step <= m_plan.steps; ++step) {
        if (m_context.cancel.isCancelled()) {
            TRY(saveResumePoint(step - 1));
            return base::fail({.code = base::ErrorCode::Cancelled,
                               .problem = fmt::format("stopped on request after step {} of {}",
                                                      step - 1, m_plan.steps)});
        }
        const GeneratorBatch loaded = TRY(loader.next());
        const LossTerms terms = TRY(trainStep(loaded, step));
        if (step == 1 || (m_plan.logEvery > 0 && step % m_plan.logEvery == 0) ||
            step == m_plan.steps) {
            for (const auto &[name, value] : terms) {
                report("generator.loss." + name, step, value);
            }
        }
        if (step == m_plan.steps ||
            (m_plan.evaluateEvery > 0 && step % m_plan.evaluateEvery == 0)) {
            TRY(evaluate(step));
        }
        m_context.reporter.progress(kPhase, step, m_plan.steps);
        if (saveEvery > 0 && step % saveEvery == 0 && step < m_plan.steps) {
            TRY(saveResumePoint(step));
        }
    }
    return {};
}

base::Result<LossTerms> GeneratorTrainer::trainStep(const GeneratorBatch &loaded, std::int64_t step)
{
    for (;;) {
        auto terms = catchTorch(fmt::format("step {}", step), [&]() -> base::Result<LossTerms> {
            const torch::Device device = torchDevice(m_device);
            const GeneratorBatch batch = {loaded.features.to(device, /*non_blocking=*/true),
                                          loaded.labels.to(device, /*non_blocking=*/true)};
            seedTorch(m_context.config.seed, static_cast<std::uint64_t>(step));
            m_adam.zeroGrad();
            LossTerms made = m_generator.accumulate(batch, m_microBatch);
            m_adam.step();
            return made;
        });
        if (terms || terms.error().code != base::ErrorCode::OutOfMemory || m_microBatch == 1) {
            return terms;
        }
        // The failed attempt changed nothing: Adam comes last, and the step draws the same again.
        m_adam.zeroGrad();
        releaseCachedMemory(m_device);
        m_microBatch = (m_microBatch + 1) / 2;
        m_context.reporter.message(
            ReportLevel::Warning,
            fmt::format("out of memory at step {}: from now on {} videos at a time, with the "
                        "gradients of the whole batch",
                        step, m_microBatch));
    }
}

base::Result<void> GeneratorTrainer::evaluate(std::int64_t step)
{
    if (canEvaluate(m_context)) {
        const GeneratorEvaluation made = TRY(evaluateOnTest(m_context, m_inference));
        report("generator.test.average_map", step, made.averageMap);
        report("generator.test.exact_label_sets", step, made.exactLabelSets);
        if (m_plan.checkpoint == CheckpointChoice::BestTest) {
            keepIfBest(step, made.averageMap);
        }
    }
    if (m_plan.checkpoint == CheckpointChoice::BestHeldOut) {
        const double loss = TRY(weakLabelLoss(m_context, m_inference, m_heldOut));
        report("generator.held_out.classification", step, loss);
        keepIfBest(step, -loss);
    }
    return {};
}

void GeneratorTrainer::keepIfBest(std::int64_t step, double value)
{
    if (m_best.empty() || value > m_bestValue) {
        m_best = copied(m_generator.weights());
        m_bestValue = value;
        m_bestStep = step;
    }
}

void GeneratorTrainer::report(const std::string &name, std::int64_t step, double value)
{
    m_series[name].emplace_back(step, value);
    m_context.reporter.metric(name, step, value);
}

// Identifies what a resume point belongs to: the network's shapes are checked besides.
std::string GeneratorTrainer::fingerprint() const
{
    const model::RunConfig &config = m_context.config;
    std::string text =
        fmt::format("{} {} {} {} {} {}", config.generator, config.seed, m_plan.steps,
                    m_plan.batchSize, m_plan.adam.learningRate, m_plan.adam.weightDecay);
    for (const std::string &name : m_context.set.classes) {
        text += '\n' + name;
    }
    for (const model::TrainingVideo &video : m_context.set.videos) {
        text += fmt::format("\n{} {}", video.name, video.isTraining);
    }
    return base::hashText(text);
}

base::Result<void> GeneratorTrainer::saveResumePoint(std::int64_t step) const
{
    NamedTensors all;
    const std::string print = fingerprint();
    all.emplace_back("fingerprint", integersTensor({print.begin(), print.end()}));
    all.emplace_back("counters", integersTensor({step, m_bestStep}));
    all.emplace_back("best_value", doublesTensor({m_bestValue}));
    appendWithPrefix(all, "weights/", m_generator.weights());
    appendWithPrefix(all, "generator/", m_generator.trainingState());
    appendWithPrefix(all, "adam/", m_adam.state());
    appendWithPrefix(all, "best/", m_best);
    for (const auto &[name, points] : m_series) {
        std::vector<double> flat;
        for (const auto &[at, value] : points) {
            flat.push_back(static_cast<double>(at));
            flat.push_back(value);
        }
        all.emplace_back("series/" + name, doublesTensor(flat));
    }
    return saveTensors(resumeFile(), all);
}

base::Result<std::int64_t> GeneratorTrainer::loadResumePoint()
{
    const std::filesystem::path path = resumeFile();
    if (!std::filesystem::exists(path)) {
        return 0;
    }
    const NamedTensors all = TRY(loadTensors(path));
    const std::vector<std::int64_t> print = TRY(readIntegers(all, "fingerprint"));
    if (std::string(print.begin(), print.end()) != fingerprint()) {
        m_context.reporter.message(ReportLevel::Warning,
                                   "the resume point belongs to other settings or videos: "
                                   "training starts afresh");
        return 0;
    }
    const std::vector<std::int64_t> counters = TRY(readIntegers(all, "counters"));
    const std::vector<double> bestValue = TRY(readDoubles(all, "best_value"));
    TRY(m_generator.adopt(path, withoutPrefix(all, "weights/")));
    TRY(assignTensors(path, withoutPrefix(all, "generator/"), m_generator.trainingState()));
    TRY(m_adam.restore(path, withoutPrefix(all, "adam/")));
    m_best = withoutPrefix(all, "best/");
    m_bestStep = counters.at(1);
    m_bestValue = bestValue.at(0);
    for (const auto &entry : withoutPrefix(all, "series/")) {
        const std::vector<double> flat = doublesOf(entry.second);
        for (std::size_t i = 0; i + 1 < flat.size(); i += 2) {
            m_series[entry.first].emplace_back(static_cast<std::int64_t>(flat[i]), flat[i + 1]);
        }
    }
    m_context.reporter.message(ReportLevel::Info,
                               fmt::format("resuming after step {}", counters.at(0)));
    return counters.at(0);
}

void GeneratorTrainer::removeResumePoint() const
{
    std::error_code ignored;
    std::filesystem::remove(resumeFile(), ignored);
}

} // namespace core::ml

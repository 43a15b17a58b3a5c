#include "core/ml/train/generator_trainer.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/ml/dataset/prefetcher.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/train/save_clock.h"

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
    , m_steps(m_plan.steps())
    , m_adam(generator.parameters(), m_plan.adam)
    , m_inference(context, generator, store, device)
    , m_microBatch(std::int64_t{2} * m_plan.batchSize)
{
}

base::Result<void> GeneratorTrainer::run()
{
    TRY(chooseVideos());
    const std::int64_t done = TRY(loadResumePoint());
    std::int64_t before = 0;
    for (const TrainingPhase &phase : m_plan.phases) {
        const std::int64_t last = before + phase.steps;
        if (done < last) {
            if (before > 0 && done <= before) {
                m_adam = Adam(m_generator.parameters(), m_plan.adam);
                m_best.clear();
            }
            const WeakVideoDataset dataset = TRY(datasetOf(phase));
            TRY(trainPhase(dataset, before, std::max(done, before) + 1, last));
        }
        before = last;
    }
    if (m_best.empty()) {
        m_bestStep = m_steps;
        return {};
    }
    return m_generator.adopt("the best weights so far", m_best);
}

base::Result<WeakVideoDataset> GeneratorTrainer::datasetOf(const TrainingPhase &phase) const
{
    WeakVideoDataset::Options options;
    options.batchSize = m_plan.batchSize;
    options.seed = m_context.config.seed;
    options.sampler = [this](std::int64_t stored, base::Random &random) {
        return m_generator.trainingIndices(stored, random);
    };
    options.isResampled = phase.isResampled;
    if (phase.kind == BatchKind::Pairs) {
        std::vector<std::vector<int>> labels;
        labels.reserve(m_trainingVideos.size());
        for (const std::size_t video : m_trainingVideos) {
            labels.push_back(m_context.set.videos[video].weakLabels);
        }
        options.pairs = m_generator.pairs(labels);
    }
    return WeakVideoDataset::open(m_context.set, m_store, m_trainingVideos, std::move(options));
}

base::Result<void> GeneratorTrainer::chooseVideos()
{
    for (std::size_t i = 0; i < m_context.set.videos.size(); ++i) {
        if (m_context.set.videos[i].isTraining) {
            m_trainingVideos.push_back(i);
        }
    }
    if (m_plan.checkpoint == CheckpointChoice::BestTest && !m_context.canEvaluate()) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "there is no ground truth of the test split to choose by",
                           .place = m_context.config.generator + ".checkpoint",
                           .expected = "ground truth, or \"last\" or \"best_held_out\""});
    }
    if (m_plan.checkpoint != CheckpointChoice::BestHeldOut) {
        return {};
    }
    if (m_trainingVideos.size() < 2) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "a single training video cannot be held out",
                           .place = m_context.config.generator + ".checkpoint",
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

// Steps first … last of a phase that follows step `begin`; batches count from there.
base::Result<void> GeneratorTrainer::trainPhase(const WeakVideoDataset &dataset, std::int64_t begin,
                                                std::int64_t first, std::int64_t last)
{
    Prefetcher<GeneratorBatch> loader(
        first, last, m_context.config.runtime.loaderQueue,
        [&](std::int64_t step) { return dataset.batch(step - begin, m_device.isCuda); });
    SaveClock saving(m_context.config.runtime.checkpointEverySteps);
    for (std::int64_t step = first; step <= last; ++step) {
        if (TRY(m_context.mustStop())) {
            TRY(saveResumePoint(step - 1));
            return base::fail({.code = base::ErrorCode::Cancelled,
                               .problem = fmt::format("stopped on request after step {} of {}",
                                                      step - 1, m_steps)});
        }
        const GeneratorBatch loaded = TRY(loader.next());
        const LossTerms terms = TRY(trainStep(loaded, step));
        TRY(reportStep(terms, step));
        if (step < m_steps && saving.isDue(step)) {
            TRY(saveResumePoint(step));
            saving.noteSaved();
        }
    }
    return {};
}

base::Result<void> GeneratorTrainer::reportStep(const LossTerms &terms, std::int64_t step)
{
    const bool isLast = step == m_steps;
    if (step == 1 || isLast || (m_plan.logEvery > 0 && step % m_plan.logEvery == 0)) {
        for (const auto &[name, value] : terms) {
            report("generator.loss." + name, step, value);
        }
    }
    if (isLast || (m_plan.evaluateEvery > 0 && step % m_plan.evaluateEvery == 0)) {
        TRY(evaluate(step));
    }
    m_context.reporter.progress(kPhase, step, m_steps);
    return {};
}

base::Result<LossTerms> GeneratorTrainer::trainStep(const GeneratorBatch &loaded, std::int64_t step)
{
    for (;;) {
        auto terms = catchTorch(fmt::format("step {}", step), [&]() -> base::Result<LossTerms> {
            const torch::Device device = torchDevice(m_device);
            const GeneratorBatch batch = {loaded.features.to(device, /*non_blocking=*/true),
                                          loaded.labels.to(device, /*non_blocking=*/true),
                                          loaded.isPaired};
            seedTorch(m_context.config.seed, static_cast<std::uint64_t>(step));
            m_adam.zeroGrad();
            LossTerms made = m_generator.accumulate(batch, {m_microBatch, m_context.ranks});
            if (m_context.ranks != nullptr) {
                m_context.ranks->sumGradients(m_generator.parameters());
            }
            m_adam.step();
            return made;
        });
        // Other processes wait for this one in the middle of the step: it cannot be done again.
        if (terms || terms.error().code != base::ErrorCode::OutOfMemory || m_microBatch == 1 ||
            m_context.ranks != nullptr) {
            return terms;
        }
        // The failed attempt changed nothing: Adam comes last, and the step draws the same again.
        m_adam.zeroGrad();
        releaseCachedMemory(m_device);
        m_microBatch = (std::min(m_microBatch, loaded.features.size(0)) + 1) / 2;
        m_context.reporter.message(
            ReportLevel::Warning,
            fmt::format("Memory ran out: batches of {} videos are now computed {} at a time; "
                        "gradients add up to the same",
                        loaded.features.size(0), m_microBatch));
    }
}

base::Result<void> GeneratorTrainer::evaluate(std::int64_t step)
{
    if (!m_context.isLeader()) {
        return {};
    }
    if (m_context.canEvaluate()) {
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
        fmt::format("{} {} {} {} {} {}", config.generator, config.seed, m_steps, m_plan.batchSize,
                    m_plan.adam.learningRate, m_plan.adam.weightDecay);
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
    if (!m_context.isLeader()) {
        return {};
    }
    NamedTensors all;
    const std::string print = fingerprint();
    all.emplace_back("fingerprint", integersTensor({print.begin(), print.end()}));
    all.emplace_back("counters", integersTensor({step, m_bestStep, m_microBatch}));
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
    if (counters.size() != 3 || bestValue.size() != 1) {
        return base::fail({.code = base::ErrorCode::BadFormat,
                           .problem = "another number of counters",
                           .file = path.string(),
                           .expected = "a resume file of the generator"});
    }
    TRY(m_generator.adopt(path, withoutPrefix(all, "weights/")));
    TRY(assignTensors(path, withoutPrefix(all, "generator/"), m_generator.trainingState()));
    TRY(m_adam.restore(path, withoutPrefix(all, "adam/")));
    m_best = withoutPrefix(all, "best/");
    m_bestStep = counters[1];
    m_microBatch = counters[2];
    m_bestValue = bestValue[0];
    for (const auto &entry : withoutPrefix(all, "series/")) {
        const std::vector<double> flat = doublesOf(entry.second);
        for (std::size_t i = 0; i + 1 < flat.size(); i += 2) {
            m_series[entry.first].emplace_back(static_cast<std::int64_t>(flat[i]), flat[i + 1]);
        }
    }
    m_context.reporter.message(ReportLevel::Info,
                               fmt::format("resuming after step {}", counters[0]));
    return counters[0];
}

void GeneratorTrainer::removeResumePoint() const
{
    std::error_code ignored;
    std::filesystem::remove(resumeFile(), ignored);
}

} // namespace core::ml

#include "core/ml/train/student_trainer.h"

#include <algorithm>

#include "core/ml/common/mixed_precision.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/student/decoding.h"
#include "core/ml/student/mean_teacher.h"

namespace core::ml {

namespace {

// Streams of the steps; far from those of the generator.
constexpr std::uint64_t kStepStream = std::uint64_t{1} << 40U;

// Thrown through libtorch's backward pass, caught in computeGradients().
struct Stopped
{
};

void stopIfCancelled(const base::CancelToken &cancel)
{
    if (cancel.isCancelled()) {
        throw Stopped{};
    }
}

// [B, 1, T]: 1 in a sample's valid steps.
torch::Tensor maskOf(const std::vector<std::int64_t> &lengths, std::int64_t steps)
{
    torch::Tensor mask = torch::zeros({static_cast<std::int64_t>(lengths.size()), 1, steps});
    for (std::size_t b = 0; b < lengths.size(); ++b) {
        mask[static_cast<std::int64_t>(b)].narrow(1, 0, lengths[b]).fill_(1.0);
    }
    return mask;
}

torch::Tensor partOf(const torch::Tensor &tensor, std::int64_t dim, std::int64_t first,
                     std::int64_t count)
{
    return tensor.defined() ? tensor.narrow(dim, first, count) : tensor;
}

template <typename T>
std::vector<T> partOf(const std::vector<T> &values, std::int64_t first, std::int64_t count)
{
    return {values.begin() + first, values.begin() + first + count};
}

} // namespace

StepDraws StepDraws::of(const model::StudentConfig &config, std::uint64_t seed, std::int64_t step,
                        const StudentBatch &batch, std::int64_t classes,
                        const torch::Device &device)
{
    seedTorch(seed, kStepStream + static_cast<std::uint64_t>(step));
    const std::int64_t samples = batch.features.size(0);
    const auto options = torch::TensorOptions(torch::kFloat).device(device);
    StepDraws out;
    if (config.inputNoise > 0.0) {
        out.noise = torch::randn(batch.features.sizes(), options);
    }
    const auto blocks = static_cast<std::int64_t>(config.regressionRanges.size()) - 1;
    if (config.dropPath > 0.0 && blocks > 0) {
        out.network.dropPath = torch::rand({2 * blocks, samples}, options);
    }
    if (config.milWeight > 0.0 && config.milDropout > 0.0) {
        out.network.milKeep =
            torch::rand({samples, batch.features.size(2), classes}, options) >= config.milDropout;
    }
    return out;
}

StudentTrainer::StudentTrainer(const model::StudentConfig &config, std::int64_t inputDim,
                               std::int64_t classes, const Device &device, bool isMixedPrecision,
                               const Ranks *ranks)
    : m_config(config)
    , m_ourDevice(device)
    , m_device(torchDevice(device))
    , m_isMixedPrecision(isMixedPrecision && device.isCuda)
    , m_ranks(ranks)
    , m_network(config, inputDim, classes)
    , m_average(config, inputDim, classes)
    , m_optimiser(
          [this] {
              m_network->to(m_device);
              m_average->to(m_device);
              for (const torch::Tensor &parameter : m_average->parameters()) {
                  parameter.requires_grad_(false);
              }
              return m_network->state();
          }(),
          config.weightDecay)
    , m_normaliser(config.initLossNorm)
{
}

void StudentTrainer::initialise(std::uint64_t seed)
{
    base::Random random(seed, kInitialisationStream);
    m_network->initialise(random);
    copyToAverage();
}

void StudentTrainer::copyToAverage()
{
    const torch::NoGradGuard noGrad;
    const std::vector<torch::Tensor> into = m_average->parameters();
    const std::vector<torch::Tensor> from = m_network->parameters();
    for (std::size_t i = 0; i < into.size(); ++i) {
        into[i].copy_(from[i]);
    }
    m_average->findDeadBranches();
}

base::Result<StudentTrainer::Step>
StudentTrainer::train(const StudentBatch &batch, const std::vector<student::Targets> &targets,
                      const StepDraws &draws, double learningRate, const base::CancelToken &cancel)
{
    student::BatchTargets assigned;
    assigned.validLengths = batch.lengths;
    assigned.weakLabels = batch.weakLabels;
    const std::vector<student::Point> points =
        student::makePoints(m_config, batch.features.size(2));
    std::int64_t positives = 0;
    for (std::size_t b = 0; b < targets.size(); ++b) {
        assigned.assignments.push_back(student::assignLabels(points, targets[b], m_config,
                                                             static_cast<float>(batch.lengths[b])));
        positives += assigned.assignments.back().positivePoints;
    }
    const double normaliser = student::updatedNormaliser(m_config, m_normaliser, positives);
    Step step = TRY(computeGradients(batch, assigned, draws, normaliser, cancel));
    return catchTorch("student step", [&]() -> base::Result<Step> {
        m_normaliser = normaliser;
        step.gradientNorm = m_optimiser.clipGradients(m_config.clipGradNorm);
        m_optimiser.step(learningRate);
        student::updateAverage(m_average, m_network, m_config.emaDecay);
        return step;
    });
}

base::Result<StudentTrainer::Step>
StudentTrainer::computeGradients(const StudentBatch &batch, const student::BatchTargets &targets,
                                 const StepDraws &draws, double normaliser,
                                 const base::CancelToken &cancel)
{
    const auto samples = static_cast<std::int64_t>(batch.lengths.size());
    const student::BatchScale scale = student::BatchScale::of(targets, normaliser);
    const RowRange own = m_ranks == nullptr ? RowRange{0, samples} : m_ranks->share(samples);
    for (;;) {
        const std::int64_t size = m_partSize > 0 ? std::min(m_partSize, samples) : samples;
        base::Result<Step> done = catchTorch("student step", [&]() -> base::Result<Step> {
            m_optimiser.zeroGradients();
            Step sums;
            try {
                for (std::int64_t row = 0; row < own.count; row += size) {
                    addGradients({own.first + row, std::min(size, own.count - row)}, batch, targets,
                                 draws, scale, cancel, sums);
                }
            } catch (const Stopped &) {
                return base::fail({.code = base::ErrorCode::Cancelled, .problem = "stopped"});
            }
            if (m_ranks != nullptr) {
                share(sums);
            }
            return sums;
        });
        if (done || !canShrink(done.error(), size)) {
            return done;
        }
    }
}

void StudentTrainer::share(Step &sums)
{
    m_ranks->sumGradients(m_network->state());
    const torch::Tensor losses =
        torch::tensor({sums.cls, sums.reg, sums.mil, sums.total}, torch::kDouble);
    m_ranks->sum(losses);
    sums = {.cls = losses[0].item<double>(),
            .reg = losses[1].item<double>(),
            .mil = losses[2].item<double>(),
            .total = losses[3].item<double>()};
}

bool StudentTrainer::canShrink(const base::Error &error, std::int64_t size)
{
    // Other processes wait for this one in the middle of the step: it cannot be done again.
    if (error.code != base::ErrorCode::OutOfMemory || size == 1 || m_ranks != nullptr) {
        return false;
    }
    m_optimiser.zeroGradients();
    releaseCachedMemory(m_ourDevice);
    m_partSize = size / 2;
    return true;
}

void StudentTrainer::addGradients(const RowRange &part, const StudentBatch &batch,
                                  const student::BatchTargets &targets, const StepDraws &draws,
                                  const student::BatchScale &scale, const base::CancelToken &cancel,
                                  Step &sums)
{
    if (m_beforePart) {
        m_beforePart(part.count);
    }
    const auto narrowed = [&](const torch::Tensor &tensor, std::int64_t dim) {
        return partOf(tensor, dim, part.first, part.count);
    };
    torch::Tensor x = narrowed(batch.features, 0).to(m_device, true);
    if (draws.noise.defined()) {
        x = torch::add(x, narrowed(draws.noise, 0), m_config.inputNoise);
    }
    const student::BatchTargets own{partOf(targets.assignments, part.first, part.count),
                                    partOf(targets.validLengths, part.first, part.count),
                                    partOf(targets.weakLabels, part.first, part.count)};
    const torch::Tensor mask = maskOf(own.validLengths, x.size(2)).to(m_device);

    student::NetworkOutput output;
    {
        const MixedPrecisionScope mixed(m_isMixedPrecision);
        stopIfCancelled(cancel);
        const student::Pyramid pyramid =
            m_network->backbone(x, mask, narrowed(draws.network.dropPath, 1));
        for (const torch::Tensor &level : pyramid.features) {
            level.register_hook([&cancel](const torch::Tensor &) { stopIfCancelled(cancel); });
        }
        stopIfCancelled(cancel);
        output = m_network->heads(m_network->neck(pyramid));
    }
    // The losses stay in single precision.
    const student::Losses losses =
        student::computeLosses(m_config, output, own, scale, narrowed(draws.network.milKeep, 0));
    stopIfCancelled(cancel);
    losses.total.backward();
    sums.cls += losses.cls.item<double>();
    sums.reg += losses.reg.item<double>();
    sums.mil += losses.mil.defined() ? losses.mil.item<double>() : 0.0;
    sums.total += losses.total.item<double>();
}

std::vector<std::vector<model::Detection>>
StudentTrainer::detections(const torch::Tensor &features, const std::vector<std::int64_t> &lengths,
                           const std::vector<tal::StudentGrid> &grids,
                           const std::vector<double> &durations)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor x = features.to(m_device, true);
    const torch::Tensor mask = maskOf(lengths, x.size(2)).to(m_device);
    const auto candidates = student::decodeCandidates(m_config, m_average->forward(x, mask));
    std::vector<std::vector<model::Detection>> out;
    for (std::size_t b = 0; b < candidates.size(); ++b) {
        out.push_back(student::detectionsOf(m_config, candidates[b], grids[b], durations[b]));
    }
    return out;
}

base::Result<std::vector<std::vector<model::Detection>>>
StudentTrainer::teach(const StudentBatch &batch)
{
    using Lists = std::vector<std::vector<model::Detection>>;
    const auto samples = static_cast<std::int64_t>(batch.lengths.size());
    for (;;) {
        const std::int64_t size = m_partSize > 0 ? std::min(m_partSize, samples) : samples;
        base::Result<Lists> done = catchTorch("teacher", [&]() -> base::Result<Lists> {
            Lists out;
            for (std::int64_t first = 0; first < samples; first += size) {
                const std::int64_t count = std::min(size, samples - first);
                Lists part = detections(
                    batch.features.narrow(0, first, count), partOf(batch.lengths, first, count),
                    partOf(batch.grids, first, count), partOf(batch.durations, first, count));
                out.insert(out.end(), std::make_move_iterator(part.begin()),
                           std::make_move_iterator(part.end()));
            }
            return out;
        });
        if (done || !canShrink(done.error(), size)) {
            return done;
        }
    }
}

base::Result<std::vector<model::Detection>> StudentTrainer::detect(const StudentVideo &video)
{
    return catchTorch("student inference", [&]() -> base::Result<std::vector<model::Detection>> {
        return detections(video.features, {video.length}, {video.grid}, {video.durationS}).front();
    });
}

NamedTensors StudentTrainer::weights() const
{
    return m_average->state();
}

NamedTensors StudentTrainer::state() const
{
    NamedTensors out;
    appendWithPrefix(out, "model.", m_network->state());
    appendWithPrefix(out, "average.", m_average->state());
    appendWithPrefix(out, "optimiser.", m_optimiser.state());
    out.emplace_back("counters", integersTensor({m_optimiser.steps(), m_partSize}));
    out.emplace_back("numbers", doublesTensor({m_normaliser}));
    return out;
}

base::Result<void> StudentTrainer::restore(const std::filesystem::path &path,
                                           const NamedTensors &state)
{
    const std::vector<std::int64_t> counters = TRY(readIntegers(state, "counters"));
    const std::vector<double> numbers = TRY(readDoubles(state, "numbers"));
    if (counters.size() != 2 || numbers.size() != 1) {
        return base::fail({.code = base::ErrorCode::BadFormat,
                           .problem = "another number of counters",
                           .file = path.string(),
                           .expected = "a resume file of the student"});
    }
    TRY(assignTensors(path, withoutPrefix(state, "model."), m_network->state()));
    TRY(assignTensors(path, withoutPrefix(state, "average."), m_average->state()));
    TRY(assignTensors(path, withoutPrefix(state, "optimiser."), m_optimiser.state()));
    m_normaliser = numbers[0];
    m_optimiser.setSteps(counters[0]);
    m_partSize = counters[1];
    m_network->findDeadBranches();
    m_average->findDeadBranches();
    return {};
}

} // namespace core::ml

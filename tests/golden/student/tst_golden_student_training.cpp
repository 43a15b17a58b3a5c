#include <QtTest>

#include "core/ml/student/decoding.h"
#include "core/ml/student/label_assignment.h"
#include "core/ml/student/losses.h"
#include "core/ml/student/mean_teacher.h"
#include "core/ml/student/optimiser.h"
#include "core/ml/student/tridet_network.h"
#include "core/ml/torch.h"
#include "core/ml/train/student_trainer.h"

#include "tests/golden/student/student_case.h"
#include "tests/support/golden_checks.h"

using namespace core;
using namespace core::ml::student;
using namespace tests;

namespace {

constexpr double kLossRel = 1e-5;
constexpr double kGradientRel = 1e-4;

std::string levelName(const std::string &name, std::size_t level)
{
    return name + "_l" + std::to_string(level);
}

void labelAssign(const GoldenCase &golden, Findings &findings)
{
    const model::StudentConfig config = studentConfig(golden.hyper());
    const std::int64_t length = golden.hyper().at("T");
    const std::int64_t classes = golden.hyper().at("num_classes");
    const std::vector<Point> points = makePoints(config, length);
    for (const std::string &input : golden.inputNames()) {
        if (!input.ends_with(".segments")) {
            continue;
        }
        const std::string name = input.substr(0, input.size() - std::string("segments").size());
        const Assignment assigned =
            assignLabels(points, segmentsOf(golden.input(input), golden.input(name + "labels")),
                         config, static_cast<float>(length));
        std::vector<std::int64_t> positions;
        std::vector<float> offsets;
        std::vector<std::int64_t> rows;
        for (const PositivePair &pair : assigned.pairs) {
            if (positions.empty() || positions.back() != pair.point) {
                positions.push_back(pair.point);
                offsets.insert(offsets.end(), {pair.left, pair.right});
                rows.resize(rows.size() + static_cast<std::size_t>(classes), 0);
            }
            rows[rows.size() - static_cast<std::size_t>(classes - pair.classIndex)] = 1;
        }
        if (assigned.positivePoints != static_cast<std::int64_t>(positions.size())) {
            findings.note(golden.name() + "/" + name + ": another number of positive points");
        }
        findings.compareIntegers(name + "pos", torch::tensor(positions, torch::kLong));
        findings.compareIntegers(name + "cls", torch::tensor(rows, torch::kLong));
        findings.compare(name + "reg", torch::tensor(offsets, torch::kFloat),
                         {golden.tolerance("rel", 1e-6), golden.tolerance("abs", 0.0), true});
    }
}

void lossElements(const GoldenCase &golden, Findings &findings)
{
    // Element by element: the degenerate pairs' huge slopes would hide all others.
    const GoldenTolerance tolerance{golden.tolerance("rel", kLossRel),
                                    golden.tolerance("abs", 1e-7), false};
    const GoldenTolerance slopes{kGradientRel, tolerance.abs, false};
    const auto x = tensorOf(golden.input("focal_x")).requires_grad_();
    const auto focal = focalLoss(x, tensorOf(golden.input("focal_y")));
    focal.sum().backward();
    findings.compare("focal", focal, tolerance);
    findings.compare("focal_grad_x", x.grad(), slopes);
    const auto target = tensorOf(golden.input("target"));
    const auto pred = tensorOf(golden.input("pred")).requires_grad_();
    const auto giou = 1.0 - offsetIou(pred, target);
    giou.sum().backward();
    findings.compare("giou", giou, tolerance);
    findings.compare("giou_grad_pred", pred.grad(), slopes);
    const auto again = tensorOf(golden.input("pred")).requires_grad_();
    const auto diou = diouLoss(again, target);
    diou.sum().backward();
    findings.compare("diou", diou, tolerance);
    findings.compare("diou_grad_pred", again.grad(), slopes);
}

// Head outputs that a case gives, PREFIXcls_l0, PREFIXreg_l0 …; levels in the leaves get gradients.
struct Heads
{
    std::vector<torch::Tensor> cls; // [B, T_l, C]
    std::vector<torch::Tensor> start;
    std::vector<torch::Tensor> end;
    std::vector<torch::Tensor> bins; // [B, T_l, 2 (N + 1)] after the ReLU
    NetworkOutput output;
};

Heads headsOf(const GoldenCase &golden, const std::string &prefix)
{
    Heads heads;
    std::vector<torch::Tensor> masks;
    const auto batched = [](const torch::Tensor &tensor, std::int64_t dims) {
        return tensor.dim() < dims ? tensor.unsqueeze(0) : tensor;
    };
    for (std::size_t level = 0; golden.hasInput(levelName(prefix + "cls", level)); ++level) {
        const auto read = [&](const std::string &name) {
            return batched(tensorOf(golden.input(levelName(prefix + name, level))), 3);
        };
        heads.cls.push_back(read("cls").requires_grad_());
        heads.start.push_back(read("start").requires_grad_());
        heads.end.push_back(read("end").requires_grad_());
        heads.bins.push_back(torch::relu(read("reg")).requires_grad_());
        masks.push_back(
            batched(tensorOf(golden.input(levelName("mask", level))).to(torch::kBool), 2));
        heads.output.lengths.push_back(heads.cls.back().size(1));
    }
    heads.output.cls = torch::cat(heads.cls, 1);
    heads.output.start = torch::cat(heads.start, 2);
    heads.output.end = torch::cat(heads.end, 2);
    const torch::Tensor bins = torch::cat(heads.bins, 1);
    heads.output.bins = bins.view({bins.size(0), bins.size(1), 2, bins.size(2) / 2});
    heads.output.mask = torch::cat(masks, 1);
    return heads;
}

void lossTotal(const GoldenCase &golden, Findings &findings)
{
    model::StudentConfig config = studentConfig(golden.hyper());
    config.milWeight = 0.0;
    double normaliser = config.initLossNorm;
    std::vector<double> rows;
    for (int call = 0; golden.hasInput("s" + std::to_string(call) + ".cls_l0"); ++call) {
        const std::string prefix = "s" + std::to_string(call) + ".";
        const Heads heads = headsOf(golden, prefix);
        BatchTargets targets;
        std::int64_t positives = 0;
        for (std::int64_t b = 0; b < heads.output.cls.size(0); ++b) {
            const std::int64_t valid = heads.output.mask[b]
                                           .narrow(0, 0, heads.output.lengths[0])
                                           .sum()
                                           .item<std::int64_t>();
            const std::string tail = "_" + std::to_string(b);
            targets.validLengths.push_back(valid);
            targets.weakLabels.emplace_back();
            targets.assignments.push_back(
                assignLabels(makePoints(config, heads.output.lengths[0]),
                             segmentsOf(golden.input(prefix + "segments" + tail),
                                        golden.input(prefix + "labels" + tail)),
                             config, static_cast<float>(valid)));
            positives += targets.assignments.back().positivePoints;
        }
        normaliser = updatedNormaliser(config, normaliser, positives);
        const Losses losses =
            computeLosses(config, heads.output, targets, BatchScale::of(targets, normaliser), {});
        losses.total.backward();
        rows.insert(rows.end(), {losses.cls.item<double>(), losses.reg.item<double>(),
                                 losses.total.item<double>(), normaliser});
        const GoldenTolerance tolerance{golden.tolerance("grad_rel", kGradientRel), 1e-12, true};
        for (std::size_t level = 0; level < heads.cls.size(); ++level) {
            const std::pair<const char *, torch::Tensor> leaves[] = {{"cls", heads.cls[level]},
                                                                     {"reg", heads.bins[level]},
                                                                     {"start", heads.start[level]},
                                                                     {"end", heads.end[level]}};
            for (const auto &[name, leaf] : leaves) {
                const torch::Tensor gradient =
                    leaf.grad().defined() ? leaf.grad() : torch::zeros_like(leaf);
                findings.compare(levelName(prefix + "grad_" + name, level), gradient, tolerance);
            }
        }
    }
    findings.compare("losses", torch::tensor(rows, torch::kDouble),
                     {golden.tolerance("rel", kLossRel), golden.tolerance("abs", 0.0), false});
}

void lossMil(const GoldenCase &golden, Findings &findings)
{
    const GoldenTolerance tolerance{golden.tolerance("rel", kLossRel), golden.tolerance("abs", 0.0),
                                    true};
    const torch::Tensor labels = tensorOf(golden.input("video_label"));
    BatchTargets targets;
    for (const std::int64_t length : golden.hyper().at("lens")) {
        const auto b = static_cast<std::int64_t>(targets.validLengths.size());
        targets.validLengths.push_back(length);
        targets.weakLabels.emplace_back();
        for (std::int64_t c = 0; c < labels.size(1); ++c) {
            if (labels[b][c].item<float>() > 0.0F) {
                targets.weakLabels.back().push_back(static_cast<int>(c));
            }
        }
    }
    const BatchScale scale = BatchScale::of(targets, 1.0);
    for (const std::string mode : {"ref", "fix"}) {
        for (const std::string drop : {"nodrop", "drop"}) {
            model::StudentConfig config;
            config.milTopK = mode == "ref" ? model::MilTopK::BatchSum : model::MilTopK::PerVideo;
            const auto logits = tensorOf(golden.input("logits")).requires_grad_();
            const torch::Tensor keep = drop == "drop"
                                           ? tensorOf(golden.input("keep_mask")).to(torch::kBool)
                                           : torch::Tensor();
            const torch::Tensor scores = milScores(config, logits, targets, scale.validSteps, keep);
            const torch::Tensor loss = milLoss(scores, targets, scale.samples);
            loss.backward();
            const std::string name = mode + "_" + drop + "_";
            findings.compare(name + "scores", scores, tolerance);
            findings.compare(name + "loss", loss, tolerance);
            // Which of equal logits a sort takes is its own affair: where a class has exact zeros
            // only their sum over time is given.
            findings.seen(name + "grad");
            const torch::Tensor wanted = tensorOf(golden.output(name + "grad"));
            const torch::Tensor dropped =
                keep.defined() ? logits.detach() * keep.to(torch::kFloat) : logits.detach();
            const torch::Tensor untied = (dropped != 0).to(torch::kFloat);
            const torch::Tensor difference = (logits.grad() - wanted) * untied;
            const torch::Tensor sums = (logits.grad() - wanted).sum(1);
            const double allowed = kGradientRel * wanted.abs().max().item<double>() + tolerance.abs;
            if (difference.abs().max().item<double>() > allowed ||
                (mode == "ref" && drop == "nodrop" && sums.abs().max().item<double>() > allowed)) {
                findings.note(golden.name() + "/" + name + "grad: too far");
            }
        }
    }
}

void teacherStep(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    model::StudentConfig config;
    config.teacherScore = hyper.at("score_threshold");
    for (const std::string mode : {"ref", "skip_only"}) {
        config.teacherFallback =
            mode == "ref" ? model::TeacherFallback::Sticky : model::TeacherFallback::SkipOnly;
        TeacherEpoch epoch;
        for (const nlohmann::json &batch : hyper.at("batches")) {
            std::vector<Targets> pseudoLabels;
            for (const std::string video : batch) {
                pseudoLabels.push_back(segmentsOf(golden.input(video + ".pseudo_segments"),
                                                  golden.input(video + ".pseudo_labels")));
            }
            const auto teach = [&] {
                std::vector<Taught> taught;
                for (const std::string video : batch) {
                    const auto times = golden.input(video + ".teacher_segments").values;
                    const auto scores = golden.input(video + ".teacher_scores").values;
                    const auto labels = golden.input(video + ".teacher_labels").ints();
                    TeacherVideo given;
                    given.grid = {.fps = hyper.at("fps").at(video),
                                  .windowFrames = hyper.at("num_frames"),
                                  .strideFrames = hyper.at("feat_stride")};
                    for (std::size_t i = 0; i < labels.size(); ++i) {
                        given.detections.push_back(
                            {labels[i], times[2 * i], times[2 * i + 1], scores[i]});
                    }
                    const Targets targets = teacherTargets(config, given);
                    taught.push_back({targets, targets.empty()});
                }
                return taught;
            };
            const auto targets = teacherBatch(config, epoch, pseudoLabels, teach);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                const std::string name = mode + "." + batch[i].get<std::string>();
                if (golden.hasOutput(name + ".segments") != targets.has_value()) {
                    findings.note(golden.name() + "/" + name + ": trained or skipped wrongly");
                    continue;
                }
                if (!targets) {
                    continue;
                }
                std::vector<float> times;
                std::vector<std::int64_t> labels;
                for (const tal::GridSegment &segment : (*targets)[i]) {
                    times.insert(times.end(), {segment.start, segment.end});
                    labels.push_back(segment.classIndex);
                }
                findings.compare(name + ".segments", torch::tensor(times, torch::kFloat),
                                 {golden.tolerance("rel", 1e-6), golden.tolerance("abs", 0.0)});
                findings.compareIntegers(name + ".labels", torch::tensor(labels, torch::kLong));
            }
        }
    }
}

// One row (sum, absolute sum, sum of squares) a tensor.
torch::Tensor statsOf(const std::vector<torch::Tensor> &tensors, bool hasSquares = true)
{
    std::vector<torch::Tensor> rows;
    for (const torch::Tensor &tensor : tensors) {
        const torch::Tensor wide = tensor.detach().to(torch::kDouble);
        std::vector<torch::Tensor> row = {wide.sum(), wide.abs().sum(), wide.square().sum()};
        if (!hasSquares) {
            row.pop_back();
        }
        rows.push_back(torch::stack(row));
    }
    return torch::stack(rows);
}

// Whether each row of sums agrees within a share of its absolute sum.
bool sumsAgree(const torch::Tensor &actual, const torch::Tensor &wanted, double rel, double abs)
{
    const torch::Tensor allowed = wanted.select(-1, 1).unsqueeze(-1) * rel + abs;
    return ((actual - wanted).abs().narrow(-1, 0, 2) <= allowed).all().item<bool>();
}

void ema(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    const model::StudentConfig config = studentConfig(hyper);
    TridetNetwork average = networkOf(golden, config);
    const double rel = golden.tolerance("rel", 1e-6);
    for (int update = 0; hyper.contains("model_" + std::to_string(update)); ++update) {
        const std::string text = hyper.at("model_" + std::to_string(update));
        const std::int64_t shift = std::stoll(text.substr(text.find("+ ") + 2));
        updateAverage(average, networkOf(golden, config, torch::kFloat, shift), hyper.at("decay"));
        const std::string name = "stats_after_" + std::to_string(update);
        findings.seen(name);
        if (!sumsAgree(statsOf(average->parameters()),
                       tensorOf(golden.output(name), torch::kDouble), rel, 0.0)) {
            findings.note(golden.name() + "/" + name + ": other sums");
        }
    }
    for (const auto &[name, tensor] : average->state()) {
        if (golden.hasOutput("final." + name)) {
            findings.compare("final." + name, tensor, {rel, 0.0, true});
        }
    }
}

void checkpoint(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json wanted = golden.outputJson("state_dict");
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const nlohmann::json &row : wanted) {
        shapes[row.at(0)] = row.at(1).get<std::vector<std::int64_t>>();
    }
    model::StudentConfig config = studentConfig(golden.hyper());
    TridetNetwork network(config, shapes.at("backbone.embd.0.conv.weight").at(1),
                          shapes.at("cls_head.cls_head.conv.bias").at(0));
    base::Random random(1);
    network->initialise(random);
    const auto state = network->state();
    findings.seen("state_dict");
    findings.seen("init_min_max");
    findings.seen("optim_groups");
    const torch::Tensor ranges = tensorOf(golden.output("init_min_max"), torch::kDouble);
    std::int64_t total = 0;
    for (std::size_t i = 0; i < state.size() && i < wanted.size(); ++i) {
        const auto &[name, tensor] = state[i];
        total += tensor.numel();
        if (wanted[i].at(0) != name || tensor.sizes() != at::IntArrayRef(shapes[name])) {
            findings.note(golden.name() + ": expected " + wanted[i].dump() + ", not " + name);
            continue;
        }
        const double low = ranges[static_cast<std::int64_t>(i)][0].item<double>();
        const double high = ranges[static_cast<std::int64_t>(i)][1].item<double>();
        const double ourLow = tensor.min().item<double>();
        const double ourHigh = tensor.max().item<double>();
        // Equal bounds: a constant, given in float32. Otherwise a uniform draw of another
        // generator.
        const double allowed = low == high ? 1e-6 * std::abs(low) : 0.02 * (high - low);
        if (std::abs(ourLow - low) > allowed || std::abs(ourHigh - high) > allowed) {
            findings.note(golden.name() + ": other initial values of " + name);
        }
    }
    if (state.size() != wanted.size() ||
        total != golden.hyper().at("total_parameters").get<std::int64_t>()) {
        findings.note(golden.name() + ": another number of parameters");
    }
    const AdamW optimiser(state, config.weightDecay);
    const nlohmann::json groups = golden.outputJson("optim_groups");
    if (groups.at(0).at("params") != nlohmann::json(optimiser.decayNames()) ||
        groups.at(1).at("params") != nlohmann::json(optimiser.plainNames()) ||
        groups.at(0).at("weight_decay") != config.weightDecay) {
        findings.note(golden.name() + ": other optimiser groups");
    }
}

void lrSchedule(const GoldenCase &golden, Findings &findings)
{
    constexpr double kEndless = 1e9; // epochs beyond any run: the published "infinite"
    for (const auto &[name, hyper] : golden.hyper().items()) {
        model::StudentConfig config;
        config.learningRate = hyper.at("learning_rate");
        config.minLearningRate = hyper.at("eta_min");
        config.warmupEpochs = hyper.at("warmup_epochs");
        const double epochs = std::stod(hyper.at("epochs").get<std::string>());
        config.schedule =
            epochs > kEndless ? model::LearningSchedule::Constant : model::LearningSchedule::Cosine;
        LearningRate rate(config, hyper.at("iters_per_epoch"),
                          epochs > kEndless ? 1 : static_cast<std::int64_t>(epochs));
        std::vector<double> values;
        for (const std::int64_t step : golden.output(name + ".step").integers()) {
            values.push_back(rate.at(step));
        }
        findings.seen(name + ".step");
        findings.compare(name + ".lr", torch::tensor(values, torch::kDouble),
                         {golden.tolerance("rel", 1e-12), 0.0, false});
    }
}

ml::StudentBatch batchOf(const GoldenCase &golden, const model::StudentConfig &config,
                         const std::string &prefix, std::vector<Targets> &targets)
{
    ml::StudentBatch batch;
    std::vector<torch::Tensor> features;
    const torch::Tensor labels = tensorOf(golden.input(prefix + "video_label"));
    for (int b = 0; golden.hasInput(prefix + "feats_" + std::to_string(b)); ++b) {
        const std::string tail = "_" + std::to_string(b);
        const PaddedInput input = paddedInput(golden.input(prefix + "feats" + tail), config);
        features.push_back(input.features);
        batch.lengths.push_back(input.length);
        targets.push_back(segmentsOf(golden.input(prefix + "segments" + tail),
                                     golden.input(prefix + "labels" + tail)));
        batch.weakLabels.emplace_back();
        for (std::int64_t c = 0; c < labels.size(1); ++c) {
            if (labels[b][c].item<float>() > 0.0F) {
                batch.weakLabels.back().push_back(static_cast<int>(c));
            }
        }
    }
    batch.features = torch::cat(features);
    return batch;
}

void trainSteps(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    model::StudentConfig config = studentConfig(hyper);
    const nlohmann::json &opt = hyper.at("opt");
    config.learningRate = opt.at("learning_rate");
    config.weightDecay = opt.at("weight_decay");
    config.minLearningRate = opt.at("eta_min");
    config.warmupEpochs = opt.at("warmup_epochs");
    config.emaDecay = hyper.at("ema_decay");
    config.clipGradNorm = hyper.at("clip_grad_l2norm");
    config.milTopK = model::MilTopK::BatchSum;
    ml::StudentTrainer trainer(config, hyper.at("input_dim"), hyper.at("num_classes"), {}, false);
    const TridetNetwork initial = networkOf(golden, config);
    updateAverage(trainer.network(), initial, 0.0);
    trainer.copyToAverage();
    LearningRate rate(config, hyper.at("iters_per_epoch"), 1);

    std::int64_t batches = 0;
    while (golden.hasInput("batch" + std::to_string(batches) + ".feats_0")) {
        ++batches;
    }
    const torch::Tensor paramStats = tensorOf(golden.output("param_stats"), torch::kDouble);
    const torch::Tensor deltaStats = tensorOf(golden.output("delta_stats"), torch::kDouble);
    const torch::Tensor emaStats = tensorOf(golden.output("ema_delta_stats"), torch::kDouble);
    for (const char *name : {"param_stats", "delta_stats", "ema_delta_stats"}) {
        findings.seen(name);
    }
    const double deltaRel = golden.tolerance("delta_rel", 1e-3);
    const auto deltas = [&](const TridetNetwork &network) {
        const torch::NoGradGuard noGrad;
        std::vector<torch::Tensor> out;
        const auto now = network->parameters();
        const auto then = initial->parameters();
        for (std::size_t i = 0; i < now.size(); ++i) {
            out.push_back(now[i] - then[i]);
        }
        return statsOf(out, false);
    };
    std::vector<double> rows;
    for (std::int64_t step = 0; step < paramStats.size(0); ++step) {
        std::vector<Targets> targets;
        const ml::StudentBatch batch =
            batchOf(golden, config, "batch" + std::to_string(step % batches) + ".", targets);
        const double lr = rate.at(step);
        const auto done = trainer.train(batch, targets, {}, lr, {});
        if (!done) {
            findings.note(done.error().sentence());
            return;
        }
        rows.insert(rows.end(), {done->cls, done->reg, done->total, done->gradientNorm, lr,
                                 trainer.normaliser()});
        // A parameter whose gradient is mostly rounding moves by up to the learning rate a value.
        const double slack = 1e-2 * config.learningRate;
        if (!sumsAgree(statsOf(trainer.network()->parameters()), paramStats[step], deltaRel,
                       slack) ||
            !sumsAgree(deltas(trainer.network()), deltaStats[step], 10.0 * deltaRel, slack) ||
            !sumsAgree(deltas(trainer.average()), emaStats[step], 10.0 * deltaRel, slack)) {
            findings.note(golden.name() + ": other parameters after step " + std::to_string(step));
        }
    }
    findings.compare("steps", torch::tensor(rows, torch::kDouble),
                     {golden.tolerance("loss_rel", 1e-4), 1e-12, false});
    for (const auto &[name, tensor] : trainer.network()->state()) {
        if (golden.hasOutput("final." + name)) {
            findings.compare("final." + name, tensor, {0.0, 1e-2 * config.learningRate, false});
        }
    }
}

void decode(const GoldenCase &golden, Findings &findings)
{
    const torch::NoGradGuard noGrad;
    const nlohmann::json &hyper = golden.hyper();
    const model::StudentConfig config = studentConfig(hyper);
    const double rel = golden.tolerance("rel", 1e-5);
    const double abs = golden.tolerance("abs", 1e-4);
    Heads heads = headsOf(golden, "");
    heads.output.cls = heads.output.cls * heads.output.mask.unsqueeze(2);
    const torch::Tensor all = decodeOffsets(heads.output, everywhere(heads.output))
                                  .view({heads.output.cls.size(1), heads.output.cls.size(2), 2});
    std::int64_t first = 0;
    for (std::size_t level = 0; level < heads.output.lengths.size(); ++level) {
        const std::int64_t length = heads.output.lengths[level];
        findings.compare(levelName("decoded", level), all.narrow(0, first, length).transpose(0, 1),
                         {rel, abs, true});
        first += length;
    }
    const auto compare = [&](const std::string &name, const auto &entries) {
        std::vector<double> times;
        std::vector<double> scores;
        std::vector<std::int64_t> labels;
        for (const auto &entry : entries) {
            times.insert(times.end(), {entry.start, entry.end});
            scores.push_back(entry.score);
            labels.push_back(entry.classIndex);
        }
        findings.compare(name + ".segments", torch::tensor(times, torch::kDouble),
                         {rel, abs, true});
        findings.compare(name + ".scores", torch::tensor(scores, torch::kDouble), {rel, abs, true});
        findings.compareIntegers(name + ".labels", torch::tensor(labels, torch::kLong));
    };
    const std::vector<tal::Candidate> candidates = decodeCandidates(config, heads.output).front();
    compare("candidates", candidates);
    compare("nms", tal::suppressCandidates(candidates, tal::CandidateNmsRule::of(config)));
    const tal::StudentGrid grid{.fps = hyper.at("fps"),
                                .windowFrames = hyper.at("feat_num_frames"),
                                .strideFrames = hyper.at("feat_stride")};
    compare("seconds", detectionsOf(config, candidates, grid, hyper.at("duration")));
}

const GoldenChecks kChecks = {
    {"label_assign", labelAssign}, {"loss_elements", lossElements},
    {"loss_total", lossTotal},     {"loss_mil", lossMil},
    {"teacher_step", teacherStep}, {"ema", ema},
    {"checkpoint", checkpoint},    {"lr_schedule", lrSchedule},
    {"train_steps", trainSteps},   {"decode", decode},
};

} // namespace

// Targets, losses, teacher, optimiser and decoding against the published code's numbers.
class TestGoldenStudentTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { skipWithoutGolden("fustal_student"); }
    void cases_data() { addGoldenRows("fustal_student", kChecks); }
    void cases() { runGoldenCheck(kChecks); }
};

QTEST_GUILESS_MAIN(TestGoldenStudentTraining)
#include "tst_golden_student_training.moc"

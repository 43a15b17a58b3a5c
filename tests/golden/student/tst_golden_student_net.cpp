#include <QtTest>

#include "core/ml/student/decoding.h"
#include "core/ml/student/label_assignment.h"
#include "core/ml/student/losses.h"
#include "core/ml/student/mean_teacher.h"
#include "core/ml/student/trident.h"
#include "core/ml/student/tridet_network.h"
#include "core/ml/torch.h"

#include "tests/golden/student/student_case.h"
#include "tests/support/golden_checks.h"

using namespace core;
using namespace core::ml::student;
using namespace tests;

namespace {

constexpr double kDefaultDouble = 1e-10;

torch::Tensor fillOf(std::int64_t k, at::IntArrayRef shape, torch::Dtype type)
{
    const std::vector<float> values = goldenFill(k, shape, 1.0, 0.0);
    return torch::tensor(values).view(shape).to(type);
}

// The stream of "sum(out * fill(k=N, scale=1))".
std::int64_t streamIn(const std::string &formula)
{
    return std::stoll(formula.substr(formula.find("k=") + 2));
}

torch::Tensor orZeros(const torch::Tensor &gradient, const torch::Tensor &like)
{
    return gradient.defined() ? gradient : torch::zeros_like(like);
}

std::string suffixOf(torch::Dtype type)
{
    return type == torch::kDouble ? "_f64" : "";
}

GoldenTolerance toleranceOf(const GoldenCase &golden, torch::Dtype type)
{
    return type == torch::kDouble
               ? GoldenTolerance{golden.tolerance("f64_rel", kDefaultDouble), 0.0, true}
               : tensorTolerance(golden);
}

// Gradients of a module's parameters as outputs PREFIXgrad_a_b for parameter a.b.
void compareGradients(Findings &findings, const GoldenCase &golden, const std::string &prefix,
                      const torch::nn::Module &module, torch::Dtype type)
{
    for (const auto &item : module.named_parameters()) {
        std::string name = item.key();
        std::replace(name.begin(), name.end(), '.', '_');
        name = prefix + "grad_" + name + suffixOf(type);
        if (golden.hasOutput(name)) {
            findings.compare(name, orZeros(item.value().grad(), item.value()),
                             toleranceOf(golden, type));
        }
    }
}

void assign(const GoldenCase &golden, const std::string &prefix, torch::nn::Module &module,
            torch::Dtype type)
{
    const torch::NoGradGuard noGrad;
    module.to(type);
    for (auto &item : module.named_parameters()) {
        item.value().copy_(tensorOf(golden.param(prefix + item.key()), type).view_as(item.value()));
    }
}

void maskedConv(const GoldenCase &golden, Findings &findings)
{
    for (const torch::Dtype type : {torch::kFloat, torch::kDouble}) {
        for (const std::string variant : {"nobias", "bias", "stride2"}) {
            const auto weight = golden.param(variant + "_conv.weight");
            MaskedConv conv(weight.shape[1], weight.shape[0], weight.shape[2], variant != "nobias");
            const std::int64_t stride = variant == "stride2" ? 2 : 1;
            conv->conv->options.stride(stride);
            assign(golden, variant + "_", *conv, type);
            const auto x = tensorOf(golden.input("x"), type).requires_grad_();
            const auto mask = stridedMask(tensorOf(golden.input("mask"), type), stride);
            const auto out = conv->forward(x, mask);
            const auto k = streamIn(golden.hyper().at(variant + "_grad_of"));
            (out * fillOf(k, out.sizes(), type)).sum().backward();
            const auto tolerance = toleranceOf(golden, type);
            findings.compare(variant + "_out" + suffixOf(type), out, tolerance);
            findings.compare(variant + "_grad_x" + suffixOf(type), x.grad(), tolerance);
            compareGradients(findings, golden, variant + "_", *conv, type);
            findings.compareIntegers(variant + "_out_mask", mask);
        }
    }
}

void layerNorm(const GoldenCase &golden, Findings &findings)
{
    for (const torch::Dtype type : {torch::kFloat, torch::kDouble}) {
        ChannelNorm norm(golden.param("weight").shape[1]);
        assign(golden, "", *norm, type);
        const auto x = tensorOf(golden.input("x"), type).requires_grad_();
        const auto out = norm->forward(x);
        (out * fillOf(streamIn(golden.hyper().at("grad_of")), out.sizes(), type)).sum().backward();
        findings.compare("out" + suffixOf(type), out, toleranceOf(golden, type));
        findings.compare("grad_x" + suffixOf(type), x.grad(), toleranceOf(golden, type));
        compareGradients(findings, golden, "", *norm, type);
    }
}

void dropPath(const GoldenCase &golden, Findings &findings)
{
    DropPath path(golden.param("scale").shape[1]);
    findings.compare("init_scale", path->scale, tensorTolerance(golden));
    assign(golden, "", *path, torch::kFloat);
    const double probability = golden.hyper().at("drop_prob");
    const auto x = tensorOf(golden.input("x"));
    findings.compare("out_eval", path->forward(x, {}, probability), tensorTolerance(golden));
    const auto out = path->forward(x, tensorOf(golden.input("uniforms")), probability);
    findings.compare("out_train", out, tensorTolerance(golden));
    out.sum().backward();
    findings.compare("grad_scale_of_sum_train", path->scale.grad(), tensorTolerance(golden));
}

void scale(const GoldenCase &golden, Findings &findings)
{
    const auto factor = tensorOf(golden.param("scale")).requires_grad_();
    const auto out = tensorOf(golden.input("x")) * factor;
    (out * fillOf(streamIn(golden.hyper().at("grad_of")), out.sizes(), torch::kFloat))
        .sum()
        .backward();
    findings.compare("out", out, tensorTolerance(golden));
    findings.compare("grad_scale", factor.grad(), tensorTolerance(golden));
}

void points(const GoldenCase &golden, Findings &findings)
{
    const model::StudentConfig config = studentConfig(golden.hyper());
    const std::vector<Point> all = makePoints(config, config.maxSequence);
    std::size_t first = 0;
    std::int64_t stride = 1;
    for (std::size_t level = 0; level < config.regressionRanges.size(); ++level) {
        const std::string name = "points_head_l" + std::to_string(level);
        const std::int64_t rows = golden.output(name).shape[0];
        std::vector<float> values;
        for (std::int64_t i = 0; i < rows; ++i) {
            const Point &point = all[first + static_cast<std::size_t>(i)];
            values.insert(values.end(), {point.time, point.rangeMin, point.rangeMax, point.stride});
        }
        findings.compare(name, torch::tensor(values), {});
        findings.compareIntegers("buffer_len_l" + std::to_string(level),
                                 torch::tensor(pointBufferLength(config, stride)));
        first += static_cast<std::size_t>(config.maxSequence / stride);
        stride *= 2;
    }
}

void sgp(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    for (const torch::Dtype type : {torch::kFloat, torch::kDouble}) {
        for (const bool skipsDead : {false, true}) {
            SgpBlock block(SgpBlockImpl::Shape{.width = hyper.at("n_embd"),
                                               .hidden = hyper.at("n_hidden"),
                                               .window = hyper.at("kernel_size"),
                                               .windowFactor = hyper.at("k"),
                                               .stride = hyper.at("n_ds_stride"),
                                               .hasDropPath = hyper.at("path_pdrop") > 0.0});
            assign(golden, "", *block, type);
            if (skipsDead) {
                block->findDeadBranches();
            }
            const auto x = tensorOf(golden.input("x"), type).requires_grad_();
            torch::Tensor mask = tensorOf(golden.input("mask"), type);
            const auto out = block->forward(x, mask, {}, 0.0);
            (out * fillOf(streamIn(hyper.at("grad_of")), out.sizes(), type)).sum().backward();
            findings.compare("out" + suffixOf(type), out, toleranceOf(golden, type));
            if (golden.hasOutput("grad_x" + suffixOf(type))) {
                findings.compare("grad_x" + suffixOf(type), x.grad(), toleranceOf(golden, type));
            }
            findings.compareIntegers("out_mask", mask);
            compareGradients(findings, golden, "", *block, type);
        }
    }
}

// A network output made of given head outputs: NAME_l0, NAME_l1 …, sizes from the inputs.
struct GivenHeads
{
    std::vector<torch::Tensor> start;
    std::vector<torch::Tensor> end;
    std::vector<torch::Tensor> bins; // after the ReLU
    NetworkOutput output;
};

GivenHeads givenHeads(const GoldenCase &golden, torch::Dtype type)
{
    GivenHeads out;
    for (int level = 0; golden.hasInput("reg_l" + std::to_string(level)); ++level) {
        const std::string suffix = "_l" + std::to_string(level);
        out.start.push_back(tensorOf(golden.input("start" + suffix), type).requires_grad_());
        out.end.push_back(tensorOf(golden.input("end" + suffix), type).requires_grad_());
        out.bins.push_back(
            torch::relu(tensorOf(golden.input("reg" + suffix), type)).requires_grad_());
        out.output.lengths.push_back(out.start.back().size(2));
    }
    out.output.start = torch::cat(out.start, 2);
    out.output.end = torch::cat(out.end, 2);
    const torch::Tensor bins = torch::cat(out.bins, 1);
    out.output.bins = bins.view({bins.size(0), bins.size(1), 2, bins.size(2) / 2});
    out.output.cls = out.output.start.transpose(1, 2);
    return out;
}

// Offsets of all places as [B, P, C, 2].
torch::Tensor decodeAll(const NetworkOutput &output)
{
    return decodeOffsets(output, everywhere(output))
        .view({output.cls.size(0), output.cls.size(1), output.cls.size(2), 2});
}

void trident(const GoldenCase &golden, Findings &findings)
{
    for (const torch::Dtype type : {torch::kFloat, torch::kDouble}) {
        const GivenHeads heads = givenHeads(golden, type);
        const torch::Tensor all = decodeAll(heads.output);
        const std::string suffix = suffixOf(type);
        const GoldenTolerance tolerance = toleranceOf(golden, type);
        findings.compare("train" + suffix, all, tolerance);
        std::int64_t first = 0;
        for (std::size_t level = 0; level < heads.start.size(); ++level) {
            const std::int64_t length = heads.output.lengths[level];
            for (std::int64_t b = 0; b < all.size(0); ++b) {
                findings.compare("eval_b" + std::to_string(b) + "_l" + std::to_string(level) +
                                     suffix,
                                 all[b].narrow(0, first, length).transpose(0, 1), tolerance);
            }
            first += length;
        }
        (all * fillOf(streamIn(golden.hyper().at("grad_of")), all.sizes(), type)).sum().backward();
        for (std::size_t level = 0; level < heads.start.size(); ++level) {
            const std::string tail = "_l" + std::to_string(level) + suffix;
            findings.compare("grad_start" + tail, heads.start[level].grad(), tolerance);
            findings.compare("grad_end" + tail, heads.end[level].grad(), tolerance);
            findings.compare("grad_reg" + tail, heads.bins[level].grad(), tolerance);
        }
    }
}

void tridentPrior(const GoldenCase &golden, Findings &findings)
{
    const std::int64_t bins = golden.hyper().at("num_bins");
    const double prior = model::StudentConfig().classPrior;
    NetworkOutput output;
    std::int64_t total = 0;
    std::int64_t classes = 0;
    for (int level = 0; golden.hasOutput("decoded_l" + std::to_string(level)); ++level) {
        const auto shape = golden.output("decoded_l" + std::to_string(level)).shape;
        classes = shape[0];
        output.lengths.push_back(shape[1]);
        total += shape[1];
    }
    output.start = torch::full({1, classes, total}, -std::log((1.0 - prior) / prior));
    output.end = output.start;
    output.bins = torch::zeros({1, total, 2, bins + 1});
    output.cls = output.start.transpose(1, 2);
    const torch::Tensor all = decodeAll(output)[0];
    std::int64_t first = 0;
    for (std::size_t level = 0; level < output.lengths.size(); ++level) {
        findings.compare("decoded_l" + std::to_string(level),
                         all.narrow(0, first, output.lengths[level]).transpose(0, 1),
                         tensorTolerance(golden));
        first += output.lengths[level];
    }
}

// Backbone, neck and heads of one forward pass, as the cases name them.
void comparePasses(const GoldenCase &golden, Findings &findings, const Pyramid &backbone,
                   const Pyramid &neck, const NetworkOutput &output, torch::Dtype type)
{
    const std::string suffix = suffixOf(type);
    const GoldenTolerance tolerance = toleranceOf(golden, type);
    const auto compare = [&](const std::string &name, const torch::Tensor &actual) {
        if (golden.hasOutput(name + suffix)) {
            findings.compare(name + suffix, actual, tolerance);
        }
    };
    const torch::Tensor bins = output.bins.flatten(2).transpose(1, 2);
    const torch::Tensor decoded = decodeAll(output);
    std::int64_t first = 0;
    for (std::size_t level = 0; level < output.lengths.size(); ++level) {
        const std::string tail = "_l" + std::to_string(level);
        const std::int64_t length = output.lengths[level];
        compare("backbone" + tail, backbone.features[level]);
        compare("fpn" + tail, neck.features[level]);
        compare("cls" + tail, output.cls.narrow(1, first, length).transpose(1, 2));
        compare("start" + tail, output.start.narrow(2, first, length));
        compare("end" + tail, output.end.narrow(2, first, length));
        compare("reg" + tail, bins.narrow(2, first, length));
        if (golden.hasOutput("points" + tail)) { // only where one video is decoded level by level
            compare("decoded_" + std::to_string(level),
                    decoded[0].narrow(0, first, length).transpose(0, 1));
        }
        if (type == torch::kFloat) {
            findings.compareIntegers("mask" + tail, output.mask.narrow(1, first, length));
        }
        first += length;
    }
    if (!golden.hasOutput("points_l0")) {
        compare("decoded_0", decoded);
    }
}

struct DetectionTensors
{
    torch::Tensor segments;
    torch::Tensor scores;
    torch::Tensor labels;
};

DetectionTensors tensorsOf(const std::vector<model::Detection> &detections)
{
    std::vector<double> times;
    std::vector<double> scores;
    std::vector<std::int64_t> labels;
    for (const model::Detection &detection : detections) {
        times.insert(times.end(), {detection.start, detection.end});
        scores.push_back(detection.score);
        labels.push_back(detection.classIndex);
    }
    return {torch::tensor(times, torch::kDouble), torch::tensor(scores, torch::kDouble),
            torch::tensor(labels, torch::kLong)};
}

tal::StudentGrid gridOf(const nlohmann::json &hyper, double fps)
{
    const tal::StudentGrid published{.fps = fps, .windowFrames = 16, .strideFrames = 4};
    return {.fps = fps,
            .windowFrames = hyper.value("feat_num_frames", published.windowFrames),
            .strideFrames = hyper.value("feat_stride", published.strideFrames)};
}

void netEval(const GoldenCase &golden, Findings &findings)
{
    const torch::NoGradGuard noGrad;
    const model::StudentConfig config = studentConfig(golden.hyper());
    for (const torch::Dtype type : {torch::kFloat, torch::kDouble}) {
        if (type == torch::kDouble && !golden.hasOutput("cls_l0_f64")) {
            continue;
        }
        TridetNetwork network = networkOf(golden, config, type);
        network->findDeadBranches();
        const PaddedInput input = paddedInput(golden.input("feats"), config, type);
        const Pyramid backbone = network->backbone(input.features, input.mask);
        const Pyramid neck = network->neck(backbone);
        const NetworkOutput output = network->heads(neck);
        comparePasses(golden, findings, backbone, neck, output, type);
        if (type == torch::kDouble) {
            continue;
        }
        const std::vector<Point> all = makePoints(config, input.features.size(2));
        std::size_t first = 0;
        for (std::size_t level = 0; level < output.lengths.size(); ++level) {
            std::vector<float> values;
            for (std::int64_t i = 0; i < output.lengths[level]; ++i, ++first) {
                values.insert(values.end(), {all[first].time, all[first].rangeMin,
                                             all[first].rangeMax, all[first].stride});
            }
            findings.compare("points_l" + std::to_string(level), torch::tensor(values), {});
        }
        if (golden.hasOutput("segments")) {
            const DetectionTensors found = tensorsOf(detectionsOf(
                config, decodeCandidates(config, output).front(),
                gridOf(golden.hyper(), golden.hyper().at("fps")), golden.hyper().at("duration")));
            findings.compareDetections("", found.segments, found.scores, found.labels,
                                       tensorTolerance(golden));
        }
    }
}

// Tolerance of a parameter's gradient: the manifest lists those that are mostly rounding.
std::optional<double> gradientTolerance(const GoldenCase &golden, const std::string &name)
{
    constexpr double kHopeless = 0.1;
    double tolerance = golden.tolerance("grad_rel", 1e-4);
    for (const auto &entry : golden.hyper().at("grad_rounding_above_1e_3")) {
        if (entry.at(0) == name) {
            tolerance = std::max(tolerance, 4.0 * entry.at(1).get<double>());
        }
    }
    return tolerance < kHopeless ? std::optional(tolerance) : std::nullopt;
}

void compareAllGradients(const GoldenCase &golden, Findings &findings, const TridetNetwork &network)
{
    findings.seen("grad_stats");
    const torch::Tensor stats = tensorOf(golden.output("grad_stats"), torch::kDouble);
    std::int64_t row = 0;
    for (const auto &[name, parameter] : network->state()) {
        const torch::Tensor wanted = stats[row++];
        const std::optional<double> tolerance = gradientTolerance(golden, name);
        const torch::Tensor gradient = orZeros(parameter.grad(), parameter).to(torch::kDouble);
        const double absSum = wanted[1].item<double>();
        if (golden.hasOutput("grad." + name)) {
            findings.seen("grad." + name);
        }
        if (!tolerance) {
            continue;
        }
        const bool isSame =
            std::abs(gradient.sum().item<double>() - wanted[0].item<double>()) <=
                *tolerance * absSum &&
            std::abs(gradient.abs().sum().item<double>() - absSum) <= *tolerance * absSum &&
            std::abs(gradient.square().sum().item<double>() - wanted[2].item<double>()) <=
                2.0 * *tolerance * wanted[2].item<double>();
        if (!isSame) {
            findings.note(golden.name() + ": another gradient of " + name);
        }
        if (golden.hasOutput("grad." + name)) {
            findings.compare("grad." + name, gradient, {*tolerance, 0.0, true});
        }
    }
}

void netTrain(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    model::StudentConfig config = studentConfig(hyper);
    config.milTopK = model::MilTopK::BatchSum;
    config.milDropout = hyper.at("mil_dropout");
    if (hyper.at("drop_path_prob") > 0.0) {
        config.dropPath = hyper.at("drop_path_prob");
    }
    TridetNetwork network = networkOf(golden, config);

    std::vector<torch::Tensor> features;
    std::vector<torch::Tensor> masks;
    BatchTargets targets;
    const std::vector<Point> grid = makePoints(config, config.maxSequence);
    const torch::Tensor labels = tensorOf(golden.input("video_label"));
    for (int b = 0; golden.hasInput("feats_" + std::to_string(b)); ++b) {
        const std::string tail = "_" + std::to_string(b);
        const PaddedInput input = paddedInput(golden.input("feats" + tail), config);
        features.push_back(input.features);
        masks.push_back(input.mask);
        targets.validLengths.push_back(input.length);
        targets.assignments.push_back(assignLabels(
            grid, segmentsOf(golden.input("segments" + tail), golden.input("labels" + tail)),
            config, static_cast<float>(input.length)));
        std::vector<int> present;
        for (std::int64_t c = 0; c < labels.size(1); ++c) {
            if (labels[b][c].item<float>() > 0.0F) {
                present.push_back(static_cast<int>(c));
            }
        }
        targets.weakLabels.push_back(present);
    }
    torch::Tensor x = torch::cat(features);
    TrainDraws draws;
    if (golden.hasInput("noise")) {
        x = x + tensorOf(golden.input("noise")) * config.inputNoise;
        draws.dropPath = tensorOf(golden.input("drop_path_uniforms"));
        draws.milKeep = tensorOf(golden.input("mil_keep_mask")).to(torch::kBool);
    }
    const Pyramid backbone = network->backbone(x, torch::cat(masks), draws.dropPath);
    const Pyramid neck = network->neck(backbone);
    const NetworkOutput output = network->heads(neck);
    comparePasses(golden, findings, backbone, neck, output, torch::kFloat);

    std::int64_t positives = 0;
    for (const Assignment &assignment : targets.assignments) {
        positives += assignment.positivePoints;
    }
    const double normaliser = updatedNormaliser(config, config.initLossNorm, positives);
    const BatchScale scaleOf = BatchScale::of(targets, normaliser);
    const Losses losses = computeLosses(config, output, targets, scaleOf, draws.milKeep);
    const GoldenTolerance tolerance{golden.tolerance("rel", 1e-5), 0.0, true};
    findings.compare("losses", torch::stack({losses.cls, losses.reg, losses.mil, losses.total}),
                     {tolerance.rel, golden.tolerance("abs", 0.0), false});
    findings.compare("loss_normalizer", torch::tensor(normaliser, torch::kDouble),
                     {1e-9, 0, false});
    findings.compare("mil_scores",
                     milScores(config, output.cls.narrow(1, 0, output.lengths[0]), targets,
                               scaleOf.validSteps, draws.milKeep),
                     tensorTolerance(golden));
    losses.total.backward();
    compareAllGradients(golden, findings, network);
}

void teacherNet(const GoldenCase &golden, Findings &findings)
{
    const torch::NoGradGuard noGrad;
    const nlohmann::json &hyper = golden.hyper();
    const model::StudentConfig config = studentConfig(hyper);
    TridetNetwork network = networkOf(golden, config);
    for (int video = 0; golden.hasInput("feats_" + std::to_string(video)); ++video) {
        const std::string tail = "_" + std::to_string(video);
        const PaddedInput input = paddedInput(golden.input("feats" + tail), config);
        const tal::StudentGrid grid = gridOf(hyper, hyper.at("fps" + tail));
        TeacherVideo taught{
            detectionsOf(
                config,
                decodeCandidates(config, network->forward(input.features, input.mask)).front(),
                grid, hyper.at("duration" + tail)),
            grid,
            {},
            input.length};
        const DetectionTensors found = tensorsOf(taught.detections);
        findings.compareDetections("teacher" + tail + ".", found.segments, found.scores,
                                   found.labels, tensorTolerance(golden));
        const Targets targets = teacherTargets(config, taught);
        std::vector<double> times;
        std::vector<std::int64_t> labels;
        for (const tal::GridSegment &target : targets) {
            times.insert(times.end(), {target.start, target.end});
            labels.push_back(target.classIndex);
        }
        const auto kept = static_cast<std::int64_t>(targets.size());
        findings.compareDetections("target" + tail + ".", torch::tensor(times, torch::kDouble),
                                   found.scores.narrow(0, 0, kept), torch::tensor(labels),
                                   tensorTolerance(golden));
    }
}

const GoldenChecks kChecks = {
    {"masked_conv", maskedConv},
    {"layer_norm", layerNorm},
    {"drop_path", dropPath},
    {"scale", scale},
    {"points", points},
    {"sgp", sgp},
    {"trident", trident},
    {"net_eval", netEval},
    {"trident_prior", tridentPrior},
    {"net_train", netTrain},
    {"teacher_net", teacherNet},
    {"net_train_inject", netTrain},
};

} // namespace

// The student's network and its parts against the published code's numbers.
class TestGoldenStudentNet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { skipWithoutGolden("fustal_student"); }
    void cases_data() { addGoldenRows("fustal_student", kChecks); }
    void cases() { runGoldenCheck(kChecks); }
};

QTEST_GUILESS_MAIN(TestGoldenStudentNet)
#include "tst_golden_student_net.moc"

#include <QtTest>

#include "core/ml/common/adam.h"
#include "core/ml/common/contrastive.h"
#include "core/ml/fustal/fustal_generator.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/torch.h"

#include "tests/support/golden_rows.h"

using namespace core::ml;
using namespace core::ml::fustal;
using tests::GoldenArray;
using tests::GoldenCase;
using tests::GoldenTolerance;

// FuSTAL's network, mining, losses and optimiser against the published code, in float32 and
// float64.
class TestGoldenGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void mining_data() { addCases("mining"); }
    void mining();
    void miningWidths_data() { addCases("mining_widths"); }
    void miningWidths();
    void evaluation_data() { addCases("net_eval"); }
    void evaluation() { checkNetwork(); }
    void trainingWithMasks_data() { addCases("net_train_masks"); }
    void trainingWithMasks() { checkNetwork(); }
    void lossOfSets_data() { addCases("loss_sets"); }
    void lossOfSets();
    void lossOfNetwork_data() { addCases("loss_full_network"); }
    void lossOfNetwork();
    void trainingSteps_data() { addCases("train_steps"); }
    void trainingSteps();

private:
    static void addCases(const char *kind) { tests::addGoldenRows("fustal_generator", kind); }
    void checkNetwork();
    static void checkSteps(const GoldenCase &golden, torch::ScalarType type);
};

namespace {

torch::Tensor tensorFrom(const GoldenArray &array, torch::ScalarType type)
{
    return torch::tensor(array.values, torch::kFloat64).view(array.shape).to(type).contiguous();
}

std::string compare(const GoldenArray &expected, const torch::Tensor &actual,
                    const GoldenTolerance &tolerance)
{
    if (expected.shape != actual.sizes().vec()) {
        return expected.name + ": another shape";
    }
    return tests::difference(expected, doublesOf(actual), tolerance);
}

// Index sets without their order.
std::string compareSets(const GoldenArray &expected, const torch::Tensor &actual)
{
    GoldenArray sorted = expected;
    const torch::Tensor whole = tensorFrom(expected, torch::kFloat64);
    sorted.values = doublesOf(std::get<0>(whole.sort(1)));
    return compare(sorted, std::get<0>(actual.sort(1)), {});
}

// Names of the float64 run of an output, and the tolerance of either run.
struct Precision
{
    torch::ScalarType type;
    std::string suffix;
};
const std::array kPrecisions = {Precision{torch::kFloat32, ""}, Precision{torch::kFloat64, "_f64"}};

// The generator with the case's weights and hyper-parameters.
FustalGenerator generatorOf(const GoldenCase &golden, torch::ScalarType type)
{
    const nlohmann::json &hyper = golden.hyper();
    core::model::FustalConfig config;
    config.easyDivisor = hyper.value("r_easy", config.easyDivisor);
    config.hardDivisor = hyper.value("r_hard", config.hardDivisor);
    config.innerWidth = hyper.value("m", config.innerWidth);
    config.outerWidth = hyper.value("M", config.outerWidth);
    config.temperature = hyper.value("temperature", config.temperature);
    config.contrastiveWeight = hyper.value("lambda_cv", config.contrastiveWeight);
    config.pairWeight = hyper.value("pair_weight", config.pairWeight);
    const GoldenArray embed = golden.param("aness_module.f_embed.0.weight");
    const GoldenArray classes = golden.param("aness_module.f_cls.0.weight");
    config.embedDim = static_cast<int>(embed.shape[0]);
    FustalGenerator generator(config, {}, embed.shape[1], classes.shape[0]);
    generator.network()->to(type);
    const torch::NoGradGuard noGrad;
    for (auto &[name, weight] : generator.weights()) {
        weight.copy_(tensorFrom(golden.param(name), type));
    }
    return generator;
}

// A divisor d with T / d == k.
std::int64_t divisorFor(std::int64_t snippets, std::int64_t k)
{
    std::int64_t divisor = snippets / k;
    while (snippets / divisor > k) {
        ++divisor;
    }
    return divisor;
}

} // namespace

void TestGoldenGenerator::initTestCase()
{
    prepareDeterminism(0);
    tests::skipWithoutGolden("fustal_generator");
}

void TestGoldenGenerator::mining()
{
    const GoldenCase golden = tests::currentGoldenCase();
    const nlohmann::json &hyper = golden.hyper();
    const torch::Tensor actionness = tensorFrom(golden.input("actionness"), torch::kFloat32);
    const torch::Tensor mask = tensorFrom(golden.input("mining_mask"), torch::kFloat32);
    const auto snippets = hyper.at("T").get<std::int64_t>();
    const MiningRule rule{.easyDivisor = divisorFor(snippets, hyper.at("k_easy")),
                          .hardDivisor = divisorFor(snippets, hyper.at("k_hard")),
                          .innerWidth = hyper.at("m"),
                          .outerWidth = hyper.at("M")};

    const torch::Tensor median = medianOverTime(actionness);
    MATCHES(compare(golden.output("median"), median, {}));
    const torch::Tensor binary = (actionness > median).to(torch::kFloat32);
    MATCHES(compare(golden.output("binary"), binary, {}));
    const HardRegions regions = hardRegions(binary, rule);
    MATCHES(compare(golden.output("inner_region"), regions.inner, {}));
    MATCHES(compare(golden.output("outer_region"), regions.outer, {}));
    for (const std::int64_t width : {rule.innerWidth, rule.outerWidth}) {
        std::string which(1, width == rule.innerWidth ? 'm' : 'M');
        which += std::to_string(width);
        MATCHES(compare(golden.output("erosion_" + which), eroded(binary, width), {}));
        MATCHES(compare(golden.output("dilation_" + which), dilated(binary, width), {}));
    }

    const MinedIndices mined = mineSnippets(actionness, mask, rule);
    MATCHES(compare(golden.output("index_EA"), mined.easyAction, {}));
    MATCHES(compare(golden.output("index_EB"), mined.easyBackground, {}));
    MATCHES(compare(golden.output("index_HA"), mined.hardAction, {}));
    MATCHES(compare(golden.output("index_HB"), mined.hardBackground, {}));
    const MinedIndices unmasked = mineSnippets(actionness, {}, rule);
    MATCHES(compare(golden.output("index_EA_nomask"), unmasked.easyAction, {}));
    MATCHES(compare(golden.output("index_EB_nomask"), unmasked.easyBackground, {}));
}

void TestGoldenGenerator::miningWidths()
{
    const GoldenCase golden = tests::currentGoldenCase();
    const torch::Tensor binary =
        (tensorFrom(golden.input("curve"), torch::kFloat32) > 0.5).to(torch::kFloat32);
    for (const std::string &name : golden.outputNames()) {
        // inner_3_6: region, m, M
        const QStringList parts = QString::fromStdString(name).split(QLatin1Char('_'));
        const HardRegions regions =
            hardRegions(binary, {.innerWidth = parts[1].toInt(), .outerWidth = parts[2].toInt()});
        const bool isInner = parts[0] == QLatin1String("inner");
        MATCHES(compare(golden.output(name), isInner ? regions.inner : regions.outer, {}));
    }
}

void TestGoldenGenerator::checkNetwork()
{
    const GoldenCase golden = tests::currentGoldenCase();
    for (const Precision &precision : kPrecisions) {
        FustalGenerator generator = generatorOf(golden, precision.type);
        torch::Tensor dropout;
        torch::Tensor miningMask;
        if (golden.hasInput("dropout_raw")) {
            // multiplier = (dropout_raw > 0.55) / 0.3, by the manifest's note
            const torch::Tensor raw = tensorFrom(golden.input("dropout_raw"), torch::kFloat32);
            dropout = ((raw > 0.55).to(torch::kFloat32) / 0.3F).to(precision.type);
        }
        if (golden.hasInput("mining_mask")) {
            miningMask = tensorFrom(golden.input("mining_mask"), precision.type);
        }
        const torch::NoGradGuard noGrad;
        const NetworkOutput output =
            generator.network()->forward(tensorFrom(golden.input("x"), precision.type), dropout);
        const torch::Tensor actionness = actionnessOf(output.cas);
        const torch::Tensor scores =
            videoLogits(output.cas, generator.miningRule().easyDivisor).softmax(1);

        const bool isDouble = precision.type == torch::kFloat64;
        const GoldenTolerance tolerance{.rel = isDouble
                                                   ? golden.tolerance("float64_rel_of_max", 1e-10)
                                                   : golden.tolerance("float32_rel_of_max", 1e-5),
                                        .isOfLargest = true};
        for (const auto &[name, tensor] : NamedTensors{{"embeddings", output.embeddings},
                                                       {"cas", output.cas},
                                                       {"actionness", actionness},
                                                       {"video_scores", scores}}) {
            MATCHES(compare(golden.output(name + precision.suffix), tensor, tolerance));
        }
        const MinedIndices mined = mineSnippets(actionness, miningMask, generator.miningRule());
        const SnippetSets sets = snippetSets(output.embeddings, mined);
        MATCHES(compareSets(golden.output("index_EA"), mined.easyAction));
        MATCHES(compareSets(golden.output("index_EB"), mined.easyBackground));
        MATCHES(compareSets(golden.output("index_HA"), mined.hardAction));
        MATCHES(compareSets(golden.output("index_HB"), mined.hardBackground));
        if (!isDouble) {
            MATCHES(compare(golden.output("mined_EA"), sets.easyAction, tolerance));
            MATCHES(compare(golden.output("mined_EB"), sets.easyBackground, tolerance));
            MATCHES(compare(golden.output("mined_HA"), sets.hardAction, tolerance));
            MATCHES(compare(golden.output("mined_HB"), sets.hardBackground, tolerance));
        }
    }
}

void TestGoldenGenerator::lossOfSets()
{
    const GoldenCase golden = tests::currentGoldenCase();
    const nlohmann::json &hyper = golden.hyper();
    const LossRule rule{.temperature = hyper.at("temperature"),
                        .contrastiveWeight = hyper.at("lambda_cv"),
                        .pairWeight = hyper.at("pair_weight")};
    for (const auto &[type, suffix] : kPrecisions) {
        const bool isDouble = type == torch::kFloat64;
        const GoldenTolerance tolerance{.rel = isDouble ? golden.tolerance("float64_rel", 1e-10)
                                                        : golden.tolerance("float32_rel", 1e-5)};
        const GoldenTolerance gradTolerance{.rel = isDouble ? tolerance.rel : 1e-4,
                                            .isOfLargest = true};
        const auto leaf = [&, type = type](const char *name) {
            return tensorFrom(golden.input(name), type).requires_grad_();
        };
        const SnippetSets sets{.easyAction = leaf("EA"),
                               .easyBackground = leaf("EB"),
                               .hardAction = leaf("HA"),
                               .hardBackground = leaf("HB")};
        const torch::Tensor logits = leaf("score_logits");
        const torch::Tensor scores = logits.softmax(1);
        scores.retain_grad();
        const torch::Tensor labels = tensorFrom(golden.input("label"), type);

        const auto mean = [&](const torch::Tensor &hard, const torch::Tensor &positive,
                              const torch::Tensor &negative) {
            return infoNceMatrix(hard, positive, negative, rule.temperature).diagonal().mean();
        };
        const auto check = [&, suffix = suffix](const char *name, const torch::Tensor &value,
                                                const GoldenTolerance &allowed) {
            return compare(golden.output(name + suffix), value, allowed);
        };
        MATCHES(check("nce_HA", mean(sets.hardAction, sets.easyAction, sets.easyBackground),
                      tolerance));
        MATCHES(check("nce_HB", mean(sets.hardBackground, sets.easyBackground, sets.easyAction),
                      tolerance));
        const torch::Tensor matrix = contrastMatrix(sets, rule.temperature);
        std::vector<torch::Tensor> pairs;
        const std::vector<std::int64_t> members = golden.output("pairs").integers();
        for (std::size_t i = 0; i < members.size(); i += 2) {
            pairs.push_back(
                (matrix[members[i]][members[i + 1]] + matrix[members[i + 1]][members[i]]) / 2);
        }
        MATCHES(check("loss_pairs", torch::stack(pairs), tolerance));
        QCOMPARE(equalLabelMatrix(labels).sum().item<double>(),
                 2.0 * static_cast<double>(pairs.size()));

        const Losses losses = trainingLosses(scores, sets, labels, rule);
        MATCHES(check("loss_in_video", losses.inVideo, tolerance));
        MATCHES(check("loss_cls", losses.classification, tolerance));
        MATCHES(check("loss_cv", losses.crossVideo, tolerance));
        MATCHES(check("loss_total", losses.total, tolerance));
        losses.total.backward();
        MATCHES(check("grad_EA", sets.easyAction.grad(), gradTolerance));
        MATCHES(check("grad_HA", sets.hardAction.grad(), gradTolerance));
        MATCHES(check("grad_EB", sets.easyBackground.grad(), gradTolerance));
        MATCHES(check("grad_HB", sets.hardBackground.grad(), gradTolerance));
        MATCHES(check("grad_EA_full", sets.easyAction.grad()[0], gradTolerance));
        MATCHES(check("grad_HB_full", sets.hardBackground.grad(), gradTolerance));
        MATCHES(check("grad_score_logits", logits.grad(), gradTolerance));
        MATCHES(check("grad_video_scores", scores.grad(), gradTolerance));

        // Without pairs: every video has a label set of its own.
        const std::int64_t videos = labels.size(0);
        torch::Tensor distinct = torch::eye(videos, labels.size(1), labels.options());
        QCOMPARE(equalLabelMatrix(distinct).sum().item<double>(), 0.0);
        const Losses alone = trainingLosses(scores.detach(), sets, distinct, rule);
        MATCHES(check("loss_cv_nopairs", alone.crossVideo, tolerance));
        QCOMPARE(alone.crossVideo.item<double>(), alone.inVideo.item<double>());

        // Fixture B.5 of the specification.
        const auto rows = [type = type](std::vector<double> values, std::int64_t count) {
            return torch::tensor(values, torch::kFloat64).view({1, count, 2}).to(type);
        };
        MATCHES(check(
            "spec_B5",
            infoNceMatrix(rows({1, 0}, 1), rows({1, 1}, 1), rows({0, 1, 1, 1}, 2), 0.07).squeeze(),
            tolerance));
    }
}

void TestGoldenGenerator::lossOfNetwork()
{
    const GoldenCase golden = tests::currentGoldenCase();
    for (const auto &[type, suffix] : kPrecisions) {
        const bool isDouble = type == torch::kFloat64;
        const GoldenTolerance tolerance{.rel = isDouble
                                                   ? golden.tolerance("float64_rel", 1e-9)
                                                   : golden.tolerance("loss_float32_rel", 1e-5)};
        const GoldenTolerance gradTolerance{
            .rel = isDouble ? golden.tolerance("float64_rel", 1e-9)
                            : golden.tolerance("grad_float32_rel_of_max", 1e-4),
            .isOfLargest = true};
        const torch::Tensor labels = tensorFrom(golden.input("label"), type);
        // All at once, then in parts: the parts must give the same.
        for (const std::int64_t microBatch : {labels.size(0), std::int64_t{3}}) {
            FustalGenerator generator = generatorOf(golden, type);
            const torch::Tensor x = tensorFrom(golden.input("x"), type).requires_grad_();
            const Losses losses = generator.accumulate({x, labels}, DropoutMasks{}, microBatch);
            const auto check = [&, suffix = suffix](const std::string &name,
                                                    const torch::Tensor &value,
                                                    const GoldenTolerance &allowed) {
                return compare(golden.output(name + suffix), value, allowed);
            };
            MATCHES(check("loss_cls", losses.classification, tolerance));
            MATCHES(check("loss_cv", losses.crossVideo, tolerance));
            MATCHES(check("loss_total", losses.total, tolerance));
            MATCHES(check("grad.x", x.grad(), gradTolerance));
            NamedTensors gradients;
            for (const auto &entry : generator.parameters()) {
                gradients.emplace_back(entry.first, entry.second.grad());
            }
            MATCHES(check("grad.aness_module.f_embed.0.weight",
                          gradients[0].second.permute({0, 2, 1}), gradTolerance));
            MATCHES(check("grad.aness_module.f_embed.0.bias", gradients[1].second, gradTolerance));
            MATCHES(check("grad.aness_module.f_cls.0.weight", gradients[2].second.unsqueeze(2),
                          gradTolerance));
        }
    }
}

void TestGoldenGenerator::checkSteps(const GoldenCase &golden, torch::ScalarType type)
{
    const nlohmann::json &hyper = golden.hyper();
    const bool isDouble = type == torch::kFloat64;
    const std::string suffix = isDouble ? "_f64" : "";
    FustalGenerator generator = generatorOf(golden, type);
    Adam adam(generator.parameters(), {.learningRate = hyper.at("lr"),
                                       .beta1 = hyper.at("betas").at(0),
                                       .beta2 = hyper.at("betas").at(1),
                                       .epsilon = hyper.at("eps"),
                                       .weightDecay = hyper.at("weight_decay")});
    NamedTensors initial;
    for (const auto &[name, weight] : generator.weights()) {
        initial.emplace_back(name, weight.detach().to(torch::kFloat64, false, true));
    }
    std::array<std::vector<double>, 3> losses; // total, cls, cv
    for (int step = 1; step <= hyper.at("steps").get<int>(); ++step) {
        const std::string number = std::to_string(step);
        const GeneratorBatch batch = {tensorFrom(golden.input("x_step" + number), type),
                                      tensorFrom(golden.input("label_step" + number), type)};
        adam.zeroGrad();
        const Losses made = generator.accumulate(batch, DropoutMasks{}, batch.features.size(0));
        adam.step();
        losses[0].push_back(made.total.item<double>());
        losses[1].push_back(made.classification.item<double>());
        losses[2].push_back(made.crossVideo.item<double>());

        const NamedTensors weights = generator.weights();
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const std::string name = "step" + number + "." + weights[i].first;
            const std::string deltaName = "step" + number + ".delta." + weights[i].first;
            const torch::Tensor weight = weights[i].second.detach();
            const torch::Tensor delta = weight.to(torch::kFloat64) - initial[i].second;
            // Float32 entries with a gradient near zero move by the noise of their sign: there the
            // manifest's own largest deviation, with room for another summation order, bounds them.
            GoldenTolerance tolerance{.rel = golden.tolerance("float64_rel", 1e-8),
                                      .isOfLargest = true};
            if (!isDouble) {
                const nlohmann::json &noise =
                    golden.manifest().at("measured_float32_vs_float64").at(name);
                tolerance = {.abs = 20.0 * noise.at("max_abs").get<double>()};
            }
            MATCHES(compare(golden.output(name + suffix), weight, tolerance));
            MATCHES(compare(golden.output(deltaName + suffix), delta, tolerance));
        }
    }
    const GoldenTolerance tolerance{.rel = isDouble ? golden.tolerance("float64_rel", 1e-8)
                                                    : golden.tolerance("loss_float32_rel", 1e-5)};
    const std::array names = {"loss_total", "loss_cls", "loss_cv"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        MATCHES(tests::difference(golden.output(names[i] + suffix), losses[i], tolerance));
    }
}

void TestGoldenGenerator::trainingSteps()
{
    const GoldenCase golden = tests::currentGoldenCase();
    checkSteps(golden, torch::kFloat32);
    checkSteps(golden, torch::kFloat64);
}

QTEST_APPLESS_MAIN(TestGoldenGenerator)
#include "tst_golden_generator.moc"

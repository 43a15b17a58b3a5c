#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "core/ml/common/adam.h"
#include "core/ml/ftcl/alignment.h"
#include "core/ml/ftcl/ftcl_generator.h"
#include "core/ml/ftcl/pairs.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"

#include "tests/support/golden_checks.h"

using namespace core;
using namespace core::ml;
using namespace core::ml::ftcl;
using namespace tests;

namespace {

constexpr AlignmentKernel kKernels[] = {AlignmentKernel::Loops, AlignmentKernel::Wavefront};

void noteUnless(bool isRight, const std::string &what, Findings &findings)
{
    findings.note(isRight ? "" : what);
}

// The case's numeric tolerance of a run, relative to the largest value of a tensor.
GoldenTolerance toleranceOf(const GoldenCase &golden, bool isDouble, double fallback = 1e-5)
{
    return {.rel = golden.tolerance(isDouble ? "float64" : "float32", fallback),
            .isOfLargest = true};
}

model::FtclConfig configOf(const GoldenCase &golden)
{
    const nlohmann::json &hyper = golden.hyper();
    model::FtclConfig config;
    config.embedDim = hyper.value("feature_dim", config.embedDim);
    config.projectionDim = hyper.value("projection", config.projectionDim);
    config.lcsLength = hyper.value("lcs_len", config.lcsLength);
    config.fsdLength = hyper.value("fsd_len", config.fsdLength);
    config.lcsThreshold = hyper.value("threshold", config.lcsThreshold);
    config.fsdSmoothing = hyper.value("t", config.fsdSmoothing);
    if (hyper.contains("topk_divisors")) {
        config.instanceDivisor = hyper.at("topk_divisors")[0];
        config.contextDivisor = hyper.at("topk_divisors")[1];
        config.backgroundDivisor = hyper.at("topk_divisors")[2];
    }
    return config;
}

FtclGenerator generatorOf(const GoldenCase &golden, torch::Dtype type,
                          const model::FtclConfig &config)
{
    const std::int64_t classes = golden.param("snippet_cls.bias").shape[0] - 1;
    FtclGenerator generator(config, {}, 0, config.embedDim, classes);
    generator.network()->to(type);
    const torch::NoGradGuard noGrad;
    for (auto &[name, weight] : generator.weights()) {
        weight.copy_(paramOf(golden, name, type));
    }
    return generator;
}

// A dropout mask by the manifest's rule: above float32(cos(0.3 pi)) kept and multiplied by 1/0.3.
torch::Tensor maskOf(const GoldenCase &golden, const std::string &name, torch::Dtype type)
{
    const double cut = static_cast<float>(std::cos(0.3 * M_PI));
    return (inputOf(golden, name, torch::kFloat).to(torch::kDouble) > cut).to(type) / 0.3;
}

void checkPairs(const GoldenCase &golden, Findings &findings)
{
    const torch::Tensor table = tensorOf(golden.output("labels"), torch::kLong);
    findings.seen("labels");
    std::vector<std::vector<int>> labels(static_cast<std::size_t>(table.size(0)));
    std::size_t byCount[3] = {};
    for (std::int64_t video = 0; video < table.size(0); ++video) {
        auto &row = labels[static_cast<std::size_t>(video)];
        for (std::int64_t c = table.size(1) - 1; c >= 0; --c) {
            if (table[video][c].item<std::int64_t>() != 0) {
                row.push_back(static_cast<int>(c));
            }
        }
        ++byCount[std::min<std::size_t>(row.size(), 2)];
    }
    const PairCandidates candidates(labels);
    std::vector<std::size_t> numbers(candidates.negativeCount());
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    const std::vector<VideoPair> positives = candidates.positives();
    const auto tensorOfPairs = [](const std::vector<VideoPair> &pairs) {
        std::vector<std::int64_t> flat;
        for (const auto &[first, second] : pairs) {
            flat.push_back(static_cast<std::int64_t>(first));
            flat.push_back(static_cast<std::int64_t>(second));
        }
        return torch::tensor(flat).view({-1, 2});
    };
    const torch::Tensor positive = tensorOfPairs(positives);
    const torch::Tensor negative = tensorOfPairs(candidates.negatives(numbers));
    findings.compareIntegers("positive", positive);
    const auto rows = [&](const char *name) { return golden.output(name).shape[0]; };
    findings.compareIntegers("negative_head", negative.narrow(0, 0, rows("negative_head")));
    const std::int64_t tail = rows("negative_tail");
    findings.compareIntegers("negative_tail", negative.narrow(0, negative.size(0) - tail, tail));
    findings.compareIntegers("negative_sums",
                             torch::stack({negative.select(1, 0).sum(), negative.select(1, 1).sum(),
                                           negative.prod(1).sum()}));

    const auto seed = golden.hyper().at("seed").get<std::uint64_t>();
    const std::vector<VideoPair> list = pairList(candidates, seed);
    const torch::Tensor all = tensorOfPairs(list);
    const auto count = static_cast<std::int64_t>(positives.size());
    findings.compareIntegers("negative_sampled", all.narrow(0, 0, count));
    noteUnless(torch::equal(all.narrow(0, count, count), positive), "the list's positives",
               findings);

    const auto batch = golden.hyper().at("batch").get<std::size_t>();
    const auto twoLabels = static_cast<std::size_t>(
        std::count_if(positives.begin(), positives.end(),
                      [&](const VideoPair &pair) { return labels[pair.first].size() > 1; }));
    const std::size_t videos = labels.size();
    const std::size_t dropped = videos * (videos - 1) / 2 - positives.size() - numbers.size();
    const std::size_t counts[] = {videos,
                                  positives.size(),
                                  twoLabels,
                                  numbers.size(),
                                  dropped,
                                  list.size(),
                                  (list.size() + batch - 1) / batch,
                                  list.size() % batch == 0 ? batch : list.size() % batch,
                                  byCount[1],
                                  byCount[2]};
    std::vector<std::int64_t> whole(std::begin(counts), std::end(counts));
    findings.compareIntegers("counts", torch::tensor(whole));
}

// Collects tensors and compares their values behind each other.
class Joined
{
public:
    void add(const std::string &name, const torch::Tensor &tensor)
    {
        m_parts[name].push_back(tensor.detach().flatten());
    }
    torch::Tensor at(const std::string &name) const { return torch::cat(m_parts.at(name)); }

private:
    std::map<std::string, std::vector<torch::Tensor>> m_parts;
};

void checkFsd(const GoldenCase &golden, Findings &findings)
{
    const auto count = golden.output("lengths").shape[0];
    findings.seen("lengths");
    for (const Precision &precision : precisionsOf(golden)) {
        for (const AlignmentKernel kernel : kKernels) {
            Joined made;
            for (std::int64_t q = 0; q < count; ++q) {
                const std::string number = std::to_string(q);
                const SoftAlignment alignment =
                    alignSoftly(inputOf(golden, "m" + number, precision.type).unsqueeze(0),
                                inputOf(golden, "g" + number, precision.type).unsqueeze(0),
                                golden.hyper().at("t"), kernel);
                made.add("score", alignment.scores);
                made.add("table", alignment.table);
                made.add("dm", alignment.matchGradient);
                made.add("dg", alignment.gapGradient);
            }
            const double largest = made.at("table").abs().max().item<double>();
            const double exact = golden.tolerance("float64", 1e-12);
            for (const char *name : {"score", "table", "dm", "dg"}) {
                const bool isGradient = name[0] == 'd';
                const double allowed = precision.isDouble() ? exact
                                       : isGradient
                                           ? toleranceAfter(golden, "float32", "dm, dg", 3e-5)
                                           : toleranceAfter(golden, "float32", "", 5e-7) * largest;
                findings.compare(name + precision.suffix, made.at(name),
                                 {.rel = precision.isDouble() ? exact : 0.0, .abs = allowed});
            }
        }
    }
}

void checkLcs(const GoldenCase &golden, Findings &findings)
{
    findings.seen("lengths");
    for (const Precision &precision : precisionsOf(golden)) {
        for (const AlignmentKernel kernel : kKernels) {
            Joined made;
            for (const auto &entry : golden.manifest().at("order")) {
                auto name = entry.get<std::string>();
                if (name.starts_with("fill")) {
                    name.replace(0, 4, "S");
                }
                const HardAlignment alignment =
                    alignByMatches(inputOf(golden, name, precision.type).unsqueeze(0),
                                   golden.hyper().at("threshold"), kernel);
                made.add("score", alignment.scores);
                made.add("table", alignment.table);
                made.add("dS", alignment.gradient);
            }
            for (const char *name : {"score", "table", "dS"}) {
                findings.compare(name + precision.suffix, made.at(name), {});
            }
        }
    }
}

// Scores of candidate features, cosine layer included: halves of a projection for FSD.
torch::Tensor fsdOf(const torch::Tensor &first, const torch::Tensor &second, bool isUnguarded,
                    torch::Tensor *table = nullptr)
{
    const std::int64_t half = first.size(1) / 2;
    const auto cosine = [&](std::int64_t from) {
        return cosines(first.narrow(1, from, half).unsqueeze(0),
                       second.narrow(1, from, half).unsqueeze(0), isUnguarded);
    };
    const torch::Tensor match = cosine(0);
    const torch::Tensor gap = cosine(half);
    const double smoothing = model::FtclConfig().fsdSmoothing;
    if (table != nullptr) {
        *table = alignSoftly(match, gap, smoothing).table[0];
    }
    return softScores(match, gap, smoothing);
}

void checkCandidates(const GoldenCase &golden, Findings &findings)
{
    for (const Precision &precision : precisionsOf(golden)) {
        const auto leaf = [&](const char *name) {
            return inputOf(golden, name, precision.type).requires_grad_();
        };
        const GoldenTolerance allowed = toleranceOf(golden, precision.isDouble());
        const auto compare = [&](const std::string &name, const torch::Tensor &tensor) {
            findings.compare(name + precision.suffix, tensor, allowed);
        };
        const torch::Tensor v0 = leaf("V0");
        const torch::Tensor v1 = leaf("V1");
        torch::Tensor table;
        const torch::Tensor fsd = fsdOf(v0, v1, false, &table);
        fsd.sum().backward();
        compare("fsd_score", fsd);
        compare("fsd_table", table);
        compare("fsd_dV0", v0.grad());
        compare("fsd_dV1", v1.grad());

        const auto checkSubsequence = [&](const std::string &prefix, const std::string &letter,
                                          const torch::Tensor &first, const torch::Tensor &second) {
            const torch::Tensor similarity =
                cosines(first.unsqueeze(0), second.unsqueeze(0), false);
            const torch::Tensor score = matchScores(similarity, golden.hyper().at("threshold"));
            score.sum().backward();
            compare(prefix + "lcs_S", similarity);
            compare(prefix + "lcs_score", score);
            compare(prefix + "lcs_d" + letter + "0", first.grad());
            compare(prefix + "lcs_d" + letter + "1", second.grad());
        };
        // "U1 = U1_unrolled with its rows rotated down by 3"
        checkSubsequence("", "U", leaf("U0"),
                         inputOf(golden, "U1_unrolled", precision.type)
                             .roll(3, 0)
                             .contiguous()
                             .requires_grad_());
        checkSubsequence("small_", "u", leaf("u0"), leaf("u1"));
    }
}

// Rows of zeros: as released, and as the specification prescribes.
void checkDefects(const GoldenCase &golden, Findings &findings)
{
    // "row 2 of V0 and row 7 of U0 are set to zero after the fill"
    torch::Tensor v0 = inputOf(golden, "V0", torch::kFloat);
    torch::Tensor u0 = inputOf(golden, "U0", torch::kFloat);
    v0[2].zero_();
    u0[7].zero_();
    for (const bool isReleased : {true, false}) {
        const torch::Tensor first = v0.clone().requires_grad_();
        const torch::Tensor second = inputOf(golden, "V1", torch::kFloat).requires_grad_();
        const torch::Tensor fsd = fsdOf(first, second, isReleased);
        const torch::Tensor third = u0.clone().requires_grad_();
        const torch::Tensor fourth = inputOf(golden, "U1", torch::kFloat).requires_grad_();
        const torch::Tensor lcs =
            matchScores(cosines(third.unsqueeze(0), fourth.unsqueeze(0), isReleased),
                        model::FtclConfig().lcsThreshold);
        lcs.sum().backward();
        if (isReleased) {
            findings.compare("fsd_score_released", fsd, {.rel = 1e-5});
            findings.compare("lcs_score_released", lcs, {.rel = 1e-5});
            findings.compareIntegers("lcs_grad_U0_is_nan_released", third.grad().isnan());
            findings.compareIntegers("lcs_grad_U1_is_nan_released", fourth.grad().isnan());
        } else {
            fsd.sum().backward();
            const GoldenTolerance allowed{.rel = 3e-5, .isOfLargest = true};
            findings.compare("fsd_score_prescribed", fsd, allowed);
            findings.compare("fsd_dV0_prescribed", first.grad(), allowed);
            findings.compare("fsd_dV1_prescribed", second.grad(), allowed);
            noteUnless(third.grad().isfinite().all().item<bool>() &&
                           !third.grad()[7].any().item<bool>(),
                       "the gradient of a row of zeros is not 0", findings);
        }
    }
}

// Every intermediate of one forward, by its published name.
std::map<std::string, torch::Tensor> intermediates(FtclGenerator &generator, const torch::Tensor &x,
                                                   const DropoutMasks &masks,
                                                   const model::FtclConfig &config)
{
    const NetworkOutput output = generator.network()->forward(x, masks);
    const Heads heads = headsOf(output, config);
    const Candidates candidates =
        candidatesOf(*generator.network(), output, heads.order[kInstance], config);
    std::map<std::string, torch::Tensor> all = {{"X", output.embedding},
                                                {"att_logits", output.attentionLogits},
                                                {"Z", output.logits},
                                                {"A", heads.attention},
                                                {"cas", output.logits.softmax(2)},
                                                {"cas_cont", heads.cas[kContext]},
                                                {"cas_back", heads.cas[kBackground]},
                                                {"cas_inst", heads.cas[kInstance]},
                                                {"U", candidates.subsequence},
                                                {"V", candidates.action},
                                                {"W", candidates.background},
                                                {"idx_lcs", candidates.subsequenceAt},
                                                {"idx_fsd_act", candidates.actionAt},
                                                {"idx_fsd_bak", candidates.backgroundAt}};
    const char *names[] = {"inst", "cont", "back"};
    for (const std::size_t branch : {kInstance, kContext, kBackground}) {
        const std::string name = names[branch];
        all["p_" + name] = heads.scores[branch];
        all["f_" + name] = heads.features[branch];
        all["idx_att_" + name] = heads.order[branch];
    }
    return all;
}

void checkNetwork(const GoldenCase &golden, Findings &findings)
{
    const model::FtclConfig config = configOf(golden);
    const auto check = [&](const std::string &prefix, const std::string &input, bool hasMasks,
                           torch::Dtype type) {
        FtclGenerator generator = generatorOf(golden, type, config);
        const torch::NoGradGuard noGrad;
        DropoutMasks masks;
        if (hasMasks) {
            masks.snippet = maskOf(golden, "snippet_mask", type);
            masks.element = maskOf(golden, "element_mask", type);
        }
        for (const auto &[name, tensor] :
             intermediates(generator, inputOf(golden, input, type), masks, config)) {
            const std::string output = prefix + name;
            if (golden.hasOutput(output) && name.starts_with("idx")) {
                findings.compareIntegers(output, tensor);
            } else if (golden.hasOutput(output)) {
                findings.compare(output, tensor, toleranceOf(golden, type == torch::kDouble));
            }
        }
    };
    if (golden.hyper().at("T").is_array()) { // lengths, each with an input of its own
        for (const auto &length : golden.hyper().at("T")) {
            const std::string mark = fmt::format("T{}", length.get<int>());
            check(mark + "_", "x_" + mark, false, torch::kFloat);
        }
    } else if (golden.hasInput("snippet_mask")) {
        check("eval_", "x", false, torch::kFloat);
        check("train_", "x", true, torch::kFloat);
        check("eval64_", "x", false, torch::kDouble);
    } else {
        check("", "x", false, torch::kFloat);
    }
    if (golden.manifest().contains("activation_range") &&
        golden.manifest().at("activation_range").contains("parameters")) {
        std::int64_t count = 0;
        FtclGenerator generator = generatorOf(golden, torch::kFloat, config);
        for (const auto &entry : generator.parameters()) {
            count += entry.second.numel();
        }
        noteUnless(count == golden.manifest().at("activation_range").at("parameters"),
                   "number of parameters", findings);
    }
}

// Terms in the order of the golden arrays: the base network's and their sum.
std::vector<double> baseTerms(const BaseLosses &losses)
{
    std::vector<double> terms;
    for (const torch::Tensor &term : {losses.instance, losses.context, losses.background,
                                      losses.guide, losses.feature, losses.sparse, losses.total}) {
        terms.push_back(term.item<double>());
    }
    return terms;
}

std::vector<double> allTerms(const Losses &losses)
{
    std::vector<double> terms = baseTerms(losses.base);
    terms.push_back(losses.lcs.item<double>());
    terms.push_back(losses.fsd.item<double>());
    return terms;
}

torch::Tensor tensorOfTerms(const std::vector<double> &terms)
{
    return torch::tensor(terms, torch::kDouble);
}

void checkBaseLosses(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    model::FtclConfig config;
    config.featureMargin = hyper.at("margin");
    config.guideWeight = hyper.at("weights")[0];
    config.featureWeight = hyper.at("weights")[1];
    config.sparseWeight = hyper.at("weights")[2];
    const char *names[] = {"inst", "cont", "back"};
    for (const Precision &precision : precisionsOf(golden)) {
        std::map<std::string, torch::Tensor> leaves;
        for (const char *name : {"attention_logits", "cas_logits"}) {
            leaves[name] = inputOf(golden, name, precision.type).requires_grad_();
        }
        Heads heads;
        for (const std::size_t branch : {kInstance, kContext, kBackground}) {
            const std::string name = names[branch];
            const auto factors =
                golden.manifest().at("row_factors").at(name).get<std::vector<float>>();
            // multiplied in float32, then widened
            const torch::Tensor feature = inputOf(golden, "feature_" + name, torch::kFloat) *
                                          torch::tensor(factors).unsqueeze(1);
            leaves["feature_" + name] = feature.to(precision.type).requires_grad_();
            leaves["logits_" + name] =
                inputOf(golden, "logits_" + name, precision.type).requires_grad_();
            heads.scores[branch] = leaves["logits_" + name].softmax(1);
            heads.features[branch] = leaves["feature_" + name];
        }
        heads.attention = leaves["attention_logits"].softmax(2);
        heads.cas[kInstance] = leaves["cas_logits"].softmax(2);
        const torch::Tensor labels = inputOf(golden, "labels", precision.type);
        const GoldenTolerance allowed{.rel = toleranceOf(golden, precision.isDouble()).rel};
        const BaseLosses base = baseLosses(heads, labels, kBaseLogOffset, config);
        findings.compare("terms_e45" + precision.suffix, tensorOfTerms(baseTerms(base)), allowed);
        const BaseLosses contrast = baseLosses(heads, labels, kContrastLogOffset, config);
        findings.compare("terms_e10" + precision.suffix, tensorOfTerms(baseTerms(contrast)),
                         allowed);
        contrast.total.backward();
        for (const auto &[name, leaf] : leaves) {
            findings.compare(
                "grad_" + name + precision.suffix, leaf.grad(),
                {.rel = precision.isDouble() ? allowed.rel : 1e-4, .isOfLargest = true});
        }
        // A score of exactly 0 where the label is.
        const torch::Tensor label = torch::zeros({1, labels.size(1)}, labels.options());
        label[0][0] = 1.0;
        const torch::Tensor score = torch::full({1, labels.size(1) + 1}, 0.05, labels.options());
        score[0][0] = 0.0;
        for (const auto &[mark, offset] :
             {std::pair{"e10", kContrastLogOffset}, std::pair{"e45", kBaseLogOffset}}) {
            const std::string output = "saturated_cls_" + std::string(mark) + precision.suffix;
            if (golden.hasOutput(output)) {
                Heads saturated;
                saturated.attention = heads.attention.narrow(0, 0, 1);
                saturated.cas[kInstance] = heads.cas[kInstance].narrow(0, 0, 1);
                for (const std::size_t branch : {kInstance, kContext, kBackground}) {
                    saturated.scores[branch] = score;
                    saturated.features[branch] = heads.features[branch].narrow(0, 0, 1);
                }
                findings.compare(output, baseLosses(saturated, label, offset, config).instance,
                                 {.rel = 1e-5});
            }
        }
    }
}

// One pair batch of a case: inputs and masks under a prefix ("step1_") .
struct PairBatch
{
    GeneratorBatch batch;
    DropoutMasks masks;

    PairBatch(const GoldenCase &golden, const std::string &prefix, torch::Dtype type)
    {
        const auto both = [&](const std::string &name) {
            return torch::cat(
                {inputOf(golden, name + "0", type), inputOf(golden, name + "1", type)});
        };
        batch = {both(prefix + "x"), both("labels_"), true};
        const auto masksOfBoth = [&](const std::string &name) {
            return torch::cat({maskOf(golden, prefix + name + "_0", type),
                               maskOf(golden, prefix + name + "_1", type)});
        };
        masks.snippet = masksOfBoth("snippet_mask");
        masks.element = masksOfBoth("element_mask");
    }
};

// Gradients in the published names and shapes.
std::map<std::string, torch::Tensor> publishedGradients(FtclGenerator &generator)
{
    std::map<std::string, torch::Tensor> gradients;
    const NamedTensors weights = generator.weights();
    const NamedTensors parameters = generator.parameters();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const torch::Tensor &gradient = parameters[i].second.grad();
        gradients[weights[i].first] = gradient.dim() == 3
                                          ? gradient.permute({0, 2, 1})
                                          : gradient.view(weights[i].second.sizes());
    }
    return gradients;
}

// Alignment scores of a pair batch.
ContrastScores scoresOf(FtclGenerator &generator, const PairBatch &pairs,
                        const model::FtclConfig &config)
{
    const torch::NoGradGuard noGrad;
    const NetworkOutput output = generator.network()->forward(pairs.batch.features, pairs.masks);
    const Heads heads = headsOf(output, config);
    return contrastScores(
        candidatesOf(*generator.network(), output, heads.order[kInstance], config),
        pairedRows(pairs.batch.labels), false, config);
}

// total_loss and full_step: one batch of pairs.
void checkPairBatch(const GoldenCase &golden, Findings &findings)
{
    const model::FtclConfig config = configOf(golden);
    for (const Precision &precision : precisionsOf(golden)) {
        const PairBatch pairs(golden, "", precision.type);
        FtclGenerator generator = generatorOf(golden, precision.type, config);
        const Pairing pairing = pairedRows(pairs.batch.labels);
        const std::int64_t rows = pairs.batch.features.size(0);
        const double loose = precision.isDouble() ? golden.tolerance("float64", 1e-10)
                                                  : toleranceAfter(golden, "float32", "loss", 1e-5);
        const GoldenTolerance loss{.rel = loose};
        const GoldenTolerance gradient{
            .rel =
                precision.isDouble() ? loose : toleranceAfter(golden, "float32", "gradients", 3e-4),
            .isOfLargest = true};
        const Losses losses = generator.accumulate(pairs.batch, pairs.masks, pairing, rows);
        findings.compare("loss" + precision.suffix, losses.total, loss);
        // The weighted FSD is a difference of scores up to 18: its float32 noise is absolute.
        findings.compare("terms" + precision.suffix, tensorOfTerms(allTerms(losses)),
                         {.rel = loose, .abs = precision.isDouble() ? loose : 3e-4});
        const ContrastScores scores = scoresOf(generator, pairs, config);
        const GoldenTolerance close{.rel = precision.isDouble() ? loose : 3e-5};
        findings.compare("fsd_scores" + precision.suffix, scores.fsd, close);
        findings.compare("lcs_scores" + precision.suffix, scores.lcs, close);
        for (const auto &[name, made] : publishedGradients(generator)) {
            findings.compare("grad_" + name + precision.suffix, made, gradient);
        }
        // In parts, as where memory is short.
        FtclGenerator parts = generatorOf(golden, precision.type, config);
        parts.accumulate(pairs.batch, pairs.masks, pairing, 3);
        for (const auto &[name, made] : publishedGradients(parts)) {
            findings.compare("grad_" + name + precision.suffix, made, gradient);
        }

        // Without one of the terms, and with pairs of one kind only.
        for (const char *which : {"lcs", "fsd"}) {
            const std::string output = "loss_without_" + std::string(which) + precision.suffix;
            if (golden.hasOutput(output)) {
                model::FtclConfig without = config;
                (which[0] == 'l' ? without.lcsWeight : without.fsdWeight) = 0.0;
                FtclGenerator other = generatorOf(golden, precision.type, without);
                findings.compare(
                    output, other.accumulate(pairs.batch, pairs.masks, pairing, rows).total, loss);
            }
        }
        for (const bool isPositive : {true, false}) {
            const std::string output =
                (isPositive ? "terms_all_positive" : "terms_all_negative") + precision.suffix;
            if (golden.hasOutput(output)) {
                GeneratorBatch batch = pairs.batch;
                const torch::Tensor first = batch.labels.narrow(0, 0, rows / 2);
                torch::Tensor labels = torch::zeros_like(batch.labels);
                labels.narrow(0, 0, rows / 2).select(1, 0).fill_(1.0);
                labels.narrow(0, rows / 2, rows / 2).select(1, 1).fill_(1.0);
                batch.labels = isPositive ? torch::cat({first, first}) : labels;
                FtclGenerator other = generatorOf(golden, precision.type, config);
                findings.compare(output,
                                 tensorOfTerms(allTerms(other.accumulate(
                                     batch, pairs.masks, pairedRows(batch.labels), rows))),
                                 {.rel = loose, .abs = loose});
            }
        }
    }
}

// The first stage's criterion with contrast inside the batch.
void checkFirstStage(const GoldenCase &golden, Findings &findings)
{
    const model::FtclConfig config = configOf(golden);
    FtclGenerator generator = generatorOf(golden, torch::kFloat, config);
    const GeneratorBatch batch{inputOf(golden, "x", torch::kFloat),
                               inputOf(golden, "labels", torch::kFloat)};
    const torch::Tensor positive = tensorOf(golden.output("positive_pairs"), torch::kLong);
    const torch::Tensor negative = tensorOf(golden.output("negative_pairs_used"), torch::kLong);
    findings.seen("negative_pairs_used");
    // Our own draw: the same positives, as many negatives without a common class.
    const Pairing drawn = pairsWithin(batch.labels);
    const std::int64_t count = positive.size(0);
    findings.compareIntegers("positive_pairs",
                             torch::stack({drawn.first, drawn.second}, 1).narrow(0, 0, count));
    const torch::Tensor common =
        (batch.labels.index_select(0, drawn.first) * batch.labels.index_select(0, drawn.second))
            .sum(1);
    noteUnless(drawn.first.size(0) == 2 * count && torch::equal(common > 0, drawn.isPositive > 0),
               "pairs within a batch", findings);

    const torch::Tensor all = torch::cat({positive, negative});
    const Pairing pairing{.first = all.select(1, 0).contiguous(),
                          .second = all.select(1, 1).contiguous(),
                          .isPositive =
                              torch::cat({torch::ones({count}), torch::zeros({negative.size(0)})})};
    const Losses losses =
        generator.accumulate(batch, DropoutMasks{}, pairing, batch.features.size(0));
    const double rel = golden.tolerance("float32", 1e-5);
    findings.compare("loss", losses.total, {.rel = rel});
    findings.compare("terms", tensorOfTerms(allTerms(losses)), {.rel = rel, .abs = rel});
    for (const auto &[name, made] : publishedGradients(generator)) {
        // The alignment amplifies rounding, as in the second stage.
        findings.compare("grad_" + name, made, {.rel = 3e-4, .isOfLargest = true});
    }
}

// Share of pairs whose passing scores are exactly the labels of both videos.
double accuracyOf(const torch::Tensor &scores, const torch::Tensor &labels)
{
    const std::int64_t classes = labels.size(1);
    const torch::Tensor isRight =
        ((scores.narrow(1, 0, classes) >= 0.25) == (labels > 0)).all(1).to(torch::kDouble);
    const auto halves = isRight.chunk(2);
    return (halves[0] * halves[1]).mean().item<double>();
}

void checkOptimiser(const GoldenCase &golden, Findings &findings)
{
    const model::FtclConfig config = configOf(golden);
    const nlohmann::json &noise = golden.manifest().at("float32_vs_float64_log");
    for (const Precision &precision : precisionsOf(golden)) {
        FtclGenerator generator = generatorOf(golden, precision.type, config);
        Adam adam(generator.parameters(), generator.plan().adam);
        const double exact = golden.tolerance("float64", 1e-10);
        for (int step = 0; golden.hasInput(fmt::format("step{}_x0", step)); ++step) {
            const std::string prefix = fmt::format("step{}_", step);
            const PairBatch pairs(golden, prefix, precision.type);
            torch::Tensor scores;
            {
                const torch::NoGradGuard noGrad;
                scores =
                    headsOf(generator.network()->forward(pairs.batch.features, pairs.masks), config)
                        .scores[kInstance];
            }
            adam.zeroGrad();
            const Losses losses =
                generator.accumulate(pairs.batch, pairs.masks, pairedRows(pairs.batch.labels),
                                     pairs.batch.features.size(0));
            std::vector<double> log = allTerms(losses);
            log.push_back(losses.total.item<double>());
            log.push_back(accuracyOf(scores, pairs.batch.labels));
            const double spread =
                5 * noise.at(fmt::format("step{}", step)).at("total").get<double>();
            findings.compare(prefix + "log" + precision.suffix, tensorOfTerms(log),
                             precision.isDouble() ? GoldenTolerance{.rel = exact, .abs = exact}
                                                  : GoldenTolerance{.rel = 1e-5, .abs = spread});
            for (const auto &[name, made] : publishedGradients(generator)) {
                findings.compare(prefix + "grad_" + name + precision.suffix, made,
                                 {.rel = precision.isDouble() ? 1e-9 : 1e-3, .isOfLargest = true});
            }
            adam.step();
            for (const auto &[name, weight] : generator.weights()) {
                findings.compare(prefix + name + precision.suffix, weight,
                                 precision.isDouble()
                                     ? GoldenTolerance{.rel = 0, .abs = exact}
                                     : GoldenTolerance{.rel = 0,
                                                       .abs = toleranceAfter(golden, "float32",
                                                                             "parameters", 1e-5)});
            }
        }
    }
}

const GoldenChecks kChecks = {{"pairs", checkPairs},
                              {"fsd_dp", checkFsd},
                              {"lcs_dp", checkLcs},
                              {"dp_candidates", checkCandidates},
                              {"dp_defects", checkDefects},
                              {"net", checkNetwork},
                              {"acm_losses", checkBaseLosses},
                              {"pair_batch", checkPairBatch},
                              {"stage1_loss", checkFirstStage},
                              {"optimiser", checkOptimiser}};

} // namespace

// FTCL's pairs, network, losses, dynamic programs and optimiser against the published code.
class TestGoldenFtcl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        prepareDeterminism(0);
        skipWithoutGolden("ftcl");
    }
    void matches_data() { addGoldenRows("ftcl", kChecks); }
    void matches() { runGoldenCheck(kChecks); }
};

QTEST_APPLESS_MAIN(TestGoldenFtcl)
#include "tst_golden_ftcl.moc"

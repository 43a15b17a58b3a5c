#include <algorithm>
#include <map>

#include "core/data/run_config.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"

#include "tests/golden/sal/sal_case.h"
#include "tests/support/golden_checks.h"

using namespace core;
using namespace core::ml;
using namespace core::ml::sal;
using namespace tests;

namespace {

// The 22 named intermediates of a forward, in the published layout.
std::map<std::string, torch::Tensor> intermediates(const NetworkOutput &output,
                                                   const torch::Tensor &mixed)
{
    const auto parts = timeFirst(mixed).chunk(2, 1);
    return {{"rgb_m", parts[0]},
            {"flow_m", parts[1]},
            {"E_f", timeFirst(output.flow.embedding)},
            {"E_r", timeFirst(output.rgb.embedding)},
            {"E_fm", timeFirst(output.mixedFlow.embedding)},
            {"E_rm", timeFirst(output.mixedRgb.embedding)},
            {"a_f", output.flow.actionness},
            {"a_r", output.rgb.actionness},
            {"a_fm", output.mixedFlow.actionness},
            {"a_rm", output.mixedRgb.actionness},
            {"a", output.actionness},
            {"E", timeFirst(output.embedding)},
            {"v", output.pooled},
            {"s", output.semantics},
            {"E_prime", timeFirst(output.propagated)},
            {"sc", output.videoLogits},
            {"v_r", bilinearPooling(output.rgb.embedding)},
            {"sc_r", output.rgbLogits},
            {"v_f", bilinearPooling(output.flow.embedding)},
            {"sc_f", output.flowLogits},
            {"cas", output.cas},
            {"cas_bg", output.backgroundCas}};
}

void checkBilinearPooling(const GoldenCase &golden, Findings &findings)
{
    passRemarks(golden, findings);
    for (const Precision &precision : precisionsOf(golden)) {
        torch::Tensor input = inputOf(golden, "A_before_relu", precision.type).relu();
        for (const auto &row : golden.hyper().at("zero_rows")) {
            input[0][row.get<std::int64_t>()].zero_();
        }
        input.requires_grad_();
        const torch::Tensor pooled = bilinearPooling(timeFirst(input));
        pooled.backward(inputOf(golden, "grad_v", precision.type));
        const GoldenTolerance allowed = toleranceOf(golden, precision);
        findings.compare("v" + precision.suffix, pooled, allowed);
        findings.compare("dA" + precision.suffix, input.grad(),
                         {.rel = precision.isDouble()
                                     ? allowed.rel
                                     : toleranceAfter(golden, "float32", "(v)", 1e-4),
                          .isOfLargest = true});
        findings.seen("zeros_in_M");
        QCOMPARE((pooled == 0).sum().item<std::int64_t>(),
                 golden.outputJson("zeros_in_M").get<std::int64_t>());
        if (golden.hasInput("A_signed") && golden.hasOutput("v_signed" + precision.suffix)) {
            findings.compare(
                "v_signed" + precision.suffix,
                bilinearPooling(timeFirst(inputOf(golden, "A_signed", precision.type))), allowed);
        }
    }
}

void checkNetwork(const GoldenCase &golden, Findings &findings)
{
    passRemarks(golden, findings);
    const bool isNoiseGiven = precisionsOf(golden).size() == 1;
    for (const Precision &precision : precisionsOf(golden)) {
        SalGenerator generator = generatorOf(golden, precision.type);
        const torch::NoGradGuard noGrad;
        const torch::Tensor x = inputOf(golden, "x", precision.type);
        const torch::Tensor mixed = mixedWithPrevious(x);
        const NetworkOutput output =
            generator.network()->forward(x, mixed, masksOf(golden, precision.type));
        for (const auto &[name, tensor] : intermediates(output, mixed)) {
            if (!golden.hasOutput(name + precision.suffix)) {
                continue;
            }
            GoldenTolerance allowed = toleranceOf(golden, precision);
            if (isNoiseGiven) {
                allowed.abs = 4 * golden.outputJson("max_abs_f32_minus_f64").value(name, 0.0);
            }
            findings.compare(name + precision.suffix, tensor, allowed);
        }
        if (golden.hasOutput("parameter_count")) {
            std::int64_t count = 0;
            for (const auto &entry : generator.parameters()) {
                count += entry.second.numel();
            }
            findings.seen("parameter_count");
            QCOMPARE(count, golden.outputJson("parameter_count").get<std::int64_t>());
        }
        findings.seen("exact_zeros_in_v");
        QCOMPARE((output.pooled == 0).sum().item<std::int64_t>(),
                 golden.outputJson("exact_zeros_in_v").get<std::int64_t>());
        if (!golden.hasInput("mask_E")) {
            // Inference leaves out what it does not need and changes nothing else.
            const NetworkOutput inference = generator.network()->forward(x);
            const GoldenTolerance allowed = toleranceOf(golden, precision);
            findings.compare("cas" + precision.suffix, inference.cas, allowed);
            findings.compare("sc" + precision.suffix, inference.videoLogits, allowed);
            findings.compare("a_f" + precision.suffix, inference.flow.actionness, allowed);
            findings.compare("a_r" + precision.suffix, inference.rgb.actionness, allowed);
        }
    }
}

void checkLosses(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    passRemarks(golden, findings);
    const auto snippets = hyper.at("T").get<std::int64_t>();
    model::SalConfig config;
    config.foregroundDivisor = divisorFor(snippets, hyper.at("k"));
    config.backgroundDivisor = config.foregroundDivisor;
    config.pseudoExtra = hyper.at("pseudo_top").get<int>() - hyper.at("k").get<int>();
    config.confidenceDivisor = divisorFor(snippets, hyper.at("conf_top"));
    config.gceExponent = hyper.at("gce_exponent");
    config.emaMomentum = hyper.at("rho");
    for (const Precision &precision : precisionsOf(golden)) {
        std::map<std::string, torch::Tensor> leaves;
        for (const char *name :
             {"cas", "cas_bg", "a_f", "a_r", "a_fm", "a_rm", "sc", "sc_f", "sc_r"}) {
            leaves[name] = inputOf(golden, name, precision.type).requires_grad_();
        }
        const auto curve = [&](const char *name) { return leaves.at(name).squeeze(1); };
        const Curves curves{.cas = leaves.at("cas"),
                            .backgroundCas = leaves.at("cas_bg"),
                            .flow = curve("a_f"),
                            .rgb = curve("a_r"),
                            .mixedFlow = curve("a_fm"),
                            .mixedRgb = curve("a_rm")};
        const torch::Tensor labels = inputOf(golden, "label", precision.type);
        const MaskState start{.mean = 1.0 / hyper.at("C").get<double>()};
        const Targets targets = targetsOf(curves, labels, start, config);
        const GoldenTolerance allowed = toleranceOf(golden, precision);
        compareTargets(targets, precision.suffix, allowed, golden, findings);
        findings.compare("zbar" + precision.suffix, meanAt(curves.cas, targets.foreground),
                         allowed);
        findings.compare("softmax_zb" + precision.suffix,
                         meanAt(curves.backgroundCas, targets.background).softmax(1), allowed);

        const VideoLogits logits{
            .main = leaves.at("sc"), .flow = leaves.at("sc_f"), .rgb = leaves.at("sc_r")};
        const Losses losses = trainingLosses(curves, logits, targets, labels, config);
        const std::map<std::string, torch::Tensor> terms = termsOf(losses, config);
        const nlohmann::json expected = golden.outputJson("losses" + precision.suffix);
        findings.seen("losses" + precision.suffix);
        compareTerms(
            "losses" + precision.suffix, terms, expected, allowed.rel,
            toleranceAfter(golden, precision.isDouble() ? "float64" : "float32", "bg term", 5e-6),
            findings);
        const double flow = generalisedCrossEntropy(curves.flow, targets.positives, targets.weights,
                                                    config.gceExponent)
                                .item<double>();
        QVERIFY(std::abs(flow - expected.at("act_flow_rgb")[0].get<double>()) <=
                allowed.rel * std::abs(flow));
        const double video = videoCrossEntropy(leaves.at("sc_f"), labels).item<double>();
        QVERIFY(std::abs(video - expected.at("se_sc_scf_scr")[1].get<double>()) <=
                allowed.rel * std::abs(video));

        // Each term moves what the reference says, by as much, and nothing else.
        const nlohmann::json moved = golden.outputJson("nonzero_gradients" + precision.suffix);
        findings.seen("nonzero_gradients" + precision.suffix);
        for (const auto &[term, value] : terms) {
            for (const auto &[leaf, tensor] : leaves) {
                const torch::Tensor gradient =
                    torch::autograd::grad({value}, {tensor}, {}, true, false, true)[0];
                const auto &names = moved.at(term);
                const bool isMoved = std::find(names.begin(), names.end(), leaf) != names.end();
                const bool isZero = !gradient.defined() || !gradient.any().item<bool>();
                QVERIFY2(isMoved != isZero, (term + " and " + leaf).c_str());
                const std::string output = "grad_" + term + "_" + leaf + precision.suffix;
                if (golden.hasOutput(output)) {
                    // The gradient of the background term is a difference of nearly equal numbers.
                    const bool isNoisy = leaf == "cas_bg" && !precision.isDouble();
                    findings.compare(output, gradient,
                                     {.rel = isNoisy ? 1e-4 : allowed.rel, .isOfLargest = true});
                }
            }
        }
    }
}

void checkMask(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    for (const Precision &precision : precisionsOf(golden)) {
        MaskState state{.mean = hyper.at("init_mu"), .variance = hyper.at("init_var")};
        const double tolerance =
            toleranceAfter(golden, precision.isDouble() ? "float64" : "float32", "", 1e-6);
        const std::string states = "mu_var_after_each_batch" + precision.suffix;
        const nlohmann::json expected = golden.outputJson(states);
        findings.seen(states);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const std::string number = std::to_string(i) + precision.suffix;
            const torch::Tensor probabilities =
                inputOf(golden, "logits_" + std::to_string(i), precision.type).softmax(1).amax(1);
            findings.compare("max_prob_" + number, probabilities, {.rel = 0, .abs = tolerance});
            state = updatedMask(state, probabilities, hyper.at("rho"));
            QVERIFY(std::abs(state.mean - expected[i][0].get<double>()) <= tolerance);
            QVERIFY(std::abs(state.variance - expected[i][1].get<double>()) <= tolerance);
            findings.compare(
                "weight_" + number,
                maskWeights(probabilities, state, model::SalConfig().maskVarianceFactor),
                {.rel = 0, .abs = tolerance});
        }
    }
}

// Label gating and the intersection, through the whole of targetsOf(): confidence comes from class
// activations, so one class carries it.
void checkPseudoLabels(const GoldenCase &golden, Findings &findings)
{
    const nlohmann::json &hyper = golden.hyper();
    passRemarks(golden, findings);
    const torch::Tensor labels = inputOf(golden, "label", torch::kFloat);
    const torch::Tensor action = inputOf(golden, "action", torch::kFloat).squeeze(2);
    const torch::Tensor confidence = inputOf(golden, "conf", torch::kFloat).squeeze(2);
    const torch::Tensor isLabelled = (labels.sum(1, true) > 0).to(torch::kFloat);
    findings.compareIntegers("y_before", topMask(action, hyper.at("pseudo_top")) * isLabelled);
    findings.compareIntegers("conf_gate", topMask(confidence, hyper.at("conf_top")));

    const auto snippets = hyper.at("T").get<std::int64_t>();
    model::SalConfig config;
    config.pseudoExtra =
        hyper.at("pseudo_top").get<int>() - static_cast<int>(snippets / config.backgroundDivisor);
    config.confidenceDivisor = divisorFor(snippets, hyper.at("conf_top"));
    torch::Tensor cas = torch::full({labels.size(0), snippets, labels.size(1)}, -1.0F);
    cas.select(2, 0).copy_(confidence);
    const Targets targets = targetsOf({.cas = cas,
                                       .backgroundCas = cas,
                                       .flow = action,
                                       .rgb = action,
                                       .mixedFlow = {},
                                       .mixedRgb = {}},
                                      labels, {}, config);
    findings.compareIntegers("y", targets.positives);
}

namespace {

std::vector<double> rowsOf(const std::vector<model::Detection> &detections)
{
    std::vector<double> rows;
    for (const model::Detection &d : detections) {
        rows.insert(rows.end(), {static_cast<double>(d.classIndex), d.score, d.start, d.end});
    }
    return rows;
}

// Rows threshold, class, score, start, end in the order of creation, as rows class, score, start,
// end grouped by class in order of a class's first row: the order of rawProposals().
GoldenArray groupedByClass(GoldenArray raw)
{
    std::vector<double> classes;
    std::map<double, std::vector<double>> rows;
    for (std::size_t i = 0; i + 5 <= raw.values.size(); i += 5) {
        std::vector<double> &own = rows[raw.values[i + 1]];
        if (own.empty()) {
            classes.push_back(raw.values[i + 1]);
        }
        own.insert(own.end(), raw.values.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                   raw.values.begin() + static_cast<std::ptrdiff_t>(i) + 5);
    }
    raw.values.clear();
    for (const double name : classes) {
        raw.values.insert(raw.values.end(), rows[name].begin(), rows[name].end());
    }
    raw.shape[1] = 4;
    raw.sums.reset();
    return raw;
}

// One video of an inference case.
class InferredVideo
{
public:
    InferredVideo(const GoldenCase &golden, std::size_t number, Findings &findings)
        : m_golden(golden)
        , m_mark("_video_" + std::to_string(number))
        , m_findings(findings)
        , m_config(data::loadRecipe(std::filesystem::path(TALOSCOPE_RESOURCES) /
                                    "recipes/sal-thumos14.toml")
                       .value())
        , m_stored(golden.hyper().at("N").at(number).get<std::int64_t>())
    {
        const nlohmann::json &hyper = golden.hyper();
        m_config.sal.logitShare = hyper.value("beta", m_config.sal.logitShare);
        m_config.proposals.classThreshold =
            hyper.value("class_threshold", m_config.proposals.classThreshold);
        m_config.proposals.upsampling = hyper.value("scale", m_config.proposals.upsampling);
        m_config.proposals.outerMargin = hyper.value("lam", m_config.proposals.outerMargin);
        m_config.proposals.videoScoreWeight =
            hyper.value("gam", m_config.proposals.videoScoreWeight);
        if (hyper.contains("nms")) {
            m_config.proposals.nmsTiou = hyper.at("nms").at("threshold");
            m_config.proposals.softNmsAlpha = hyper.at("nms").at("alpha");
        }
        if (hyper.contains("k")) {
            m_config.sal.foregroundDivisor = divisorFor(hyper.at("T"), hyper.at("k"));
        }
    }

    void check()
    {
        const NetworkOutput output = outputs();
        GeneratorCurves curves = curvesOf(output, m_config.sal);
        compareCurves(output, curves);
        const std::vector<int> classes =
            tal::predictedClasses(curves.videoScores, m_config.proposals.classThreshold, true);
        QVERIFY(classes == m_golden.output("pred" + m_mark).ints());
        m_findings.seen("pred" + m_mark);
        compareProposals(curves, classes, toleranceAfter(m_golden, "proposals", "", 2e-6));

        // From the reference's own curves everything behind them must agree to the last bits.
        const torch::Tensor selected =
            tensorOf(m_golden.output("S_selected" + m_mark), torch::kFloat);
        torch::Tensor map =
            torch::from_blob(curves.cas.data(), {curves.snippets, output.cas.size(2)});
        for (std::size_t i = 0; i < classes.size(); ++i) {
            map.select(1, classes[i]).copy_(selected.select(1, static_cast<std::int64_t>(i)));
        }
        curves.videoScores = m_golden.output("pi" + m_mark).floats();
        compareProposals(curves, classes, 1e-10);
        compareUpsampling(selected);
    }

private:
    NetworkOutput outputs() const
    {
        const auto input = [&](const char *name) {
            return inputOf(m_golden, name + m_mark, torch::kFloat).unsqueeze(0);
        };
        NetworkOutput output;
        output.cas = input("cas");
        output.flow.actionness = input("a_f");
        output.rgb.actionness = input("a_r");
        output.videoLogits = input("sc");
        output.actionness = output.flow.actionness;
        return output;
    }

    void compareCurves(const NetworkOutput &output, const GeneratorCurves &curves)
    {
        const GoldenTolerance allowed{.rel = 0, .abs = toleranceAfter(m_golden, "S", "", 1e-6)};
        const torch::Tensor map =
            torch::tensor(curves.cas).view({curves.snippets, output.cas.size(2)});
        const torch::Tensor pred = tensorOf(m_golden.output("pred" + m_mark), torch::kLong);
        m_findings.compare("S_selected" + m_mark, map.index_select(1, pred), allowed);
        m_findings.compare("pi" + m_mark, torch::tensor(curves.videoScores), allowed);
        if (m_golden.hasOutput("S_all" + m_mark)) {
            m_findings.compare("S_all" + m_mark, map, allowed);
            const torch::Tensor mean = meanAt(
                output.cas, topPositions(map.unsqueeze(0),
                                         output.cas.size(1) / m_config.sal.foregroundDivisor));
            m_findings.compare("zbar" + m_mark, mean, {.rel = 1e-5, .isOfLargest = true});
            const double beta = m_config.sal.logitShare;
            m_findings.compare("fused_logits" + m_mark,
                               mean * beta + output.videoLogits * (1 - beta),
                               {.rel = 1e-5, .isOfLargest = true});
        }
    }

    void compareProposals(const GeneratorCurves &made, const std::vector<int> &classes,
                          double tolerance)
    {
        const tal::ScoreCurves curves{.snippets = made.snippets,
                                      .classes = static_cast<int>(made.videoScores.size()),
                                      .cas = made.cas,
                                      .videoScores = made.videoScores,
                                      .storedSnippets = m_stored};
        const GoldenTolerance allowed{.rel = 0, .abs = tolerance};
        tal::ProposalRecipe recipe = tal::salRecipe(m_config.proposals);
        const auto raw = tal::rawProposals(curves, recipe, classes);
        QVERIFY2(raw.has_value(), raw ? "" : raw.error().sentence().c_str());
        m_findings.seen("raw" + m_mark);
        m_findings.note(
            difference(groupedByClass(m_golden.output("raw" + m_mark)), rowsOf(*raw), allowed));
        compareKept("final" + m_mark, curves, recipe, classes, allowed);
        recipe.nms.method = model::NmsMethod::Hard;
        compareKept("final_hard" + m_mark, curves, recipe, classes, allowed);
    }

    void compareKept(const std::string &output, const tal::ScoreCurves &curves,
                     const tal::ProposalRecipe &recipe, const std::vector<int> &classes,
                     const GoldenTolerance &allowed)
    {
        if (m_golden.hasOutput(output)) {
            m_findings.seen(output);
            const auto kept = tal::makeProposals(curves, recipe, classes);
            QVERIFY(kept.has_value());
            m_findings.note(difference(m_golden.output(output), rowsOf(*kept), allowed));
        }
    }

    void compareUpsampling(const torch::Tensor &selected)
    {
        if (!m_golden.hasOutput("S_up" + m_mark)) {
            return;
        }
        std::vector<torch::Tensor> columns;
        for (std::int64_t i = 0; i < selected.size(1); ++i) {
            columns.push_back(torch::tensor(tal::upsampled(floatsOf(selected.select(1, i)),
                                                           m_config.proposals.upsampling,
                                                           model::UpsampleTail::Extrapolate),
                                            torch::kDouble));
        }
        const torch::Tensor all = torch::stack(columns, 1);
        const std::string tail = "S_up_tail" + m_mark;
        const std::int64_t count = m_golden.output(tail).shape[0];
        m_findings.compare("S_up" + m_mark, all, {.rel = 1e-12, .abs = 1e-14});
        m_findings.compare(tail, all.narrow(0, all.size(0) - count, count),
                           {.rel = 0, .abs = 1e-14});
    }

    const GoldenCase &m_golden;
    std::string m_mark;
    Findings &m_findings;
    model::RunConfig m_config;
    std::int64_t m_stored;
};

} // namespace

void checkInference(const GoldenCase &golden, Findings &findings)
{
    passRemarks(golden, findings);
    for (std::size_t i = 0; i < golden.hyper().at("N").size(); ++i) {
        InferredVideo(golden, i, findings).check();
    }
}

const GoldenChecks kChecks = {{"bilinear", checkBilinearPooling},
                              {"net", checkNetwork},
                              {"losses", checkLosses},
                              {"ema_mask", checkMask},
                              {"pseudo_label", checkPseudoLabels},
                              {"inference", checkInference}};

} // namespace

// SAL's network, targets, losses and inference against the published code.
class TestGoldenSal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        prepareDeterminism(0);
        skipWithoutGolden("sal");
    }
    void matches_data() { addGoldenRows("sal", kChecks); }
    void matches() { runGoldenCheck(kChecks); }
};

QTEST_APPLESS_MAIN(TestGoldenSal)
#include "tst_golden_sal.moc"

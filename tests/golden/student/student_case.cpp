#include "tests/golden/student/student_case.h"

#include <stdexcept>

using namespace core;
using namespace core::ml::student;

namespace tests {

model::StudentConfig studentConfig(const nlohmann::json &hyper)
{
    model::StudentConfig config;
    const auto number = [](const nlohmann::json &from, const char *key, auto &into) {
        if (from.contains(key) && from.at(key).is_number()) {
            from.at(key).get_to(into);
        }
    };
    number(hyper, "embd_dim", config.embedDim);
    number(hyper, "head_dim", config.headDim);
    number(hyper, "sgp_mlp_dim", config.sgpMlpDim);
    number(hyper, "num_bins", config.bins);
    number(hyper, "n_sgp_win_size", config.sgpWindow);
    number(hyper, "k", config.sgpWindowFactor);
    number(hyper, "iou_weight_power", config.iouWeightPower);
    number(hyper, "input_noise", config.inputNoise);
    number(hyper, "max_buffer_len_factor", config.maxBufferFactor);
    number(hyper, "max_seq_len", config.maxSequence);
    number(hyper, "center_sample_radius", config.centreRadius);
    if (hyper.contains("backbone_arch")) {
        config.embedLayers = hyper.at("backbone_arch").at(0);
        config.stemBlocks = hyper.at("backbone_arch").at(1);
    }
    if (hyper.contains("regression_range")) {
        config.regressionRanges =
            hyper.at("regression_range").get<std::vector<std::pair<double, double>>>();
    }
    const auto centre = [&](const nlohmann::json &from) {
        if (from.contains("center_sample")) {
            config.centreSampling = from.at("center_sample") == "radius"
                                        ? model::CentreSampling::Radius
                                        : model::CentreSampling::None;
        }
        number(from, "center_sample_radius", config.centreRadius);
    };
    centre(hyper);
    if (hyper.contains("train_cfg")) {
        const nlohmann::json &train = hyper.at("train_cfg");
        centre(train);
        number(train, "init_loss_norm", config.initLossNorm);
        number(train, "clip_grad_l2norm", config.clipGradNorm);
        number(train, "cls_prior_prob", config.classPrior);
        number(train, "loss_weight", config.regressionWeight);
        number(train, "droppath", config.dropPath);
        number(train, "label_smoothing", config.labelSmoothing);
    }
    if (hyper.contains("test_cfg")) {
        const nlohmann::json &test = hyper.at("test_cfg");
        number(test, "voting_thresh", config.votingTiou);
        number(test, "pre_nms_topk", config.preNmsTopK);
        number(test, "max_seg_num", config.maxSegments);
        number(test, "min_score", config.minScore);
        number(test, "pre_nms_thresh", config.preNmsScore);
        number(test, "iou_threshold", config.nmsTiou);
        number(test, "nms_sigma", config.nmsSigma);
        number(test, "duration_thresh", config.minDurationGrid);
        config.isNmsMulticlass = test.value("multiclass_nms", true);
        config.nms = test.value("nms_method", "soft") == "soft" ? model::NmsMethod::SoftGaussian
                                                                : model::NmsMethod::Hard;
    }
    return config;
}

TridetNetwork networkOf(const GoldenCase &golden, const model::StudentConfig &config,
                        torch::Dtype type, std::int64_t shift)
{
    const nlohmann::json &hyper = golden.hyper();
    TridetNetwork network(config, hyper.at("input_dim").get<std::int64_t>(),
                          hyper.at("num_classes").get<std::int64_t>());
    network->to(type);
    const torch::NoGradGuard noGrad;
    const auto state = network->state();
    const nlohmann::json &params = golden.manifest().at("params");
    if (state.size() != params.size()) {
        throw std::runtime_error(golden.name() + ": another number of parameters");
    }
    for (std::size_t i = 0; i < state.size(); ++i) {
        const auto &[name, tensor] = state[i];
        if (params[i].at("name") != name) {
            throw std::runtime_error(golden.name() + ": expected parameter " +
                                     params[i].at("name").get<std::string>() + ", not " + name);
        }
        GoldenArray array = golden.param(name);
        if (shift != 0) {
            const nlohmann::json &fill = params[i].at("fill");
            const std::vector<float> shifted =
                goldenFill(fill.at("k").get<std::int64_t>() + shift, array.shape, fill.at("scale"),
                           fill.value("offset", 0.0), fill.value("row_step", std::int64_t{0}));
            array.values.assign(shifted.begin(), shifted.end());
        }
        tensor.copy_(tensorOf(array, type));
    }
    return network;
}

std::vector<tal::GridSegment> segmentsOf(const GoldenArray &segments, const GoldenArray &labels)
{
    const std::vector<float> times = segments.floats();
    const std::vector<int> classes = labels.ints();
    std::vector<tal::GridSegment> out;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        out.push_back({times[2 * i], times[2 * i + 1], classes[i]});
    }
    return out;
}

PaddedInput paddedInput(const GoldenArray &feats, const model::StudentConfig &config,
                        torch::Dtype type)
{
    PaddedInput out;
    out.length = feats.shape.at(1);
    const std::int64_t padded = paddedLength(config, out.length);
    const auto options = torch::TensorOptions(type);
    out.features = torch::zeros({1, feats.shape.at(0), padded}, options);
    out.features[0].narrow(1, 0, out.length).copy_(tensorOf(feats, type));
    out.mask = torch::zeros({1, 1, padded}, options);
    out.mask.narrow(2, 0, out.length).fill_(1.0);
    return out;
}

PointClass everywhere(const NetworkOutput &output)
{
    const auto grid =
        torch::meshgrid({torch::arange(output.cls.size(0)), torch::arange(output.cls.size(1)),
                         torch::arange(output.cls.size(2))},
                        "ij");
    return {grid[0].flatten(), grid[1].flatten(), grid[2].flatten()};
}

} // namespace tests

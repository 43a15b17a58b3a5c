#include "core/ml/student/decoding.h"

#include <algorithm>
#include <cstdint>

#include "core/ml/student/label_assignment.h"
#include "core/ml/student/trident.h"

namespace core::ml::student {

namespace {

struct Scored
{
    float score;
    std::int64_t index; // point · classes + class
};

// The best preNmsTopK scores of one level, by descending score.
std::vector<Scored> bestOfLevel(const model::StudentConfig &config, const float *scores,
                                std::int64_t first, std::int64_t last)
{
    const auto threshold = static_cast<float>(config.preNmsScore);
    std::vector<Scored> out;
    for (std::int64_t i = first; i < last; ++i) {
        if (scores[i] > threshold) {
            out.push_back({scores[i], i});
        }
    }
    const auto before = [](const Scored &a, const Scored &b) {
        return a.score > b.score || (a.score == b.score && a.index < b.index);
    };
    const std::size_t kept = std::min(out.size(), static_cast<std::size_t>(config.preNmsTopK));
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(),
                      before);
    out.resize(kept);
    return out;
}

} // namespace

std::vector<std::vector<tal::Candidate>> decodeCandidates(const model::StudentConfig &config,
                                                          const NetworkOutput &output)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor scores =
        (torch::sigmoid(output.cls.to(torch::kFloat)) * output.mask.unsqueeze(2).to(torch::kFloat))
            .cpu()
            .contiguous();
    const std::int64_t classes = scores.size(2);
    const std::vector<Point> points = makePoints(config, output.lengths[0]);
    std::vector<std::int64_t> where;
    std::vector<std::vector<Scored>> chosen(static_cast<std::size_t>(scores.size(0)));
    for (std::int64_t b = 0; b < scores.size(0); ++b) {
        const float *values = scores.const_data_ptr<float>() + b * scores.stride(0);
        std::int64_t first = 0;
        for (const std::int64_t length : output.lengths) {
            for (const Scored &best :
                 bestOfLevel(config, values, first * classes, (first + length) * classes)) {
                chosen[static_cast<std::size_t>(b)].push_back(best);
                where.insert(where.end(), {b, best.index / classes, best.index % classes});
            }
            first += length;
        }
    }
    const torch::Tensor places =
        torch::tensor(where, torch::kLong).view({-1, 3}).t().contiguous().to(output.cls.device());
    const torch::Tensor offsets = decodeOffsets(output, {places[0], places[1], places[2]})
                                      .to(torch::kFloat)
                                      .cpu()
                                      .contiguous();
    const auto *offset = offsets.const_data_ptr<float>();
    const auto minDuration = static_cast<float>(config.minDurationGrid);
    std::vector<std::vector<tal::Candidate>> out(chosen.size());
    for (std::size_t b = 0; b < chosen.size(); ++b) {
        for (const Scored &best : chosen[b]) {
            const Point &point = points[static_cast<std::size_t>(best.index / classes)];
            const float start = point.time - offset[0] * point.stride;
            const float end = point.time + offset[1] * point.stride;
            offset += 2;
            if (end - start > minDuration) {
                out[b].push_back({start, end, best.score, static_cast<int>(best.index % classes)});
            }
        }
    }
    return out;
}

std::vector<model::Detection> detectionsOf(const model::StudentConfig &config,
                                           const std::vector<tal::Candidate> &candidates,
                                           const tal::StudentGrid &grid, double durationS)
{
    std::vector<model::Detection> out;
    for (const tal::Candidate &kept :
         tal::suppressCandidates(candidates, tal::CandidateNmsRule::of(config))) {
        out.push_back({kept.classIndex, grid.toSecondsWithin(kept.start, durationS),
                       grid.toSecondsWithin(kept.end, durationS), kept.score});
    }
    return out;
}

} // namespace core::ml::student

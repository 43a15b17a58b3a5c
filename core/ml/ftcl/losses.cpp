#include "core/ml/ftcl/losses.h"

#include <algorithm>
#include <vector>

#include "core/ml/ftcl/alignment.h"

namespace core::ml::ftcl {

namespace {

constexpr double kCountOffset = 1e-10;
// The first stage's similarity: scale · max(0, s - from).
constexpr double kRescaledFrom = 0.8;
constexpr double kRescaledBy = 5.0;

// Cross-entropy of a branch: `background` is its target for the last class, the labels (where
// wanted) for the others, together scaled to sum 1.
torch::Tensor classification(const torch::Tensor &scores, const torch::Tensor &labels,
                             bool hasLabels, bool hasBackground, double logOffset)
{
    const torch::Tensor last =
        torch::full({labels.size(0), 1}, hasBackground ? 1.0 : 0.0, labels.options());
    const torch::Tensor target =
        torch::cat({hasLabels ? labels : torch::zeros_like(labels), last}, 1);
    const torch::Tensor shares = target / target.sum(1, true);
    return -(shares * (scores + logOffset).log()).sum(1).mean();
}

torch::Tensor unitRows(const torch::Tensor &rows, bool isUnguarded)
{
    const torch::Tensor norm = rows.norm(2, {2}, true);
    if (isUnguarded) {
        return rows / norm;
    }
    const torch::Tensor isZero = norm == 0;
    return rows.masked_fill(isZero, 0.0) / norm.masked_fill(isZero, 1.0);
}

// Row p of the result is row p of `positives` where the pair is positive, else of `negatives`.
torch::Tensor chosen(const torch::Tensor &isPositive, const torch::Tensor &positives,
                     const torch::Tensor &negatives)
{
    return torch::where((isPositive > 0).view({-1, 1, 1}), positives, negatives);
}

bool isEmpty(const Pairing &pairing)
{
    return !pairing.first.defined() || pairing.first.numel() == 0;
}

} // namespace

BaseLosses baseLosses(const Heads &heads, const torch::Tensor &labels, double logOffset,
                      const model::FtclConfig &config)
{
    const auto norm = [&](std::size_t branch) { return heads.features[branch].norm(2, {1}); };
    const torch::Tensor instanceAttention =
        heads.attention.select(2, static_cast<std::int64_t>(kInstance));
    const torch::Tensor contextAttention =
        heads.attention.select(2, static_cast<std::int64_t>(kContext));
    BaseLosses losses;
    losses.instance = classification(heads.scores[kInstance], labels, true, false, logOffset);
    losses.context = classification(heads.scores[kContext], labels, true, true, logOffset);
    losses.background = classification(heads.scores[kBackground], labels, false, true, logOffset);
    const torch::Tensor background = heads.cas[kInstance].select(2, labels.size(1));
    losses.guide = (1.0 - background - instanceAttention.detach()).abs().sum(1).mean();
    const torch::Tensor nearer =
        (config.featureMargin - norm(kInstance) + norm(kContext)).clamp_min(0.0);
    const torch::Tensor farther =
        (config.featureMargin - norm(kContext) + norm(kBackground)).clamp_min(0.0);
    losses.feature = (nearer + farther + norm(kBackground)).square().mean();
    losses.sparse = (instanceAttention.sum(1) + contextAttention.sum(1)).mean() / 2.0;
    losses.total = losses.instance + losses.context + losses.background +
                   losses.guide * config.guideWeight + losses.feature * config.featureWeight +
                   losses.sparse * config.sparseWeight;
    return losses;
}

torch::Tensor cosines(const torch::Tensor &first, const torch::Tensor &second, bool isUnguarded)
{
    return torch::bmm(unitRows(first, isUnguarded), unitRows(second, isUnguarded).transpose(1, 2));
}

Pairing pairedRows(const torch::Tensor &labels)
{
    const std::int64_t pairs = labels.size(0) / 2;
    const torch::Tensor common = labels.narrow(0, 0, pairs) * labels.narrow(0, pairs, pairs);
    Pairing pairing;
    pairing.first = torch::arange(pairs, labels.options().dtype(torch::kLong));
    pairing.second = pairing.first + pairs;
    pairing.isPositive = (common.sum(1) > 0).to(labels.scalar_type());
    return pairing;
}

Pairing pairsWithin(const torch::Tensor &labels)
{
    const torch::Tensor rows = labels.detach().to(torch::kCPU, torch::kFloat64);
    const torch::Tensor common = torch::matmul(rows, rows.t()); // classes in common
    const torch::Tensor counts = rows.sum(1);
    std::vector<std::pair<std::int64_t, std::int64_t>> positive;
    std::vector<std::pair<std::int64_t, std::int64_t>> negative;
    for (std::int64_t i = 0; i < rows.size(0); ++i) {
        for (std::int64_t j = i + 1; j < rows.size(0); ++j) {
            const auto shared = common[i][j].item<double>();
            if (shared == 0.0) {
                negative.emplace_back(i, j);
            } else if (shared == 1.0 && counts[i].item<double>() == 1.0 &&
                       counts[j].item<double>() == 1.0) {
                positive.emplace_back(i, j);
            }
        }
    }
    const std::size_t drawn = std::min(positive.size(), negative.size());
    const torch::Tensor order =
        torch::randperm(static_cast<std::int64_t>(negative.size()), torch::kLong);
    std::vector<std::int64_t> first;
    std::vector<std::int64_t> second;
    std::vector<double> isPositive;
    const auto add = [&](const std::pair<std::int64_t, std::int64_t> &pair, double kind) {
        first.push_back(pair.first);
        second.push_back(pair.second);
        isPositive.push_back(kind);
    };
    for (const auto &pair : positive) {
        add(pair, 1.0);
    }
    for (std::size_t i = 0; i < drawn; ++i) {
        const auto at = order[static_cast<std::int64_t>(i)].item<std::int64_t>();
        add(negative[static_cast<std::size_t>(at)], 0.0);
    }
    const torch::TensorOptions whole = labels.options().dtype(torch::kLong);
    return {.first = torch::tensor(first, torch::kLong).to(whole),
            .second = torch::tensor(second, torch::kLong).to(whole),
            .isPositive = torch::tensor(isPositive, torch::kFloat64).to(labels.options())};
}

ContrastScores contrastScores(const Candidates &candidates, const Pairing &pairing, bool isRescaled,
                              const model::FtclConfig &config)
{
    const auto rows = [](const torch::Tensor &tensor, const torch::Tensor &which) {
        return tensor.index_select(0, which);
    };
    const torch::Tensor action = rows(candidates.action, pairing.first);
    const torch::Tensor other = chosen(pairing.isPositive, rows(candidates.action, pairing.second),
                                       rows(candidates.background, pairing.second));
    const std::int64_t half = action.size(2) / 2;
    const auto cosinesOfHalf = [&](std::int64_t from) {
        return cosines(action.narrow(2, from, half), other.narrow(2, from, half),
                       config.unguardedCosine);
    };
    torch::Tensor similarity =
        cosines(rows(candidates.subsequence, pairing.first),
                rows(candidates.subsequence, pairing.second), config.unguardedCosine);
    if (isRescaled) {
        similarity = (similarity - kRescaledFrom).clamp_min(0.0) * kRescaledBy;
    }
    return {.fsd = softScores(cosinesOfHalf(0), cosinesOfHalf(half), config.fsdSmoothing),
            .lcs = matchScores(similarity, config.lcsThreshold)};
}

torch::Tensor contrastLoss(const torch::Tensor &scores, const torch::Tensor &isPositive)
{
    const torch::Tensor isNegative = 1.0 - isPositive;
    return (scores * isNegative).sum() / (isNegative.sum() + kCountOffset) -
           (scores * isPositive).sum() / (isPositive.sum() + kCountOffset);
}

Losses trainingLosses(const NetworkImpl &network, const NetworkOutput &output,
                      const torch::Tensor &labels, const Pairing &pairing, bool isContrastStage,
                      const model::FtclConfig &config)
{
    const Heads heads = headsOf(output, config);
    Losses losses;
    losses.base =
        baseLosses(heads, labels, isContrastStage ? kContrastLogOffset : kBaseLogOffset, config);
    losses.total = losses.base.total;
    if (isEmpty(pairing) || (config.fsdWeight == 0.0 && config.lcsWeight == 0.0)) {
        return losses;
    }
    const Candidates candidates = candidatesOf(network, output, heads.order[kInstance], config);
    const ContrastScores scores = contrastScores(candidates, pairing, !isContrastStage, config);
    losses.lcs = contrastLoss(scores.lcs, pairing.isPositive) * config.lcsWeight;
    losses.fsd = contrastLoss(scores.fsd, pairing.isPositive) * config.fsdWeight;
    losses.total = losses.total + losses.lcs + losses.fsd;
    return losses;
}

} // namespace core::ml::ftcl

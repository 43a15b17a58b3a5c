#include "core/ml/student/trident.h"

namespace core::ml::student {

namespace {

// Every level of [B, C, P] with `bins` zeros before (left) or after (right) its columns, joined.
torch::Tensor padLevels(const torch::Tensor &logits, const std::vector<std::int64_t> &lengths,
                        std::int64_t bins, bool isLeft)
{
    const torch::Tensor zeros = logits.new_zeros({logits.size(0), logits.size(1), bins});
    std::vector<torch::Tensor> parts;
    std::int64_t first = 0;
    for (const std::int64_t length : lengths) {
        const torch::Tensor level = logits.narrow(2, first, length);
        parts.push_back(isLeft ? zeros : level);
        parts.push_back(isLeft ? level : zeros);
        first += length;
    }
    return torch::cat(parts, 2);
}

} // namespace

torch::Tensor decodeOffsets(const NetworkOutput &output, const PointClass &where)
{
    const std::int64_t classes = output.start.size(1);
    const std::int64_t points = output.start.size(2);
    const std::int64_t bins = output.bins.size(3) - 1;
    const auto levels = static_cast<std::int64_t>(output.lengths.size());

    // Column of a point in the padded rows: every level before it brought `bins` more.
    std::vector<std::int64_t> ends;
    ends.reserve(output.lengths.size());
    std::int64_t end = 0;
    for (const std::int64_t length : output.lengths) {
        ends.push_back(end += length);
    }
    const torch::Tensor boundaries = torch::tensor(ends, torch::kLong).to(where.point.device());
    const torch::Tensor level = torch::searchsorted(boundaries, where.point, false, true);
    const torch::Tensor column = where.point + level * bins;
    const torch::Tensor base =
        (where.sample * classes + where.cls) * (points + levels * bins) + column;
    const torch::Tensor steps = torch::arange(bins + 1, where.point.options());
    const torch::Tensor window = base.unsqueeze(1) + steps;

    const torch::Tensor left =
        padLevels(output.start, output.lengths, bins, true).flatten().index({window});
    const torch::Tensor right =
        padLevels(output.end, output.lengths, bins, false).flatten().index({window});
    const torch::Tensor logits =
        output.bins.flatten(0, 1).index({where.sample * points + where.point});
    const torch::Tensor distance = steps.to(logits.scalar_type());
    const torch::Tensor toStart =
        (torch::softmax(left + logits.select(1, 0), 1) * distance.flip(0)).sum(1);
    const torch::Tensor toEnd = (torch::softmax(right + logits.select(1, 1), 1) * distance).sum(1);
    return torch::stack({toStart, toEnd}, 1);
}

} // namespace core::ml::student

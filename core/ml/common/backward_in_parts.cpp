#include "core/ml/common/backward_in_parts.h"

#include <algorithm>

namespace core::ml {

namespace {

using Outputs = std::vector<torch::Tensor>;

// The rows of a process, a part at a time. Where they are a single part its graph is kept, so that
// the network runs once.
class OwnRows
{
public:
    OwnRows(const PartialStep &step, RowRange rows, std::int64_t part)
        : m_step(step)
        , m_rows(rows)
        , m_part(part)
    {
    }

    // Cut off from the graphs.
    Outputs forward()
    {
        if (m_rows.count == 0) {
            return withoutRows();
        }
        if (m_rows.count <= m_part) {
            m_kept = m_step.forward(m_rows.first, m_rows.count);
            Outputs cut;
            for (const torch::Tensor &output : m_kept) {
                cut.push_back(output.detach());
            }
            return cut;
        }
        const torch::NoGradGuard noGrad;
        std::vector<Outputs> parts; // by output
        for (std::int64_t done = 0; done < m_rows.count; done += m_part) {
            const Outputs outputs =
                m_step.forward(m_rows.first + done, std::min(m_part, m_rows.count - done));
            parts.resize(outputs.size());
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                parts[i].push_back(outputs[i]);
            }
        }
        Outputs whole;
        for (Outputs &output : parts) {
            whole.push_back(torch::cat(output));
            output.clear();
        }
        return whole;
    }

    // `gradients`: of the outputs of the whole batch; undefined where the loss does not look at
    // one.
    void backward(const Outputs &gradients)
    {
        for (std::int64_t done = 0; done < m_rows.count; done += m_part) {
            const std::int64_t count = std::min(m_part, m_rows.count - done);
            const Outputs outputs =
                m_kept.empty() ? m_step.forward(m_rows.first + done, count) : std::move(m_kept);
            Outputs reached;
            Outputs slices;
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                if (gradients[i].defined()) {
                    reached.push_back(outputs[i]);
                    slices.push_back(gradients[i].narrow(0, m_rows.first + done, count));
                }
            }
            torch::autograd::backward(reached, slices);
        }
    }

private:
    // Shapes are known from a row of another process only.
    Outputs withoutRows() const
    {
        const torch::NoGradGuard noGrad;
        Outputs none;
        for (const torch::Tensor &output : m_step.forward(0, 1)) {
            none.push_back(output.narrow(0, 0, 0));
        }
        return none;
    }

    const PartialStep &m_step;
    RowRange m_rows;
    std::int64_t m_part;
    Outputs m_kept;
};

// Of all rows, wherever they were computed.
Outputs outputsOfAll(const Outputs &own, RowRange place, std::int64_t rows, const Ranks *ranks)
{
    Outputs whole;
    for (const torch::Tensor &output : own) {
        if (ranks == nullptr) {
            whole.push_back(output);
            continue;
        }
        std::vector<std::int64_t> sizes = output.sizes().vec();
        sizes[0] = rows;
        torch::Tensor all = torch::zeros(sizes, output.options());
        all.narrow(0, place.first, place.count).copy_(output);
        ranks->sum(all);
        whole.push_back(all);
    }
    return whole;
}

} // namespace

void backwardInParts(const PartialStep &step, std::int64_t rows, const BatchSplit &split)
{
    if (split.ranks == nullptr && split.rowsAtATime >= rows) {
        const torch::Tensor loss = step.loss(step.forward(0, rows));
        if (loss.defined()) {
            loss.backward();
        }
        return;
    }
    const RowRange place = split.ranks == nullptr ? RowRange{0, rows} : split.ranks->share(rows);
    OwnRows own(step, place, split.rowsAtATime);
    Outputs whole = outputsOfAll(own.forward(), place, rows, split.ranks);
    for (torch::Tensor &output : whole) {
        output.requires_grad_();
    }
    const torch::Tensor loss = step.loss(whole);
    if (!loss.defined()) {
        return;
    }
    if (split.ranks == nullptr || split.ranks->isLeader()) {
        loss.backward();
        for (torch::Tensor &output : whole) {
            output = output.grad();
        }
        own.backward(whole);
    } else {
        own.backward(torch::autograd::grad({loss}, whole, {}, {}, false, /*allow_unused=*/true));
    }
}

} // namespace core::ml

#include "core/ml/ftcl/alignment.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace core::ml::ftcl {

namespace {

struct Size
{
    std::int64_t pairs;
    std::int64_t rows;    // L
    std::int64_t columns; // W

    explicit Size(const torch::Tensor &cells)
        : pairs(cells.size(0))
        , rows(cells.size(1))
        , columns(cells.size(2))
    {
    }
    std::int64_t cells() const { return rows * columns; }
    std::int64_t tableWidth() const { return columns + 1; }
    std::int64_t tableCells() const { return (rows + 1) * (columns + 1); }
};

bool usesLoops(const torch::Tensor &tensor, AlignmentKernel kernel)
{
    return kernel == AlignmentKernel::Loops ||
           (kernel == AlignmentKernel::Automatic && tensor.is_cpu());
}

torch::Tensor emptyTable(const torch::Tensor &cells)
{
    const Size size(cells);
    return torch::zeros({size.pairs, size.rows + 1, size.columns + 1}, cells.options());
}

torch::Tensor scoresOf(const torch::Tensor &table)
{
    return table.select(1, table.size(1) - 1).select(1, table.size(2) - 1).clone();
}

// Loops, one pair at a time; pointers to row-major tables and cells.

// The shares of the ways into a cell, diagonal, from above, from left: what the way back needs.
template <typename T>
struct Ways
{
    T diagonal;
    T above;
    T left;
};

template <typename T>
void softForward(const Size &size, const T *match, const T *gap, T t, T *table,
                 std::vector<Ways<T>> &ways)
{
    const std::int64_t width = size.tableWidth();
    for (std::int64_t i = 0; i < size.rows; ++i) {
        for (std::int64_t j = 0; j < size.columns; ++j) {
            const std::int64_t cell = i * size.columns + j;
            const T *above = table + i * width + j + 1;
            T *current = table + (i + 1) * width + j + 1;
            const T z[3] = {above[-1] / t, (gap[cell] + above[0]) / t,
                            (gap[cell] + current[-1]) / t};
            const T most = std::max({z[0], z[1], z[2]});
            const T e[3] = {std::exp(z[0] - most), std::exp(z[1] - most), std::exp(z[2] - most)};
            const T sum = e[0] + e[1] + e[2];
            *current = match[cell] + t * (std::log(sum) + most);
            ways[static_cast<std::size_t>(cell)] = {e[0] / sum, e[1] / sum, e[2] / sum};
        }
    }
}

// E of §6, from the last cell back.
template <typename T>
void softBackward(const Size &size, const std::vector<Ways<T>> &ways, T *visits, T *gaps)
{
    const auto wayOf = [&](std::int64_t cell) -> const Ways<T> & {
        return ways[static_cast<std::size_t>(cell)];
    };
    for (std::int64_t i = size.rows - 1; i >= 0; --i) {
        for (std::int64_t j = size.columns - 1; j >= 0; --j) {
            const std::int64_t cell = i * size.columns + j;
            const bool hasBelow = i + 1 < size.rows;
            const bool hasRight = j + 1 < size.columns;
            const std::int64_t below = cell + size.columns;
            T visit = !hasBelow && !hasRight ? T(1) : T(0);
            if (hasBelow && hasRight) {
                visit += visits[below + 1] * wayOf(below + 1).diagonal;
            }
            if (hasBelow) {
                visit += visits[below] * wayOf(below).above;
            }
            if (hasRight) {
                visit += visits[cell + 1] * wayOf(cell + 1).left;
            }
            visits[cell] = visit;
            gaps[cell] = visit * (wayOf(cell).above + wayOf(cell).left);
        }
    }
}

SoftAlignment softLoops(const torch::Tensor &match, const torch::Tensor &gap, double smoothing)
{
    const Size size(match);
    SoftAlignment made;
    made.table = emptyTable(match);
    made.matchGradient = torch::zeros_like(match);
    made.gapGradient = torch::zeros_like(match);
    AT_DISPATCH_FLOATING_TYPES(match.scalar_type(), "alignSoftly", [&] {
        std::vector<Ways<scalar_t>> ways(static_cast<std::size_t>(size.cells()));
        for (std::int64_t p = 0; p < size.pairs; ++p) {
            const std::int64_t first = p * size.cells();
            softForward(size, match.const_data_ptr<scalar_t>() + first,
                        gap.const_data_ptr<scalar_t>() + first, static_cast<scalar_t>(smoothing),
                        made.table.mutable_data_ptr<scalar_t>() + p * size.tableCells(), ways);
            softBackward(size, ways, made.matchGradient.mutable_data_ptr<scalar_t>() + first,
                         made.gapGradient.mutable_data_ptr<scalar_t>() + first);
        }
    });
    return made;
}

template <typename T>
void hardForward(const Size &size, const T *similarity, T threshold, T *table)
{
    const std::int64_t width = size.tableWidth();
    for (std::int64_t i = 0; i < size.rows; ++i) {
        for (std::int64_t j = 0; j < size.columns; ++j) {
            const T s = similarity[i * size.columns + j];
            const T *above = table + i * width + j + 1;
            T *current = table + (i + 1) * width + j + 1;
            // A similarity that is not a number is no match.
            *current = s > threshold ? above[-1] + s : std::max(above[0], current[-1]);
        }
    }
}

template <typename T>
void traceBack(const Size &size, const T *similarity, T threshold, const T *table, T *path)
{
    const std::int64_t width = size.tableWidth();
    std::int64_t i = size.rows;
    std::int64_t j = size.columns;
    while (i > 0 && j > 0) {
        const std::int64_t cell = (i - 1) * size.columns + j - 1;
        if (similarity[cell] > threshold) {
            path[cell] = T(1);
            --i;
            --j;
        } else if (table[i * width + j - 1] > table[(i - 1) * width + j]) {
            --j;
        } else {
            --i;
        }
    }
}

HardAlignment hardLoops(const torch::Tensor &similarity, double threshold)
{
    const Size size(similarity);
    HardAlignment made;
    made.table = emptyTable(similarity);
    made.gradient = torch::zeros_like(similarity);
    AT_DISPATCH_FLOATING_TYPES(similarity.scalar_type(), "alignByMatches", [&] {
        const auto limit = static_cast<scalar_t>(threshold);
        for (std::int64_t p = 0; p < size.pairs; ++p) {
            const auto *cells = similarity.const_data_ptr<scalar_t>() + p * size.cells();
            auto *table = made.table.mutable_data_ptr<scalar_t>() + p * size.tableCells();
            hardForward(size, cells, limit, table);
            traceBack(size, cells, limit, table,
                      made.gradient.mutable_data_ptr<scalar_t>() + p * size.cells());
        }
    });
    return made;
}

// Wavefront: cells with equal i + j do not depend on each other.

// The cells of one anti-diagonal as flat indices, into cells and into the table (where they have a
// row and a column in front of them).
struct Diagonal
{
    torch::Tensor cells;
    torch::Tensor current;
    torch::Tensor above;
    torch::Tensor left;
    torch::Tensor corner; // above and left
};

std::vector<Diagonal> diagonalsOf(const torch::Tensor &cells)
{
    const Size size(cells);
    const torch::TensorOptions whole = cells.options().dtype(torch::kLong);
    std::vector<Diagonal> diagonals;
    for (std::int64_t sum = 0; sum < size.rows + size.columns - 1; ++sum) {
        const std::int64_t first = std::max<std::int64_t>(0, sum - size.columns + 1);
        const torch::Tensor i = torch::arange(first, std::min(sum + 1, size.rows), whole);
        const torch::Tensor j = sum - i;
        Diagonal diagonal;
        diagonal.cells = i * size.columns + j;
        diagonal.current = (i + 1) * size.tableWidth() + j + 1;
        diagonal.above = diagonal.current - size.tableWidth();
        diagonal.left = diagonal.current - 1;
        diagonal.corner = diagonal.above - 1;
        diagonals.push_back(std::move(diagonal));
    }
    return diagonals;
}

// What comes back through the ways into each cell: E of §6 for all cells. A way is a table like the
// cells, padded by a row and a column of zeros behind; visits likewise.
struct WayTables
{
    torch::Tensor diagonal; // P×(L+1)·(W+1), flat; entries of cell (i, j) at i·(W+1)+j
    torch::Tensor above;
    torch::Tensor left;
};

torch::Tensor visitsOf(const Size &size, const WayTables &ways,
                       const std::vector<Diagonal> &diagonals)
{
    torch::Tensor visits = torch::zeros_like(ways.diagonal);
    const std::int64_t width = size.tableWidth();
    visits.select(1, (size.rows - 1) * width + size.columns - 1).fill_(1.0);
    for (std::size_t d = diagonals.size() - 1; d-- > 0;) {
        const torch::Tensor here = diagonals[d].corner; // the cell's own place in such a table
        const auto from = [&](const torch::Tensor &way, std::int64_t step) {
            const torch::Tensor at = here + step;
            return visits.index_select(1, at) * way.index_select(1, at);
        };
        visits.index_copy_(
            1, here, from(ways.diagonal, width + 1) + from(ways.above, width) + from(ways.left, 1));
    }
    return visits;
}

// The part of a padded table that belongs to cells.
torch::Tensor cellsOf(const Size &size, const torch::Tensor &padded)
{
    return padded.view({size.pairs, size.rows + 1, size.columns + 1})
        .narrow(1, 0, size.rows)
        .narrow(2, 0, size.columns)
        .contiguous();
}

SoftAlignment softWavefront(const torch::Tensor &match, const torch::Tensor &gap, double smoothing)
{
    const Size size(match);
    const std::vector<Diagonal> diagonals = diagonalsOf(match);
    SoftAlignment made;
    made.table = emptyTable(match);
    const torch::Tensor table = made.table.flatten(1);
    const torch::Tensor m = match.flatten(1);
    const torch::Tensor g = gap.flatten(1);
    WayTables ways{torch::zeros_like(table), torch::zeros_like(table), torch::zeros_like(table)};
    for (const Diagonal &diagonal : diagonals) {
        const torch::Tensor gaps = g.index_select(1, diagonal.cells);
        const torch::Tensor z = torch::stack({table.index_select(1, diagonal.corner),
                                              gaps + table.index_select(1, diagonal.above),
                                              gaps + table.index_select(1, diagonal.left)}) /
                                smoothing;
        const torch::Tensor most = z.amax({0}, true);
        const torch::Tensor e = (z - most).exp();
        const torch::Tensor sum = e.sum(0);
        table.index_copy_(1, diagonal.current,
                          m.index_select(1, diagonal.cells) +
                              (sum.log() + most.squeeze(0)) * smoothing);
        const torch::Tensor shares = e / sum;
        ways.diagonal.index_copy_(1, diagonal.corner, shares[0]);
        ways.above.index_copy_(1, diagonal.corner, shares[1]);
        ways.left.index_copy_(1, diagonal.corner, shares[2]);
    }
    const torch::Tensor visits = visitsOf(size, ways, diagonals);
    made.matchGradient = cellsOf(size, visits);
    made.gapGradient = cellsOf(size, visits * (ways.above + ways.left));
    return made;
}

HardAlignment hardWavefront(const torch::Tensor &similarity, double threshold)
{
    const Size size(similarity);
    const std::vector<Diagonal> diagonals = diagonalsOf(similarity);
    HardAlignment made;
    made.table = emptyTable(similarity);
    const torch::Tensor table = made.table.flatten(1);
    const torch::Tensor s = similarity.flatten(1);
    WayTables ways{torch::zeros_like(table), torch::zeros_like(table), torch::zeros_like(table)};
    for (const Diagonal &diagonal : diagonals) {
        const torch::Tensor cells = s.index_select(1, diagonal.cells);
        const torch::Tensor isMatch = cells > threshold;
        const torch::Tensor above = table.index_select(1, diagonal.above);
        const torch::Tensor left = table.index_select(1, diagonal.left);
        const torch::Tensor isLeft = left > above;
        table.index_copy_(1, diagonal.current,
                          torch::where(isMatch, table.index_select(1, diagonal.corner) + cells,
                                       torch::where(isLeft, left, above)));
        ways.diagonal.index_copy_(1, diagonal.corner, isMatch.to(s.scalar_type()));
        ways.above.index_copy_(1, diagonal.corner, (~isMatch & ~isLeft).to(s.scalar_type()));
        ways.left.index_copy_(1, diagonal.corner, (~isMatch & isLeft).to(s.scalar_type()));
    }
    made.gradient = cellsOf(size, visitsOf(size, ways, diagonals) * ways.diagonal);
    return made;
}

// Scores for autograd: the gradients of the scores are known with them and only need scaling.

torch::Tensor scaled(const torch::Tensor &upstream, const torch::Tensor &gradient)
{
    return upstream.view({-1, 1, 1}) * gradient;
}

struct SoftScores : torch::autograd::Function<SoftScores>
{
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &match, const torch::Tensor &gap,
                                 double smoothing, std::int64_t kernel)
    {
        const SoftAlignment made =
            alignSoftly(match, gap, smoothing, static_cast<AlignmentKernel>(kernel));
        context->save_for_backward({made.matchGradient, made.gapGradient});
        return made.scores;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &upstream)
    {
        const auto saved = context->get_saved_variables();
        return {scaled(upstream[0], saved[0]), scaled(upstream[0], saved[1]), {}, {}};
    }
};

struct MatchScores : torch::autograd::Function<MatchScores>
{
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &similarity, double threshold,
                                 std::int64_t kernel)
    {
        const HardAlignment made =
            alignByMatches(similarity, threshold, static_cast<AlignmentKernel>(kernel));
        context->save_for_backward({made.gradient});
        return made.scores;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &upstream)
    {
        return {scaled(upstream[0], context->get_saved_variables()[0]), {}, {}};
    }
};

} // namespace

SoftAlignment alignSoftly(const torch::Tensor &match, const torch::Tensor &gap, double smoothing,
                          AlignmentKernel kernel)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor m = match.detach().contiguous();
    const torch::Tensor g = gap.detach().contiguous();
    SoftAlignment made =
        usesLoops(m, kernel) ? softLoops(m, g, smoothing) : softWavefront(m, g, smoothing);
    made.scores = scoresOf(made.table);
    return made;
}

HardAlignment alignByMatches(const torch::Tensor &similarity, double threshold,
                             AlignmentKernel kernel)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor s = similarity.detach().contiguous();
    HardAlignment made =
        usesLoops(s, kernel) ? hardLoops(s, threshold) : hardWavefront(s, threshold);
    made.scores = scoresOf(made.table);
    return made;
}

torch::Tensor softScores(const torch::Tensor &match, const torch::Tensor &gap, double smoothing,
                         AlignmentKernel kernel)
{
    return SoftScores::apply(match, gap, smoothing, static_cast<std::int64_t>(kernel));
}

torch::Tensor matchScores(const torch::Tensor &similarity, double threshold, AlignmentKernel kernel)
{
    return MatchScores::apply(similarity, threshold, static_cast<std::int64_t>(kernel));
}

} // namespace core::ml::ftcl

#include "core/data/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/data/npy_file.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::FeatureMatrix;
using model::FeatureSource;

namespace {

// One file, as T×D.
struct Part
{
    std::int64_t snippets = 0;
    std::int64_t dim = 0;
    std::vector<float> values; // in the file's own order
};

Result<Part> readPart(const std::filesystem::path &path, bool isTransposed)
{
    const NpyArray array = TRY(readNpy(path));
    const std::vector<std::int64_t> &shape = array.shape();
    const bool isNumeric = array.type() != NpyType::Bytes && array.type() != NpyType::Bool;
    if (shape.size() != 2 || !isNumeric) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = isNumeric ? fmt::format("has {} dimensions", shape.size())
                                          : fmt::format("holds {}", npyTypeName(array.type())),
                     .file = path.string(),
                     .place = "shape",
                     .expected = "a matrix of numbers, snippets by feature values"});
    }
    Part part;
    part.snippets = shape[isTransposed ? 1 : 0];
    part.dim = shape[isTransposed ? 0 : 1];
    if (array.size() == 0) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("holds no features ({} x {})", shape[0], shape[1]),
                     .file = path.string(),
                     .place = "shape",
                     .expected = "at least one snippet"});
    }
    part.values = array.toFloats();
    return part;
}

Result<void> checkFinite(const Part &part, bool isTransposed, const std::filesystem::path &path)
{
    for (std::size_t i = 0; i < part.values.size(); ++i) {
        if (std::isfinite(part.values[i])) {
            continue;
        }
        const auto at = static_cast<std::int64_t>(i);
        const std::int64_t columns = isTransposed ? part.snippets : part.dim;
        const std::int64_t row = at / columns;
        const std::int64_t column = at % columns;
        return fail({.code = ErrorCode::BadValue,
                     .problem = std::isnan(part.values[i]) ? "is NaN"
                                                           : "is infinite or too large for float32",
                     .file = path.string(),
                     .place = fmt::format("row {}, column {} (snippet {}, value {})", row, column,
                                          isTransposed ? column : row, isTransposed ? row : column),
                     .expected = "finite feature values"});
    }
    return {};
}

// The width is wrong: says so, and whether the other order of axes would be right.
tl::unexpected<base::Error> wrongWidth(const FeatureSource &source, const std::vector<Part> &parts,
                                       std::int64_t dim, std::int64_t expectedDim)
{
    std::int64_t otherDim = 0;
    bool isOtherRegular = true;
    for (const Part &part : parts) {
        otherDim += part.snippets;
        isOtherRegular = isOtherRegular && part.dim == parts.front().dim;
    }
    std::string expected = fmt::format("{} values a snippet", expectedDim);
    if (isOtherRegular && otherDim == expectedDim) {
        expected += source.isTransposed ? "; the files hold T x D, not D x T"
                                        : "; the files hold D x T, not T x D";
    }
    return fail(
        {.code = ErrorCode::BadValue,
         .problem = fmt::format("holds {} snippets of {} values", parts.front().snippets, dim),
         .file = source.parts.front().string(),
         .place = "shape",
         .expected = std::move(expected)});
}

// Copies a part into the columns of the matrix from `column` on.
void place(const Part &part, bool isTransposed, std::int64_t column, FeatureMatrix &matrix)
{
    constexpr std::int64_t kBlock = 32; // keeps both sides of a transposition in the cache
    const auto at = [](std::int64_t index) { return static_cast<std::size_t>(index); };
    if (!isTransposed) {
        for (std::int64_t t = 0; t < part.snippets; ++t) {
            std::copy_n(part.values.data() + t * part.dim, part.dim,
                        matrix.values.data() + t * matrix.dim + column);
        }
        return;
    }
    for (std::int64_t firstT = 0; firstT < part.snippets; firstT += kBlock) {
        for (std::int64_t d = 0; d < part.dim; ++d) {
            const std::int64_t endT = std::min(firstT + kBlock, part.snippets);
            for (std::int64_t t = firstT; t < endT; ++t) {
                matrix.values[at(t * matrix.dim + column + d)] =
                    part.values[at(d * part.snippets + t)];
            }
        }
    }
}

} // namespace

Result<FeatureMatrix> loadFeatures(const FeatureSource &source, std::int64_t expectedDim)
{
    if (source.parts.empty()) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "a video has no feature files",
                     .expected = "at least one .npy file"});
    }
    std::vector<Part> parts;
    FeatureMatrix matrix;
    for (const std::filesystem::path &path : source.parts) {
        parts.push_back(TRY(readPart(path, source.isTransposed)));
        matrix.dim += parts.back().dim;
    }
    if (expectedDim > 0 && matrix.dim != expectedDim) {
        return wrongWidth(source, parts, matrix.dim, expectedDim);
    }
    matrix.snippets = parts.front().snippets;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].snippets != matrix.snippets) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("holds {} snippets", parts[i].snippets),
                         .file = source.parts[i].string(),
                         .place = "shape",
                         .expected = fmt::format("{}, as {} has", matrix.snippets,
                                                 source.parts.front().string())});
        }
        TRY(checkFinite(parts[i], source.isTransposed, source.parts[i]));
    }
    if (parts.size() == 1 && !source.isTransposed) {
        matrix.values = std::move(parts.front().values);
        return matrix;
    }
    matrix.values.resize(static_cast<std::size_t>(matrix.snippets * matrix.dim));
    std::int64_t column = 0;
    for (const Part &part : parts) {
        place(part, source.isTransposed, column, matrix);
        column += part.dim;
    }
    return matrix;
}

Result<void> writeFeatures(const std::filesystem::path &path, const FeatureMatrix &features)
{
    return writeNpy(path, std::array{features.snippets, features.dim}, features.values);
}

} // namespace core::data

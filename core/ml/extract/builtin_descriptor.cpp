#include "core/ml/extract/builtin_descriptor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <string>

#include "core/base/random.h"
#include "core/media/video_frame.h"

namespace core::ml {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

constexpr std::size_t kWidth = kSampleWidth;
constexpr std::size_t kHeight = kSampleHeight;

// Gradient orientations of the whole picture are counted on this grid.
constexpr std::size_t kShapeColumns = 4;
constexpr std::size_t kShapeRows = 3;
constexpr std::size_t kShapeBins = 8;
constexpr std::size_t kColourValues = std::size_t{kColourColumns} * kColourRows * 3;
constexpr std::size_t kShapeValues = kShapeColumns * kShapeRows * kShapeBins;
constexpr std::size_t kStillValues = kColourValues + kShapeValues;

// What moves is kept per frame on a fine grid; a snippet pools it.
constexpr std::size_t kCell = 4; // pixels
constexpr std::size_t kColumns = kWidth / kCell;
constexpr std::size_t kRows = kHeight / kCell;
constexpr std::size_t kCells = kColumns * kRows;
// Directions of the movement, its energy, and the edges that move: upright, level, rising, falling.
enum Channel : std::size_t { Right, Left, Down, Up, Energy, kFlowChannels };
constexpr std::size_t kEdgeChannels = 4;
constexpr std::size_t kChannels = kFlowChannels + kEdgeChannels;
constexpr std::size_t kMotionMeasures = kCells * kChannels;

constexpr std::size_t kPictureColumns = 5; // of the grid over the picture
constexpr std::size_t kPictureRows = 3;
constexpr std::size_t kPicturePlaces = kPictureColumns * kPictureRows;
constexpr std::size_t kCentredSide = 6; // of the grid centred on the movement
constexpr std::size_t kPlaces = kPicturePlaces + kCentredSide * kCentredSide;
constexpr std::size_t kHalves = 2;       // early and late in the snippet
constexpr std::size_t kRhythmSeries = 7; // flow channels and the two coordinates of the movement
constexpr std::size_t kRhythmBins = 6;
constexpr std::size_t kAppearanceValues = kStillValues + kHalves * kPlaces * kEdgeChannels;
constexpr std::size_t kFlowValues = kHalves * kPlaces * kFlowChannels;
constexpr std::size_t kRhythmValues = kRhythmSeries * kRhythmBins;
constexpr std::size_t kMotionValues = kFlowValues + kRhythmValues;

// How much each part counts, and the length of its values (after the root) at which it has half of
// that: chosen so that a figure that moves outweighs the scene behind it.
constexpr float kStillWeight = 0.3F;
constexpr float kEdgeWeight = 2.0F;
constexpr float kFlowWeight = 1.0F;
constexpr float kRhythmWeight = 1.0F;
constexpr float kUsualLength = 150.0F;

// Changes of luma below this are noise of the camera and of the coding.
constexpr float kNoise = 6.0F;
// The camera's movement between two frames that is looked for, in pixels of the sample.
constexpr int kMaxShift = 3;

using Profile = std::vector<float>;

// Sums of luma over columns or rows.
Profile columnProfile(const FrameSample &sample)
{
    Profile sums(kWidth, 0.0F);
    for (std::size_t y = 0; y < kHeight; ++y) {
        for (std::size_t x = 0; x < kWidth; ++x) {
            sums[x] += sample.gray[y * kWidth + x];
        }
    }
    return sums;
}

Profile rowProfile(const FrameSample &sample)
{
    Profile sums(kHeight, 0.0F);
    for (std::size_t y = 0; y < kHeight; ++y) {
        for (std::size_t x = 0; x < kWidth; ++x) {
            sums[y] += sample.gray[y * kWidth + x];
        }
    }
    return sums;
}

// How far `now` is `before` moved: the shift with the least mean difference. Ties go to the
// smallest shift.
int bestShift(const Profile &before, const Profile &now)
{
    int best = 0;
    float bestCost = 0.0F;
    for (const int shift : {0, -1, 1, -2, 2, -kMaxShift, kMaxShift}) {
        float cost = 0.0F;
        const int size = static_cast<int>(now.size());
        for (int i = kMaxShift; i < size - kMaxShift; ++i) {
            cost += std::abs(now[static_cast<std::size_t>(i)] -
                             before[static_cast<std::size_t>(i - shift)]);
        }
        if (shift == 0 || cost < 0.98F * bestCost) {
            best = shift;
            bestCost = cost;
        }
    }
    return best;
}

void measureShape(const FrameSample &sample, std::span<float> histogram)
{
    constexpr float kBinWidth = std::numbers::pi_v<float> / kShapeBins;
    for (std::size_t y = 1; y + 1 < kHeight; ++y) {
        const std::uint8_t *row = sample.gray.data() + y * kWidth;
        const std::size_t cellRow = y * kShapeRows / kHeight;
        for (std::size_t x = 1; x + 1 < kWidth; ++x) {
            const auto dx = static_cast<float>(row[x + 1] - row[x - 1]);
            const auto dy = static_cast<float>(row[x + kWidth] - row[x - kWidth]);
            const float strength = std::abs(dx) + std::abs(dy);
            if (strength < kNoise) {
                continue;
            }
            float angle = std::atan2(dy, dx);
            angle += angle < 0.0F ? std::numbers::pi_v<float> : 0.0F;
            const std::size_t bin =
                std::min(static_cast<std::size_t>(angle / kBinWidth), kShapeBins - 1);
            const std::size_t cell = cellRow * kShapeColumns + x * kShapeColumns / kWidth;
            histogram[cell * kShapeBins + bin] += strength;
        }
    }
}

// Which of the four edge channels a gradient belongs to.
std::size_t edgeOf(float dx, float dy)
{
    constexpr float kSlope = 2.414F; // tan(67.5 degrees): four equal sectors
    if (std::abs(dx) > kSlope * std::abs(dy)) {
        return 0;
    }
    if (std::abs(dy) > kSlope * std::abs(dx)) {
        return 1;
    }
    return dx * dy < 0.0F ? 2 : 3;
}

// Normal flow: where luma changes over time, the part of the movement along the gradient is known
// from the change and the gradient alone.
void measureMotion(const FrameSample &now, const FrameSample &before, std::span<float> motion)
{
    const int shiftX = bestShift(columnProfile(before), columnProfile(now));
    const int shiftY = bestShift(rowProfile(before), rowProfile(now));
    constexpr std::size_t kBorder = kMaxShift + 1;
    for (std::size_t y = kBorder; y < kHeight - kBorder; ++y) {
        const std::uint8_t *row = now.gray.data() + y * kWidth;
        const std::ptrdiff_t offset = -std::ptrdiff_t{shiftY} * kSampleWidth - shiftX;
        const std::uint8_t *old = before.gray.data() + y * kWidth + offset;
        for (std::size_t x = kBorder; x < kWidth - kBorder; ++x) {
            const auto change = static_cast<float>(row[x] - old[x]);
            if (std::abs(change) < kNoise) {
                continue;
            }
            const auto dx = static_cast<float>(row[x + 1] - row[x - 1] + old[x + 1] - old[x - 1]);
            const auto dy = static_cast<float>(row[x + kWidth] - row[x - kWidth] + old[x + kWidth] -
                                               old[x - kWidth]);
            const float steepness = std::abs(dx) + std::abs(dy) + 8.0F;
            const float alongX = -change * dx / steepness;
            const float alongY = -change * dy / steepness;
            float *cell =
                motion.data() + ((y / kCell) * kColumns + x / kCell) * std::size_t{kChannels};
            cell[Right] += std::max(alongX, 0.0F);
            cell[Left] += std::max(-alongX, 0.0F);
            cell[Down] += std::max(alongY, 0.0F);
            cell[Up] += std::max(-alongY, 0.0F);
            cell[Energy] += std::abs(change);
            cell[kFlowChannels + edgeOf(dx, dy)] += std::abs(change);
        }
    }
}

// Where the movement of a snippet is: the mean place and the spread of its energy, in cells.
struct Focus
{
    float x = kColumns / 2.0F;
    float y = kRows / 2.0F;
    float spread = 3.0F;
};

Focus focusOf(std::span<const float> motion)
{
    float mass = 0.0F;
    float sumX = 0.0F;
    float sumY = 0.0F;
    float squares = 0.0F;
    for (std::size_t row = 0; row < kRows; ++row) {
        for (std::size_t column = 0; column < kColumns; ++column) {
            const float energy = motion[(row * kColumns + column) * kChannels + Energy];
            const auto x = static_cast<float>(column);
            const auto y = static_cast<float>(row);
            mass += energy;
            sumX += energy * x;
            sumY += energy * y;
            squares += energy * (x * x + y * y);
        }
    }
    if (mass < 1.0F) {
        return {};
    }
    const float x = sumX / mass;
    const float y = sumY / mass;
    const float variance = std::max(squares / mass - x * x - y * y, 0.0F);
    return {x, y, std::clamp(std::sqrt(variance), 1.5F, 6.0F)};
}

// Pools the fine grid into the grid over the picture and into the one about the focus: kPlaces
// places of kChannels.
std::vector<float> pooled(std::span<const float> motion, const Focus &focus)
{
    std::vector<float> out(kPlaces * kChannels, 0.0F);
    const auto addTo = [&](std::size_t place, const float *cell) {
        for (std::size_t channel = 0; channel < kChannels; ++channel) {
            out[place * kChannels + channel] += cell[channel];
        }
    };
    for (std::size_t row = 0; row < kRows; ++row) {
        for (std::size_t column = 0; column < kColumns; ++column) {
            const float *cell = motion.data() + (row * kColumns + column) * kChannels;
            addTo(row * kPictureRows / kRows * kPictureColumns +
                      column * kPictureColumns / kColumns,
                  cell);
            // The centred grid reaches two spreads to each side.
            const float u = (static_cast<float>(column) - focus.x) / (4.0F * focus.spread) + 0.5F;
            const float v = (static_cast<float>(row) - focus.y) / (4.0F * focus.spread) + 0.5F;
            if (u >= 0.0F && u < 1.0F && v >= 0.0F && v < 1.0F) {
                addTo(kPicturePlaces + static_cast<std::size_t>(v * kCentredSide) * kCentredSide +
                          static_cast<std::size_t>(u * kCentredSide),
                      cell);
            }
        }
    }
    return out;
}

// Totals of a frame's movement and where it is: one point of each series of the rhythm.
std::array<float, kRhythmSeries> totalsOf(std::span<const float> motion)
{
    std::array<float, kRhythmSeries> totals{};
    for (std::size_t cell = 0; cell < kCells; ++cell) {
        for (std::size_t channel = 0; channel < kFlowChannels; ++channel) {
            totals[channel] += motion[cell * kChannels + channel];
        }
    }
    const Focus focus = focusOf(motion);
    totals[kFlowChannels] = focus.x * 100.0F;
    totals[kFlowChannels + 1] = focus.y * 100.0F;
    return totals;
}

// Strength of the lowest frequencies of each series: how fast a movement repeats.
void measureRhythm(const std::vector<std::array<float, kRhythmSeries>> &totals,
                   std::span<float> out)
{
    const auto count = static_cast<float>(totals.size());
    for (std::size_t series = 0; series < kRhythmSeries; ++series) {
        for (std::size_t bin = 0; bin < kRhythmBins; ++bin) {
            float cosine = 0.0F;
            float sine = 0.0F;
            for (std::size_t i = 0; i < totals.size(); ++i) {
                const float angle = 2.0F * std::numbers::pi_v<float> * static_cast<float>(bin + 1) *
                                    static_cast<float>(i) / count;
                cosine += totals[i][series] * std::cos(angle);
                sine += totals[i][series] * std::sin(angle);
            }
            out[series * kRhythmBins + bin] = std::sqrt(cosine * cosine + sine * sine);
        }
    }
}

// A matrix of +1 and -1: keeps lengths and angles of what it is applied to, as Gaussian ones do.
std::vector<float> projection(std::size_t rows, std::size_t columns, std::uint64_t stream)
{
    base::Random random(20, stream);
    std::vector<float> matrix(rows * columns);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        bits = i % 64 == 0 ? random.next() : bits >> 1;
        matrix[i] = (bits & 1) != 0 ? 1.0F : -1.0F;
    }
    return matrix;
}

// Takes the signed root of raw values and brings their length l to weight · l / (l + usual): near
// `weight` for strong ones, but little movement stays little.
void compress(std::span<float> raw, float weight, float usual)
{
    double squares = 0.0;
    for (float &value : raw) {
        value = std::copysign(std::sqrt(std::abs(value)), value);
        squares += double{value} * value;
    }
    const auto length = static_cast<float>(std::sqrt(squares));
    for (float &value : raw) {
        value *= weight / (length + usual);
    }
}

// Projects to out.size() values; the mean length stays the same.
void project(std::span<const float> raw, std::span<const float> matrix, std::span<float> out)
{
    const float scale = 1.0F / std::sqrt(static_cast<float>(out.size()));
    for (std::size_t row = 0; row < out.size(); ++row) {
        const float *weights = matrix.data() + row * raw.size();
        // Four sums, so that the order of additions allows vector instructions.
        std::array<float, 4> sums{};
        std::size_t i = 0;
        for (; i + 4 <= raw.size(); i += 4) {
            for (std::size_t k = 0; k < 4; ++k) {
                sums[k] += weights[i + k] * raw[i + k];
            }
        }
        for (; i < raw.size(); ++i) {
            sums[0] += weights[i] * raw[i];
        }
        out[row] = scale * ((sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
}

} // namespace

Result<FrameSample> sampleFrame(const media::VideoFrame &frame)
{
    media::Picture gray =
        TRY(frame.toPicture(media::PixelLayout::Gray, kSampleWidth, kSampleHeight));
    media::Picture colour =
        TRY(frame.toPicture(media::PixelLayout::Rgb24, kColourColumns, kColourRows));
    return FrameSample{.gray = std::move(gray.pixels), .colour = std::move(colour.pixels)};
}

FrameMeasures measureFrame(const FrameSample &frame, const FrameSample *previous)
{
    FrameMeasures measures;
    measures.appearance.assign(kStillValues, 0.0F);
    // Colour about mid grey, so that dark and bright differ in sign.
    std::transform(frame.colour.begin(), frame.colour.end(), measures.appearance.begin(),
                   [](std::uint8_t value) { return static_cast<float>(value) - 128.0F; });
    measureShape(frame, std::span(measures.appearance).subspan(kColourValues));
    measures.motion.assign(kMotionMeasures, 0.0F);
    if (previous != nullptr) {
        measureMotion(frame, *previous, measures.motion);
    }
    return measures;
}

Result<BuiltinDescriptor> BuiltinDescriptor::create(int dim)
{
    if (dim < kMinDim || dim > kMaxDim || dim % 2 != 0) {
        return fail(
            {.code = ErrorCode::BadValue,
             .problem = "the built-in descriptor has no form of " + std::to_string(dim) + " values",
             .expected = "an even number from " + std::to_string(kMinDim) + " to " +
                         std::to_string(kMaxDim)});
    }
    return BuiltinDescriptor(dim);
}

BuiltinDescriptor::BuiltinDescriptor(int dim)
    : m_dim(dim)
    , m_appearanceProjection(projection(static_cast<std::size_t>(dim / 2), kAppearanceValues, 1))
    , m_motionProjection(projection(static_cast<std::size_t>(dim / 2), kMotionValues, 2))
{
}

void BuiltinDescriptor::describe(std::span<const FrameMeasures *const> window,
                                 std::span<float> out) const
{
    std::vector<float> appearance(kAppearanceValues, 0.0F);
    for (const FrameMeasures *frame : window) {
        std::transform(frame->appearance.begin(), frame->appearance.end(), appearance.begin(),
                       appearance.begin(), std::plus<>());
    }

    // The movement into the window's first frame belongs to the snippet before.
    std::array<std::vector<float>, kHalves> halves;
    halves.fill(std::vector<float>(kMotionMeasures, 0.0F));
    std::vector<std::array<float, kRhythmSeries>> totals;
    for (std::size_t i = 1; i < window.size(); ++i) {
        std::vector<float> &half = halves[i * kHalves / window.size()];
        std::transform(half.begin(), half.end(), window[i]->motion.begin(), half.begin(),
                       std::plus<>());
        totals.push_back(totalsOf(window[i]->motion));
    }
    std::vector<float> whole = halves[0];
    std::transform(whole.begin(), whole.end(), halves[1].begin(), whole.begin(), std::plus<>());
    const Focus focus = focusOf(whole);

    std::vector<float> motion(kMotionValues, 0.0F);
    float *edges = appearance.data() + kStillValues;
    float *flow = motion.data();
    for (const std::vector<float> &half : halves) {
        const std::vector<float> places = pooled(half, focus);
        for (std::size_t place = 0; place < kPlaces; ++place) {
            const float *channels = places.data() + place * kChannels;
            flow = std::copy_n(channels, std::size_t{kFlowChannels}, flow);
            edges = std::copy_n(channels + kFlowChannels, kEdgeChannels, edges);
        }
    }
    measureRhythm(totals, std::span(motion).last(kRhythmValues));

    const std::span<float> stills = std::span(appearance).first(kStillValues);
    const std::span<float> rhythm = std::span(motion).last(kRhythmValues);
    compress(stills, kStillWeight, kUsualLength);
    compress(std::span(appearance).subspan(kStillValues), kEdgeWeight, kUsualLength);
    compress(std::span(motion).first(kFlowValues), kFlowWeight, kUsualLength);
    compress(rhythm, kRhythmWeight, kUsualLength);
    const auto dimOfHalf = static_cast<std::size_t>(m_dim / 2);
    project(appearance, m_appearanceProjection, out.first(dimOfHalf));
    project(motion, m_motionProjection, out.subspan(dimOfHalf, dimOfHalf));
}

} // namespace core::ml

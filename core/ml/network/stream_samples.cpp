#include "core/ml/network/stream_samples.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/data/npy_file.h"
#include "core/media/motion_estimator.h"

namespace core::ml {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::NetworkInput;

namespace {

struct Size
{
    int width;
    int height;
};

// What a picture is scaled to before the middle is taken.
Size scaledSize(int width, int height, const NetworkInput &input)
{
    if (input.fit == NetworkInput::Fit::Stretch) {
        return {input.width, input.height};
    }
    const double scale = std::max(static_cast<double>(input.width) / static_cast<double>(width),
                                  static_cast<double>(input.height) / static_cast<double>(height));
    return {std::max(static_cast<int>(std::lround(scale * width)), input.width),
            std::max(static_cast<int>(std::lround(scale * height)), input.height)};
}

// The middle of channels × height × width, with memory of its own.
torch::Tensor middle(const torch::Tensor &whole, const NetworkInput &input)
{
    return whole.narrow(1, (whole.size(1) - input.height) / 2, input.height)
        .narrow(2, (whole.size(2) - input.width) / 2, input.width)
        .clone(torch::MemoryFormat::Contiguous);
}

Result<torch::Tensor> sampleOf(const media::VideoFrame &frame, const NetworkInput &input,
                               media::PixelLayout layout)
{
    media::Picture picture = TRY(frame.toPicture(layout));
    const Size size = scaledSize(picture.width, picture.height, input);
    if (size.width != picture.width || size.height != picture.height) {
        picture = TRY(frame.toPicture(layout, size.width, size.height));
    }
    const torch::Tensor whole = torch::from_blob(
        picture.pixels.data(), {size.height, size.width, picture.channels()}, torch::kUInt8);
    return middle(whole.permute({2, 0, 1}), input);
}

torch::Tensor scaled(const torch::Tensor &motion, std::int64_t height, std::int64_t width)
{
    return torch::upsample_bilinear2d(motion.unsqueeze(0), {height, width}, false)[0];
}

// Pixels beyond the last whole block move as the block beside them.
torch::Tensor motionTensor(media::MotionField field, const NetworkInput &input)
{
    const auto plane = [&](std::vector<float> &values) {
        return torch::from_blob(values.data(), {field.rows, field.columns}, torch::kFloat);
    };
    constexpr std::int64_t kBlock = media::MotionEstimator::kBlock;
    const torch::Tensor blocks = torch::stack({plane(field.x), plane(field.y)});
    const torch::Tensor whole = scaled(blocks, field.rows * kBlock, field.columns * kBlock);
    return torch::replication_pad2d(
        whole.unsqueeze(0), {0, input.width - whole.size(2), 0, input.height - whole.size(1)})[0];
}

} // namespace

Result<torch::Tensor> pictureSample(const media::VideoFrame &frame, const NetworkInput &input)
{
    return sampleOf(frame, input, media::PixelLayout::Rgb24);
}

Result<GridFrames<torch::Tensor>::Make> estimatedMotion(const NetworkInput &input)
{
    auto made = TRY(media::MotionEstimator::create(input.width, input.height));
    const auto estimator = std::make_shared<media::MotionEstimator>(std::move(made));
    return [estimator, input](const media::VideoFrame &frame) -> Result<torch::Tensor> {
        const torch::Tensor gray = TRY(sampleOf(frame, input, media::PixelLayout::Gray));
        return motionTensor(TRY(estimator->next({gray.const_data_ptr<std::uint8_t>(),
                                                 static_cast<std::size_t>(gray.numel())})),
                            input);
    };
}

Result<GivenMotion> GivenMotion::open(const std::filesystem::path &path, std::int64_t frames)
{
    const data::NpyArray array = TRY(data::readNpy(path));
    const std::vector<std::int64_t> &shape = array.shape();
    const bool isMotion = shape.size() == 4 && shape[1] == 2 &&
                          std::all_of(shape.begin(), shape.end(), [](auto n) { return n > 0; });
    if (!isMotion || array.type() == data::NpyType::Bytes) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = fmt::format("an array of {} is no motion", fmt::join(shape, " x ")),
                     .file = path.string(),
                     .expected = "frames x 2 x height x width, x before y"});
    }
    if (shape[0] != frames && shape[0] + 1 != frames) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("it has the motion of {} frames", shape[0]),
                     .file = path.string(),
                     .expected = fmt::format("{} frames, or one less: as many as sample_fps takes "
                                             "of the video",
                                             frames)});
    }
    const std::vector<float> values = array.toFloats();
    return GivenMotion(torch::tensor(values).view(shape));
}

torch::Tensor GivenMotion::sample(std::int64_t frame, const NetworkInput &input) const
{
    const torch::Tensor motion = m_motion[std::min(frame, m_motion.size(0) - 1)];
    const Size size =
        scaledSize(static_cast<int>(motion.size(2)), static_cast<int>(motion.size(1)), input);
    const bool fits = size.width == motion.size(2) && size.height == motion.size(1);
    return middle(fits ? motion : scaled(motion, size.height, size.width), input);
}

} // namespace core::ml

#pragma once

#include <cstddef>
#include <vector>

#include "core/model/feature.h"

namespace core::tal {

// Two-stream features hold RGB in the first half of their columns and flow in the second. A video
// whose halves are the other way round has column means that resemble the other halves of the data
// set. `columnMeans`: one entry a video, the mean of every column, all of one even width. Returns
// the videos (ascending) whose halves, crosswise, correlate better with the data set's median than
// straight ones do, by 0.5 together of at most 4. Nothing where fewer than four videos are there or
// the width is under 8: the majority decides; flowHalf() is for a data set that is swapped
// throughout.
std::vector<std::size_t> swappedHalves(const std::vector<std::vector<float>> &columnMeans);

// Which half of the columns looks like flow, by the values of one video alone.
enum class FlowHalf { Unclear, First, Second };

// Two-stream networks answer to flow less than to RGB, leave more values near zero (below a
// twentieth of the mean of all) and change faster: the half with the smaller mean, more such values
// and, from 8 snippets on, the greater median of the columns' mean squared step over their variance
// is flow's, if the majority of these says so. Unclear where they are equally divided, values are
// negative (no such network: normalised or a descriptor of another kind) or the width is odd or
// under 64. On I3D features: all of 192 videos of some 50 snippets right; of 255 short ones, most
// of two snippets, 218 right, 8 wrong, 29 unclear. One video tells little, a data set enough.
FlowHalf flowHalf(const model::FeatureMatrix &features);

} // namespace core::tal

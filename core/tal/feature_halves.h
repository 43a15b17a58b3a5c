#pragma once

#include <cstddef>
#include <vector>

namespace core::tal {

// Two-stream features hold RGB in the first half of their columns and flow in the second. A video
// whose halves are the other way round has column means that resemble the other halves of the data
// set. `columnMeans`: one entry a video, the mean of every column, all of one even width. Returns
// the videos (ascending) whose halves, crosswise, correlate better with the data set's median than
// straight ones do, by 0.5 together of at most 4. Nothing where fewer than four videos are there or
// the width is under 8: the majority decides, so a data set that is swapped throughout is not
// noticed.
std::vector<std::size_t> swappedHalves(const std::vector<std::vector<float>> &columnMeans);

} // namespace core::tal

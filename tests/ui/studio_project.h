#pragma once

#include <filesystem>

namespace tests {

// A project as training leaves it: tests::makeProject() with `videos` videos (v_000 …, 30 s, three
// ground-truth segments each, classes Run, Jump, Throw), a run "train-1" with proposals, kept and
// refused pseudo-labels, predictions and curves (three classes and attention, one snippet in
// 0.64 s), one label of a person in v_000, and a video file for v_000 whose every picture says its
// number. v_001 has no file. Aborts the test program when it cannot be made.
std::filesystem::path makeStudioProject(const std::filesystem::path &folder, int videos = 3);

} // namespace tests

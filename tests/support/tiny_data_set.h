#pragma once

#include <filesystem>

namespace tests {

// A data set on which all stages train in seconds: gt.json, train.txt, test.txt and
// features/VIDEO.npy below a folder. Eight training and four test videos of 40 snippets with 32
// values, three classes; a snippet of an action is the class's direction plus noise. The same on
// every machine.
void makeTinyDataSet(const std::filesystem::path &folder);

} // namespace tests

#pragma once

#include <filesystem>

namespace tests {

// Folders that tests read: real data (shared/data) and golden data (shared/golden), from the
// environment variables TALOSCOPE_DATA_DIR and TALOSCOPE_GOLDEN_DIR, which CTest sets. A test whose
// input is absent skips, naming the path.
std::filesystem::path dataDir();
std::filesystem::path goldenDir();

// Folder of the programs of this build (talo, taloscope-worker).
std::filesystem::path programDir();

} // namespace tests

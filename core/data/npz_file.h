#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/data/npy_file.h"

namespace core::data {

// Reads one array of a .npz file as numpy.savez writes it (a ZIP archive of .npy files that are
// stored as they are): the one with this name, or without a name the only one of two dimensions.
// Errors: compressed entries (numpy.savez_compressed: Unsupported), no such array or several,
// anything that is no such archive, and what readNpy() refuses. Blocking.
base::Result<NpyArray> readNpz(const std::filesystem::path &path, const std::string &name = {});

} // namespace core::data

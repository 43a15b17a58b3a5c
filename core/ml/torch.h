#pragma once

// libtorch's C++ API, precompiled for core/ml and its tests. Only .cpp files and the internal
// headers of core/ml that define networks include it: it costs seconds, and never meets Qt's
// keywords.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#include <torch/torch.h>
#pragma GCC diagnostic pop

#pragma once

#include <cstdint>

namespace core::ml {

// Sets up libtorch so that the same seed, input, device and thread count give the same bytes:
// deterministic algorithms, no autotuning, `threads` threads inside an operation (0: all cores) and
// one operation at a time. Call it before the first computation of a stage, after chooseDevice().
void prepareDeterminism(int threads);

// Seeds libtorch's generators (all devices) with the stream of (seed, stream): one stream an
// initialisation or a training step, so that what a step draws depends on nothing before it and a
// resumed run draws the same.
void seedTorch(std::uint64_t seed, std::uint64_t stream);

// Streams of seedTorch() that are not training steps; steps count from 1.
inline constexpr std::uint64_t kInitialisationStream = 0;

// libtorch's idle threads spin, which slows training several times on a machine that does other
// work. OpenMP reads the remedy (OMP_WAIT_POLICY=passive, GOMP_SPINCOUNT=0) when it is loaded, so
// it must be in the environment before main(). Call this first in main(): where the variables are
// missing it sets them and starts the same program again with the same arguments (execv); returns
// otherwise, also if that fails. Whoever starts a worker may as well set them.
void restartWithPassiveThreads(char **argv);

} // namespace core::ml

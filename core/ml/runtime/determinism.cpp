#include "core/ml/runtime/determinism.h"

#include <cstdlib>
#include <thread>

#include <unistd.h>

#include "core/base/random.h"
#include "core/ml/torch.h"

namespace core::ml {

void prepareDeterminism(int threads)
{
    const int wanted =
        threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency());
    at::set_num_threads(wanted > 0 ? wanted : 1);
    // cuBLAS reads it when its first handle is made; without it it refuses to be deterministic.
    setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
    at::Context &context = at::globalContext();
    context.setDeterministicAlgorithms(true, true); // warn where CUDA has no such kernel
    context.setDeterministicCuDNN(true);
    context.setBenchmarkCuDNN(false);
    // Deterministic mode also fills fresh memory with NaN; every tensor of ours is written first.
    context.setDeterministicFillUninitializedMemory(false);
}

void seedTorch(std::uint64_t seed, std::uint64_t stream)
{
    torch::manual_seed(base::Random(seed, stream).next());
}

void restartWithPassiveThreads(char **argv)
{
    if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) {
        return;
    }
    setenv("OMP_WAIT_POLICY", "passive", 1);
    setenv("GOMP_SPINCOUNT", "0", 1);
    execv("/proc/self/exe", argv);
}

} // namespace core::ml

#include <chrono>
#include <cstdlib>

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#include "core/ml/runtime/card_group.h"

namespace core::ml {

bool hasNccl()
{
    return true;
}

c10::intrusive_ptr<c10d::Backend> makeCardGroup(const c10::intrusive_ptr<c10d::Store> &store,
                                                int rank, int size)
{
    // Otherwise wait() returns at once and a watchdog kills the process instead of an exception.
    ::setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 1);
    ::setenv("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0", 1);
    const auto options = c10d::ProcessGroupNCCL::Options::create();
    // The processes have just agreed to take a step: they are as far apart as a step is long.
    options->timeout = std::chrono::minutes(10);
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(
        c10::make_intrusive<c10d::PrefixStore>("cards", store), rank, size, options);
}

} // namespace core::ml

#pragma once

#include <torch/csrc/distributed/c10d/Backend.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace core::ml {

// Whether this program was built with NCCL (-DTALOSCOPE_NCCL=ON).
bool hasNccl();

// c10d's NCCL between `size` processes that meet at `store`, each of which computes on a card of
// its own: collectives on tensors of those cards, whose wait() ends with an exception where another
// process is gone for ten minutes. Null without NCCL. Throws as libtorch does.
c10::intrusive_ptr<c10d::Backend> makeCardGroup(const c10::intrusive_ptr<c10d::Store> &store,
                                                int rank, int size);

} // namespace core::ml

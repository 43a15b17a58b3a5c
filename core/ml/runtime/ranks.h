#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace at {
class Tensor; // without libtorch's headers: whoever starts processes needs none
}

namespace core::ml {

struct Device;

// Where a process stands among those that train one run together.
struct RankPlace
{
    int rank = 0;              // 0 leads
    int size = 1;              // processes in all
    int localRank = 0;         // among those of this machine
    int localSize = 1;         // of this machine
    std::string address;       // of the leader's machine
    std::uint16_t port = 0;    // there; 0: the leader takes a free one
    bool isStoreGiven = false; // torchrun's agent listens at the port already

    bool operator==(const RankPlace &) const = default;
};

// The place that torchrun (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT), Slurm (SLURM_*)
// or MPI (OMPI_COMM_WORLD_*, PMI_*) gave this process; none where there is a single one. On one
// machine address and port need not be given. `variable` reads the environment (null: not set).
// Errors: BadValue names the variable.
base::Result<std::optional<RankPlace>>
rankPlaceOf(const std::function<const char *(const char *)> &variable);

// Rows of a batch.
struct RowRange
{
    std::int64_t first = 0;
    std::int64_t count = 0;

    bool operator==(const RowRange &) const = default;
};

// The processes that train one run together, seen from one of them. Each computes its share of
// every batch; gradients are added up, so that all take the same step: that of one process with
// the whole batch, up to rounding. Collectives (c10d's Gloo; tensors of a card pass through the
// host, but after meetOnCards()) must be called by all in the same order, by one thread each. One
// that ends unexpectedly ends the wait of the others with an error.
class Ranks
{
public:
    // Blocks until all have come (two minutes at most). `listening` is told the port as soon as the
    // leader listens there, before it waits; its error ends the meeting.
    using Listening = std::function<base::Result<void>(std::uint16_t port)>;
    static base::Result<std::unique_ptr<Ranks>> join(const RankPlace &place,
                                                     const Listening &listening = {});
    ~Ranks();
    Ranks(const Ranks &) = delete;
    Ranks &operator=(const Ranks &) = delete;

    const RankPlace &place() const { return m_place; }
    bool isLeader() const { return m_place.rank == 0; }
    // From here on tensors of a card are added up card to card, by NCCL, if each process says that
    // it computes on a card of its own and the worker was built for it (-DTALOSCOPE_NCCL=ON).
    base::Result<void> meetOnCards(const Device &device) const;
    // Consecutive rows, as equal as can be; no rows for the last ranks of a small batch.
    RowRange share(std::int64_t rows) const;

    // Adds up a tensor of the same shape and type in every process, in place. Throws
    // std::runtime_error where a process is gone.
    void sum(const at::Tensor &tensor) const;
    // Adds up gradients; one that no process has stays away. Throws as sum().
    void sumGradients(std::span<const std::pair<std::string, at::Tensor>> parameters) const;

    // Whether any says yes.
    base::Result<bool> isAny(bool isMine) const;
    // What the leader says; the value of the others is not looked at.
    base::Result<std::int64_t> fromLeader(std::int64_t value) const;

private:
    struct Group;
    Ranks(RankPlace place, std::unique_ptr<Group> group);

    RankPlace m_place;
    std::unique_ptr<Group> m_group;
};

// How a step's batch is computed: this many rows at a time, of the share of this process.
struct BatchSplit
{
    // Not explicit: a number of rows alone is the split of a single process.
    BatchSplit(std::int64_t rows, const Ranks *others = nullptr)
        : rowsAtATime(rows)
        , ranks(others)
    {
    }

    std::int64_t rowsAtATime;
    const Ranks *ranks; // null: this process computes the whole batch
};

} // namespace core::ml

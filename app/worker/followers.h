#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <sys/types.h>

#include "core/base/result.h"
#include "core/ml/runtime/ranks.h"

namespace app::worker {

// The processes that train a job together with this one, which leads: copies of this program that
// it started on this machine, or those that a launcher (torchrun, Slurm, MPI) started.
class Followers
{
public:
    // Starts `processes` - 1 copies with the same job and waits until they have come; or, with a
    // place that a launcher gave, waits for the others. A single process without a place: none.
    static core::base::Result<std::unique_ptr<Followers>>
    gather(const std::filesystem::path &manifest, int processes,
           const std::optional<core::ml::RankPlace> &place);
    // Ends copies that still run after some seconds.
    ~Followers();
    Followers(const Followers &) = delete;
    Followers &operator=(const Followers &) = delete;

    const core::ml::Ranks *ranks() const { return m_ranks.get(); } // null: none

private:
    Followers() = default;
    core::base::Result<void> start(const std::filesystem::path &manifest,
                                   const core::ml::RankPlace &place);

    std::vector<pid_t> m_started;
    std::unique_ptr<core::ml::Ranks> m_ranks;
};

// A process that follows: takes part in the training of a job.json until that ends. SIGTERM asks
// all to stop. Returns the exit code.
int follow(const std::filesystem::path &manifest, const core::ml::RankPlace &place);

} // namespace app::worker

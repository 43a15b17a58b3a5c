#include <array>
#include <charconv>
#include <cstring>

#include "core/ml/runtime/ranks.h"

namespace core::ml {

namespace {

using base::Result;

constexpr const char *kOwnMachine = "127.0.0.1";
// Where one machine's processes of Slurm or MPI meet, unless MASTER_PORT says otherwise.
constexpr int kUsualPort = 29500;

// The variables of a launcher.
struct Names
{
    const char *rank;
    const char *size;
    const char *localRank;
    const char *localSize;
};

constexpr std::array kLaunchers = {
    Names{"RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"},
    Names{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK",
          "OMPI_COMM_WORLD_LOCAL_SIZE"},
    Names{"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", "SLURM_NTASKS_PER_NODE"},
    Names{"PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"},
};

using Environment = std::function<const char *(const char *)>;

Result<int> number(const Environment &variable, const char *name, int lowest, int highest)
{
    const char *text = variable(name);
    int value = 0;
    const char *end = text == nullptr ? nullptr : text + std::strlen(text);
    if (text == nullptr || std::from_chars(text, end, value).ptr != end || *text == '\0' ||
        value < lowest || value > highest) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = text == nullptr ? "is not set" : std::string(text),
                           .place = std::string("environment variable ") + name,
                           .expected = "a whole number from " + std::to_string(lowest) + " to " +
                                       std::to_string(highest)});
    }
    return value;
}

bool isSet(const Environment &variable, const char *name)
{
    const char *text = variable(name);
    return text != nullptr && *text != '\0';
}

Result<void> findLeader(const Environment &variable, RankPlace &place)
{
    constexpr int kHighestPort = 65535;
    const bool isOneMachine = place.localSize == place.size;
    if (isSet(variable, "MASTER_ADDR")) {
        place.address = variable("MASTER_ADDR");
    } else if (isOneMachine) {
        place.address = kOwnMachine;
    } else {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "is not set",
                           .place = "environment variable MASTER_ADDR",
                           .expected = "name or address of the machine of process 0, since "
                                       "several machines take part"});
    }
    place.port = static_cast<std::uint16_t>(
        isSet(variable, "MASTER_PORT") ? TRY(number(variable, "MASTER_PORT", 1, kHighestPort))
                                       : kUsualPort);
    place.isStoreGiven = isSet(variable, "TORCHELASTIC_USE_AGENT_STORE") &&
                         std::strcmp(variable("TORCHELASTIC_USE_AGENT_STORE"), "True") == 0;
    return {};
}

} // namespace

Result<std::optional<RankPlace>> rankPlaceOf(const Environment &variable)
{
    constexpr int kMost = 65536;
    for (const Names &names : kLaunchers) {
        if (!isSet(variable, names.rank) || !isSet(variable, names.size)) {
            continue;
        }
        RankPlace place;
        place.size = TRY(number(variable, names.size, 1, kMost));
        place.rank = TRY(number(variable, names.rank, 0, place.size - 1));
        if (place.size == 1) {
            continue;
        }
        place.localSize = isSet(variable, names.localSize)
                              ? TRY(number(variable, names.localSize, 1, place.size))
                              : 1;
        place.localRank = isSet(variable, names.localRank)
                              ? TRY(number(variable, names.localRank, 0, place.localSize - 1))
                              : 0;
        TRY(findLeader(variable, place));
        return place;
    }
    return std::nullopt;
}

RowRange Ranks::share(std::int64_t rows) const
{
    const std::int64_t first = rows * m_place.rank / m_place.size;
    return {first, rows * (m_place.rank + 1) / m_place.size - first};
}

} // namespace core::ml

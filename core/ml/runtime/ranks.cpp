#include "core/ml/runtime/ranks.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "core/base/log.h"
#include "core/ml/runtime/card_group.h"
#include "core/ml/runtime/device.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/torch.h"

namespace core::ml {

namespace {

using base::Result;

constexpr std::chrono::minutes kJoinPatience{2};
// The others wait while the leader alone evaluates or writes proposals. One that ends is noticed at
// once; this is for machines that fall silent.
constexpr std::chrono::hours kPatience{2};

template <typename Work>
auto guarded(Work &&work) -> decltype(work())
{
    return catchTorch("processes that train together", std::forward<Work>(work));
}

} // namespace

struct Ranks::Group
{
    c10::intrusive_ptr<c10d::TCPStore> store;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;
    c10::intrusive_ptr<c10d::Backend> cards; // null: tensors of cards pass through the host
};

Ranks::Ranks(RankPlace place, std::unique_ptr<Group> group)
    : m_place(std::move(place))
    , m_group(std::move(group))
{
}

Ranks::~Ranks() = default;

Result<std::unique_ptr<Ranks>> Ranks::join(const RankPlace &place, const Listening &listening)
{
    return guarded([&]() -> Result<std::unique_ptr<Ranks>> {
        c10d::TCPStoreOptions meeting;
        meeting.port = place.port;
        meeting.isServer = place.rank == 0 && !place.isStoreGiven;
        meeting.numWorkers = static_cast<std::size_t>(place.size);
        meeting.waitWorkers = false;
        meeting.timeout = kJoinPatience;
        auto group = std::make_unique<Group>();
        group->store = c10::make_intrusive<c10d::TCPStore>(place.address, meeting);
        if (listening) {
            TRY(listening(group->store->getPort()));
        }
        const auto options = c10d::ProcessGroupGloo::Options::create(kJoinPatience);
        options->devices.push_back(
            place.localSize == place.size
                ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                : c10d::ProcessGroupGloo::createDefaultDevice());
        group->gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(group->store, place.rank,
                                                                  place.size, options);
        return std::unique_ptr<Ranks>(new Ranks(place, std::move(group)));
    });
}

Result<void> Ranks::meetOnCards(const Device &device) const
{
    if (!hasNccl() || m_group->cards) {
        return {};
    }
    const bool isOwnCard = device.isCuda && device.index == m_place.localRank;
    if (TRY(isAny(!isOwnCard))) {
        return {};
    }
    return guarded([&]() -> Result<void> {
        m_group->cards = makeCardGroup(m_group->store, m_place.rank, m_place.size);
        return {};
    });
}

void Ranks::sum(const at::Tensor &tensor) const
{
    const torch::NoGradGuard noGrad;
    const bool isOnCards = m_group->cards && tensor.is_cuda();
    std::vector<torch::Tensor> here = {(isOnCards ? tensor : tensor.cpu()).contiguous()};
    try {
        if (isOnCards) {
            m_group->cards->allreduce(here)->wait();
        } else {
            c10d::AllreduceOptions options;
            options.timeout = kPatience;
            m_group->gloo->allreduce(here, options)->wait();
        }
    } catch (const std::exception &thrown) {
        // What Gloo and NCCL say of it names sockets, which tells a user nothing.
        base::logger("ranks")->info("{}", thrown.what());
        throw std::runtime_error("another process of this training is gone");
    }
    if (!here.front().is_same(tensor)) {
        tensor.copy_(here.front());
    }
}

void Ranks::sumGradients(std::span<const std::pair<std::string, at::Tensor>> parameters) const
{
    const torch::NoGradGuard noGrad;
    // All in one tensor; behind the gradients, how many processes have each.
    std::vector<torch::Tensor> parts;
    std::vector<float> present;
    for (const auto &[name, parameter] : parameters) {
        const torch::Tensor &gradient = parameter.grad();
        parts.push_back(gradient.defined()
                            ? gradient.reshape({-1})
                            : torch::zeros({parameter.numel()}, parameter.options()));
        present.push_back(gradient.defined() ? 1.0F : 0.0F);
    }
    if (parts.empty()) {
        return;
    }
    parts.push_back(torch::tensor(present).to(parts.front().options()));
    const torch::Tensor all = torch::cat(parts);
    sum(all);
    const torch::Tensor counts =
        all.narrow(0, all.numel() - std::ssize(present), std::ssize(present)).cpu();
    std::int64_t first = 0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        torch::Tensor parameter = parameters[i].second;
        if (counts[static_cast<std::int64_t>(i)].item<float>() > 0.0F) {
            parameter.mutable_grad() =
                all.narrow(0, first, parameter.numel()).view(parameter.sizes()).clone();
        }
        first += parameter.numel();
    }
}

Result<bool> Ranks::isAny(bool isMine) const
{
    return guarded([&]() -> Result<bool> {
        const torch::Tensor votes = torch::full({1}, isMine ? 1 : 0, torch::kLong);
        sum(votes);
        return votes.item<std::int64_t>() > 0;
    });
}

Result<std::int64_t> Ranks::fromLeader(std::int64_t value) const
{
    return guarded([&]() -> Result<std::int64_t> {
        const torch::Tensor said = torch::full({1}, isLeader() ? value : 0, torch::kLong);
        sum(said);
        return said.item<std::int64_t>();
    });
}

} // namespace core::ml

#include "core/ml/runtime/device.h"

#include <atomic>
#include <fstream>

#include <ATen/DeviceAccelerator.h>
#include <dlfcn.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/ml/runtime/card_memory.h"
#include "core/ml/torch.h"

namespace core::ml {

namespace {

constexpr int kNoCard = -1;

// The card that this process computes on: the heartbeat of another thread asks for its memory.
std::atomic<int> chosenCard = kNoCard;

// Loads libtorch_cuda.so, whose static objects register the CUDA backend. The handle stays open for
// the life of the process, as libtorch requires. Returns why it failed, or an empty text.
std::string loadCuda()
{
    static const std::string problem = []() -> std::string {
        if (dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
            const char *text = dlerror();
            return "libtorch's CUDA part cannot be loaded (" +
                   std::string(text != nullptr ? text : "unknown reason") +
                   "); packaging/setup.sh --cuda fetches what it needs";
        }
        return {};
    }();
    return problem;
}

// Why CUDA cannot be used, or an empty text.
std::string cudaProblem()
{
    if (std::string problem = loadCuda(); !problem.empty()) {
        return problem;
    }
    try {
        if (!at::Context::hasCUDA()) {
            return "libtorch sees no CUDA device: no NVIDIA driver or no card, or this process "
                   "used "
                   "libtorch before it asked for CUDA";
        }
        // A first tensor shows what only fails late: a card in use, a driver that is too old.
        torch::zeros({1}, torch::TensorOptions().device(torch::kCUDA, 0)).add_(1);
    } catch (const c10::Error &error) {
        return error.what_without_backtrace();
    } catch (const std::exception &error) {
        return error.what();
    }
    return {};
}

std::string cpuName()
{
    std::ifstream file("/proc/cpuinfo");
    std::string line;
    while (std::getline(file, line)) {
        const auto colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "CPU";
}

// Name and memory of a card through the driver, whose symbols libtorch has loaded already: libtorch
// offers neither without CUDA's own headers.
DeviceInfo cudaInfo(int index)
{
    using GetName = int (*)(char *, int, int);
    using GetMemory = int (*)(std::size_t *, int);
    DeviceInfo info{.device = {.isCuda = true, .index = index}, .description = "CUDA device"};
    void *driver = dlopen("libcuda.so.1", RTLD_NOW);
    if (driver == nullptr) {
        return info;
    }
    const auto name = reinterpret_cast<GetName>(dlsym(driver, "cuDeviceGetName"));
    const auto memory = reinterpret_cast<GetMemory>(dlsym(driver, "cuDeviceTotalMem_v2"));
    char text[256] = {};
    if (name != nullptr && name(text, static_cast<int>(sizeof text) - 1, index) == 0) {
        info.description = text;
    }
    std::size_t bytes = 0;
    if (memory != nullptr && memory(&bytes, index) == 0) {
        info.memoryBytes = static_cast<std::int64_t>(bytes);
    }
    dlclose(driver);
    return info;
}

void turnTf32Off()
{
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
}

} // namespace

RuntimeInfo probeRuntime()
{
    RuntimeInfo info;
    info.cudaProblem = cudaProblem();
    info.libtorchVersion = TORCH_VERSION;
    info.threads = at::get_num_threads();
    const auto pages = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES));
    const auto pageBytes = static_cast<std::int64_t>(sysconf(_SC_PAGE_SIZE));
    info.devices.push_back(
        {.device = {}, .description = cpuName(), .memoryBytes = pages * pageBytes});
    if (info.cudaProblem.empty()) {
        for (int i = 0; i < at::detail::getCUDAHooks().getNumGPUs(); ++i) {
            info.devices.push_back(cudaInfo(i));
        }
    }
    return info;
}

base::Result<ChosenDevice> chooseDevice(model::DeviceChoice choice, int place)
{
    if (choice == model::DeviceChoice::Cpu) {
        return ChosenDevice{.device = {}, .note = "computing on the CPU, as configured"};
    }
    const std::string problem = cudaProblem();
    if (problem.empty()) {
        turnTf32Off();
        const DeviceInfo info = cudaInfo(place % at::detail::getCUDAHooks().getNumGPUs());
        chosenCard = info.device.index;
        return ChosenDevice{.device = info.device,
                            .note = "computing on " + info.device.name() + " (" + info.description +
                                    ")"};
    }
    if (choice == model::DeviceChoice::Cuda) {
        return base::fail({.code = base::ErrorCode::Unsupported,
                           .problem = "CUDA cannot be used: " + problem,
                           .place = "runtime.device",
                           .expected = "a CUDA device, or device \"auto\" or \"cpu\""});
    }
    return ChosenDevice{.device = {},
                        .note = "computing on the CPU: CUDA cannot be used: " + problem};
}

PeakMemory peakMemory(const Device &device)
{
    PeakMemory peak;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        peak.hostBytes = static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
    }
    if (device.isCuda) {
        const auto stats = at::getDeviceAllocator(at::kCUDA)->getDeviceStats(
            static_cast<c10::DeviceIndex>(device.index));
        peak.deviceBytes = stats.allocated_bytes[0].peak;
    }
    return peak;
}

std::optional<std::int64_t> cardMemory()
{
    const int card = chosenCard;
    if (card == kNoCard) {
        return std::nullopt;
    }
    const auto stats =
        at::getDeviceAllocator(at::kCUDA)->getDeviceStats(static_cast<c10::DeviceIndex>(card));
    return stats.reserved_bytes[0].current;
}

void releaseCachedMemory(const Device &device)
{
    if (device.isCuda) {
        at::getDeviceAllocator(at::kCUDA)->emptyCache();
    }
}

} // namespace core::ml

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/run_config.h"

namespace core::ml {

// Where tensors live. (No libtorch type: the worker shows devices too.)
struct Device
{
    bool isCuda = false;
    int index = 0;

    std::string name() const { return isCuda ? "cuda:" + std::to_string(index) : "cpu"; }
    bool operator==(const Device &) const = default;
};

// A device of this machine that can compute.
struct DeviceInfo
{
    Device device;
    std::string description;      // the maker's name of the processor
    std::int64_t memoryBytes = 0; // of the machine or of the card
};

// What this process can compute on.
struct RuntimeInfo
{
    std::string libtorchVersion;
    int threads = 0;
    std::vector<DeviceInfo> devices; // the CPU first
    std::string cudaProblem;         // why there is no CUDA device; empty where there is one
};

// The device that a run computes on.
struct ChosenDevice
{
    Device device;
    std::string note; // one sentence for the log: what was chosen and, for `auto`, why
};

// libtorch's CUDA part is loaded with dlopen, only by these two (choice Cpu never loads it), and
// only in time if this process has not computed with libtorch before. Blocking (up to a second);
// one thread.
RuntimeInfo probeRuntime();

// Auto takes CUDA where it works and otherwise the CPU. Cuda where it does not work is an error of
// code Unsupported that says why. Also turns TF32 off: its thousandth of relative error would
// decide top-k choices. `place`: among several processes of a machine, which take card after card.
base::Result<ChosenDevice> chooseDevice(model::DeviceChoice choice, int place = 0);

// The most memory that was in use, so far.
struct PeakMemory
{
    std::int64_t hostBytes = 0;   // largest resident size of this process so far
    std::int64_t deviceBytes = 0; // largest sum of tensors on the card so far; 0 for the CPU
};
PeakMemory peakMemory(const Device &device);

// Gives cached, unused blocks of the card back before a smaller attempt. Nothing on the CPU.
void releaseCachedMemory(const Device &device);

} // namespace core::ml

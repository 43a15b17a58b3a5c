#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/ml/runtime/device.h"

namespace core::ml {

// How far one operation on a device is from the same in double precision on the CPU, relative to
// the largest value of the result.
struct OperationCheck
{
    std::string name; // "matmul", "conv1d gradient" …
    double deviation = 0.0;
    double tolerance = 0.0;

    bool isFine() const { return deviation <= tolerance; } // false for NaN
};

// Computes what the networks are made of (forward and gradient) in float32 on the device and
// compares it with double precision on the CPU: whether this machine computes what the tests of the
// machine that built Taloscope computed. The choice of elements (top k, sort) must be the same.
// A device that fails to compute at all is an error. Blocking, a few seconds.
base::Result<std::vector<OperationCheck>> selfTest(const Device &device);

} // namespace core::ml

#pragma once

#include "core/base/result.h"
#include "core/ml/runtime/device.h"
#include "core/ml/train/job_reporter.h"

namespace core::ml {

// Computes every kind of operation that the networks consist of, forward and backward, in float32
// on the device and in float64 on the CPU, and compares them. Reports one message an operation with
// its largest relative difference. Error (Internal), naming the operations, where one is off by
// more than float32 allows; whatever a broken driver throws becomes an error too. Seconds on a CPU.
base::Result<void> runSelfTest(const Device &device, JobReporter &reporter);

} // namespace core::ml

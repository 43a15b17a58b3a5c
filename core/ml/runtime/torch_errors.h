#pragma once

#include <exception>
#include <new>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/ml/torch.h"

namespace core::ml {

// libtorch's exceptions end here: runs `work` (which returns a Result) and turns whatever it throws
// into an Error whose place is `place`. Memory that could not be had becomes OutOfMemory, on every
// device.
template <typename Work>
auto catchTorch(const std::string &place, Work &&work) -> decltype(work())
{
    const auto error = [&](base::ErrorCode code, std::string problem) {
        return base::fail({.code = code, .problem = std::move(problem), .place = place});
    };
    try {
        return std::forward<Work>(work)();
    } catch (const c10::OutOfMemoryError &thrown) {
        return error(base::ErrorCode::OutOfMemory, thrown.what_without_backtrace());
    } catch (const std::bad_alloc &) {
        return error(base::ErrorCode::OutOfMemory, "there is not enough memory");
    } catch (const c10::Error &thrown) {
        const std::string text = thrown.what_without_backtrace();
        // The CPU allocator reports a failed allocation as a plain error.
        const bool isMemory = text.find("DefaultCPUAllocator") != std::string::npos;
        return error(isMemory ? base::ErrorCode::OutOfMemory : base::ErrorCode::Internal, text);
    } catch (const std::exception &thrown) {
        return error(base::ErrorCode::Internal, thrown.what());
    }
}

} // namespace core::ml

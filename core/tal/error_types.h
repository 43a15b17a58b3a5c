#pragma once

#include <span>
#include <vector>

#include "core/model/annotation.h"
#include "core/tal/diagnosis.h"

namespace core::tal {

// Where labels begin to count, as overlap with an instance.
struct ErrorOptions
{
    double tiou = 0.5;      // from here on a label finds an instance
    double leastTiou = 0.1; // below, it is background
};

// What is wrong with each label, and which instances nothing finds.
struct ErrorTypes
{
    std::vector<ErrorType> labels; // of each label, in their order
    std::vector<bool> isMissed;    // of each instance, in their order
};

// The errors of the labels of one video. By descending score, equal scores in their order, each
// takes the free instance of its class with the highest tIoU >= options.tiou; the others are told
// apart by the instance of any class that they overlap most, of equal ones by one of their class.
ErrorTypes errorTypes(std::span<const model::Instance> truth,
                      std::span<const model::Detection> labels, const ErrorOptions &options = {});

} // namespace core::tal

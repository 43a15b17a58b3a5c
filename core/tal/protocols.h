#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace core::tal {

// What distinguishes one published evaluation kit from another. A further kit is a further row of
// the table, and a further enumerator where it does something that none did before.

enum class ClassOrder { FirstAppearance, Index };
enum class TieRule { LaterFirst, EarlierFirst };

struct Protocol
{
    std::string_view name;
    std::string_view description;  // one line for help texts
    std::vector<double> tiou = {}; // default list
    bool isSubsetCaseSensitive = true;
    ClassOrder classOrder = ClassOrder::FirstAppearance; // of the ground truth's classes
    TieRule equalScores = TieRule::LaterFirst;           // which of two predictions counts first
    TieRule equalOverlaps = TieRule::LaterFirst;         // which ground truth is tried first
    double minGtDurationS = 0.0;       // shorter ground truth is dropped; 0: none is
    double duplicateGtToleranceS = -1; // both bounds within this: dropped; negative: none is
};

// All protocols, in the order in which help texts list them.
std::span<const Protocol> protocols();

// Error: NotFound, naming the known ones.
base::Result<const Protocol *> protocolByName(std::string_view name);

} // namespace core::tal

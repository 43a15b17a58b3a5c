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
// Which of two equals comes first. VideoName: by the video's name, inside a video the earlier.
enum class TieRule { LaterFirst, EarlierFirst, VideoName };
// Who chooses: each prediction, by descending score, takes the free ground truth that it overlaps
// most; or each ground truth, in file order, takes the free prediction that overlaps it most.
enum class MatchOrder { Predictions, Truth };
// hits / predictions, or R·N / (R·N + false positives) with recall R and N the mean number of
// instances of a class (DETAD's normalised precision).
enum class PrecisionRule { Plain, Normalised };
// Area under the interpolated curve (VOC), or the mean of the precisions at the hits.
enum class AreaRule { Interpolated, AtHits };

// The rules by which a published evaluation code counts: the names say where the codes differ.
struct Protocol
{
    std::string_view name;
    std::string_view description;  // one line for help texts
    std::vector<double> tiou = {}; // default list
    bool isSubsetCaseSensitive = true;
    ClassOrder classOrder = ClassOrder::FirstAppearance; // of the ground truth's classes
    double minGtDurationS = 0.0;       // shorter ground truth is dropped; 0: none is
    double duplicateGtToleranceS = -1; // both bounds within this: dropped; negative: none is
    bool dropsEmptyGt = false;         // ground truth without length is dropped
    MatchOrder matchOrder = MatchOrder::Predictions;
    bool isTiouExclusive = false;                // the overlap must exceed the threshold
    TieRule equalScores = TieRule::LaterFirst;   // which of two predictions counts first
    TieRule equalOverlaps = TieRule::LaterFirst; // which ground truth is tried first
    bool ignoresAmbiguous = false; // false positives that touch an ambiguous segment do not count
    PrecisionRule precision = PrecisionRule::Plain;
    AreaRule area = AreaRule::Interpolated;
};

// All protocols, in the order in which help texts list them.
std::span<const Protocol> protocols();

// Error: NotFound, naming the known ones.
base::Result<const Protocol *> protocolByName(std::string_view name);

} // namespace core::tal

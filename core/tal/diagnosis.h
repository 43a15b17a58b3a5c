#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace core::tal {

// What kinds of errors predictions or pseudo-labels make, as DETAD counts them (Alwassel et al.,
// "Diagnosing Error in Temporal Action Detectors"). Pure. Every number can be traced to predictions
// and instances, by index, so that a chart's bar opens its segments.

// A prediction that claims an instance, or why it claims none: the instance of any class that it
// overlaps most has its label or not, at tIoU >= the threshold (double detection, wrong label), at
// >= 0.1 (localization, confusion) or less (background).
enum class ErrorType {
    TruePositive,
    DoubleDetection,
    WrongLabel,
    Localization,
    Confusion,
    Background
};
inline constexpr std::size_t kErrorTypeCount = 6;

// "True Positive", "Double Detection", …
const char *errorTypeName(ErrorType type);

// Which of several instances that a prediction overlaps equally decides its error type: DETAD takes
// the first in the file, so twin annotations (CliffDiving beside Diving) hinge on their order.
enum class DiagnosisTies { FirstInFile, PreferSameLabel };

// How instances are sorted into bins. A bin holds values above its lower and up to its upper bound,
// the first also the lower bound itself.
struct CharacteristicBins
{
    std::string_view name; // "coverage", "length", "num-instances"
    std::vector<double> bounds;
    std::vector<std::string_view> labels; // one less than bounds
};

enum class BinSet { Thumos14, ActivityNet };
inline constexpr std::size_t kCharacteristicCount = 3;

// In this order: coverage (fraction of the video), length (s), number of instances in the video.
std::span<const CharacteristicBins> characteristicBins(BinSet set);

// Values of one instance, in the same order; nothing where unknown.
using Characteristics = std::array<std::optional<double>, kCharacteristicCount>;

// What is diagnosed, and by which rules of DETAD.
struct DiagnosisOptions
{
    double tiou = 0.5;
    std::string subset = {};              // empty: all videos of the ground truth
    std::vector<std::string> videos = {}; // empty: all; else only these, on both sides
    DiagnosisTies ties = DiagnosisTies::FirstInFile;
    BinSet bins = BinSet::Thumos14;
    // Known characteristics by video and instance of the ground truth; empty: computed from it.
    std::vector<std::vector<Characteristics>> characteristics = {};
    int groups = 10;            // of the profile: 1G … 10G
    double minTiou = 0.1;       // below it everything is background
    double minPrecision = 0.05; // normalised; a claim at or below it finds nothing
};

// One of the predictions of highest score, `groups` times as many a class as it has instances.
struct DiagnosedPrediction
{
    std::int32_t video = 0;     // into DetectionSet::videos
    std::int32_t detection = 0; // into its detections
    std::int32_t group = 0;     // 0: 1G, …
    ErrorType type = ErrorType::Background;
    std::int32_t gtVideo = -1;  // into GroundTruth::videos; -1: none of the evaluated part
    std::int32_t instance = -1; // claimed, or overlapped most; -1: the video has none
    double tiou = 0.0;          // with that instance
};

// An instance of the ground truth, whether it is found, and its bin of every characteristic.
struct DiagnosedInstance
{
    std::int32_t gtVideo = 0;
    std::int32_t instance = 0;
    bool isFound = false; // a prediction of sufficient precision claims it
    std::array<std::int32_t, kCharacteristicCount> bin{}; // -1: unknown or beyond all
};

// One bin of a characteristic (coverage XS … XL): DETAD's sensitivity and false negatives.
struct CharacteristicBar
{
    std::string_view label;
    std::size_t instances = 0;
    std::size_t missed = 0;
    // Normalised mAP over the instances of this bin alone; nothing where it has none.
    std::optional<double> map;
};

// What diagnose() gives at one tIoU.
struct Diagnosis
{
    double tiou = 0.5;
    std::string subset = {};
    std::size_t videos = 0;
    std::size_t classes = 0;
    std::size_t gtInstances = 0;
    double map = 0.0;        // normalised, of all predictions
    double profileMap = 0.0; // normalised, of the profile's predictions
    std::vector<std::array<std::size_t, kErrorTypeCount>> profile = {}; // by group, then type
    // Normalised mAP that deleting the predictions of a type gains; 0 for true positives.
    std::array<double, kErrorTypeCount> mapGain{};
    // The same if the instances that nothing claims were not there (not DETAD's).
    double missedGain = 0.0;
    std::vector<std::vector<CharacteristicBar>> characteristics = {}; // as characteristicBins()
    std::vector<DiagnosedPrediction> predictions = {}; // by class, then score descending
    std::vector<DiagnosedInstance> instances = {};     // in file order
    std::vector<std::string> warnings = {};
};

// Errors as evaluate(), and BadValue for characteristics that do not fit the ground truth.
base::Result<Diagnosis> diagnose(const model::GroundTruth &truth,
                                 const model::DetectionSet &predictions,
                                 const DiagnosisOptions &options);

} // namespace core::tal

#include "core/tal/average_precision.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/tal/class_matching.h"
#include "core/tal/evaluation_tables.h"
#include "core/tal/pairwise_sum.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

namespace {

double mean(const std::vector<double> &values)
{
    return values.empty()
               ? 0.0
               : pairwiseSum(values.data(), values.size()) / static_cast<double>(values.size());
}

base::Result<void> checkTiou(const std::vector<double> &tious)
{
    for (const double value : tious) {
        if (!(value > 0.0 && value <= 1.0)) {
            return base::fail({.code = base::ErrorCode::BadValue,
                               .problem = fmt::format("tIoU {} is out of range", value),
                               .place = "tiou",
                               .expected = "numbers above 0, at most 1"});
        }
    }
    return {};
}

base::Result<void> checkClasses(const model::GroundTruth &truth,
                                const model::DetectionSet &predictions)
{
    const auto fail = [](const std::string &video, int classIndex) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = fmt::format("class number {} has no name", classIndex),
                           .place = video,
                           .expected = "a number of the class list"});
    };
    for (const model::VideoGroundTruth &video : truth.videos) {
        for (const model::Instance &instance : video.instances) {
            if (instance.classIndex < 0 ||
                static_cast<std::size_t>(instance.classIndex) >= truth.classes.size()) {
                return fail(video.video, instance.classIndex);
            }
        }
    }
    for (const model::VideoDetections &video : predictions.videos) {
        for (const model::Detection &detection : video.detections) {
            if (detection.classIndex < 0 ||
                static_cast<std::size_t>(detection.classIndex) >= predictions.classes.size()) {
                return fail(video.video, detection.classIndex);
            }
        }
    }
    return {};
}

// What depended on an order that the rule leaves to the files.
struct OrderCounts
{
    std::size_t scoreTies = 0;
    std::size_t overlapTies = 0;
    std::size_t contested = 0;
    std::size_t ignored = 0; // predictions, at the lowest tIoU

    void add(const ClassMatching &matching)
    {
        scoreTies += matching.scoreTies;
        overlapTies += matching.overlapTies;
        contested += matching.contested;
        ignored += static_cast<std::size_t>(
            std::count(matching.claims.front().begin(), matching.claims.front().end(), kIgnored));
    }
};

std::string tieRuleText(TieRule rule)
{
    switch (rule) {
    case TieRule::LaterFirst:
        return "the later in the file counts first";
    case TieRule::EarlierFirst:
        return "the earlier in the file counts first";
    case TieRule::VideoName:
        break;
    }
    return "the one of the video whose name sorts first counts first, inside a video the earlier "
           "in the file";
}

std::vector<std::string> orderWarnings(const OrderCounts &counts, const Protocol &protocol)
{
    const bool isTruthFirst = protocol.matchOrder == MatchOrder::Truth;
    std::vector<std::string> warnings;
    if (counts.scoreTies > 0) {
        warnings.push_back(fmt::format("{} predictions have the same score as another one of their "
                                       "class; of equal scores {}.",
                                       counts.scoreTies, tieRuleText(protocol.equalScores)));
    }
    if (counts.overlapTies > 0) {
        warnings.push_back(fmt::format(
            "{} times two {} of a class overlap equally; of equal overlaps {}.", counts.overlapTies,
            isTruthFirst ? "predictions and an instance" : "instances and a prediction",
            isTruthFirst ? "the prediction of higher score is taken"
                         : tieRuleText(protocol.equalOverlaps)));
    }
    if (counts.contested > 0) {
        warnings.push_back(fmt::format(
            "{} instances found the prediction that overlaps them most taken; instances choose in "
            "the order of the ground-truth file.",
            counts.contested));
    }
    return warnings;
}

std::vector<std::string> warningsOf(const TruthTable &truth, const PredictionTable &predictions,
                                    const EvaluationResult &result, const OrderCounts &counts,
                                    const Protocol &protocol)
{
    std::vector<std::string> warnings;
    const auto warn = [&warnings](std::size_t count, const std::string &sentence) {
        if (count > 0) {
            warnings.push_back(fmt::format(fmt::runtime(sentence), count));
        }
    };
    warn(truth.dropped(), "{} ground-truth instances are duplicates or too short for this protocol "
                          "and were left out.");
    warn(protocol.matchOrder == MatchOrder::Predictions ? truth.withoutLength() : 0,
         "{} ground-truth instances have no length: a prediction without length in the same video "
         "and class matches them at every tIoU.");
    if (!predictions.unknownLabels.empty()) {
        std::vector<std::string> classes;
        std::size_t total = 0;
        for (const auto &[label, count] : predictions.unknownLabels) {
            classes.push_back(fmt::format("'{}' ({})", label, count));
            total += count;
        }
        warnings.push_back(fmt::format("{} predictions were left out: the ground truth has no "
                                       "instance of their class: {}.",
                                       total, fmt::join(classes, ", ")));
    }
    warn(predictions.unlisted, "{} predictions were left out: their videos are not listed.");
    warn(predictions.outside, "{} predictions lie in videos outside the ground truth that is "
                              "evaluated; they count as false positives.");
    if (predictions.gtVideos.size() < result.videos) {
        warnings.push_back(fmt::format("{} of {} videos have no predictions.",
                                       result.videos - predictions.gtVideos.size(), result.videos));
    }
    if (counts.ignored > 0) {
        warnings.push_back(fmt::format("{} false positives touch ambiguous segments and do not "
                                       "count (at tIoU {:g}).",
                                       counts.ignored, result.tiou.front()));
    }
    for (std::string &warning : orderWarnings(counts, protocol)) {
        warnings.push_back(std::move(warning));
    }
    return warnings;
}

bool hasAmbiguous(const model::GroundTruth &truth, const TruthSelection &selection)
{
    return std::any_of(selection.videos().begin(), selection.videos().end(), [&](std::int32_t v) {
        return !truth.videos[static_cast<std::size_t>(v)].ambiguous.empty();
    });
}

void addMatches(const std::vector<Scored> &scored, const ClassMatching &matching,
                EvaluationResult &result)
{
    for (std::size_t i = 0; i < scored.size(); ++i) {
        PredictionMatch match{.video = scored[i].video,
                              .detection = scored[i].detection,
                              .classRow = static_cast<std::int32_t>(result.classes.size()),
                              .gtVideo = scored[i].gtVideo,
                              .instance = {}};
        for (const std::vector<std::int32_t> &claims : matching.claims) {
            match.instance.push_back(claims[i]);
        }
        result.matches.push_back(std::move(match));
    }
}

// Fills in classes, matches and mAP.
OrderCounts evaluateClasses(const model::GroundTruth &truth, const TruthTable &table,
                            PredictionTable &predictions, const Protocol &protocol,
                            bool wantsMatches, EvaluationResult &result)
{
    OrderCounts counts;
    for (std::size_t row = 0; row < table.classes().size(); ++row) {
        const ClassTruth &classTruth = table.classes()[row];
        if (classTruth.items.empty()) {
            continue; // all its instances were left out
        }
        std::vector<Scored> &scored = predictions.byClass[row];
        const ClassMatching matching =
            matchClass(classTruth, scored, result.tiou, protocol, truth.videos);
        counts.add(matching);
        if (wantsMatches) {
            addMatches(scored, matching, result);
        }
        ClassResult entry{.name = classTruth.name,
                          .gtInstances = classTruth.items.size(),
                          .predictions = scored.size(),
                          .ap = {}};
        for (const std::vector<std::int32_t> &claims : matching.claims) {
            entry.ap.push_back(
                averagePrecision(claims, entry.gtInstances, table.instancesPerClass(), protocol));
        }
        result.classes.push_back(std::move(entry));
    }
    for (std::size_t t = 0; t < result.tiou.size(); ++t) {
        std::vector<double> column;
        for (const ClassResult &entry : result.classes) {
            column.push_back(entry.ap[t]);
        }
        result.map.push_back(mean(column));
    }
    return counts;
}

} // namespace

base::Result<EvaluationResult> evaluate(const model::GroundTruth &truth,
                                        const model::DetectionSet &predictions,
                                        const EvaluationOptions &options)
{
    return evaluate(truth, predictions, *TRY(protocolByName(options.protocol)), options);
}

base::Result<EvaluationResult> evaluate(const model::GroundTruth &truth,
                                        const model::DetectionSet &predictions,
                                        const Protocol &protocol, const EvaluationOptions &options)
{
    TRY(checkTiou(options.tiou));
    TRY(checkClasses(truth, predictions));
    TRY(checkDetections(predictions));
    const TruthSelection selection = TRY(TruthSelection::select(
        truth, options.subset, protocol.isSubsetCaseSensitive, options.videos));
    const TruthTable table(truth, selection, protocol);
    if (table.instances() == 0) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "the ground truth that is evaluated has no instances",
                           .expected = "at least one annotated instance"});
    }

    EvaluationResult result;
    result.protocol = protocol.name;
    result.subset = options.subset;
    result.videos = selection.videos().size();
    result.gtInstances = table.instances();
    result.tiou = options.tiou.empty() ? protocol.tiou : options.tiou;

    const bool isReleased = protocol.classOrder == ClassOrder::Index;
    PredictionTable predicted = predictionTable(
        predictions, selection,
        rowsOfClasses(predictions.classes, table.classes(),
                      isReleased ? options.releasedLabelIds : std::vector<std::string>()),
        table.classes().size());
    result.predictions = predicted.total;
    const OrderCounts counts =
        evaluateClasses(truth, table, predicted, protocol, options.wantsMatches, result);
    result.averageMap = mean(result.map);
    result.warnings = warningsOf(table, predicted, result, counts, protocol);
    if (protocol.ignoresAmbiguous && !hasAmbiguous(truth, selection)) {
        result.warnings.emplace_back(
            "The ground truth has no ambiguous segments, which this rule would ignore.");
    }
    return result;
}

double interpolatedAp(const std::vector<bool> &isTruePositive, std::size_t gtInstances)
{
    std::vector<std::int32_t> claims;
    for (const bool isHit : isTruePositive) {
        claims.push_back(isHit ? 0 : kFalsePositive);
    }
    return averagePrecision(claims, gtInstances, 1.0, Protocol());
}

} // namespace core::tal

#include "ui/jobs/setting_texts.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/common/qt_convert.h"

namespace ui::jobs {

namespace {

class SettingTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::jobs::SettingTexts)
};

// The settings as core/data documents them, without where a paper or a specification defines them;
// lint_core_texts sees to it that the core still says so.
[[maybe_unused]] constexpr const char *kMeanings[] = {
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Name of the generator of stage 1: \"fustal\", \"sal\" or \"ftcl\""),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Whether to behave as the specification prescribes or as the released code does; "
        "\"released\" sets student.mil_top_k = \"batch_sum\", student.teacher_fallback = "
        "\"sticky\" and ftcl.unguarded_cosine = true, and keys that are given win over it; a seed "
        "then gives FuSTAL's generator the initial weights that it gives the published one"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Seed of all randomness: initial weights, order, sampling, crops, dropout"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "N: length that a training sample is stretched or "
                                                "thinned to, and the most that inference reads"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Which half of two-stream features is used; RGB columns come first"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Width of the embedding"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Dropout before the classifier"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Dropout of the scores from which easy snippets are chosen"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "r_easy: easy snippets a video, k_easy = T / r_easy, also the k of the video score"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "r_hard: hard snippets a video, k_hard = T / r_hard"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "m: the narrower erosion and dilation that bound the hard regions"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "M: the wider erosion and dilation that bound the hard regions"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Temperature of the InfoNCE loss"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Weight of the contrastive loss beside classification"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Weight of the cross-video term inside the contrastive loss"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Learning rate of Adam, constant"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Decay of Adam's first moment"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Decay of Adam's second moment"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Adam's epsilon"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "L2 weight decay, added to the gradient"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Videos a step"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Training steps"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Steps between two reports of the losses"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Steps between two evaluations on the test split; 0 evaluates at the end only"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Which weights make the proposals: the last, those best on the test split (the paper's "
        "protocol, which selects on test data), or those best on held-out training videos"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "T: length that samples are stretched or thinned to, in training and in inference"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "How: stretched over a jittered grid, always to T snippets; or as FTCL does it, short "
        "videos drawn with replacement in training and left as they are in inference"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "D: width of the embeddings; the layers on bilinear features have D² inputs"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Kernel of the main embedding, odd"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Dropout of the embeddings"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "h: share of the RGB branch in the fused actionness"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Whether foreground snippets are chosen by the "
                                                "fused map or by the class activations alone"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Weight of the class probabilities in the fused map S; the three weights are "
                      "divided by their sum"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the flow branch's actionness in S"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the RGB branch's actionness in S"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Foreground snippets a class, k = T / divisor"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Background snippets a class"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Snippets that become pseudo-positive beyond as many as there are background snippets"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Pseudo-positive snippets lie among the T / divisor most confident ones; 1 "
                      "for no such condition"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "rho: momentum of the running mean and variance behind the adaptive mask"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "The mask is exp(-d² / (factor · variance)) of a distance d below the mean"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Exponent of the generalised cross-entropy"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the multiple-instance term"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Weight of the mutual consistency of the two branches"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the uniformity of the background"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the actionness term"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the bilinear video classification"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the actionness term on mixed videos"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "beta: share of the snippets' logits, beside the bilinear ones, in the video score"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Training steps of the first stage, on single videos; 0 leaves it out"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether the first stage contrasts the videos of a batch with each other, as "
                      "the released command does unless it is told otherwise"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "n: length of a training sample, and the most that inference reads"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether the second stage draws a video's snippets and the negative pairs "
                      "anew in every epoch, not once, which leaves most negatives unseen"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Width of the projection for the sequence distance, half for matches and "
                      "half for gaps; even"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Both dropouts before the classifier, of whole snippets and of single channels"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Dropout of the features, for ActivityNet"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Dropout before the attention, for ActivityNet"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "k = T / divisor of the instance branch"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "The same of the context branch"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "The same of the background branch"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Weight of the attention's guidance by the class activations"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the separation of feature norms"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the attention's sparsity"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Margin of that separation"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Snippets of a video that the fine-grained sequence distance aligns"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "t: smoothing of its maximum"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of its contrast; 0 switches it off"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Snippets of a video of which the longest common subsequence is taken"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Cosine above which two snippets match"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether a row of zeros has an undefined cosine, as released, which skips "
                      "the step or spoils its gradients, instead of a cosine of 0; compat sets it"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Video score from which a class counts as predicted; where none passes, the best one is"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Whether a score equal to the threshold passes"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Whether training videos get proposals of the predicted classes or of their weak labels"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "How score curves are scaled before the thresholds"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Linear up-sampling of score curves"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "What follows the last snippet: its slope goes on as released, or its value stays"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Thresholds on class activation sequences; empty is the published list of "
                      "the generator, FuSTAL's being \"0:0.025:0.225\""),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Thresholds on actionness; empty is the published list of the generator, "
                      "FuSTAL's being \"0.1:0.025:0.9\"; SAL has no such stage"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "lambda: width of each flank in the outer-inner contrast"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Weight of the video score in a proposal's score"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Shortest run above a threshold that becomes a proposal"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Non-maximum suppression of each class's proposals"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "tIoU from which a proposal suppresses a worse one"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether lengths and overlaps count one second more, as released"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Strength of a soft suppression"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "gamma: least IoU density, the sum of tIoU with the video's other proposals, "
                      "that is kept; 0 switches the rule off"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "eta: a proposal is kept if its score is greater"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Which proposals of the video count towards the density"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Whether the density is the sum of all tIoU or the mean of the three largest"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Whether a proposal's density counts the proposals "
                                                "that NMS left, or all that there were before it"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "What becomes of a training video of which nothing is kept: pure background, "
                      "its best proposal, or left out"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Shortest proposal that is kept; not in the published filter"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Longest proposal that is kept, 0 for no limit; not in the published filter"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether classes that the video's weak labels do not name are rejected; not "
                      "in the published filter"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Length that training sequences are cropped and padded to"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Share of a segment that must lie in a crop for it to count there"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Shortest crop of a sequence that fits, as a share of its length"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Longest such crop"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Draws of a crop until one holds a segment"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Takes every n-th feature row"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Width of embedding, backbone and neck, a multiple of 16"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Kernel of the embedding's convolutions, odd"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Convolutions of the embedding"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "SGP blocks before the first level"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Distances to its boundaries that each level of the pyramid is responsible "
                      "for; their number is the number of levels"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "w: window of the SGP layer, odd"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "k: how much wider the wide window is"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Standard deviation of the SGP convolutions' first "
                                                "weights; 0, as released, leaves them dead"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Width of the SGP blocks' MLP"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Width of the heads"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Kernel of the classification and regression heads, odd"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Convolutions of a head, the last one included"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Kernel of the start and end heads, odd"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Bins of the trident head beside the zeroth"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Standard deviation of noise added to training features"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Longest sequence that inference takes, in training lengths"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Stochastic depth of the pyramid's blocks"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether only points near a segment's centre are positive"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "How near"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Power of the tIoU that weights positive classification losses"),
    QT_TRANSLATE_NOOP(
        "ui::jobs::SettingTexts",
        "Weight of the regression loss; at or below 0 the two losses balance themselves"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Probability that the classification heads start from"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "First value of the loss normaliser"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Momentum of the loss normaliser"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Smoothing of class targets"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Weight of the multiple-instance term on weak labels"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Dropout of the logits in that term"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Top-k of that term: length / divisor"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Whether that length is each video's own or, as "
                                                "released, the whole batch's; compat sets it"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Learning rate of AdamW after the warm-up"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Decoupled weight decay of convolution weights"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Largest norm of all gradients together; 0 for no limit"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Epochs in which the learning rate rises from 0"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "The learning rate after the warm-up"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Where the cosine schedule ends"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Phase 1: epochs on filtered pseudo-labels"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Phase 2: epochs on the averaged teacher's predictions"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Decay of the averaged weights; decay to the power of the steps should be "
                      "well below 0.1, so few steps need a smaller one"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "eta': a prediction of the teacher becomes a target if its score is greater"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "After a batch without teacher predictions: only that batch is skipped, or, "
                      "as released, the rest of the epoch trains on pseudo-labels; compat sets it"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether teacher predictions of classes outside the weak labels are dropped"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether teacher predictions are cut at the ends of the crop"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Candidates must score more"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Most candidates a level"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Candidates must be longer"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Suppression of overlapping candidates"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "sigma of the Gaussian suppression"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "tIoU from which hard and linear suppression act"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Detections whose score falls below are dropped"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Most detections a video"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Whether each class is suppressed for itself"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "tIoU from which candidates vote on a detection's bounds where classes are "
                      "suppressed together; 0 for no voting"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Named rules of average precision: \"activitynet\""),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Thresholds of average precision"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Where to compute; \"auto\" takes CUDA where there is some"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Threads of the CPU; 0 for all cores"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Whether to compute in mixed precision, on CUDA only"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "Batches that are prepared ahead"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts",
                      "Steps between two points from which an interrupted run goes on; slow steps "
                      "save one a minute"),
};

[[maybe_unused]] constexpr const char *kUnits[] = {
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "batches"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "channels"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "epochs"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "grid units"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "level strides"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "positives"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "run lengths"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "s"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "samples"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "samples a snippet"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "snippets"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "steps"),
    QT_TRANSLATE_NOOP("ui::jobs::SettingTexts", "videos"),
};

QString translated(const QString &text)
{
    return SettingTexts::tr(text.toUtf8().constData());
}

} // namespace

QString settingMeaning(std::string_view documentation)
{
    QString whole = common::toQString(documentation);
    static const QRegularExpression form(
        QStringLiteral("^(.*?)(?: \\(((?:\\[|spec )[^()]*)\\))?\\.$"));
    const QRegularExpressionMatch match = form.match(whole);
    if (!match.hasMatch()) {
        return whole;
    }
    const QString meaning = translated(match.captured(1));
    if (meaning == match.captured(1)) {
        return whole;
    }
    return match.captured(2).isEmpty()
               ? SettingTexts::tr("%1.").arg(meaning)
               : SettingTexts::tr("%1 (%2).").arg(meaning, match.captured(2));
}

QString settingUnit(std::string_view unit)
{
    return unit.empty() ? QString() : translated(common::toQString(unit));
}

} // namespace ui::jobs

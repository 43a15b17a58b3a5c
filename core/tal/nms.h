#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/model/annotation.h"
#include "core/model/run_config.h"

namespace core::tal {

// Non-maximum suppression of the generators: one class, float64, seconds (specs fustal-stage1-2
// §4.6 and sal §6.3). Order everywhere: score descending, among equal scores the later entry first
// (what a stable ascending sort, reversed, gives); NaN scores come last.
struct NmsRule
{
    model::NmsMethod method = model::NmsMethod::Hard;
    double tiou = 0.5;         // an overlap of at least this suppresses
    bool isPlusOne = true;     // the pixel-era +1 in lengths and intersections, on seconds
    double softNmsAlpha = 0.3; // SoftGaussian: factor exp(-overlap²/alpha)
};

// One entry of an NMS result.
struct NmsPick
{
    std::size_t index = 0; // into the input
    double score = 0.0;    // the input's, or decayed by a soft rule

    bool operator==(const NmsPick &) const = default;
};

// Overlap of two segments as NMS measures it; NaN where both have no extent at all.
double nmsOverlap(const model::Detection &a, const model::Detection &b, bool isPlusOne);

// Applies a rule to the detections of one class (their classIndex is not looked at). Hard keeps the
// best and drops what overlaps a kept one by >= tiou. The soft rules drop nothing: a suppressed
// entry's score is decayed once (Gaussian exp(-o²/alpha), linear 1-o) and it moves behind all
// unsuppressed ones, in order of suppression (SAL's form). None: everything, in the order above.
// O(n log n) for segments whose lengths and places vary; exact against the plain O(n²) loop.
std::vector<NmsPick> suppressOverlaps(std::span<const model::Detection> detections,
                                      const NmsRule &rule);

// A candidate of the student, in grid units (or any unit), float32 like the reference operator.
struct Candidate
{
    float start = 0.0F;
    float end = 0.0F;
    float score = 0.0F;
    int classIndex = 0;

    bool operator==(const Candidate &) const = default;
};

// How the student suppresses (spec fustal-stage3-student §7.2).
struct CandidateNmsRule
{
    model::NmsMethod method = model::NmsMethod::SoftGaussian;
    double tiou = 0.1;  // of hard and linear NMS; the Gaussian decays at every overlap
    double sigma = 0.5; // Gaussian: exp(-o²/sigma)
    double minScore = 0.001;
    int maxSegments = 2000; // a class, and of the whole result
    bool isMulticlass = true;
    double votingTiou = 0.7; // only without isMulticlass; 0: no voting

    static CandidateNmsRule of(const model::StudentConfig &config);
};

// Result entry of the single-class operators below: input index and score after decay, in order of
// emission.
struct CandidatePick
{
    std::size_t index = 0;
    float score = 0.0F;

    bool operator==(const CandidatePick &) const = default;
};

// Whether a suppressed candidate loses its whole score at tiou (Vanilla), 1-o of it at tiou
// (Linear), or decays at every overlap (Gaussian).
enum class SoftNmsDecay { Vanilla, Linear, Gaussian };

// The published soft-NMS operator on candidates of one class: O(n²) by its nature, since every
// emission changes all later scores. An emitted candidate is never tested against minScore.
std::vector<CandidatePick> softNms(std::span<const Candidate> candidates, SoftNmsDecay decay,
                                   double tiou, double sigma, double minScore);

// The published hard-NMS operator on candidates of one class: score descending, equal scores in
// input order; drops overlaps >= tiou.
std::vector<CandidatePick> hardNms(std::span<const Candidate> candidates, double tiou);

// The student's NMS as a whole: per class ascending or over all classes at once, cap, voting, and
// everything by score descending (equal scores: lower class, then emission, first).
std::vector<Candidate> suppressCandidates(std::span<const Candidate> candidates,
                                          const CandidateNmsRule &rule);

} // namespace core::tal

#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/edit.h"
#include "core/edit/project_session.h"
#include "core/tal/same_error.h"

namespace core::edit {

// One correction, previewed everywhere: labels in all videos that look as if they had the error
// that a person just put right, what the same correction would make of them, and all of it as one
// edit.

struct SameErrorOptions
{
    double minLikeness = 0.8;    // of the score curves around the labels
    double maxLengthRatio = 2.0; // of the labels' lengths, either way
    std::size_t limit = 0;       // 0: all
};

// A pseudo-label that looks like the corrected one, and what the same correction would make of it.
struct SameErrorItem
{
    std::string uuid = {}; // of the pseudo-label
    std::string video = {};
    std::string className = {};
    base::TimeRange before = {};
    base::TimeRange after = {};
    std::string newClassName = {}; // empty where the class stays
    double likeness = 0.0;
    // Whether a bound lies where the curve crosses the level that the correction met, rather than
    // in proportion to the label's length.
    bool startMeets = false;
    bool endMeets = false;
};

// What findSameErrors() found; nothing is changed before a person agrees.
struct SameErrors
{
    tal::Correction correction = {};
    std::string original = {};             // uuid of the pseudo-label that was corrected
    std::vector<SameErrorItem> items = {}; // most alike first; equal ones by video and start
};

// `uuid`: a segment of a person's track that was made from a pseudo-label (accepted and changed, or
// rejected). Candidates are the pseudo-labels of the same run and class that nobody reviewed, in
// videos that are not done. Errors: Unsupported where the segment is no correction of
// a pseudo-label, or says the same as it did; NotFound without the score curves of its run.
// Blocking.
base::Result<SameErrors> findSameErrors(const ProjectSession &session, const std::string &uuid,
                                        const SameErrorOptions &options = {});

// Rejects each label and draws it anew as it should be, in one step that one undo takes back.
Edit sameErrorEdit(const ProjectSession &session, const SameErrors &errors,
                   const std::vector<SameErrorItem> &items);

} // namespace core::edit

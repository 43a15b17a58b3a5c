#pragma once

#include <string>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace core::data {

// Annotations for two published toolkits, whose files readAnnotationJson() reads as well.

// DETAD's extra characteristics: the ActivityNet form with length, coverage (length over the
// video's duration) and num-instances (of the video) of every instance; what needs several
// annotators is null. Every video needs its duration.
base::Result<std::string> detadExtraJson(const model::GroundTruth &truth);

// MMAction2's (BMN, BSN): {video: {"duration_second", "duration_frame", "feature_frame", "fps",
// "rfps", "annotations"}}. Every video needs duration and frame rate. Subsets are not part of it.
base::Result<std::string> mmaction2Json(const model::GroundTruth &truth);

} // namespace core::data

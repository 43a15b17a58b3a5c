#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/feature.h"

namespace core::model {

// Settings of one extractor; every video has at most one feature matrix a set.
struct FeatureSet
{
    std::int64_t id = 0;
    std::string name = {};      // unique
    std::string extractor = {}; // "i3d", "builtin", …; empty: unknown
    std::string modality = {};  // "rgb", "flow", "rgb+flow"; empty: unknown
    FeatureGrid grid;
    bool isTransposed = false;     // files hold D×T
    std::string paramsJson = "{}"; // what made them; "{}": unknown

    bool operator==(const FeatureSet &) const = default;
};

// One file of a feature matrix.
struct FeaturePart
{
    std::int64_t rootId = 0;
    std::string path = {}; // below the root
    std::string contentHash = {};

    bool operator==(const FeaturePart &) const = default;
};

// The feature matrix of one video: one file, or several joined along the feature axis in this
// order.
struct Feature
{
    std::int64_t id = 0;
    std::int64_t videoId = 0;
    std::int64_t featureSetId = 0;
    std::int64_t snippets = 0;
    std::vector<FeaturePart> parts = {};

    bool operator==(const Feature &) const = default;
};

} // namespace core::model

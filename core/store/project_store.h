#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/feature_set.h"
#include "core/model/label_set.h"
#include "core/model/video.h"
#include "core/store/database.h"

namespace core::store {

// Rows of the data set: videos, classes, weak labels, features, media roots, settings. A view of a
// connection, to be used where that one is and no longer. Lists come in the order of their ids
// (classes: of their ordinals). Writing functions run in the caller's Transaction; ids and, where
// empty, uuids are filled in.
class ProjectStore
{
public:
    explicit ProjectStore(Database &database)
        : m_database(database)
    {
    }

    // meta: "project_uuid", "name", "created_by", …
    base::Result<std::optional<std::string>> meta(const std::string &key) const;
    base::Result<void> setMeta(const std::string &key, const std::string &value);
    // ui_state: how windows lay out this project, as JSON texts; not part of the data.
    base::Result<std::optional<std::string>> uiState(const std::string &key) const;
    base::Result<void> setUiState(const std::string &key, const std::string &valueJson);

    base::Result<std::vector<model::MediaRoot>> mediaRoots() const;
    base::Result<void> insertMediaRoot(model::MediaRoot &root);

    base::Result<std::vector<model::Video>> videos() const;
    base::Result<void> insertVideo(model::Video &video);
    // Every column but id and uuid.
    base::Result<void> updateVideo(const model::Video &video);

    base::Result<std::vector<model::ActionClass>> classes() const;
    base::Result<void> insertClass(model::ActionClass &actionClass);

    base::Result<std::vector<model::WeakLabel>> weakLabels() const;
    // A label that is there already stays.
    base::Result<void> insertWeakLabels(std::span<const model::WeakLabel> labels);

    base::Result<std::vector<model::FeatureSet>> featureSets() const;
    base::Result<void> insertFeatureSet(model::FeatureSet &set);
    base::Result<std::vector<model::Feature>> features(std::int64_t featureSetId) const;
    base::Result<void> insertFeature(model::Feature &feature);
    // The file of a part of a matrix lies elsewhere now.
    base::Result<void> moveFeaturePart(std::int64_t featureId, std::int64_t part,
                                       std::int64_t rootId, const std::string &path);

private:
    Database &m_database;
};

} // namespace core::store

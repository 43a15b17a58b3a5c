#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/model/label_set.h"
#include "core/store/database.h"

namespace core::store {

// Label sets: written once, never changed (triggers see to it). A view of a connection, as
// ProjectStore; writing functions run in the caller's Transaction.
class LabelSetStore
{
public:
    explicit LabelSetStore(Database &database)
        : m_database(database)
    {
    }

    // All label sets, oldest first.
    base::Result<std::vector<model::LabelSet>> labelSets() const;
    base::Result<model::LabelSetContent> content(const model::LabelSet &set) const;
    // Fills in id, uuid and time. The name must be new.
    base::Result<void> insert(model::LabelSetContent &content);

private:
    Database &m_database;
};

} // namespace core::store

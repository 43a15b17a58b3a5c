#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/store/database.h"

namespace core::store {

// How often rows name a class.
struct ClassUses
{
    std::int64_t segments = 0;
    std::int64_t videoLabels = 0;
    std::int64_t labelSetSegments = 0;
    std::int64_t edits = 0; // of the history, which undo can bring back
};

// Changes of the list of classes. A view of a connection, as ProjectStore; writing functions run in
// the caller's Transaction.
class ClassStore
{
public:
    explicit ClassStore(Database &database)
        : m_database(database)
    {
    }

    base::Result<ClassUses> uses(std::int64_t classId) const;
    // Gives it another key, which is its name as well.
    base::Result<void> rename(std::int64_t classId, const std::string &key);
    // Removes one that nothing uses; the classes behind it move up.
    base::Result<void> remove(std::int64_t classId);

private:
    Database &m_database;
};

} // namespace core::store

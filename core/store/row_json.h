#pragma once

#include <string>

#include "core/store/revision_store.h"

namespace core::store {

class Database;

// Private to core/store: a row as the JSON object that revision_change stores. Every value survives
// the way there and back exactly, numbers included.
std::string toJson(const Row &row);

// "segment", "track" or "video".
const char *entityName(const Row &row);

// The row of a JSON object that toJson() wrote; SQLite parses it, and throws if it is malformed.
Row rowFromJson(const Database &database, const std::string &entity, const std::string &json);

} // namespace core::store

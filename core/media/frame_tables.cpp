#include "core/media/frame_tables.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace core::media {

namespace {

// A table takes 16 bytes a frame as a rule: 3 MB for two hours.
constexpr std::size_t kMostTables = 16;

} // namespace

base::Result<std::shared_ptr<const FrameTable>>
FrameTables::table(const std::filesystem::path &path)
{
    std::error_code error; // a file that cannot be asked cannot be read either, and says why
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    const auto changed = std::filesystem::last_write_time(path, error);
    const std::lock_guard lock(m_mutex);
    const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
        return entry.path == path && entry.size == size && entry.changed == changed;
    });
    if (known != m_entries.end() && !error) {
        return known->table;
    }
    auto table = std::make_shared<const FrameTable>(TRY(readFrameTable(path)));
    std::erase_if(m_entries, [&](const Entry &entry) { return entry.path == path; });
    m_entries.push_front({path, size, changed, table});
    if (m_entries.size() > kMostTables) {
        m_entries.pop_back();
    }
    return table;
}

} // namespace core::media

#include "core/ipc/run_events.h"

#include <string>
#include <string_view>
#include <utility>

#include "core/base/file.h"

namespace core::ipc {

base::Result<std::vector<FromWorker>> readRunEvents(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    std::vector<FromWorker> messages;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view line = std::string_view(text).substr(start, end - start);
        start = end + 1;
        if (line.ends_with(R"("from":"parent"})")) {
            continue;
        }
        base::Result<Reading<FromWorker>> reading = readFromWorker(line);
        if (reading && reading->message) {
            messages.push_back(std::move(*reading->message));
        }
    }
    return messages;
}

} // namespace core::ipc

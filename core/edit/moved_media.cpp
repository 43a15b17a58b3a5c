#include "core/edit/moved_media.h"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/edit/bulk_write.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 5'000'000;

// A file that the project names and that is not there.
struct Missing
{
    MovedFile what = {};
    fs::path path = {};       // where it should be
    std::string content = {}; // hash of the head (video) or of all (features); empty: not known
};

bool isThere(const fs::path &path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

Result<std::vector<Missing>> missingFiles(const ProjectSession &session)
{
    std::vector<Missing> missing;
    for (const model::Video &video : session.document().videos()) {
        fs::path path = TRY(session.resolve(video.rootId, video.path));
        if (video.rootId && !isThere(path)) {
            missing.push_back({{.videoId = video.id}, std::move(path), video.headHash});
        }
    }
    for (const model::FeatureSet &set : TRY(session.project().featureSets())) {
        for (const model::Feature &feature : TRY(session.project().features(set.id))) {
            for (std::size_t part = 0; part < feature.parts.size(); ++part) {
                const model::FeaturePart &place = feature.parts[part];
                fs::path path = TRY(session.resolve(place.rootId, place.path));
                if (!isThere(path)) {
                    missing.push_back({{.videoId = feature.videoId,
                                        .featureId = feature.id,
                                        .part = static_cast<std::int64_t>(part)},
                                       std::move(path),
                                       place.contentHash});
                }
            }
        }
    }
    return missing;
}

using FilesByName = std::unordered_map<std::string, std::vector<fs::path>>;

// All files below the folder whose name one of the missing ones has.
Result<FilesByName> filesBelow(const fs::path &folder, const std::vector<Missing> &missing,
                               const base::CancelToken &cancel)
{
    FilesByName files;
    for (const Missing &file : missing) {
        files.try_emplace(file.path.filename().string());
    }
    std::error_code code;
    std::size_t seen = 0;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                           code);
    for (; !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "the search was cancelled"});
        }
        if (++seen > kMostFiles) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = fmt::format("holds more than {} files", kMostFiles),
                         .file = folder.string(),
                         .expected = "the folder that the files were moved to"});
        }
        std::error_code ignored;
        const auto wanted = files.find(entry->path().filename().string());
        if (wanted != files.end() && entry->is_regular_file(ignored)) {
            wanted->second.push_back(entry->path());
        }
    }
    if (code) {
        return fail({.code = ErrorCode::Io,
                     .problem = "cannot be searched: " + code.message(),
                     .file = folder.string(),
                     .expected = "a folder that may be read"});
    }
    return files;
}

// How many folders above two files of the same name are called the same.
std::ptrdiff_t commonFolders(const fs::path &a, const fs::path &b)
{
    const std::vector<fs::path> left(a.begin(), a.end());
    const std::vector<fs::path> right(b.begin(), b.end());
    const auto [end, other] =
        std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
    return end - left.rbegin();
}

void sortByLikeness(std::vector<fs::path> &candidates, const fs::path &before)
{
    std::sort(candidates.begin(), candidates.end(), [&](const fs::path &a, const fs::path &b) {
        return std::pair(-commonFolders(a, before), a) < std::pair(-commonFolders(b, before), b);
    });
}

Result<std::optional<fs::path>> firstWithContent(const Missing &file,
                                                 const std::vector<fs::path> &candidates)
{
    for (const fs::path &candidate : candidates) {
        const std::string content =
            TRY(file.what.featureId == 0 ? base::hashHead(candidate) : base::hashFile(candidate));
        if (file.content.empty() || content == file.content) {
            return candidate;
        }
    }
    return std::nullopt;
}

} // namespace

Result<MovedMedia> findMovedMedia(const ProjectSession &session, const fs::path &folder,
                                  const CountProgress &progress, const base::CancelToken &cancel)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "is no folder",
                     .file = folder.string(),
                     .expected = "the folder that the files were moved to"});
    }
    const std::vector<Missing> missing = TRY(missingFiles(session));
    const FilesByName files = TRY(filesBelow(folder, missing, cancel));
    MovedMedia media;
    std::set<fs::path> refused;
    for (const Missing &file : missing) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "the search was cancelled"});
        }
        std::vector<fs::path> candidates = files.at(file.path.filename().string());
        sortByLikeness(candidates, file.path);
        const std::optional<fs::path> found = TRY(firstWithContent(file, candidates));
        if (found) {
            media.found.push_back(file.what);
            media.found.back().file = *found;
        } else {
            media.missing.push_back(file.path);
            refused.insert(candidates.begin(), candidates.end());
        }
        if (progress) {
            progress(std::ssize(media.found) + std::ssize(media.missing), std::ssize(missing));
        }
    }
    // The RGB and the flow file of a video have one name.
    for (const MovedFile &moved : media.found) {
        refused.erase(moved.file);
    }
    media.strangers.assign(refused.begin(), refused.end());
    return media;
}

Result<void> takeMovedMedia(ProjectSession &session, const MovedMedia &media)
{
    return bulkWrite(
        session, store::RevisionKind::Import, false,
        [&](store::Revision &revision) -> Result<void> {
            for (const MovedFile &moved : media.found) {
                const auto [root, path] = TRY(session.place(moved.file));
                if (moved.featureId != 0) {
                    TRY(session.project().moveFeaturePart(moved.featureId, moved.part, root, path));
                    continue;
                }
                const model::Video *known = session.document().video(moved.videoId);
                if (known == nullptr) {
                    return fail({.code = ErrorCode::NotFound,
                                 .problem = fmt::format("there is no video {}", moved.videoId),
                                 .file = session.path().string()});
                }
                model::Video video = *known;
                std::tie(video.rootId, video.path) = std::tuple(root, path);
                TRY(session.project().updateVideo(video));
            }
            revision.label = fmt::format("Found {} moved files", media.found.size());
            return {};
        });
}

} // namespace core::edit

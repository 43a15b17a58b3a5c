#include "core/intake/import_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <glob.h>

namespace core::intake {

using base::ErrorCode;
using base::fail;
using base::Result;
using Paths = std::vector<std::filesystem::path>;

namespace {

Result<Paths> filesOfFolder(const std::filesystem::path &folder,
                            const std::vector<std::string> &extensions)
{
    Paths files;
    std::error_code code;
    for (const auto &entry : std::filesystem::directory_iterator(folder, code)) {
        if (entry.is_regular_file(code) && hasExtension(entry.path(), extensions)) {
            files.push_back(entry.path());
        }
    }
    if (files.empty()) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "the folder holds no such file",
                     .file = folder.string(),
                     .expected = fmt::format("files ending in {}", fmt::join(extensions, ", "))});
    }
    std::sort(files.begin(), files.end());
    return files;
}

Paths matching(const std::string &pattern)
{
    Paths files;
    glob_t found = {};
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
        for (std::size_t i = 0; i < found.gl_pathc; ++i) {
            files.emplace_back(found.gl_pathv[i]);
        }
    }
    ::globfree(&found);
    return files;
}

} // namespace

bool hasExtension(const std::filesystem::path &path, const std::vector<std::string> &extensions)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

std::string withoutStreamEnding(const std::string &stem)
{
    constexpr std::array kEndings = {"rgb", "flow", "i3d", "feat", "features", "feature", "curve"};
    const std::size_t cut = stem.find_last_of("-_");
    const bool isEnding = cut != std::string::npos &&
                          std::any_of(kEndings.begin(), kEndings.end(), [&](const char *ending) {
                              return stem.compare(cut + 1, std::string::npos, ending) == 0;
                          });
    return isEnding ? stem.substr(0, cut) : stem;
}

std::optional<model::Split> splitOfName(const std::filesystem::path &path)
{
    const std::string name = path.filename().string();
    const bool isTrain = name.find("train") != std::string::npos;
    const bool isTest = name.find("test") != std::string::npos;
    if (isTrain == isTest) {
        return std::nullopt;
    }
    return isTrain ? model::Split::Training : model::Split::Test;
}

Result<Paths> expandPaths(const std::vector<std::string> &arguments,
                          const std::vector<std::string> &extensions)
{
    Paths files;
    for (const std::string &argument : arguments) {
        std::error_code code;
        Paths more;
        if (std::filesystem::is_directory(argument, code)) {
            more = TRY(filesOfFolder(argument, extensions));
        } else if (std::filesystem::exists(argument, code)) {
            more = {argument};
        } else if (argument.find_first_of("*?[") != std::string::npos) {
            more = matching(argument);
        }
        if (more.empty()) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = "there is no such file or folder",
                         .file = argument,
                         .expected = "an existing path"});
        }
        files.insert(files.end(), more.begin(), more.end());
    }
    return files;
}

const std::vector<std::string> &videoExtensions()
{
    static const std::vector<std::string> kExtensions = {".mp4", ".mkv", ".avi",  ".mov", ".webm",
                                                         ".m4v", ".mpg", ".mpeg", ".ts",  ".ogv",
                                                         ".wmv", ".flv", ".3gp"};
    return kExtensions;
}

Result<std::map<std::string, std::filesystem::path>>
matchToVideos(const edit::ProjectSession &session, const Paths &files)
{
    std::map<std::string, std::filesystem::path> matched;
    for (const std::filesystem::path &file : files) {
        std::string name = file.stem().string();
        if (session.document().videoByName(name) == nullptr) {
            name = withoutStreamEnding(name);
        }
        const auto [place, isNew] = matched.emplace(name, file);
        if (!isNew) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("means video '{}', as does {}", name,
                                                place->second.string()),
                         .file = file.string(),
                         .expected = "one file for each video"});
        }
    }
    return matched;
}

} // namespace core::intake

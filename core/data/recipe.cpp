#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "core/data/nearest_name.h"
#include "core/data/run_config.h"

namespace core::data {

namespace {

struct ShortName
{
    std::string_view name;
    std::string_view recipe;
};

constexpr ShortName kShortNames[] = {
    {"fustal", "fustal-thumos14"}, {"sal", "sal-thumos14"}, {"ftcl", "ftcl-thumos14"}};

std::vector<std::string> recipesIn(const std::filesystem::path &folder)
{
    std::vector<std::string> names;
    std::error_code absent;
    for (const auto &entry : std::filesystem::directory_iterator(folder, absent)) {
        if (entry.path().extension() == ".toml") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

std::filesystem::path recipeFolder()
{
    std::error_code unreadable;
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe", unreadable);
    return (program.parent_path() / "../share/taloscope/recipes").lexically_normal();
}

base::Result<std::filesystem::path> findRecipe(const std::string &name,
                                               const std::filesystem::path &folder)
{
    std::error_code absent;
    if (name.find('/') != std::string::npos || std::filesystem::is_regular_file(name, absent)) {
        return std::filesystem::path(name);
    }
    std::string stem = name.ends_with(".toml") ? name.substr(0, name.size() - 5) : name;
    for (const ShortName &row : kShortNames) {
        if (row.name == stem) {
            stem = row.recipe;
        }
    }
    const std::filesystem::path path = folder / (stem + ".toml");
    if (!stem.empty() && std::filesystem::is_regular_file(path, absent)) {
        return path;
    }
    const std::vector<std::string> names = recipesIn(folder);
    return base::fail({.code = base::ErrorCode::NotFound,
                       .problem = fmt::format("there is no recipe '{}'", name),
                       .expected = names.empty()
                                       ? fmt::format("a file, or a recipe in {}", folder.string())
                                       : suggestion(name, names) + ", or a file"});
}

} // namespace core::data

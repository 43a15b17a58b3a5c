#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/run_config.h"

namespace core::data {

// Configurations of runs as TOML. Every key is a row of run_config_schema.h; one that is not given
// has the published default. `compat = "released"` first sets the keys that the released code
// treats differently; keys that are given win over it.
//
// Errors name file, line and key: an unknown key with the nearest known one, a value of the wrong
// type or out of range with what is expected, keys that contradict each other.

// `file` is named in errors only.
base::Result<model::RunConfig> parseRunConfig(std::string_view toml, const std::string &file = {});

// A recipe file. Blocking.
base::Result<model::RunConfig> loadRecipe(const std::filesystem::path &path);

// Applies one "key=value" (`--set`) to a configuration, which is unchanged on error. The value is
// TOML; texts may go without quotes. A key may go without its section where that is unambiguous
// ("min_density"). "compat=released" sets its keys anew.
base::Result<void> setConfigValue(model::RunConfig &config, std::string_view assignment);

// The whole configuration as TOML in the order of the schema, read back by parseRunConfig() to the
// same values. With comments, each key's documentation stands above it.
enum class ConfigComments { None, Full };
// OwnGenerator leaves out the sections of generators that the configuration does not name.
enum class ConfigScope { Everything, OwnGenerator };
std::string writeRunConfig(const model::RunConfig &config,
                           ConfigComments comments = ConfigComments::None,
                           ConfigScope scope = ConfigScope::Everything);

// Reference of all keys in Markdown: resources/doc/config.md.
std::string runConfigMarkdown();

// Folder of the shipped recipes: ../share/taloscope/recipes beside the folder of the program.
std::filesystem::path recipeFolder();

// The file of a recipe named as `--recipe` takes it: a path, or the name of a shipped recipe with
// or without ".toml"; "fustal" is "fustal-thumos14", "sal" is "sal-thumos14". NotFound names the
// recipes that there are.
base::Result<std::filesystem::path>
findRecipe(const std::string &name, const std::filesystem::path &folder = recipeFolder());

} // namespace core::data

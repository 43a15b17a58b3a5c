#include "core/data/run_config.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "core/base/file.h"
#include "core/data/config_access.h"
#include "core/data/nearest_name.h"
#include "core/data/number_text.h"
#include "core/data/range_list.h"
#include "core/data/run_config_schema.h"
#include "core/data/toml_text.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::RunConfig;

namespace {

constexpr std::int64_t kMaxRecipeBytes = 1 << 20;

template <typename... Callables>
struct Overloaded : Callables...
{
    using Callables::operator()...;
};
template <typename... Callables>
Overloaded(Callables...) -> Overloaded<Callables...>;

std::string valueText(const toml::node &node)
{
    if (const std::optional<double> number = node.value_exact<double>()) {
        return numberText(*number);
    }
    std::ostringstream text;
    node.visit([&](const auto &value) { text << value; });
    return text.str().substr(0, 60);
}

base::Error badValue(const ConfigKey &key, std::string problem)
{
    return {.code = ErrorCode::BadValue,
            .problem = fmt::format("'{}' {}", key.name, problem),
            .expected = expectation(key)};
}

bool isInside(const ConfigKey &key, double value)
{
    return value >= key.least && value <= key.most;
}

// Sets one key from a TOML value; false where type or range is wrong.
class ValueSetter
{
public:
    ValueSetter(const ConfigKey &key, const toml::node &node, RunConfig &config)
        : m_key(key)
        , m_node(node)
        , m_config(config)
    {
    }

    bool operator()(MemberAccess<bool> access) const
    {
        const std::optional<bool> value = m_node.value_exact<bool>();
        return value && (access(m_config) = *value, true);
    }

    bool operator()(MemberAccess<std::string> access) const
    {
        const std::optional<std::string> value = m_node.value_exact<std::string>();
        return value && !value->empty() && (access(m_config) = *value, true);
    }

    bool operator()(MemberAccess<double> access) const
    {
        const std::optional<double> value = number(m_node);
        return value && (access(m_config) = *value, true);
    }

    bool operator()(MemberAccess<std::vector<double>> access) const
    {
        const std::optional<std::vector<double>> list = numbers();
        return list && (access(m_config) = *list, true);
    }

    bool operator()(MemberAccess<Ranges> access) const
    {
        const toml::array *pairs = m_node.as_array();
        if (pairs == nullptr || pairs->empty()) {
            return false;
        }
        Ranges ranges;
        for (const toml::node &item : *pairs) {
            const toml::array *pair = item.as_array();
            if (pair == nullptr || pair->size() != 2) {
                return false;
            }
            const std::optional<double> low = number(*pair->get(0));
            const std::optional<double> high = number(*pair->get(1));
            const bool joins = ranges.empty() || ranges.back().second == low;
            if (!low || !high || *low >= *high || !joins) {
                return false;
            }
            ranges.emplace_back(*low, *high);
        }
        access(m_config) = std::move(ranges);
        return true;
    }

    bool operator()(const ChoiceAccess &access) const
    {
        const std::optional<std::string> value = m_node.value_exact<std::string>();
        for (std::size_t i = 0; value && i < access.names.size(); ++i) {
            if (access.names[i] == *value) {
                access.set(m_config, static_cast<int>(i));
                return true;
            }
        }
        return false;
    }

    template <typename Integer>
    bool operator()(MemberAccess<Integer> access) const
    {
        const std::optional<std::int64_t> value = m_node.value_exact<std::int64_t>();
        if (!value || !isInside(m_key, static_cast<double>(*value))) {
            return false;
        }
        access(m_config) = static_cast<Integer>(*value);
        return true;
    }

private:
    // An integer or a float in range; NaN and infinities never are.
    std::optional<double> number(const toml::node &node) const
    {
        std::optional<double> value;
        if (node.is_integer() || node.is_floating_point()) {
            value = node.value<double>();
        }
        return value && isInside(m_key, *value) ? value : std::nullopt;
    }

    std::optional<std::vector<double>> numbers() const
    {
        if (const std::optional<std::string> text = m_node.value_exact<std::string>()) {
            std::optional<std::vector<double>> list =
                m_key.rangeRule == RangeRule::Arange ? arangeList(*text) : decimalList(*text);
            for (std::size_t i = 0; list && i < list->size(); ++i) {
                if (!isInside(m_key, (*list)[i])) {
                    return std::nullopt;
                }
            }
            return list;
        }
        const toml::array *items = m_node.as_array();
        if (items == nullptr) {
            return std::nullopt;
        }
        std::vector<double> list;
        for (const toml::node &item : *items) {
            const std::optional<double> value = number(item);
            if (!value) {
                return std::nullopt;
            }
            list.push_back(*value);
        }
        return list;
    }

    const ConfigKey &m_key;
    const toml::node &m_node;
    RunConfig &m_config;
};

// What `compat` stands for.
void applyCompat(RunConfig &config)
{
    const bool isReleased = config.compat == model::Compat::Released;
    config.student.milTopK = isReleased ? model::MilTopK::BatchSum : model::MilTopK::PerVideo;
    config.student.teacherFallback =
        isReleased ? model::TeacherFallback::Sticky : model::TeacherFallback::SkipOnly;
    config.ftcl.unguardedCosine = isReleased;
}

Result<void> setKey(const ConfigKey &key, const toml::node &node, RunConfig &config)
{
    if (!std::visit(ValueSetter(key, node, config), key.access)) {
        return fail(badValue(key, "is " + valueText(node)));
    }
    if (key.name == "compat") {
        applyCompat(config);
    }
    return {};
}

tl::unexpected<base::Error> unknownKey(const std::string &name)
{
    std::vector<std::string> names;
    for (const ConfigKey &key : configKeys()) {
        names.emplace_back(key.name);
    }
    return fail({.code = ErrorCode::BadValue,
                 .problem = fmt::format("has the unknown key '{}'", name),
                 .expected = suggestion(name, names)});
}

std::vector<std::string> sectionNames()
{
    std::vector<std::string> names;
    for (const ConfigKey &key : configKeys()) {
        const std::size_t dot = key.name.find('.');
        if (dot != std::string_view::npos &&
            (names.empty() || names.back() != key.name.substr(0, dot))) {
            names.emplace_back(key.name.substr(0, dot));
        }
    }
    return names;
}

// Keys that are sound each for itself but not together.
Result<void> checkTogether(const RunConfig &config)
{
    const auto contradiction = [](const char *problem, const char *expected) {
        return fail({.code = ErrorCode::BadValue, .problem = problem, .expected = expected});
    };
    const model::StudentConfig &student = config.student;
    if (student.cropRatioMin > student.cropRatioMax) {
        return contradiction("'student.crop_ratio_min' is greater than 'student.crop_ratio_max'",
                             "the smaller one first");
    }
    if (config.fustal.innerWidth >= config.fustal.outerWidth) {
        return contradiction("'fustal.inner_width' is not less than 'fustal.outer_width'", "m < M");
    }
    if (config.filter.maxDurationS > 0.0 &&
        config.filter.minDurationS > config.filter.maxDurationS) {
        return contradiction("'filter.min_duration' is greater than 'filter.max_duration'",
                             "the smaller one first");
    }
    if (student.embedDim % 16 != 0) {
        return contradiction("'student.embed_dim' is no multiple of 16",
                             "16 groups of channels of equal width");
    }
    if (config.sal.encoderKernel % 2 == 0) {
        return contradiction("'sal.encoder_kernel' is even", "an odd kernel");
    }
    if (config.ftcl.projectionDim % 2 != 0) {
        return contradiction("'ftcl.projection_dim' is odd", "two halves of equal width");
    }
    if (config.sal.mapCasWeight + config.sal.mapFlowWeight + config.sal.mapRgbWeight <= 0.0) {
        return contradiction("the weights of SAL's fused map are all 0", "one above 0");
    }
    for (const int kernel :
         {student.embedKernel, student.headKernel, student.boundaryKernel, student.sgpWindow}) {
        if (kernel % 2 == 0) {
            return contradiction("a kernel of 'student' is even", "odd kernels and windows");
        }
    }
    if (config.evaluation.tiou.empty()) {
        return contradiction("'evaluation.tiou' is empty", "at least one threshold");
    }
    return {};
}

// Walks through a document and sets the keys it gives.
class Applier
{
public:
    explicit Applier(RunConfig &config)
        : m_config(config)
    {
    }

    Result<void> apply(const toml::table &document)
    {
        if (const toml::node *compat = document.get("compat")) {
            TRY(apply("compat", *compat));
        }
        TRY(applyTable("", document));
        return checkTogether(m_config);
    }

private:
    Result<void> applyTable(const std::string &prefix, const toml::table &table)
    {
        for (const auto &[name, node] : table) {
            const std::string key = prefix + std::string(name.str());
            if (const toml::table *inner = node.as_table(); inner != nullptr && prefix.empty()) {
                TRY(checkSection(key, node));
                TRY(applyTable(key + ".", *inner));
            } else if (key != "compat") {
                TRY(apply(key, node));
            }
        }
        return {};
    }

    Result<void> apply(const std::string &name, const toml::node &node)
    {
        const ConfigKey *key = findConfigKey(name);
        Result<void> result = key == nullptr ? unknownKey(name) : setKey(*key, node, m_config);
        if (!result && node.source().begin.line > 0) {
            result.error().place = lineOf(node.source());
        }
        return result;
    }

    static Result<void> checkSection(const std::string &name, const toml::node &node)
    {
        const std::vector<std::string> names = sectionNames();
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return {};
        }
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("has the unknown section '{}'", name),
                     .place = lineOf(node.source()),
                     .expected = suggestion(name, names)});
    }

    RunConfig &m_config;
};

bool isOfOtherGenerator(std::string_view section, const std::string &generator)
{
    const std::vector<std::string_view> sections = generatorSections();
    return section != generator &&
           std::find(sections.begin(), sections.end(), section) != sections.end();
}

// A key by its full name, or by its last part where only one key has it.
const ConfigKey *findByAnyName(std::string_view name)
{
    if (const ConfigKey *key = findConfigKey(name)) {
        return key;
    }
    const ConfigKey *only = nullptr;
    for (const ConfigKey &key : configKeys()) {
        const std::size_t dot = key.name.find('.');
        if (dot != std::string_view::npos && key.name.substr(dot + 1) == name) {
            if (only != nullptr) {
                return nullptr;
            }
            only = &key;
        }
    }
    return only;
}

} // namespace

Result<RunConfig> parseRunConfig(std::string_view toml, const std::string &file)
{
    RunConfig config;
    Result<toml::table> document = parseToml(toml);
    Result<void> applied =
        document ? Applier(config).apply(*document) : fail(std::move(document).error());
    if (!applied) {
        return fail(std::move(applied).error().in(file));
    }
    return config;
}

Result<RunConfig> loadRecipe(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path, kMaxRecipeBytes));
    return parseRunConfig(text, path.string());
}

Result<void> setConfigValue(RunConfig &config, std::string_view assignment)
{
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos) {
        return fail({.code = ErrorCode::Usage,
                     .problem = fmt::format("'{}' is no assignment", assignment),
                     .expected = "key=value"});
    }
    const std::string name(trimmed(assignment.substr(0, equals)));
    const std::string value(trimmed(assignment.substr(equals + 1)));
    const ConfigKey *key = findByAnyName(name);
    if (key == nullptr) {
        return unknownKey(name);
    }
    // A bare word is a text.
    Result<toml::table> parsed = parseToml("value = " + value);
    if (!parsed || parsed->size() != 1) {
        parsed = toml::table{{"value", value}};
    }
    RunConfig changed = config;
    TRY(setKey(*key, *parsed->get("value"), changed));
    TRY(checkTogether(changed));
    config = std::move(changed);
    return {};
}

std::string writeRunConfig(const RunConfig &config, ConfigComments comments, ConfigScope scope)
{
    std::string text;
    std::string_view section;
    for (const ConfigKey &key : configKeys()) {
        const std::size_t dot = key.name.find('.');
        const bool isTop = dot == std::string_view::npos;
        if (scope == ConfigScope::OwnGenerator && !isTop &&
            isOfOtherGenerator(key.name.substr(0, dot), config.generator)) {
            continue;
        }
        if (!isTop && key.name.substr(0, dot) != section) {
            section = key.name.substr(0, dot);
            text += fmt::format("\n[{}]\n", section);
        }
        if (comments == ConfigComments::Full) {
            text += fmt::format("# {}{}\n", key.doc,
                                key.unit.empty() ? "" : fmt::format(" Unit: {}.", key.unit));
        }
        text += fmt::format("{} = {}\n", isTop ? key.name : key.name.substr(dot + 1),
                            tomlValue(key, config));
    }
    return text;
}

std::string runConfigMarkdown()
{
    std::string text =
        "# Configuration keys\n\n"
        "Written by `tst_run_config` from the table in `core/data/run_config_schema.cpp`; do not "
        "edit by hand.\n\n"
        "A recipe is a TOML file with any of these keys (`[student]` and `learning_rate = 1e-4` "
        "below it); `talo train --set student.learning_rate=3e-4` sets one. Keys that a recipe "
        "leaves out have the published THUMOS'14 values, given here as defaults. An unknown key is "
        "an error. Lists of numbers may be written \"start:step:stop\", both ends included.\n\n"
        "In the descriptions [1-2] is the specification of stages 1 and 2 (generator, proposals, "
        "filter), [3] that of stage 3 (student), [sal] and [ftcl] those of the generators SAL and "
        "FTCL.\n";
    const RunConfig defaults;
    std::string_view section = "-";
    for (const ConfigKey &key : configKeys()) {
        const std::size_t dot = key.name.find('.');
        const std::string_view own =
            dot == std::string_view::npos ? std::string_view() : key.name.substr(0, dot);
        if (own != section) {
            section = own;
            text += fmt::format("\n## {}\n\n| key | default | values | unit | meaning |\n"
                                "|---|---|---|---|---|\n",
                                own.empty() ? "Top level" : fmt::format("[{}]", own));
        }
        text += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", key.name, tomlValue(key, defaults),
                            expectation(key), key.unit, key.doc);
    }
    return text;
}

} // namespace core::data

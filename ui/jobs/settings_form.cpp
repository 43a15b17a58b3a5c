#include "ui/jobs/settings_form.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/data/run_config.h"
#include "core/data/run_config_schema.h"

#include "ui/common/core_texts.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/jobs/setting_texts.h"

namespace ui::jobs {

using common::toQString;
namespace data = core::data;

namespace {

constexpr std::size_t kMostFound = 24;
constexpr qsizetype kShortValue = 18; // characters; lists are longer

// The run dialog has fields of their own for these.
bool hasOwnField(std::string_view name)
{
    return name == "seed" || name == "runtime.device";
}

// What a person would write: without the quotes of a TOML text.
QString plainValue(const std::string &toml)
{
    QString text = toQString(toml);
    const bool isQuoted =
        text.size() >= 2 && text.startsWith(QLatin1Char('"')) && text.endsWith(QLatin1Char('"'));
    return isQuoted ? text.mid(1, text.size() - 2) : text;
}

// The values of a setting with few of them; empty for one that is typed.
QStringList choicesOf(const data::ConfigKey &key)
{
    QStringList texts;
    if (std::holds_alternative<data::MemberAccess<bool>>(key.access)) {
        return {QStringLiteral("false"), QStringLiteral("true")};
    }
    if (const auto *choice = std::get_if<data::ChoiceAccess>(&key.access)) {
        for (const std::string_view name : choice->names) {
            texts.append(toQString(name));
        }
    }
    return texts;
}

bool matches(const data::ConfigKey &key, const QString &search)
{
    const QString text = toQString(key.name) + QLatin1Char(' ') + toQString(key.doc) +
                         QLatin1Char(' ') + settingMeaning(key.doc);
    const QStringList words = search.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

SettingsForm::SettingsForm(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_title(new QLabel)
    , m_search(new QLineEdit)
    , m_hint(new QLabel)
    , m_list(new QVBoxLayout)
{
    m_title->setFont(common::textFont(12, QFont::DemiBold));
    m_search->setObjectName(QStringLiteral("settingsSearch"));
    m_search->setPlaceholderText(tr("Search all settings: learning rate, epochs, density …"));
    m_search->setAccessibleName(tr("Search settings"));
    m_search->setClearButtonEnabled(true);
    m_hint->setProperty("tone", QStringLiteral("hint"));
    m_hint->setFont(common::textFont(11));
    m_hint->setWordWrap(true);
    m_list->setSpacing(6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_search);
    layout->addWidget(m_hint);
    layout->addLayout(m_list);
    layout->addStretch(1);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsForm::rebuild);
    rebuild();
}

void SettingsForm::setRecipe(const core::model::RunConfig &recipe)
{
    m_recipe = recipe;
    rebuild();
    emit changed();
}

void SettingsForm::take(const core::model::RunConfig &tried, const std::vector<std::string> &names)
{
    for (const std::string &name : names) {
        const QString text = plainValue(data::tomlValue(*data::findConfigKey(name), tried));
        if (text == recipeText(name)) {
            m_changes.erase(name);
        } else {
            m_changes[name] = text;
        }
    }
    rebuild();
    emit changed();
}

core::model::RunConfig SettingsForm::config() const
{
    core::model::RunConfig config = m_recipe;
    for (const auto &[name, text] : m_changes) {
        // A refused one leaves the configuration as it was.
        static_cast<void>(
            data::setConfigValue(config, name + '=' + common::toUtf8(text.trimmed())));
    }
    return config;
}

QString SettingsForm::problem() const
{
    for (const auto &[name, text] : m_changes) {
        const QString wrong = problemOf(name, text);
        if (!wrong.isEmpty()) {
            return tr("%1 must be %2").arg(toQString(name), wrong);
        }
    }
    return {};
}

// What a value must be, where the text is none; empty where it is fine.
QString SettingsForm::problemOf(const std::string &name, const QString &text) const
{
    core::model::RunConfig config = m_recipe;
    const auto set = data::setConfigValue(config, name + '=' + common::toUtf8(text.trimmed()));
    if (set) {
        return {};
    }
    const data::ConfigKey *key = data::findConfigKey(name);
    return key == nullptr ? common::errorText(set.error()) : toQString(data::expectation(*key));
}

QString SettingsForm::recipeText(const std::string &name) const
{
    const data::ConfigKey *key = data::findConfigKey(name);
    return key == nullptr ? QString() : plainValue(data::tomlValue(*key, m_recipe));
}

void SettingsForm::rebuild()
{
    m_rows.clear();
    while (QLayoutItem *item = m_list->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // one of its buttons may have asked for this
        delete item;
    }
    const QString search = m_search->text().trimmed();
    std::set<std::string> shown;
    for (const auto &[name, text] : m_changes) {
        addRow(name);
        shown.insert(name);
    }
    std::size_t found = 0;
    if (!search.isEmpty()) {
        for (const data::ConfigKey &key : data::configKeys()) {
            const std::string name(key.name);
            if (hasOwnField(key.name) || shown.contains(name) || !matches(key, search)) {
                continue;
            }
            if (++found <= kMostFound) {
                addRow(name);
            }
        }
    }
    m_title->setText(tr("Settings changed from the recipe: %1").arg(m_changes.size()));
    m_hint->setVisible(!search.isEmpty() && (found == 0 || found > kMostFound));
    m_hint->setText(
        found == 0 ? tr("No other setting is called “%1” or speaks of it.").arg(search)
                   : tr("%1 settings fit; the first %2 are shown.").arg(found).arg(kMostFound));
}

// A field to type in, or a list where there are few values.
QWidget *SettingsForm::makeField(const std::string &name, const QString &value)
{
    const QStringList choices = choicesOf(*data::findConfigKey(name));
    if (choices.isEmpty()) {
        auto *field = new QLineEdit(value);
        field->setFont(common::numberFont(12));
        field->setCursorPosition(0);
        connect(field, &QLineEdit::textEdited, this,
                [this, name](const QString &text) { setValue(name, text); });
        return field;
    }
    auto *field = new QComboBox;
    field->addItems(choices);
    field->setCurrentText(value);
    connect(field, &QComboBox::textActivated, this,
            [this, name](const QString &text) { setValue(name, text); });
    return field;
}

void SettingsForm::addRow(const std::string &name)
{
    const data::ConfigKey *key = data::findConfigKey(name);
    if (key == nullptr) {
        return;
    }
    const auto changed = m_changes.find(name);
    const QString value = changed == m_changes.end() ? recipeText(name) : changed->second;
    Row row{.name = name};
    auto *label = new QLabel(toQString(name));
    label->setFont(common::textFont(12, QFont::Medium));
    label->setToolTip(toQString(key->doc));
    row.field = makeField(name, value);
    label->setBuddy(row.field);
    row.field->setObjectName(QStringLiteral("setting:") + toQString(name));
    row.field->setAccessibleName(toQString(name));
    row.field->setFixedWidth(value.size() > kShortValue ? 260 : 130);
    row.note = new QLabel;
    row.note->setFont(common::textFont(11));
    row.note->setWordWrap(true);
    auto *reset = new QToolButton;
    reset->setObjectName(QStringLiteral("reset:") + toQString(name));
    reset->setIcon(common::themedIcon(QStringLiteral("rotate-ccw"), *m_theme, 14));
    reset->setToolTip(tr("Back to the recipe's value"));
    reset->setAccessibleName(tr("Reset %1").arg(toQString(name)));
    connect(reset, &QToolButton::clicked, this, [this, name] {
        m_changes.erase(name);
        rebuild();
        emit this->changed();
    });
    row.reset = reset;
    auto *doc = new QLabel(settingMeaning(key->doc));
    doc->setProperty("tone", QStringLiteral("hint"));
    doc->setFont(common::textFont(11));
    doc->setWordWrap(true);
    label->setMinimumWidth(190);
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(2, 1);
    grid->addWidget(label, 0, 0);
    grid->addWidget(row.field, 0, 1);
    grid->addWidget(row.note, 0, 2);
    grid->addWidget(reset, 0, 3);
    grid->addWidget(doc, 1, 0, 1, 4);
    m_list->addWidget(box);
    judge(row);
    m_rows.push_back(row);
}

// Says beside a field what the recipe has, and what is wrong.
void SettingsForm::judge(const Row &row)
{
    const data::ConfigKey *key = data::findConfigKey(row.name);
    const auto changed = m_changes.find(row.name);
    const QString wrong =
        changed == m_changes.end() ? QString() : problemOf(row.name, changed->second);
    QStringList note = {tr("recipe %1").arg(recipeText(row.name))};
    if (!key->unit.empty()) {
        note[0] += QLatin1Char(' ') + settingUnit(key->unit);
    }
    if (!wrong.isEmpty()) {
        note.append(tr("must be %1").arg(wrong));
    }
    row.note->setText(note.join(QStringLiteral(" · ")));
    common::setStyleProperty(*row.note, "tone",
                             wrong.isEmpty() ? QStringLiteral("hint") : QStringLiteral("error"));
    common::setStyleProperty(*row.field, "wrong", !wrong.isEmpty());
    row.reset->setVisible(changed != m_changes.end());
}

void SettingsForm::setValue(const std::string &name, const QString &text)
{
    if (text == recipeText(name)) {
        m_changes.erase(name);
    } else {
        m_changes[name] = text;
    }
    for (const Row &row : m_rows) {
        if (row.name == name) {
            judge(row);
        }
    }
    m_title->setText(tr("Settings changed from the recipe: %1").arg(m_changes.size()));
    emit changed();
}

} // namespace ui::jobs

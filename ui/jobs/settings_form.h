#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/model/run_config.h"

#include "ui/common/theme.h"

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace ui::jobs {

// The settings of a run that differ from its recipe, and a search through all of them: name,
// documentation and range come from the table that reads the files (core/data/run_config_schema).
// A setting that was given another value stays listed until it is reset. GUI thread.
class SettingsForm : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsForm(const common::Theme &theme, QWidget *parent = nullptr);

    // Another recipe; settings that were changed keep their values.
    void setRecipe(const core::model::RunConfig &recipe);
    // Gives settings the values that they have in `tried`; those of the recipe are no change.
    void take(const core::model::RunConfig &tried, const std::vector<std::string> &names);
    // The recipe with the changed settings; those that are wrong are as in the recipe.
    core::model::RunConfig config() const;
    // Names and typed texts of the changed settings.
    const std::map<std::string, QString> &changes() const { return m_changes; }
    // What is wrong with the first wrong setting, as a sentence; empty: nothing.
    QString problem() const;
    QLineEdit *searchField() const { return m_search; }

signals:
    void changed();

private:
    struct Row
    {
        std::string name;
        QWidget *field = nullptr;
        QLabel *note = nullptr;
        QWidget *reset = nullptr;
    };
    void rebuild();
    void addRow(const std::string &name);
    QWidget *makeField(const std::string &name, const QString &value);
    void setValue(const std::string &name, const QString &text);
    void judge(const Row &row);
    QString problemOf(const std::string &name, const QString &text) const;
    QString recipeText(const std::string &name) const;

    const common::Theme *m_theme;
    core::model::RunConfig m_recipe;
    std::map<std::string, QString> m_changes;
    std::vector<Row> m_rows;
    QLabel *m_title;
    QLineEdit *m_search;
    QLabel *m_hint;
    QVBoxLayout *m_list;
};

} // namespace ui::jobs

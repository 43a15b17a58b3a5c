#include "ui/dialogs/preferences_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/data/run_config.h"

#include "ui/common/qt_convert.h"
#include "ui/common/settings.h"

namespace ui::dialogs {

namespace {

void choose(QComboBox &box, const QVariant &data)
{
    box.setCurrentIndex(std::max(box.findData(data), 0));
}

QFormLayout *makeForm(QGroupBox &group)
{
    auto *form = new QFormLayout(&group);
    form->setSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    return form;
}

QLabel *makeHint(const QString &text)
{
    auto *label = new QLabel(text);
    label->setProperty("tone", QStringLiteral("hint"));
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    label->setMinimumHeight(2 * label->fontMetrics().lineSpacing());
    return label;
}

} // namespace

PreferencesDialog::PreferencesDialog(common::Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setWindowTitle(tr("Preferences"));
    setMinimumWidth(560);
    auto *buttons = new QDialogButtonBox;
    QPushButton *save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    save->setProperty("primary", true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &PreferencesDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(12);
    layout->addWidget(makeAppearance());
    layout->addWidget(makePlayer());
    layout->addWidget(makeRuns());
    layout->addWidget(buttons);
}

QWidget *PreferencesDialog::makeAppearance()
{
    using common::ThemeChoice;
    auto *group = new QGroupBox(tr("Appearance and person"));
    QFormLayout *form = makeForm(*group);
    m_theme = new QComboBox;
    m_theme->addItem(tr("As the system"), static_cast<int>(ThemeChoice::System));
    m_theme->addItem(tr("Dark"), static_cast<int>(ThemeChoice::Dark));
    m_theme->addItem(tr("Light"), static_cast<int>(ThemeChoice::Light));
    choose(*m_theme, static_cast<int>(m_settings.theme()));
    m_language = new QComboBox;
    m_language->addItem(tr("As the system"), QString());
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("简体中文"), QStringLiteral("zh_CN"));
    choose(*m_language, m_settings.language());
    m_author = new QLineEdit(m_settings.author());
    m_author->setPlaceholderText(tr("name of the login"));
    form->addRow(tr("&Theme"), m_theme);
    form->addRow(tr("&Language"), m_language);
    form->addRow(tr("Your &name"), m_author);
    form->addRow(QString(), makeHint(tr("The history of a project says who made an edit.")));
    return group;
}

QWidget *PreferencesDialog::makePlayer()
{
    auto *group = new QGroupBox(tr("Player"));
    QFormLayout *form = makeForm(*group);
    m_cache = new QSpinBox;
    m_cache->setRange(32, 8192);
    m_cache->setSingleStep(64);
    m_cache->setSuffix(tr(" MB"));
    m_cache->setValue(m_settings.cacheMegabytes());
    m_step = new QSpinBox;
    m_step->setRange(2, 1000);
    m_step->setSuffix(tr(" frames"));
    m_step->setValue(m_settings.stepFrames());
    m_sound = new QCheckBox(tr("Play the &sound of a video"));
    m_sound->setChecked(m_settings.hasSound());
    form->addRow(tr("Memory for &pictures"), m_cache);
    form->addRow(tr("&Bigger step"), m_step);
    form->addRow(QString(), m_sound);
    return group;
}

QWidget *PreferencesDialog::makeRuns()
{
    auto *group = new QGroupBox(tr("Runs"));
    QFormLayout *form = makeForm(*group);
    m_recipe = new QComboBox;
    m_recipe->addItem(tr("Chosen in the run dialog"), QString());
    const QDir recipes(common::pathText(core::data::recipeFolder()));
    for (const QFileInfo &file : recipes.entryInfoList({QStringLiteral("*.toml")}, QDir::Files)) {
        m_recipe->addItem(file.completeBaseName(), file.completeBaseName());
    }
    choose(*m_recipe, m_settings.recipe());
    m_device = new QComboBox;
    m_device->setEditable(true);
    m_device->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_device->addItems({QString(), QStringLiteral("cpu"), QStringLiteral("cuda:0")});
    m_device->setCurrentText(m_settings.device());
    m_device->lineEdit()->setPlaceholderText(tr("the best one there is"));
    m_atOnce = new QSpinBox;
    m_atOnce->setObjectName(QStringLiteral("runsAtOnce"));
    m_atOnce->setRange(1, 16);
    m_atOnce->setValue(m_settings.runsAtOnce());
    m_atOnce->setToolTip(tr("Further runs wait in the queue. Runs that train together share the "
                            "processor and its memory."));
    m_worker = new QLineEdit(m_settings.workerCommand());
    m_worker->setPlaceholderText(tr("taloscope-worker beside this program"));
    form->addRow(tr("Default &recipe"), m_recipe);
    form->addRow(tr("Default &device"), m_device);
    form->addRow(tr("Runs at the &same time"), m_atOnce);
    form->addRow(tr("&Worker command"), m_worker);
    form->addRow(QString(), makeHint(tr("For a worker on another machine, for instance: ssh host "
                                        "taloscope-worker serve")));
    return group;
}

void PreferencesDialog::save()
{
    m_settings.setTheme(static_cast<common::ThemeChoice>(m_theme->currentData().toInt()));
    m_settings.setLanguage(m_language->currentData().toString());
    m_settings.setAuthor(m_author->text().trimmed());
    m_settings.setCacheMegabytes(m_cache->value());
    m_settings.setStepFrames(m_step->value());
    m_settings.setSound(m_sound->isChecked());
    m_settings.setRecipe(m_recipe->currentData().toString());
    m_settings.setRunsAtOnce(m_atOnce->value());
    m_settings.setDevice(m_device->currentText().trimmed());
    m_settings.setWorkerCommand(m_worker->text().trimmed());
    accept();
}

} // namespace ui::dialogs

#pragma once

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace ui::common {
class Settings;
}

namespace ui::dialogs {

// What a person may choose for good: appearance, editing, player, runs. Written to the settings
// when it is accepted; the window applies them.
class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    // The settings must outlive the dialog.
    explicit PreferencesDialog(common::Settings &settings, QWidget *parent = nullptr);

private:
    QWidget *makeAppearance();
    QWidget *makePlayer();
    QWidget *makeRuns();
    void save();

    common::Settings &m_settings;
    QComboBox *m_theme = nullptr;
    QComboBox *m_language = nullptr;
    QLineEdit *m_author = nullptr;
    QSpinBox *m_cache = nullptr;
    QSpinBox *m_step = nullptr;
    QCheckBox *m_sound = nullptr;
    QComboBox *m_recipe = nullptr;
    QComboBox *m_device = nullptr;
    QSpinBox *m_atOnce = nullptr;
    QLineEdit *m_worker = nullptr;
};

} // namespace ui::dialogs

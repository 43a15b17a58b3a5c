#include "tests/ui/every_dialog.h"

#include "ui/common/theme.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/demo_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/extract_dialog.h"
#include "ui/dialogs/go_to_time_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/key_sheet.h"
#include "ui/dialogs/manual_window.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/jobs/fuse_dialog.h"
#include "ui/jobs/run_dialog.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/workspace.h"

namespace tests {

using namespace ui;

std::vector<std::unique_ptr<QDialog>> everyDialog(MainWindow &window)
{
    const common::Theme &theme = common::darkTheme();
    models::ProjectModel &project = *window.workspace().project();
    const std::filesystem::path path = project.path().toStdString();
    const QString video = window.workspace().videoName();
    std::vector<std::unique_ptr<QDialog>> made;
    made.push_back(std::make_unique<dialogs::DemoDialog>());
    made.push_back(std::make_unique<dialogs::NewProjectDialog>(theme));
    made.push_back(std::make_unique<dialogs::PreferencesDialog>(window.settings()));
    made.push_back(std::make_unique<dialogs::ShortcutsDialog>(window.actions()));
    made.push_back(std::make_unique<dialogs::KeySheet>(window.actions()));
    made.push_back(
        std::make_unique<jobs::FuseDialog>(path, std::vector<std::string>{"a", "b"}, theme));
    made.push_back(std::make_unique<dialogs::AboutDialog>());
    made.push_back(std::make_unique<dialogs::ManualWindow>());
    made.push_back(std::make_unique<dialogs::ImportDialog>(theme, project));
    made.push_back(std::make_unique<dialogs::ExportDialog>(project, video));
    made.push_back(std::make_unique<dialogs::ExtractDialog>(project.path()));
    made.push_back(std::make_unique<dialogs::GoToTimeDialog>(
        0, [](qint64 frame) { return core::base::TimeUs{frame}; }));
    auto choices = jobs::runChoices(project.session()); // aborts where there are none
    made.push_back(std::make_unique<jobs::RunDialog>(std::move(choices.value()),
                                                     core::job::WorkerSetup(), theme));
    return made;
}

} // namespace tests

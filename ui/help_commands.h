#pragma once

namespace ui {

class MainWindow;

namespace common {
class ActionRegistry;
}

// Registers preferences, keys, manual and the like. The window must outlive the registry's actions.
void addSettingsCommands(common::ActionRegistry &registry, MainWindow &window);
void addHelpCommands(common::ActionRegistry &registry, MainWindow &window);

} // namespace ui

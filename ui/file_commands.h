#pragma once

namespace ui {

class MainWindow;

namespace common {
class ActionRegistry;
}

// Registers what makes, opens, fills and leaves projects. The window must outlive the registry's
// actions.
void addFileCommands(common::ActionRegistry &registry, MainWindow &window);

} // namespace ui

#pragma once

namespace ui {

class Workspace;

namespace common {
class ActionRegistry;
class Settings;
} // namespace common

// Registers everything that plays, steps or goes to a time. Registry, workspace and settings must
// outlive the actions.
void addPlaybackCommands(common::ActionRegistry &registry, Workspace &workspace,
                         const common::Settings &settings);

} // namespace ui

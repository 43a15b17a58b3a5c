#pragma once

namespace ui {

class Workspace;

namespace common {
class ActionRegistry;
}

// Registers what a person does with an open project without changing it: looking closer,
// going to segments and videos. The workspace must outlive the registry's actions.
void addViewCommands(common::ActionRegistry &registry, Workspace &workspace);
void addGoCommands(common::ActionRegistry &registry, Workspace &workspace);

} // namespace ui

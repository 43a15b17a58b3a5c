#pragma once

#include <memory>
#include <vector>

#include <QDialog>

namespace ui {
class MainWindow;
}

namespace tests {

// The dialogs of the window, made for its open project and not shown. Aborts the test program where
// one cannot be made.
std::vector<std::unique_ptr<QDialog>> everyDialog(ui::MainWindow &window);

} // namespace tests

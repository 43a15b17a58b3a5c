#pragma once

#include <string>
#include <vector>

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include "core/intake/carry_out.h"
#include "core/intake/item.h"

#include "ui/common/background_task.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTreeWidget;
class QTreeWidgetItem;

namespace ui::common {
struct Theme;
}

namespace ui::dialogs {

// The title of a kind of import, as people choose it.
QString kindTitle(core::intake::Kind kind);

// Files to import, what they were recognised as, and what importing them would do, tried on a copy
// of the project on a thread of its own. Nothing is written by it. GUI thread.
class ImportPanel : public QWidget
{
    Q_OBJECT

public:
    // `project`: the file that the import goes to; empty: a project that is still to be made.
    ImportPanel(const common::Theme &theme, QString project, std::vector<std::string> classes,
                QWidget *parent = nullptr);

    void addPaths(const QStringList &paths);
    bool isEmpty() const { return m_paths.isEmpty(); }
    bool isBusy() const { return m_task.isRunning() || m_retry.isActive(); }
    // Why nothing can be imported now; empty: it can.
    QString obstacle() const;
    // Things that would be imported, and files that would be left out.
    int chosenCount() const;
    int leftOutCount() const;

    const std::vector<core::intake::Item> &items() const { return m_items; }
    core::intake::Unknown unknown() const;
    const std::vector<core::intake::FeatureCheck> &features() const { return m_tried.features; }

signals:
    void changed();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    QWidget *makeFeatureOptions();
    void chooseFiles();
    void chooseFolder();
    void recognise();
    void retry();
    void rehearse();
    void fill();
    void fillItem(QTreeWidgetItem &row, std::size_t index);
    QComboBox *makeKindBox(std::size_t index);
    void showOutcomes();
    void takeFeatureOptions();
    void takeTick(QTreeWidgetItem *row);

    const common::Theme *m_theme;
    const QString m_project;
    const std::vector<std::string> m_classes;
    QStringList m_paths;
    std::vector<core::intake::Item> m_items;
    core::intake::Rehearsal m_tried; // parallel to the items, or empty
    QString m_failure;               // of reading the project
    bool m_isFilling = false;

    QTreeWidget *m_tree = nullptr;
    QLabel *m_hint = nullptr;
    QProgressBar *m_progress = nullptr;
    QPushButton *m_stop = nullptr;
    QComboBox *m_unknown = nullptr;
    QWidget *m_featureOptions = nullptr;
    QLineEdit *m_setName = nullptr;
    QSpinBox *m_stride = nullptr;
    QSpinBox *m_window = nullptr;
    QDoubleSpinBox *m_rate = nullptr;
    QComboBox *m_layoutBox = nullptr;
    QTimer m_retry;
    common::BackgroundTask m_task;
};

} // namespace ui::dialogs

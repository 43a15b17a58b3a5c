#pragma once

#include <QDialog>

#include "core/edit/export_project.h"

#include "ui/common/background_task.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace ui::models {
class ProjectModel;
}

namespace ui::dialogs {

class DecisionRow;

// Writes labels, results or ground truth for other programs, as `talo export` does: what, of which
// videos, in which format, where. In the background; the file appears whole or not at all. GUI
// thread.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    // `video`: the open one; empty: none.
    ExportDialog(models::ProjectModel &project, const QString &video, QWidget *parent = nullptr);

    // Where it is written: a file, or a folder for formats of many files.
    void setTarget(const QString &path);
    // What was written, and what the format does not hold; empty until it is.
    const QString &summary() const { return m_summary; }

private:
    QLayout *makeFields();
    void fillKinds();
    void fillSources();
    void fillVideos(const QString &video);
    void fillFormats();
    void suggestTarget();
    void chooseTarget();
    QString obstacle() const;
    void refresh();
    void write();
    void tell(const core::edit::ExportReport &report);

    core::edit::ExportKind kind() const;
    core::edit::ExportRequest request() const;
    core::edit::VideoFilter chosenVideos() const;

    models::ProjectModel &m_project;
    QComboBox *m_kind;
    QLabel *m_sourceTitle;
    QComboBox *m_source; // label set, run or import
    QComboBox *m_videos;
    QComboBox *m_format;
    QLineEdit *m_target;
    DecisionRow *m_decision;
    bool m_isTargetChosen = false;
    QString m_summary;
    common::BackgroundTask m_task;
};

} // namespace ui::dialogs

#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/tal/label_quality.h"

#include "ui/common/background_task.h"

namespace ui::models {

// The quality of a track of pseudo-labels, and of what people's corrections have made of it. It is
// measured on the videos that the track covers and that have ground truth, tIoU 0.5, as training
// does. An error where there are none. Blocking.
core::base::Result<core::tal::LabelQuality>
pseudoLabelQuality(const core::edit::ProjectSession &session, const std::string &track);
core::base::Result<core::tal::LabelQuality>
correctedLabelQuality(const core::edit::ProjectSession &session, const std::string &track);

// Measures the corrected labels of a project again and again while it is edited: a moment after the
// last edit, on a thread and a connection of its own. GUI thread.
class QualityMeter : public QObject
{
    Q_OBJECT

public:
    explicit QualityMeter(QObject *parent = nullptr);

    // The project as it is in its file, soon.
    void measure(const std::filesystem::path &project, const std::string &track);

signals:
    void measured(const core::tal::LabelQuality &quality);

private:
    void start();

    QTimer m_rest;
    std::filesystem::path m_project;
    std::string m_track;
    bool m_isStale = false; // edited while it was measured
    common::BackgroundTask m_task;
};

} // namespace ui::models

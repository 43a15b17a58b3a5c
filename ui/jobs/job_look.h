#pragma once

#include <QColor>
#include <QString>

#include "ui/common/theme.h"
#include "ui/jobs/job_queue.h"

class QLabel;

namespace ui::jobs {

// The icon that tells how a job is.
struct JobLook
{
    QString icon;
    QColor color;
};
JobLook lookOf(JobState state, const common::Theme &theme);

// A line of the panel that gives way when there is no room.
QLabel *makeJobLabel(const char *tone, int pixels);

} // namespace ui::jobs

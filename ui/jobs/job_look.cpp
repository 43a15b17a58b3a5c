#include "ui/jobs/job_look.h"

#include <QLabel>

namespace ui::jobs {

JobLook lookOf(JobState state, const common::Theme &theme)
{
    switch (state) {
    case JobState::Waiting:
        return {QStringLiteral("clock"), theme.text2};
    case JobState::Finished:
        return {QStringLiteral("circle-check"), theme.ok};
    case JobState::Cancelled:
        return {QStringLiteral("circle"), theme.text2};
    case JobState::Failed:
        return {QStringLiteral("triangle-alert"), theme.err};
    case JobState::Interrupted:
        return {QStringLiteral("triangle-alert"), theme.warn};
    default:
        return {QStringLiteral("loader"), theme.accent};
    }
}

QLabel *makeJobLabel(const char *tone, int pixels)
{
    auto *label = new QLabel;
    label->setProperty("tone", QString::fromLatin1(tone));
    label->setFont(common::textFont(pixels));
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

} // namespace ui::jobs

#pragma once

#include <QString>

#include "ui/jobs/job_queue.h"

namespace ui::jobs {

// What a job is called: "Student · train-7".
QString titleOf(const Job &job);
// What the worker calls a phase, in the language of the window.
QString phaseText(const QString &phase);
// "running", "stopped, can be resumed"
QString stateText(const Job &job);
// "62 %", of the phase that it is in.
QString percentText(const Job &job);
// What is left of the run, or of the stage where more is not known; empty: nothing is.
QString remainingText(const Job &job);
// "62 % · 4 min left": for the window's corner.
QString shortProgress(const Job &job);
// Its stages and how far each is, as rich text.
QString stagesText(const Job &job);
// "CPU 150 % · memory 1.20 GiB · GPU 3.10 GiB"; what is not known is left out.
QString loadText(const Job &job);
// "4 min 10 s"
QString spanText(double seconds);

} // namespace ui::jobs

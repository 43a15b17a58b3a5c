#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/data/extraction_job.h"
#include "core/ml/train/job_reporter.h"

namespace core::ml {

// Computes the features of a job's videos with its TorchScript network, or with two of them whose
// columns follow each other, RGB first, and writes each matrix, T × D float32, as the job says:
// what taloscope-worker does for `talo extract --model`. Decoding runs ahead in a thread of its
// own. Where the card's memory does not suffice the batch is halved, with a warning. Every file
// appears whole or not at all; a job that is started again passes over videos whose file is there.
//
// A TorchScript file is a program: it is only ever loaded here, from the path that a person gave.
//
// Errors: BadFormat (the file is no TorchScript network), BadValue (it does not take this input or
// does not give one row a window), Conflict (it is another file than when the job was made), those
// of media::VideoReader and GivenMotion, Cancelled. Blocking.
base::Result<void> runExtraction(const data::ExtractionJob &job, JobReporter &reporter,
                                 const base::CancelToken &cancel);

} // namespace core::ml

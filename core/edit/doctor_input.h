#pragma once

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/tal/dataset_doctor.h"

namespace core::edit {

// What tal::examineDataset() needs of a project: the ground truth, the features of every set, and
// the training videos without weak labels. With `wantsValues` the feature files are read, which
// takes long; a file that cannot be read counts as one with values that are not finite. Blocking.
base::Result<tal::DoctorInput> doctorInput(const ProjectSession &session, bool wantsValues);

} // namespace core::edit

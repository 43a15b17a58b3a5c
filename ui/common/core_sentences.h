#pragma once

#include <span>

namespace ui::common {

// What the core says, as templates of a PhraseBook in the context ui::common::CoreTexts;
// lint_core_texts sees to it that the core says these and nothing else.

// What a person meets when opening, importing, training, filtering and examining.
std::span<const char *const> commonSentences();

// What reading and writing files of every format may end with: core/base, data, intake, media.
std::span<const char *const> fileSentences();

// What editing, jobs, their worker and measuring may end with: core/edit, job, ipc, ml, tal.
std::span<const char *const> runSentences();

} // namespace ui::common

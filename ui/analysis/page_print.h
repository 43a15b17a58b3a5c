#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace ui::analysis {

// Prints a page of HTML, as core::edit::reportPage() writes it, to a PDF file of one page: as wide
// as A4, as high as it has to be. Texts and tables stand below each other, runs of SVG charts two
// in a row. Texts stay texts. Any thread; needs a QGuiApplication. Blocking.
core::base::Result<void> printPage(const std::string &html, const std::filesystem::path &pdf);

} // namespace ui::analysis

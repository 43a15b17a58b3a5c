#pragma once

#include <QString>

namespace ui::jobs {

// What a recipe is for: the first sentence of the comment at the top of its file, in the language
// of the window where it is one of Taloscope's own. Empty: it says nothing. GUI thread.
QString recipeText(const QString &path);

} // namespace ui::jobs

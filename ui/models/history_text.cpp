#include "ui/models/history_text.h"

#include <QCoreApplication>

#include "ui/common/phrase_book.h"
#include "ui/common/qt_convert.h"

namespace ui::models {

namespace {

// What ui/edit calls several edits at once, then what the core calls each; the first that matches
// counts.
constexpr const char *kTemplates[] = {
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Moved %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Split %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Merged %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Deleted %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Duplicated %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Relabelled %1 segments as %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Copied %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Changed the note of %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Pasted %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Accepted %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Rejected %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Changed the state of %1 segments"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Corrected %1 labels as %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Added the class %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Renamed the class %1 to %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Removed the class %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Added %1 in %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Moved %1 to %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Trimmed %1 to %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Relabelled %1 as %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Deleted run %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Deleted %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Accepted %1 of %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Accepted %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Rejected %1 of %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Rejected %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Copied %1 of %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Split %1 at %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Merged %1 and %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Changed the note of %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Set video %1 to %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Set %1 to %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Took label set %1 (%2 segments)"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported %1 videos"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported ground truth: %1 segments of %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported %1 weak labels of %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported splits: %1 training and %2"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported features %1 of %2 videos"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Restored the labels of revision %1"),
    QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Results of run %1"),
};

} // namespace

QString historyText(const std::string &label)
{
    static const common::PhraseBook phrases("ui::models::HistoryTexts", {kTemplates});
    return phrases.say(common::toQString(label));
}

} // namespace ui::models

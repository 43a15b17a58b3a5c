#include "ui/models/history_text.h"

#include <array>
#include <utility>

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/common/qt_convert.h"

namespace ui::models {

namespace {

class HistoryTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::models::HistoryTexts)
};

// A sentence of the core, and how a window says it. The first that matches counts.
struct Phrase
{
    const char *pattern;
    const char *text;
};

constexpr std::array<Phrase, 25> kPhrases = {{
    {"^Added (.+) in (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Added %1 in %2")},
    {"^Moved (.+) to (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Moved %1 to %2")},
    {"^Trimmed (.+) to (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Trimmed %1 to %2")},
    {"^Relabelled (.+) as (.+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Relabelled %1 as %2")},
    {"^Deleted run (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Deleted run %1")},
    {"^Deleted (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Deleted %1")},
    {"^Accepted (.+) of (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Accepted %1 of %2")},
    {"^Accepted (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Accepted %1")},
    {"^Rejected (.+) of (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Rejected %1 of %2")},
    {"^Rejected (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Rejected %1")},
    {"^Copied (.+) of (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Copied %1 of %2")},
    {"^Split (.+) at (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Split %1 at %2")},
    {"^Merged (.+) and (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Merged %1 and %2")},
    {"^Changed the note of (.+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Changed the note of %1")},
    {"^Set video (.+) to (.+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Set video %1 to %2")},
    {"^Set (.+) to (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Set %1 to %2")},
    {"^Took label set (.+) \\((\\d+) segments\\)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Took label set %1 (%2 segments)")},
    {"^Imported (\\d+) videos$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported %1 videos")},
    {"^Imported ground truth: (\\d+) segments of (.+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported ground truth: %1 segments of %2")},
    {"^Imported (\\d+) weak labels of (.+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported %1 weak labels of %2")},
    {"^Imported splits: (\\d+) training and (.+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported splits: %1 training and %2")},
    {"^Imported features (.+) of (\\d+) videos$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported features %1 of %2 videos")},
    {"^Imported (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Imported %1")},
    {"^Restored the labels of revision (\\d+)$",
     QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Restored the labels of revision %1")},
    {"^Results of run (.+)$", QT_TRANSLATE_NOOP("ui::models::HistoryTexts", "Results of run %1")},
}};

} // namespace

QString historyText(const std::string &label)
{
    const QString text = common::toQString(label);
    for (const Phrase &phrase : kPhrases) {
        const auto match = QRegularExpression(QLatin1String(phrase.pattern)).match(text);
        if (match.hasMatch()) {
            const QString said = HistoryTexts::tr(phrase.text);
            return match.lastCapturedIndex() > 1 ? said.arg(match.captured(1), match.captured(2))
                                                 : said.arg(match.captured(1));
        }
    }
    return text;
}

} // namespace ui::models

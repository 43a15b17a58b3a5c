#pragma once

#include <span>
#include <vector>

#include <QRegularExpression>
#include <QString>

namespace ui::common {

// Sentences of the core with places for values, and how a window says them: the core writes
// English. Built once; any thread.
class PhraseBook
{
public:
    // Templates such as "Moved %1 to %2", in a context of the translations. The first that matches
    // a sentence counts.
    PhraseBook(const char *context, std::span<const char *const> templates);

    // The sentence in the language of the window. One that is not in the book stays as it is.
    QString say(const QString &sentence) const;

private:
    struct Phrase
    {
        const char *text;
        QString beginning; // before the first place for a value
        QString ending;    // after the last one
        QRegularExpression pattern;
    };

    const char *m_context;
    std::vector<Phrase> m_phrases;
};

} // namespace ui::common

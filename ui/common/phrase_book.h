#pragma once

#include <initializer_list>
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
    // Templates such as "Moved %1 to %2", in a context of the translations. Of those that match a
    // sentence, the one with the most text of its own counts; of equal ones the first.
    PhraseBook(const char *context, std::initializer_list<std::span<const char *const>> templates);

    // The sentence in the language of the window. One that is not in the book stays as it is. A
    // value that ends a sentence may be one of the book itself: "the worker refused the job: %1".
    QString say(const QString &sentence) const;

private:
    struct Phrase
    {
        const char *text;
        QString beginning;   // before the first place for a value
        QString ending;      // after the last one
        qsizetype ownLength; // without the places for values
        QRegularExpression pattern;
    };

    const char *m_context;
    std::vector<Phrase> m_phrases;
};

} // namespace ui::common

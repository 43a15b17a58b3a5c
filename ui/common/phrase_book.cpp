#include "ui/common/phrase_book.h"

#include <QCoreApplication>

namespace ui::common {

namespace {

constexpr qsizetype kMarkLength = 2;

const QRegularExpression &valueMark()
{
    static const QRegularExpression pattern(QStringLiteral("%([1-9])"));
    return pattern;
}

// "Moved %1 to %2" as a pattern with named groups: translations may order the values anew.
QRegularExpression patternOf(const QString &text)
{
    static const QRegularExpression escapedMark(QStringLiteral("\\\\%([1-9])"));
    QString pattern = QRegularExpression::escape(text);
    pattern.replace(escapedMark, QStringLiteral("(?<v\\1>.+)"));
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern));
}

// All at once, as a value may look like a place for one.
QString filled(const QString &text, const QRegularExpressionMatch &values)
{
    QString said;
    qsizetype from = 0;
    auto places = valueMark().globalMatch(text);
    while (places.hasNext()) {
        const auto place = places.next();
        said += text.mid(from, place.capturedStart() - from);
        said += values.captured(QLatin1Char('v') + place.captured(1));
        from = place.capturedEnd();
    }
    return said + text.mid(from);
}

} // namespace

PhraseBook::PhraseBook(const char *context, std::span<const char *const> templates)
    : m_context(context)
{
    for (const char *text : templates) {
        const QString phrase = QString::fromUtf8(text);
        const auto firstMark = phrase.indexOf(valueMark());
        const auto afterLast = firstMark < 0 ? 0 : phrase.lastIndexOf(valueMark()) + kMarkLength;
        m_phrases.push_back(
            {text, phrase.left(firstMark), phrase.mid(afterLast), patternOf(phrase)});
    }
}

QString PhraseBook::say(const QString &sentence) const
{
    for (const Phrase &phrase : m_phrases) {
        // Far cheaper than a pattern, which is compiled at its first use: a video has hundreds of
        // ghosts with a reason each.
        if (!sentence.startsWith(phrase.beginning) || !sentence.endsWith(phrase.ending)) {
            continue;
        }
        const auto match = phrase.pattern.match(sentence);
        if (match.hasMatch()) {
            return filled(QCoreApplication::translate(m_context, phrase.text), match);
        }
    }
    return sentence;
}

} // namespace ui::common

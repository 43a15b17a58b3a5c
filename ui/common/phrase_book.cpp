#include "ui/common/phrase_book.h"

#include <algorithm>
#include <functional>

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
QString filled(const QString &text, const std::function<QString(const QString &)> &valueOf)
{
    QString said;
    qsizetype from = 0;
    auto places = valueMark().globalMatch(text);
    while (places.hasNext()) {
        const auto place = places.next();
        said += QStringView(text).mid(from, place.capturedStart() - from);
        said += valueOf(QLatin1Char('v') + place.captured(1));
        from = place.capturedEnd();
    }
    return said + text.mid(from);
}

} // namespace

PhraseBook::PhraseBook(const char *context,
                       std::initializer_list<std::span<const char *const>> templates)
    : m_context(context)
{
    for (const auto &part : templates) {
        for (const char *text : part) {
            const QString phrase = QString::fromUtf8(text);
            const auto firstMark = phrase.indexOf(valueMark());
            const auto afterLast =
                firstMark < 0 ? 0 : phrase.lastIndexOf(valueMark()) + kMarkLength;
            m_phrases.push_back({text, phrase.left(firstMark), phrase.mid(afterLast),
                                 phrase.size() - kMarkLength * phrase.count(valueMark()),
                                 patternOf(phrase)});
        }
    }
    std::stable_sort(m_phrases.begin(), m_phrases.end(),
                     [](const Phrase &a, const Phrase &b) { return a.ownLength > b.ownLength; });
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
            return filled(QCoreApplication::translate(m_context, phrase.text),
                          [&](const QString &group) {
                              const QString value = match.captured(group);
                              // Shorter than the sentence, unless the phrase is but a place.
                              const bool isLast = match.capturedEnd(group) == sentence.size();
                              return isLast && phrase.ownLength > 0 ? say(value) : value;
                          });
        }
    }
    return sentence;
}

} // namespace ui::common

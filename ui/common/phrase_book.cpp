#include "ui/common/phrase_book.h"

#include <QCoreApplication>

namespace ui::common {

namespace {

const QRegularExpression &valueMark()
{
    static const QRegularExpression pattern(QStringLiteral("%([1-9])"));
    return pattern;
}

// "Moved %1 to %2" as a pattern with named groups: translations may order the values anew.
QRegularExpression patternOf(const QString &text)
{
    QString pattern = QRegularExpression::escape(text);
    pattern.replace(QRegularExpression(QStringLiteral("\\\\%([1-9])")),
                    QStringLiteral("(?<v\\1>.+)"));
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
        m_phrases.push_back({text, patternOf(QString::fromUtf8(text))});
    }
}

QString PhraseBook::say(const QString &sentence) const
{
    for (const Phrase &phrase : m_phrases) {
        const auto match = phrase.pattern.match(sentence);
        if (match.hasMatch()) {
            return filled(QCoreApplication::translate(m_context, phrase.text), match);
        }
    }
    return sentence;
}

} // namespace ui::common

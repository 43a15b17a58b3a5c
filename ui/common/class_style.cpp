#include "ui/common/class_style.h"

#include <array>

#include <QSet>
#include <QStringList>

#include "ui/common/color_math.h"
#include "ui/common/theme.h"

namespace ui::common {

namespace {

struct ClassColor
{
    unsigned dark;
    unsigned light;
    Pattern pattern;
};

// Chosen so that any two differ by CIEDE2000 8.8 or more for normal, deuteranope and protanope
// sight, and two of one pattern by 13 or more (tst_palette repeats the measurement).
constexpr std::array<ClassColor, 20> kColors = {
    {{0x36AC62, 0x6B9C6A, Pattern::Dots},     {0xCB6C0F, 0xA43B00, Pattern::Vertical},
     {0xB54150, 0xC86C8B, Pattern::Vertical}, {0xF1CDAC, 0x986E36, Pattern::None},
     {0xC0D5FD, 0x335485, Pattern::Dots},     {0xDFA11A, 0xA48D25, Pattern::Forward},
     {0x5A85E3, 0x5E93C1, Pattern::Vertical}, {0xA7E1DE, 0x2C646D, Pattern::None},
     {0xFF847F, 0xB64258, Pattern::Vertical}, {0x2D7F65, 0x4C7C69, Pattern::Dots},
     {0xB8727F, 0x5C3230, Pattern::None},     {0x6D5CBF, 0x7872EE, Pattern::Forward},
     {0xE1D877, 0x566039, Pattern::Dots},     {0xB4481E, 0x7C0300, Pattern::Forward},
     {0x8286AD, 0x392299, Pattern::None},     {0xBFA2C6, 0x562D5A, Pattern::Vertical},
     {0xE5B2B4, 0x863251, Pattern::Forward},  {0x659E9C, 0x419F96, Pattern::Dots},
     {0x85617C, 0x926595, Pattern::Forward},  {0xAAA1F6, 0x684FC8, Pattern::None}}};

constexpr std::array<Pattern, 4> kPatternOrder = {Pattern::None, Pattern::Forward,
                                                  Pattern::Vertical, Pattern::Dots};
constexpr double kLooksAlike = 20.0;

const ClassColor &colorOf(int ordinal)
{
    return kColors[static_cast<std::size_t>(ordinal) % kColors.size()];
}

QStringList wordsOf(const QString &name)
{
    QStringList words;
    bool startsWord = true;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar letter = name[i];
        if (!letter.isLetterOrNumber()) {
            startsWord = true;
            continue;
        }
        const bool isHump = letter.isUpper() && i > 0 && name[i - 1].isLower();
        if (startsWord || isHump) {
            words.append(QString());
        }
        words.last().append(letter);
        startsWord = false;
    }
    return words;
}

QStringList codeCandidates(const QString &name)
{
    const QStringList words = wordsOf(name);
    if (words.isEmpty()) {
        return {QStringLiteral("?")};
    }
    const QChar first = words.first()[0].toUpper();
    QStringList candidates;
    if (name == QLatin1String("SoccerPenalty")) {
        candidates.append(QStringLiteral("So")); // the one code of THUMOS'14 that no rule gives
    }
    if (words.size() > 1) {
        candidates.append(QString(first) + words.last()[0].toUpper());
    }
    const QString letters = words.join(QString());
    for (qsizetype i = 1; i < letters.size(); ++i) {
        candidates.append(QString(first) + letters[i].toLower());
    }
    for (int digit = 1; digit <= 9; ++digit) {
        candidates.append(QString(first) + QString::number(digit));
    }
    return candidates;
}

} // namespace

ClassStyles::ClassStyles(std::span<const ClassName> classes, const Theme &theme)
{
    std::vector<QString> names;
    for (const ClassName &item : classes) {
        names.push_back(item.name);
    }
    const std::vector<QString> codes = classCodes(names);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const int ordinal = static_cast<int>(i);
        const QColor own(classes[i].color);
        const QColor color = own.isValid() ? own : classColor(ordinal, theme);
        m_styles.push_back({names[i], codes[i], color, inkOn(color), classPattern(ordinal)});
    }
    m_unknown = {QStringLiteral("?"), QStringLiteral("?"), theme.text3, inkOn(theme.text3),
                 Pattern::None};
}

const ClassStyle &ClassStyles::of(int ordinal) const
{
    return ordinal < 0 || ordinal >= size() ? m_unknown
                                            : m_styles[static_cast<std::size_t>(ordinal)];
}

bool ClassStyles::needPatterns(std::span<const int> ordinals) const
{
    for (std::size_t i = 0; i < ordinals.size(); ++i) {
        for (std::size_t j = i + 1; j < ordinals.size(); ++j) {
            for (const Sight sight : {Sight::Normal, Sight::Deuteranopia, Sight::Protanopia}) {
                const QColor &first = of(ordinals[i]).color;
                if (colorDifference(first, of(ordinals[j]).color, sight) < kLooksAlike) {
                    return true;
                }
            }
        }
    }
    return false;
}

std::vector<QString> classCodes(std::span<const QString> names)
{
    std::vector<QString> codes;
    QSet<QString> taken;
    for (const QString &name : names) {
        const QStringList candidates = codeCandidates(name);
        QString chosen = candidates.first();
        for (const QString &candidate : candidates) {
            if (!taken.contains(candidate)) {
                chosen = candidate;
                break;
            }
        }
        taken.insert(chosen);
        codes.push_back(chosen);
    }
    return codes;
}

QColor classColor(int ordinal, const Theme &theme)
{
    const ClassColor &color = colorOf(ordinal);
    return QColor::fromRgb(theme.isDark ? color.dark : color.light);
}

Pattern classPattern(int ordinal)
{
    const Pattern first = colorOf(ordinal).pattern;
    std::size_t at = 0;
    while (kPatternOrder[at] != first) {
        ++at;
    }
    const std::size_t round = static_cast<std::size_t>(ordinal) / kColors.size();
    return kPatternOrder[(at + round) % kPatternOrder.size()];
}

} // namespace ui::common

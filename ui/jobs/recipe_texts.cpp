#include "ui/jobs/recipe_texts.h"

#include <QCoreApplication>
#include <QFile>

namespace ui::jobs {

namespace {

constexpr const char *kContext = "ui::jobs::RecipeTexts";

// How the recipes that come with Taloscope begin.
[[maybe_unused]] constexpr const char *kRecipes[] = {
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts",
                      "FTCL on ActivityNet1.3: the values of the authors' configuration file (spec "
                      "ftcl, section 11); their main program for it was not released."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts",
                      "FTCL on the videos that `talo demo` makes, in minutes on two CPU cores."),
    QT_TRANSLATE_NOOP(
        "ui::jobs::RecipeTexts",
        "FTCL on short feature sequences with one row per 16 frames, in minutes on two CPU cores."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts", "FTCL on THUMOS'14: the published settings, every "
                                               "key spelled out (resources/doc/config.md)."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts", "FuSTAL on the videos that `talo demo` makes: three "
                                               "stages within a minute of two idle CPU cores."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts",
                      "FuSTAL on the data of fustal-small.toml with settings of our own, chosen on "
                      "the training split alone (resources/doc/parity.md, A second recipe)."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts", "FuSTAL on short feature sequences with one row per "
                                               "16 frames, in minutes on two CPU cores."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts", "FuSTAL on THUMOS'14: the published settings, every "
                                               "key spelled out (resources/doc/config.md)."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts",
                      "SAL on ActivityNet1.3: the values of the authors' second repository (spec "
                      "sal, section 12), whose main program does not run as published."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts",
                      "SAL on the videos that `talo demo` makes, in minutes on two CPU cores."),
    QT_TRANSLATE_NOOP(
        "ui::jobs::RecipeTexts",
        "SAL on short feature sequences with one row per 16 frames, in minutes on two CPU cores: "
        "settings chosen on the training split (resources/doc/parity.md) and the student of "
        "fustal-small; everything not given here is as published for THUMOS'14."),
    QT_TRANSLATE_NOOP("ui::jobs::RecipeTexts", "SAL on THUMOS'14: the published settings, every "
                                               "key spelled out (resources/doc/config.md)."),
};

// The comment at the top of a file, its lines joined.
QString firstComment(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QString comment;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (!line.startsWith(QLatin1Char('#'))) {
            break;
        }
        comment += (comment.isEmpty() ? QString() : QStringLiteral(" ")) + line.mid(1).trimmed();
    }
    return comment;
}

} // namespace

QString recipeText(const QString &path)
{
    const QString comment = firstComment(path);
    const auto end = comment.indexOf(QStringLiteral(". "));
    const QString sentence = end < 0 ? comment : comment.left(end + 1);
    return sentence.isEmpty()
               ? sentence
               : QCoreApplication::translate(kContext, sentence.toUtf8().constData());
}

} // namespace ui::jobs

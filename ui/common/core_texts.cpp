#include "ui/common/core_texts.h"

#include <QCoreApplication>

#include "ui/common/core_sentences.h"
#include "ui/common/phrase_book.h"
#include "ui/common/qt_convert.h"

namespace ui::common {

namespace {

class CoreTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::common::CoreTexts)
};

const PhraseBook &book()
{
    static const PhraseBook phrases("ui::common::CoreTexts",
                                    {commonSentences(), fileSentences(), runSentences()});
    return phrases;
}

} // namespace

QString coreText(std::string_view sentence)
{
    return book().say(toQString(sentence));
}

QString errorText(const core::base::Error &error)
{
    QString text = coreText(error.problem);
    if (!error.expected.empty()) {
        text = CoreTexts::tr("%1; expected %2").arg(text, coreText(error.expected));
    }
    for (const std::string &where : {error.place, error.file}) {
        if (!where.empty()) {
            text = CoreTexts::tr("%1: %2").arg(toQString(where), text);
        }
    }
    return text;
}

} // namespace ui::common

#include "ui/timeline/error_style.h"

#include <QCoreApplication>

#include "ui/common/theme.h"

namespace ui::timeline {

using common::Pattern;
using core::tal::ErrorType;

namespace {

struct ErrorNames
{
    Q_DECLARE_TR_FUNCTIONS(ui::timeline::ErrorNames)
};

} // namespace

ErrorStyle errorStyle(ErrorType type, const common::Theme &theme)
{
    const auto make = [&](char letter, QRgb dark, QRgb light, Pattern pattern) {
        return ErrorStyle{QLatin1Char(letter), QColor(theme.isDark ? dark : light), pattern};
    };
    switch (type) {
    case ErrorType::TruePositive:
        return make('T', 0x85E2AA, 0x579D79, Pattern::None);
    case ErrorType::DoubleDetection:
        return make('D', 0x2794FB, 0x2794FB, Pattern::Vertical);
    case ErrorType::WrongLabel:
        return make('W', 0xA26B95, 0x730A7C, Pattern::Cross);
    case ErrorType::Localization:
        return make('L', 0xE4AE28, 0x936800, Pattern::Forward);
    case ErrorType::Confusion:
        return make('C', 0xB9683B, 0x7B2719, Pattern::Backward);
    case ErrorType::Background:
        break;
    }
    return make('B', 0xB8BEC8, 0x646972, Pattern::Dots);
}

ErrorStyle missedStyle(const common::Theme &theme)
{
    return {QLatin1Char('M'), QColor(theme.isDark ? QRgb(0xFF8484) : QRgb(0xB3261E)),
            Pattern::None};
}

QString errorName(ErrorType type)
{
    switch (type) {
    case ErrorType::TruePositive:
        return ErrorNames::tr("True positive");
    case ErrorType::DoubleDetection:
        return ErrorNames::tr("Double detection");
    case ErrorType::WrongLabel:
        return ErrorNames::tr("Wrong label");
    case ErrorType::Localization:
        return ErrorNames::tr("Localization error");
    case ErrorType::Confusion:
        return ErrorNames::tr("Confusion");
    case ErrorType::Background:
        break;
    }
    return ErrorNames::tr("Background");
}

QString missedName()
{
    return ErrorNames::tr("Missed: nothing finds it");
}

} // namespace ui::timeline

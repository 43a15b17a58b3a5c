#include "ui/analysis/panel_parts.h"

#include <cmath>

#include <QComboBox>
#include <QFrame>

#include "ui/common/theme.h"

namespace ui::analysis {

namespace {

constexpr double kLeastChange = 0.0005; // what is printed as one

} // namespace

QLabel *sectionTitle(const QString &text)
{
    auto *label = new QLabel(text);
    label->setFont(common::textFont(13, QFont::DemiBold));
    label->setWordWrap(true);
    return label;
}

QLabel *hintLabel(const QString &text)
{
    auto *label = new QLabel(text);
    label->setProperty("tone", QStringLiteral("hint"));
    label->setFont(common::textFont(11));
    label->setWordWrap(true);
    return label;
}

QLabel *rowLabel(const QString &text, const QString &tip)
{
    auto *label = new QLabel(text);
    label->setProperty("tone", QStringLiteral("second"));
    label->setToolTip(tip);
    return label;
}

QLabel *numberLabel(const QString &text)
{
    auto *label = new QLabel(text);
    label->setFont(common::numberFont(12, QFont::Medium));
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

QComboBox *choiceBox(const QString &name, const QString &accessible, const QStringList &texts)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->addItems(texts);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    return box;
}

QFrame *hairline()
{
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setProperty("ground", QStringLiteral("line"));
    return line;
}

void setTone(QLabel *label, const QString &tone)
{
    common::setStyleProperty(*label, "tone", tone);
}

QString percentText(double share)
{
    return QString::number(100 * share, 'f', 1) + QStringLiteral(" %");
}

QString pointsText(double share)
{
    const QString text = QString::number(100 * std::abs(share), 'f', 1);
    return share >= kLeastChange    ? QStringLiteral("+") + text
           : share <= -kLeastChange ? QChar(0x2212) + text
                                    : text;
}

QString toneOfChange(double share)
{
    return share >= kLeastChange    ? QStringLiteral("good")
           : share <= -kLeastChange ? QStringLiteral("error")
                                    : QStringLiteral("hint");
}

} // namespace ui::analysis

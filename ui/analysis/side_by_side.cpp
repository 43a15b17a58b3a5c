#include "ui/analysis/side_by_side.h"

#include <QBoxLayout>

namespace ui::analysis {

namespace {

constexpr int kWide = 720;
constexpr int kBetweenColumns = 28;
constexpr int kBetweenRows = 8;

} // namespace

SideBySide::SideBySide(QLayout *left, QLayout *right, int leftShare, int rightShare,
                       QWidget *parent)
    : QWidget(parent)
    , m_columns(new QBoxLayout(QBoxLayout::TopToBottom, this))
{
    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->setSpacing(kBetweenRows);
    for (QLayout *column : {left, right}) {
        auto *box =
            new QWidget; // columns of a layout of its own cannot be narrower than their texts
        column->setContentsMargins(0, 0, 0, 0);
        box->setLayout(column);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        m_columns->addWidget(box, column == left ? leftShare : rightShare);
    }
}

bool SideBySide::isWide() const
{
    return m_columns->direction() == QBoxLayout::LeftToRight;
}

void SideBySide::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool mayBeWide = width() >= kWide;
    m_columns->setDirection(mayBeWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_columns->setSpacing(mayBeWide ? kBetweenColumns : kBetweenRows);
}

} // namespace ui::analysis

#include "ui/dialogs/decision_row.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui::dialogs {

DecisionRow::DecisionRow(const QString &action, QWidget *parent)
    : QWidget(parent)
    , m_obstacle(new QLabel)
{
    m_obstacle->setProperty("tone", QStringLiteral("error"));
    m_obstacle->setWordWrap(true);
    auto *buttons = new QDialogButtonBox;
    m_action = buttons->addButton(action, QDialogButtonBox::AcceptRole);
    m_action->setProperty("primary", true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_obstacle, 1);
    row->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &DecisionRow::accepted);
    connect(buttons, &QDialogButtonBox::rejected, this, &DecisionRow::rejected);
}

void DecisionRow::setAction(const QString &text)
{
    m_action->setText(text);
}

void DecisionRow::setObstacle(const QString &obstacle)
{
    m_obstacle->setText(obstacle);
    m_action->setEnabled(obstacle.isEmpty());
}

void DecisionRow::showProblem(const QString &problem)
{
    m_obstacle->setText(problem);
}

} // namespace ui::dialogs

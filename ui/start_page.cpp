#include "ui/start_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace ui {

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_problem(new QLabel)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *logo = new QLabel;
    logo->setPixmap(
        common::iconPixmap(QStringLiteral("taloscope"), 56, Qt::white, devicePixelRatioF()));
    auto *title = new QLabel(tr("Taloscope"));
    title->setFont(common::textFont(24, QFont::DemiBold));
    auto *purpose = new QLabel(tr("See which pseudo-labels are wrong, why, and what fixing them "
                                  "buys."));
    purpose->setProperty("tone", QStringLiteral("second"));
    purpose->setFont(common::textFont(13));
    auto *open = new QPushButton(tr("Open project…"));
    open->setProperty("primary", true);
    open->setToolTip(tr("Open a .talo file (Ctrl+O)"));
    auto *hint =
        new QLabel(tr("To make one: “talo demo FOLDER” renders and trains a small data set; "
                      "“talo init” and “talo import” take your own files."));
    hint->setProperty("tone", QStringLiteral("hint"));
    hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->setProperty("tone", QStringLiteral("error"));
    m_problem->setWordWrap(true);
    m_problem->setMaximumWidth(620);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->hide();

    auto *column = new QVBoxLayout;
    column->setSpacing(10);
    column->addWidget(logo);
    column->addSpacing(6);
    column->addWidget(title);
    column->addWidget(purpose);
    column->addSpacing(14);
    column->addWidget(open, 0, Qt::AlignLeft);
    column->addWidget(m_problem);
    column->addSpacing(4);
    column->addWidget(hint);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addLayout(column);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addLayout(row);
    layout->addStretch(3);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
}

void StartPage::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace ui

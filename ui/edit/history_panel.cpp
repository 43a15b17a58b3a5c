#include "ui/edit/history_panel.h"

#include <QDateTime>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/edit/label_editor.h"
#include "ui/edit/label_history.h"
#include "ui/models/history_text.h"
#include "ui/models/project_model.h"

namespace ui::edit {

using core::store::Revision;
using core::store::RevisionKind;

namespace {

constexpr std::int64_t kMost = 1000; // entries that are listed

// "14:32:07" of today, else with its day.
QString timeOf(const Revision &revision)
{
    const QDateTime at =
        QDateTime::fromString(common::toQString(revision.atUtc), Qt::ISODateWithMs).toLocalTime();
    const bool isToday = at.date() == QDate::currentDate();
    return at.toString(isToday ? QStringLiteral("HH:mm:ss") : QStringLiteral("MM-dd HH:mm"));
}

QString textOf(const Revision &revision)
{
    QString label = models::historyText(revision.label);
    switch (revision.kind) {
    case RevisionKind::Undo:
        return HistoryPanel::tr("Undo: %1").arg(label);
    case RevisionKind::Redo:
        return HistoryPanel::tr("Redo: %1").arg(label);
    default:
        return label;
    }
}

} // namespace

HistoryPanel::HistoryPanel(LabelEditor &editor, LabelHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_history(history)
    , m_list(new QTreeWidget)
    , m_restore(new QPushButton(tr("Restore as of this revision")))
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_list->setAccessibleName(tr("History"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("Revision"), tr("Time"), tr("What")});
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(true);
    m_list->setFocusPolicy(Qt::TabFocus);
    m_restore->setToolTip(tr(
        "Brings every label back to what it was right after this revision. Undo takes it back."));
    m_restore->setFocusPolicy(Qt::TabFocus);
    m_restore->setEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 12);
    layout->setSpacing(8);
    layout->addWidget(m_list, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(14, 0, 14, 0);
    foot->addWidget(m_restore, 1);
    layout->addLayout(foot);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        m_restore->setEnabled(item != nullptr && m_list->indexOfTopLevelItem(item) > 0);
    });
    connect(m_restore, &QPushButton::clicked, this, &HistoryPanel::restore);
    connect(&m_editor, &LabelEditor::historyChanged, this, &HistoryPanel::refresh);
}

void HistoryPanel::refresh()
{
    m_isStale = true;
    if (isVisible()) {
        read();
    }
}

void HistoryPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale) {
        read();
    }
}

void HistoryPanel::read()
{
    m_isStale = false;
    m_list->clear();
    if (m_editor.project() == nullptr) {
        return;
    }
    const auto revisions = m_editor.project()->session().revisions().newest(kMost);
    if (!revisions) {
        return;
    }
    QList<QTreeWidgetItem *> items;
    for (const Revision &revision : *revisions) {
        auto *item = new QTreeWidgetItem(
            {common::countText(revision.id), timeOf(revision), textOf(revision)});
        item->setData(0, Qt::UserRole, static_cast<qlonglong>(revision.id));
        item->setToolTip(
            2, QStringLiteral("%1\n%2 · %3")
                   .arg(textOf(revision), common::toQString(revision.author), timeOf(revision)));
        item->setTextAlignment(0, Qt::AlignRight | Qt::AlignVCenter);
        item->setFont(0, common::numberFont(11));
        item->setFont(1, common::numberFont(11));
        items.append(item);
    }
    m_list->addTopLevelItems(items);
}

void HistoryPanel::restore()
{
    if (const QTreeWidgetItem *item = m_list->currentItem()) {
        m_history.restore(item->data(0, Qt::UserRole).toLongLong());
    }
}

} // namespace ui::edit

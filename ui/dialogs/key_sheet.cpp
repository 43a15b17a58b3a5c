#include "ui/dialogs/key_sheet.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/common/action_registry.h"
#include "ui/common/theme.h"

namespace ui::dialogs {

namespace {

enum Column { kText, kKeys, kTip };
constexpr int kIdRole = Qt::UserRole;

} // namespace

KeySheet::KeySheet(const common::ActionRegistry &registry, QWidget *parent)
    : QDialog(parent)
    , m_registry(registry)
    , m_search(new QLineEdit)
    , m_tree(new QTreeWidget)
{
    setWindowTitle(tr("All keys"));
    resize(820, 620);
    m_search->setPlaceholderText(tr("Search commands and keys"));
    m_search->setAccessibleName(tr("Search commands and keys"));
    m_search->setClearButtonEnabled(true);
    m_tree->setAccessibleName(tr("Commands by menu"));
    m_tree->setHeaderLabels({tr("Command"), tr("Keys"), tr("What it does")});
    m_tree->setColumnWidth(kText, 260);
    m_tree->setColumnWidth(kKeys, 170);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    connect(m_search, &QLineEdit::textChanged, this, &KeySheet::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &KeySheet::runCurrent);
    connect(m_tree, &QTreeWidget::itemActivated, this, &KeySheet::runCurrent);
    fill();
    m_search->setFocus();
}

void KeySheet::fill()
{
    for (const common::MenuId menu : common::allMenus()) {
        QTreeWidgetItem *group = nullptr;
        for (const common::Command &command : m_registry.commands()) {
            if (command.menu != menu) {
                continue;
            }
            if (group == nullptr) {
                group = new QTreeWidgetItem(m_tree, {common::plainText(common::menuTitle(menu))});
                group->setFirstColumnSpanned(true);
                group->setFont(kText, common::textFont(12, QFont::DemiBold));
                group->setFlags(Qt::ItemIsEnabled);
            }
            auto *row = new QTreeWidgetItem(group, {common::plainText(command.text),
                                                    common::keysText(m_registry.keys(command.id)),
                                                    command.tip});
            row->setData(kText, kIdRole, command.id);
            row->setToolTip(kTip, command.tip);
        }
    }
    m_tree->expandAll();
}

void KeySheet::filter(const QString &text)
{
    QTreeWidgetItem *first = nullptr;
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        QTreeWidgetItem *group = m_tree->topLevelItem(g);
        bool isEmpty = true;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem *row = group->child(i);
            bool isFound = text.isEmpty();
            for (const int column : {kText, kKeys, kTip}) {
                isFound = isFound || row->text(column).contains(text, Qt::CaseInsensitive);
            }
            row->setHidden(!isFound);
            isEmpty = isEmpty && !isFound;
            first = first == nullptr && isFound ? row : first;
        }
        group->setHidden(isEmpty);
    }
    m_tree->setCurrentItem(text.isEmpty() ? nullptr : first);
}

int KeySheet::shownCount() const
{
    int count = 0;
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        const QTreeWidgetItem *group = m_tree->topLevelItem(g);
        for (int i = 0; i < group->childCount(); ++i) {
            count += group->child(i)->isHidden() ? 0 : 1;
        }
    }
    return count;
}

void KeySheet::runCurrent()
{
    const QTreeWidgetItem *row = m_tree->currentItem();
    QAction *action =
        row == nullptr ? nullptr : m_registry.action(row->data(kText, kIdRole).toString());
    if (action != nullptr && action->isEnabled()) {
        accept();
        action->trigger();
    }
}

} // namespace ui::dialogs

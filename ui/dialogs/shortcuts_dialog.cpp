#include "ui/dialogs/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/common/action_registry.h"
#include "ui/common/theme.h"

namespace ui::dialogs {

namespace {

enum Column { kText, kKeys, kMenu };
constexpr int kIdRole = Qt::UserRole;

} // namespace

ShortcutsDialog::ShortcutsDialog(common::ActionRegistry &registry, QWidget *parent)
    : QDialog(parent)
    , m_registry(registry)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(720, 600);
    build();
    fill();
    showCurrent();
}

void ShortcutsDialog::build()
{
    m_search = new QLineEdit;
    m_search->setPlaceholderText(tr("Search commands and keys"));
    m_search->setAccessibleName(tr("Search commands and keys"));
    m_search->setClearButtonEnabled(true);
    m_tree = new QTreeWidget;
    m_tree->setAccessibleName(tr("Commands"));
    m_tree->setHeaderLabels({tr("Command"), tr("Keys"), tr("Menu")});
    m_tree->setRootIsDecorated(false);
    m_tree->setColumnWidth(kText, 320);
    m_tree->setColumnWidth(kKeys, 200);
    m_key = new QKeySequenceEdit;
    m_key->setAccessibleName(tr("New key"));
    m_assign = new QPushButton(tr("Use this key"));
    m_add = new QPushButton(tr("Add this key"));
    m_clear = new QPushButton(tr("No key"));
    m_reset = new QPushButton(tr("As delivered"));
    m_conflict = new QLabel;
    m_conflict->setProperty("tone", QStringLiteral("error"));
    m_conflict->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("Press a key:")));
    row->addWidget(m_key, 1);
    for (QPushButton *button : {m_assign, m_add, m_clear, m_reset}) {
        row->addWidget(button);
    }
    auto *buttons = new QDialogButtonBox;
    QPushButton *all = buttons->addButton(tr("All as delivered"), QDialogButtonBox::ResetRole);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->setSpacing(10);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    layout->addLayout(row);
    layout->addWidget(m_conflict);
    layout->addWidget(buttons);
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutsDialog::showCurrent);
    connect(m_key, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsDialog::check);
    connect(m_assign, &QPushButton::clicked, this, [this] { assign(false); });
    connect(m_add, &QPushButton::clicked, this, [this] { assign(true); });
    connect(m_clear, &QPushButton::clicked, this, &ShortcutsDialog::clearKeys);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsDialog::reset);
    connect(all, &QPushButton::clicked, this, &ShortcutsDialog::resetAll);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ShortcutsDialog::fill()
{
    for (const common::Command &command : m_registry.commands()) {
        auto *row = new QTreeWidgetItem(m_tree, {common::plainText(command.text)});
        row->setData(kText, kIdRole, command.id);
        row->setText(kMenu, common::plainText(common::menuTitle(command.menu)));
        refreshRow(*row);
    }
    m_tree->setCurrentItem(m_tree->topLevelItem(0));
}

void ShortcutsDialog::refreshRow(QTreeWidgetItem &row)
{
    const QString id = row.data(kText, kIdRole).toString();
    row.setText(kKeys, common::keysText(m_registry.keys(id)));
    const bool isChanged = m_registry.isChanged(id);
    row.setFont(kKeys, common::textFont(12, isChanged ? QFont::DemiBold : QFont::Normal));
}

void ShortcutsDialog::filter(const QString &text)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem *row = m_tree->topLevelItem(i);
        row->setHidden(!row->text(kText).contains(text, Qt::CaseInsensitive) &&
                       !row->text(kKeys).contains(text, Qt::CaseInsensitive));
    }
}

void ShortcutsDialog::select(const QString &command)
{
    m_tree->setCurrentItem(rowOf(command));
}

QTreeWidgetItem *ShortcutsDialog::rowOf(const QString &command) const
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        if (m_tree->topLevelItem(i)->data(kText, kIdRole).toString() == command) {
            return m_tree->topLevelItem(i);
        }
    }
    return nullptr;
}

QString ShortcutsDialog::currentId() const
{
    const QTreeWidgetItem *row = m_tree->currentItem();
    return row == nullptr ? QString() : row->data(kText, kIdRole).toString();
}

void ShortcutsDialog::showCurrent()
{
    m_key->clear();
    check();
}

// Says who has the key already.
void ShortcutsDialog::check()
{
    const QString id = currentId();
    const QString owner = m_registry.ownerOf(m_key->keySequence());
    const bool isTaken = !owner.isEmpty() && owner != id;
    const QTreeWidgetItem *other = isTaken ? rowOf(owner) : nullptr;
    m_conflict->setText(other == nullptr
                            ? QString()
                            : tr("%1 is the key of “%2”, which would lose it.")
                                  .arg(m_key->keySequence().toString(QKeySequence::NativeText),
                                       other->text(kText)));
    const bool hasKey = !m_key->keySequence().isEmpty() && !id.isEmpty();
    m_assign->setEnabled(hasKey);
    m_add->setEnabled(hasKey);
    m_clear->setEnabled(!m_registry.keys(id).isEmpty());
    m_reset->setEnabled(m_registry.isChanged(id));
}

void ShortcutsDialog::assign(bool isAdded)
{
    const QString id = currentId();
    const QKeySequence key = m_key->keySequence();
    const QString owner = m_registry.ownerOf(key);
    if (!owner.isEmpty() && owner != id) {
        QList<QKeySequence> rest = m_registry.keys(owner);
        rest.removeAll(key);
        m_registry.setKeys(owner, rest);
        refreshRow(*rowOf(owner));
    }
    QList<QKeySequence> keys = isAdded ? m_registry.keys(id) : QList<QKeySequence>();
    keys.removeAll(key);
    keys.append(key);
    m_registry.setKeys(id, keys);
    refreshRow(*rowOf(id));
    showCurrent();
}

void ShortcutsDialog::clearKeys()
{
    m_registry.setKeys(currentId(), {});
    refreshRow(*m_tree->currentItem());
    showCurrent();
}

void ShortcutsDialog::reset()
{
    m_registry.resetKeys(currentId());
    refreshRow(*m_tree->currentItem());
    showCurrent();
}

void ShortcutsDialog::resetAll()
{
    for (const common::Command &command : m_registry.commands()) {
        if (m_registry.isChanged(command.id)) {
            m_registry.resetKeys(command.id);
            refreshRow(*rowOf(command.id));
        }
    }
    showCurrent();
}

} // namespace ui::dialogs

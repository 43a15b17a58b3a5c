#include "ui/edit/class_chooser.h"

#include <algorithm>

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/edit/class_chip.h"

namespace ui::edit {

namespace {

constexpr int kWidth = 240;
constexpr int kRows = 12;

} // namespace

ClassChooser::ClassChooser(const common::ClassStyles &classes, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_field(new QLineEdit)
    , m_list(new QListWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    m_field->setPlaceholderText(tr("Class, or the name of a new one"));
    m_field->setAccessibleName(tr("Class"));
    m_list->setAccessibleName(tr("Classes"));
    m_list->setIconSize(kClassChip);
    m_list->setFocusPolicy(Qt::NoFocus);
    for (int i = 0; i < classes.size(); ++i) {
        const common::ClassStyle &style = classes.of(i);
        // The first ten have a digit of their own.
        const QString key = i < 10 ? QStringLiteral("   %1").arg((i + 1) % 10) : QString();
        auto *item = new QListWidgetItem(classChip(style), style.name + key, m_list);
        item->setData(Qt::UserRole, i);
        item->setData(Qt::UserRole + 1, QStringList({style.name, style.code}));
    }
    m_new = new QListWidgetItem(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    setFixedWidth(kWidth);
    m_list->setFixedHeight(std::min(classes.size() + 1, kRows) * 24 + 6);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &ClassChooser::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &ClassChooser::accept);
    connect(m_list, &QListWidget::itemClicked, this, &ClassChooser::accept);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QListWidget::customContextMenuRequested, this, &ClassChooser::openMenu);
    filter({});
}

void ClassChooser::openMenu(const QPoint &at)
{
    const QListWidgetItem *item = m_list->itemAt(at);
    if (item == nullptr || item == m_new) {
        return;
    }
    const int ordinal = item->data(Qt::UserRole).toInt();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Rename the class…")), &QAction::triggered, this, [this, ordinal] {
        close();
        emit renameWanted(ordinal);
    });
    connect(menu->addAction(tr("Remove the class")), &QAction::triggered, this, [this, ordinal] {
        close();
        emit removeWanted(ordinal);
    });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void ClassChooser::openAt(const QPoint &global)
{
    move(global);
    show(); // it has its height only now
    const QScreen *around = QGuiApplication::screenAt(global);
    const QRect free = (around != nullptr ? around : screen())->availableGeometry();
    const QPoint last = free.bottomRight() - QPoint(width(), height());
    move(std::clamp(global.x(), free.left(), std::max(free.left(), last.x())),
         std::clamp(global.y(), free.top(), std::max(free.top(), last.y())));
    m_field->setFocus();
}

void ClassChooser::filter(const QString &text)
{
    const QString name = text.trimmed();
    QListWidgetItem *first = nullptr;
    bool isKnown = false;
    for (int row = 0; row < m_list->row(m_new); ++row) {
        QListWidgetItem *item = m_list->item(row);
        const QStringList names = item->data(Qt::UserRole + 1).toStringList();
        const bool fits = std::any_of(names.begin(), names.end(), [&](const QString &one) {
            return one.contains(text, Qt::CaseInsensitive);
        });
        isKnown = isKnown || names.front().compare(name, Qt::CaseInsensitive) == 0;
        const bool begins = names.front().startsWith(text, Qt::CaseInsensitive) ||
                            names.back().compare(text, Qt::CaseInsensitive) == 0;
        item->setHidden(!fits);
        const bool isFirstBeginning =
            first == nullptr || !first->data(Qt::UserRole + 1)
                                     .toStringList()
                                     .front()
                                     .startsWith(text, Qt::CaseInsensitive);
        if (fits && (first == nullptr || (begins && isFirstBeginning))) {
            first = item;
        }
    }
    m_new->setHidden(name.isEmpty() || isKnown);
    m_new->setText(tr("New class “%1”").arg(name));
    // A class stays for good: beside others a slip of the finger and Enter must not make one.
    const bool isOnlyChoice = m_list->count() == 1 && !m_new->isHidden();
    m_list->setCurrentItem(isOnlyChoice ? m_new : first);
}

void ClassChooser::accept()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (item == nullptr || item->isHidden()) {
        return;
    }
    const int ordinal = item->data(Qt::UserRole).toInt();
    const QString name = m_field->text().trimmed();
    close();
    if (item == m_new) {
        emit newWanted(name);
    } else {
        emit chosen(ordinal);
    }
}

// Arrows move through the list while the field keeps what is typed.
bool ClassChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        int row = m_list->currentRow();
        while (step != 0 && row + step >= 0 && row + step < m_list->count()) {
            row += step;
            if (!m_list->item(row)->isHidden()) {
                m_list->setCurrentRow(row);
                return true;
            }
        }
        if (key == Qt::Key_Escape) {
            close();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ui::edit

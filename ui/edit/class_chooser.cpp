#include "ui/edit/class_chooser.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
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
    m_field->setPlaceholderText(tr("Class…"));
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
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    setFixedWidth(kWidth);
    m_list->setFixedHeight(std::min(classes.size(), kRows) * 24 + 6);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &ClassChooser::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &ClassChooser::accept);
    connect(m_list, &QListWidget::itemClicked, this, &ClassChooser::accept);
    filter({});
}

void ClassChooser::openAt(const QPoint &global)
{
    move(global);
    show();
    m_field->setFocus();
}

void ClassChooser::filter(const QString &text)
{
    QListWidgetItem *first = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        const QStringList names = item->data(Qt::UserRole + 1).toStringList();
        const bool fits = std::any_of(names.begin(), names.end(), [&](const QString &name) {
            return name.contains(text, Qt::CaseInsensitive);
        });
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
    m_list->setCurrentItem(first);
}

void ClassChooser::accept()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (item == nullptr || item->isHidden()) {
        return;
    }
    const int ordinal = item->data(Qt::UserRole).toInt();
    close();
    emit chosen(ordinal);
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

#include "ui/analysis/figure_table.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolButton>

#include "core/base/file.h"

#include "ui/common/core_texts.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

namespace {

constexpr int kRowHeight = 28;
constexpr int kPadding = 5; // px of a cell, so that it stands below its head
constexpr int kShareRole = Qt::UserRole + 1;

// A bar behind the number. The selected row is only tinted: its text keeps its colour, in every
// theme.
class ShareDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter,
                                              option.widget);
        const QVariant share = index.data(kShareRole);
        if (share.isValid() && share.toDouble() > 0.0) {
            QRectF bar = QRectF(option.rect).adjusted(2, 5, -2, -5);
            bar.setWidth(bar.width() * std::min(share.toDouble(), 1.0));
            QColor color = option.palette.color(QPalette::Highlight);
            color.setAlphaF(0.45F);
            painter->fillRect(bar, color);
        }
        QStyleOptionViewItem inner = option;
        inner.rect.adjust(kPadding, 0, -kPadding, 0);
        inner.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus);
        QStyledItemDelegate::paint(painter, inner, index);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * kPadding, 0);
    }
};

QString quoted(QString text)
{
    const bool needs = text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
                       text.contains(QLatin1Char('\n'));
    return needs ? QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) +
                       QLatin1Char('"')
                 : text;
}

QString escaped(QString text)
{
    for (const char *special : {"\\", "&", "%", "_", "#", "$"}) {
        const QString letter = QString::fromLatin1(special);
        text.replace(letter, letter == QLatin1String("\\") ? QStringLiteral("\\textbackslash ")
                                                           : QLatin1Char('\\') + letter);
    }
    return text;
}

} // namespace

FigureTable::FigureTable(QWidget *parent)
    : QTableWidget(parent)
{
    setShowGrid(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setFrameShape(QFrame::NoFrame);
    setWordWrap(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setItemDelegate(new ShareDelegate(this));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFont(common::textFont(11));
    horizontalHeader()->setMinimumSectionSize(24);
}

void FigureTable::begin(const QStringList &heads)
{
    clear();
    setRowCount(0);
    setColumnCount(static_cast<int>(heads.size()));
    setHorizontalHeaderLabels(heads);
    for (int i = 0; i < columnCount(); ++i) {
        horizontalHeaderItem(i)->setTextAlignment(
            Qt::Alignment(i == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
}

void FigureTable::addRow(const QStringList &cells, const QIcon &icon, double share)
{
    const int row = rowCount();
    insertRow(row);
    for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
        auto *item = new QTableWidgetItem(cells[i]);
        if (i == 0) {
            item->setIcon(icon);
        } else {
            item->setFont(common::numberFont(12));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
        if (i == 1 && share >= 0.0) {
            item->setData(kShareRole, share);
        }
        setItem(row, i, item);
    }
}

void FigureTable::finish()
{
    horizontalHeader()->ensurePolished(); // its padding counts, though it was never shown
    resizeColumnsToContents();
    m_nameWidth = columnCount() > 0 ? columnWidth(0) : 0;
    shareWidth();
    const int bar = horizontalScrollBar()->sizeHint().height();
    setFixedHeight(horizontalHeader()->sizeHint().height() + rowCount() * kRowHeight + bar + 2);
}

// Names take what the figures leave, so that these stand at the right.
void FigureTable::shareWidth()
{
    if (columnCount() > 0) {
        const int figures = horizontalHeader()->length() - columnWidth(0);
        setColumnWidth(0, std::max(m_nameWidth, viewport()->width() - figures));
    }
}

void FigureTable::resizeEvent(QResizeEvent *event)
{
    QTableWidget::resizeEvent(event);
    shareWidth();
}

QString FigureTable::cell(int row, int column) const
{
    const QTableWidgetItem *item = this->item(row, column);
    QString text = item == nullptr ? QString() : item->text();
    return text.remove(QChar(0x2009)).replace(QChar(0x2212), QLatin1Char('-'));
}

QString FigureTable::csv() const
{
    QStringList lines;
    QStringList head;
    for (int i = 0; i < columnCount(); ++i) {
        head.append(quoted(horizontalHeaderItem(i)->text()));
    }
    lines.append(head.join(QLatin1Char(',')));
    for (int row = 0; row < rowCount(); ++row) {
        QStringList cells;
        for (int i = 0; i < columnCount(); ++i) {
            cells.append(quoted(cell(row, i)));
        }
        lines.append(cells.join(QLatin1Char(',')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString FigureTable::latex() const
{
    QStringList lines = {
        QStringLiteral("\\begin{tabular}{l%1}").arg(QString(columnCount() - 1, QLatin1Char('r'))),
        QStringLiteral("\\toprule")};
    const auto line = [this](auto &&text) {
        QStringList cells;
        for (int i = 0; i < columnCount(); ++i) {
            cells.append(escaped(text(i)));
        }
        return QString(cells.join(QStringLiteral(" & ")) + QStringLiteral(" \\\\"));
    };
    lines.append(line([this](int i) { return horizontalHeaderItem(i)->text(); }));
    lines.append(QStringLiteral("\\midrule"));
    for (int row = 0; row < rowCount(); ++row) {
        lines.append(line([this, row](int i) { return cell(row, i); }));
    }
    lines.append({QStringLiteral("\\bottomrule"), QStringLiteral("\\end{tabular}")});
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QToolButton *FigureTable::makeCopyButton(const common::Theme &theme)
{
    auto *button = new QToolButton;
    m_copy = button;
    setTheme(theme);
    button->setToolTip(tr("Copy or save this table"));
    button->setAccessibleName(tr("Copy or save this table"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(button);
    menu->addAction(tr("Copy as CSV"), this, [this] { QApplication::clipboard()->setText(csv()); });
    menu->addAction(tr("Copy as LaTeX"), this,
                    [this] { QApplication::clipboard()->setText(latex()); });
    menu->addAction(tr("Save as CSV…"), this, &FigureTable::save);
    button->setMenu(menu);
    return button;
}

void FigureTable::setTheme(const common::Theme &theme)
{
    if (m_copy != nullptr) {
        m_copy->setIcon(common::themedIcon(QStringLiteral("download"), theme));
    }
}

void FigureTable::save()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save as CSV"), {}, tr("Tables (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    const auto saved = core::base::writeFileAtomically(common::toPath(path), csv().toStdString());
    if (!saved) {
        QMessageBox::warning(this, tr("Save as CSV"), common::errorText(saved.error()));
    }
}

// Arrows choose rows while the table has the focus.
bool FigureTable::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return QTableWidget::event(event);
}

} // namespace ui::analysis

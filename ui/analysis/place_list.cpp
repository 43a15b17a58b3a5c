#include "ui/analysis/place_list.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "ui/common/color_math.h"

namespace ui::analysis {

namespace {

constexpr int kRowHeight = 42;
constexpr int kMargin = 10;
constexpr int kChip = 26;

bool isSame(const Place &a, const Place &b)
{
    return a.video == b.video && a.range == b.range && a.segment == b.segment;
}

} // namespace

class PlaceList::Model : public QAbstractListModel
{
public:
    Model(const std::vector<PlaceRow> &rows, QObject *parent)
        : QAbstractListModel(parent)
        , m_rows(rows)
    {
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const PlaceRow &row = m_rows[static_cast<std::size_t>(index.row())];
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return QStringList({row.title, row.value, row.detail}).join(QStringLiteral(", "));
        case Qt::ToolTipRole:
            return row.tip.isEmpty() ? row.detail : row.tip;
        default:
            return {};
        }
    }
    // The rows are exchanged between these two.
    void begin() { beginResetModel(); }
    void end() { endResetModel(); }

private:
    const std::vector<PlaceRow> &m_rows;
};

class PlaceList::Delegate : public QStyledItemDelegate
{
public:
    Delegate(const std::vector<PlaceRow> &rows, const common::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_rows(rows)
        , m_theme(&theme)
    {
    }

    void setTheme(const common::Theme &theme) { m_theme = &theme; }
    void setClasses(const common::ClassStyles &classes) { m_classes = classes; }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {160, kRowHeight};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const PlaceRow &row = m_rows[static_cast<std::size_t>(index.row())];
        const QRect &cell = option.rect;
        const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        if (isCurrent) {
            painter->fillRect(cell, m_theme->accentTint);
            painter->fillRect(QRect(cell.left(), cell.top(), 2, cell.height()), m_theme->accent);
        } else if (option.state.testFlag(QStyle::State_MouseOver)) {
            painter->fillRect(cell, m_theme->hover);
        }
        painter->fillRect(
            QRect(cell.left() + kMargin, cell.bottom(), cell.width() - 2 * kMargin, 1),
            common::withAlpha(m_theme->line, 0.6));
        int left = cell.left() + kMargin;
        if (row.classOrdinal >= 0) {
            paintChip(*painter, QRect(left, cell.top() + 5, kChip, 16), row.classOrdinal);
            left += kChip + 6;
        }
        QRect first(left, cell.top() + 4, cell.right() - kMargin - left, 18);
        QRect second(first.left(), first.bottom(), first.width(), 17);
        const QFont titleFont = common::textFont(12, isCurrent ? QFont::DemiBold : QFont::Normal);
        painter->setFont(common::numberFont(11));
        const int used = painter->fontMetrics().horizontalAdvance(row.value) + 8;
        // In a narrow list the number makes way for the name.
        const bool fits =
            QFontMetrics(titleFont).horizontalAdvance(row.title) <= first.width() - used;
        QRect &beside = fits ? first : second;
        painter->setPen(m_theme->text);
        painter->drawText(beside, Qt::AlignRight | Qt::AlignVCenter, row.value);
        beside.setWidth(beside.width() - used);
        painter->setFont(titleFont);
        paintLine(*painter, first, row.title, Qt::ElideMiddle);
        painter->setFont(common::textFont(11));
        painter->setPen(m_theme->text3);
        paintLine(*painter, second, row.detail, Qt::ElideRight);
        painter->restore();
    }

private:
    static void paintLine(QPainter &painter, const QRect &area, const QString &text,
                          Qt::TextElideMode elided)
    {
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, elided, area.width()));
    }

    void paintChip(QPainter &painter, const QRect &area, int ordinal) const
    {
        const common::ClassStyle &style = m_classes.of(ordinal);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.color);
        painter.drawRoundedRect(area, 2, 2);
        painter.setPen(style.ink);
        painter.setFont(common::textFont(10, QFont::Bold));
        painter.drawText(area, Qt::AlignCenter, style.code);
    }

    const std::vector<PlaceRow> &m_rows;
    const common::Theme *m_theme;
    common::ClassStyles m_classes;
};

PlaceList::PlaceList(const common::Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_model(new Model(m_rows, this))
    , m_delegate(new Delegate(m_rows, theme, this))
{
    setModel(m_model);
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    connect(this, &QListView::doubleClicked, this, &PlaceList::goToCurrent);
}

PlaceList::~PlaceList() = default;

void PlaceList::setTheme(const common::Theme &theme)
{
    m_delegate->setTheme(theme);
    viewport()->update();
}

void PlaceList::setClasses(const common::ClassStyles &classes)
{
    m_delegate->setClasses(classes);
    viewport()->update();
}

void PlaceList::setRows(std::vector<PlaceRow> rows)
{
    const int former = currentIndex().row();
    const bool wasVisited = former >= 0 && former == m_visited;
    const Place place = former < 0 ? Place() : m_rows[static_cast<std::size_t>(former)].place;
    m_model->begin();
    m_rows = std::move(rows);
    m_model->end();
    m_visited = -1;
    const auto again = std::find_if(m_rows.begin(), m_rows.end(), [&place](const PlaceRow &row) {
        return isSame(row.place, place);
    });
    if (former >= 0 && again != m_rows.end()) {
        const auto row = static_cast<int>(again - m_rows.begin());
        setCurrentIndex(m_model->index(row));
        m_visited = wasVisited ? row : -1;
    } else if (!m_rows.empty()) {
        const int last = static_cast<int>(m_rows.size()) - 1;
        setCurrentIndex(m_model->index(std::clamp(former, 0, last)));
    }
}

void PlaceList::startWith(std::vector<PlaceRow> rows)
{
    const bool isKnown =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const PlaceRow &a, const PlaceRow &b) { return isSame(a.place, b.place); });
    if (!isKnown) {
        setCurrentIndex({});
        scrollToTop();
    }
    setRows(std::move(rows));
}

void PlaceList::goToCurrent()
{
    const int row = currentIndex().row();
    if (row >= 0) {
        m_visited = row;
        emit placeChosen(m_rows[static_cast<std::size_t>(row)].place);
    }
}

bool PlaceList::walk(int step)
{
    const int from = currentIndex().row();
    // The current row first, unless a person is there already.
    const int row = m_visited == from ? from + step : from;
    if (row < 0 || row >= static_cast<int>(m_rows.size())) {
        return false;
    }
    setCurrentIndex(m_model->index(row));
    goToCurrent();
    return true;
}

bool PlaceList::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool isPlain = static_cast<QKeyEvent *>(event)->modifiers() == Qt::NoModifier ||
                             static_cast<QKeyEvent *>(event)->modifiers() == Qt::KeypadModifier;
        if (isPlain && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Up ||
                        key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown ||
                        key == Qt::Key_Home || key == Qt::Key_End)) {
            event->accept();
            return true;
        }
    }
    return QListView::event(event);
}

void PlaceList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        walk(1);
        return;
    }
    QListView::keyPressEvent(event);
}

} // namespace ui::analysis

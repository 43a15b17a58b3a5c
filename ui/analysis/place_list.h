#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include "ui/analysis/place.h"
#include "ui/common/class_style.h"
#include "ui/common/theme.h"

namespace ui::analysis {

// One row: a place with what is to be known about it, in two lines.
struct PlaceRow
{
    Place place;
    int classOrdinal = -1; // -1: no chip
    QString title = {};    // first line
    QString value = {};    // at its right, monospaced
    QString detail = {};   // second line
    QString tip = {};      // the whole story
};

// Places that a person works through: a click chooses one, a double click goes there, Enter goes to
// the current one and, pressed again, to the next. The keys stay here while the list has the focus.
class PlaceList : public QListView
{
    Q_OBJECT

public:
    explicit PlaceList(const common::Theme &theme, QWidget *parent = nullptr);
    ~PlaceList() override;

    void setTheme(const common::Theme &theme);
    void setClasses(const common::ClassStyles &classes);
    // The row that was current stays so where its segment is still there, else its neighbour.
    void setRows(std::vector<PlaceRow> rows);
    // Other places altogether, from the first one; the same ones again: as setRows().
    void startWith(std::vector<PlaceRow> rows);
    const std::vector<PlaceRow> &rows() const { return m_rows; }
    // Goes to the next (1) or previous (-1) place; false where there is none.
    bool walk(int step);
    void goToCurrent();

    QSize sizeHint() const override { return {220, 200}; }

signals:
    void placeChosen(const ui::analysis::Place &place);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Model;
    class Delegate;

    std::vector<PlaceRow> m_rows;
    Model *m_model;
    Delegate *m_delegate;
    int m_visited = -1; // the row that a person was brought to last
};

} // namespace ui::analysis

#pragma once

#include <QString>
#include <QStringList>
#include <QTableWidget>

#include "ui/common/theme.h"

class QToolButton;

namespace ui::analysis {

// A table of figures: first column names, the others numbers at the right. As high as its rows, so
// that the panel scrolls and not the table, and at least as wide as its place; copied as CSV or
// LaTeX. GUI thread.
class FigureTable : public QTableWidget
{
    Q_OBJECT

public:
    explicit FigureTable(QWidget *parent = nullptr);

    // Empties it and gives it columns.
    void begin(const QStringList &heads);
    // `share`: a bar behind the second cell, 0 … 1; negative: none.
    void addRow(const QStringList &cells, const QIcon &icon = {}, double share = -1.0);
    // After the last row: widths and height.
    void finish();

    // Everything that is shown, decimal points and comma or ampersand between the cells.
    QString csv() const;
    QString latex() const;
    // A menu of both for the clipboard, and a file.
    QToolButton *makeCopyButton(const common::Theme &theme);
    void setTheme(const common::Theme &theme);

    QSize minimumSizeHint() const override { return {120, 60}; }

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void shareWidth();
    QString cell(int row, int column) const;
    void save();

    int m_nameWidth = 0; // px that the names need
    QToolButton *m_copy = nullptr;
};

} // namespace ui::analysis

#pragma once

#include <QWidget>

class QBoxLayout;
class QLayout;

namespace ui::analysis {

// Two columns where there is room for them, as in a panel that floats on a large screen; else the
// right one below the left one.
class SideBySide : public QWidget
{
    Q_OBJECT

public:
    // Takes both layouts; `leftShare` and `rightShare` are how the width is divided.
    SideBySide(QLayout *left, QLayout *right, int leftShare, int rightShare,
               QWidget *parent = nullptr);

    bool isWide() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QBoxLayout *m_columns;
};

} // namespace ui::analysis

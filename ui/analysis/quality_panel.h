#pragma once

#include <optional>

#include <QWidget>

#include "core/tal/label_quality.h"

class QGridLayout;
class QLabel;

namespace ui::analysis {

// How good the pseudo-labels of the project are as labels, and what corrections have made of them:
// precision, recall, F1 and mAP, with the tIoU, the label set and the number of videos they are
// measured on. Says what is missing while nothing is known.
class QualityPanel : public QWidget
{
    Q_OBJECT

public:
    explicit QualityPanel(QWidget *parent = nullptr);

    // corrected: what people's corrections have made of them; none: nothing is corrected yet.
    void showQuality(const QString &track, const std::optional<core::tal::LabelQuality> &quality,
                     const std::optional<core::tal::LabelQuality> &corrected);

private:
    void addHead(bool isCorrected);
    void addRow(const QString &name, double before, std::optional<double> after,
                const QString &explanation);
    QLabel *addNumber(int row, int column, const QString &text);

    QLabel *m_title;
    QLabel *m_frame;
    QGridLayout *m_rows;
};

} // namespace ui::analysis

#pragma once

#include <optional>

#include <QWidget>

#include "core/tal/label_quality.h"

class QGridLayout;
class QLabel;

namespace ui::analysis {

// How good the pseudo-labels of the project are as labels: precision, recall, F1 and mAP, with the
// tIoU, the label set and the number of videos they are measured on. Hidden while nothing is known.
class QualityPanel : public QWidget
{
    Q_OBJECT

public:
    explicit QualityPanel(QWidget *parent = nullptr);

    void showQuality(const QString &track, const std::optional<core::tal::LabelQuality> &quality);

private:
    void addRow(const QString &name, const QString &value, const QString &explanation);

    QLabel *m_frame;
    QGridLayout *m_rows;
};

} // namespace ui::analysis

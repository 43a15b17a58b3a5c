#pragma once

#include "core/tal/diagnosis_mean.h"

#include "ui/analysis/figure_table.h"

namespace ui::analysis {

// DETAD's figures as means over a list of tIoU, as papers print them: what each error would gain,
// its share of the predictions, and mAP and misses by characteristic. GUI thread.
class MeanDiagnosisTable : public FigureTable
{
    Q_OBJECT

public:
    using FigureTable::FigureTable;

    void fill(const core::tal::MeanDiagnosis &mean);
};

} // namespace ui::analysis

#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "core/base/result.h"
#include "core/data/run_metrics.h"
#include "core/model/run.h"

#include "ui/common/theme.h"

namespace core::edit {
class ProjectSession;
}

namespace ui::jobs {

// A run of the project with what it is worth.
struct RunRow
{
    core::model::Run run;
    std::filesystem::path folder;
    QString labels; // name of the label set, or what it trained from
    std::optional<core::data::RunMetrics> metrics;
    bool isInLanes = false; // its results are shown

    // The student's figures on the test split, else the generator's; null: none.
    const core::data::TestMetrics *test() const;
    // mAP at a tIoU, or the average; percent.
    std::optional<double> mapAt(double tiou) const;
    std::optional<double> averageMap() const;
};

// The runs of the project, newest first. GUI thread; reads one small file a run.
core::base::Result<std::vector<RunRow>> readRuns(const core::edit::ProjectSession &session);

class RunTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Recipe, Labels, Seed, Map3, Map5, Map7, Average, State, When, Count };

    explicit RunTableModel(const common::Theme &theme, QObject *parent = nullptr);

    void setTheme(const common::Theme &theme) { m_theme = &theme; }
    void setRows(std::vector<RunRow> rows);
    // Marks those whose results the lanes show.
    void setInLanes(const QStringList &names);
    // Null where there is no such row.
    const RunRow *row(int index) const;
    int rowOf(const QString &name) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const RunRow &row, int column) const;

    const common::Theme *m_theme;
    std::vector<RunRow> m_rows;
};

QString statusText(core::model::RunStatus status);

} // namespace ui::jobs

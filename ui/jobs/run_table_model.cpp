#include "ui/jobs/run_table_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <QDateTime>
#include <QIcon>

#include "core/data/run_folder.h"
#include "core/edit/project_session.h"

#include "ui/common/icons.h"
#include "ui/common/protocol_text.h"
#include "ui/common/qt_convert.h"

namespace ui::jobs {

using common::toQString;
using core::base::Result;
using core::model::RunStatus;

namespace {

QString percentText(const std::optional<double> &value)
{
    return value ? QString::number(*value, 'f', 1) : QStringLiteral("–");
}

QString whenText(const std::string &utc)
{
    const QDateTime at = QDateTime::fromString(toQString(utc), Qt::ISODateWithMs).toLocalTime();
    if (!at.isValid()) {
        return {};
    }
    const qint64 days = at.date().daysTo(QDate::currentDate());
    if (days == 0) {
        return RunTableModel::tr("today %1").arg(at.toString(QStringLiteral("hh:mm")));
    }
    return days == 1 ? RunTableModel::tr("yesterday") : at.toString(QStringLiteral("d MMM yyyy"));
}

std::pair<QString, QColor> iconOf(RunStatus status, const common::Theme &theme)
{
    switch (status) {
    case RunStatus::Running:
        return {QStringLiteral("loader"), theme.accent};
    case RunStatus::Finished:
        return {QStringLiteral("circle-check"), theme.ok};
    case RunStatus::Cancelled:
        return {QStringLiteral("circle"), theme.text2};
    case RunStatus::Failed:
        return {QStringLiteral("triangle-alert"), theme.err};
    case RunStatus::Interrupted:
        break;
    }
    return {QStringLiteral("triangle-alert"), theme.warn};
}

} // namespace

const core::data::TestMetrics *RunRow::test() const
{
    if (!metrics) {
        return nullptr;
    }
    if (metrics->student) {
        return &*metrics->student;
    }
    return metrics->generator ? &*metrics->generator : nullptr;
}

std::optional<double> RunRow::mapAt(double tiou) const
{
    const core::data::TestMetrics *figures = test();
    for (std::size_t i = 0; figures != nullptr && i < metrics->tiou.size(); ++i) {
        if (std::abs(metrics->tiou[i] - tiou) < 1e-6 && i < figures->map.size()) {
            return 100.0 * figures->map[i];
        }
    }
    return std::nullopt;
}

std::optional<double> RunRow::averageMap() const
{
    const core::data::TestMetrics *figures = test();
    return figures != nullptr ? std::optional(100.0 * figures->averageMap) : std::nullopt;
}

Result<std::vector<RunRow>> readRuns(const core::edit::ProjectSession &session)
{
    std::map<std::string, std::string> labelSets;
    for (const core::model::LabelSet &set : TRY(session.labelSets().labelSets())) {
        labelSets[set.uuid] = set.name;
    }
    std::vector<RunRow> rows;
    for (core::model::Run &run : TRY(session.runs().runs())) {
        if (run.kind != "train") {
            continue;
        }
        RunRow row;
        row.folder = TRY(session.resolve(std::nullopt, run.folder));
        row.labels = RunTableModel::tr("pseudo-labels");
        for (const core::model::RunInput &input : TRY(session.runs().inputs(run.id))) {
            if (input.entity == "label_set") {
                row.labels = toQString(labelSets[input.entityUuid]) + QStringLiteral(" · ") +
                             toQString(input.contentHash.substr(0, 6));
            }
        }
        auto metrics = core::data::readRunMetrics(row.folder / core::data::kMetricsFile);
        if (metrics) {
            row.metrics = std::move(*metrics);
        }
        row.run = std::move(run);
        rows.push_back(std::move(row));
    }
    std::reverse(rows.begin(), rows.end());
    return rows;
}

QString statusText(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return RunTableModel::tr("running");
    case RunStatus::Finished:
        return RunTableModel::tr("done");
    case RunStatus::Cancelled:
        return RunTableModel::tr("stopped");
    case RunStatus::Failed:
        return RunTableModel::tr("failed");
    case RunStatus::Interrupted:
        break;
    }
    return RunTableModel::tr("interrupted");
}

RunTableModel::RunTableModel(const common::Theme &theme, QObject *parent)
    : QAbstractTableModel(parent)
    , m_theme(&theme)
{
}

void RunTableModel::setRows(std::vector<RunRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void RunTableModel::setInLanes(const QStringList &names)
{
    for (RunRow &item : m_rows) {
        item.isInLanes = names.contains(toQString(item.run.name));
    }
    if (!m_rows.empty()) {
        emit dataChanged(index(0, Name), index(rowCount() - 1, Name));
    }
}

const RunRow *RunTableModel::row(int index) const
{
    return index >= 0 && index < rowCount() ? &m_rows[static_cast<std::size_t>(index)] : nullptr;
}

int RunTableModel::rowOf(const QString &name) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const RunRow &item) {
        return toQString(item.run.name) == name;
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Count;
}

QString RunTableModel::text(const RunRow &row, int column) const
{
    switch (column) {
    case Name:
        return toQString(row.run.name);
    case Recipe:
        return toQString(row.run.recipe);
    case Labels:
        return row.labels;
    case Seed:
        return QString::number(row.run.seed);
    case Map3:
        return percentText(row.mapAt(0.3));
    case Map5:
        return percentText(row.mapAt(0.5));
    case Map7:
        return percentText(row.mapAt(0.7));
    case Average:
        return percentText(row.averageMap());
    case State:
        return statusText(row.run.status);
    default:
        return whenText(row.run.startedAt);
    }
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    const RunRow *item = row(index.row());
    if (item == nullptr) {
        return {};
    }
    const int column = index.column();
    const bool isNumber = column >= Seed && column <= Average;
    switch (role) {
    case Qt::DisplayRole:
        return text(*item, column);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return isNumber ? common::numberFont(12)
                        : common::textFont(12, item->isInLanes && column == Name ? QFont::DemiBold
                                                                                 : QFont::Normal);
    case Qt::ForegroundRole:
        return column == Name || column == Average ? m_theme->text : m_theme->text2;
    case Qt::DecorationRole:
        if (column == Name && item->isInLanes) {
            return common::iconPixmap(QStringLiteral("eye"), 14, m_theme->accent, 1.0);
        }
        if (column == State) {
            const auto [icon, color] = iconOf(item->run.status, *m_theme);
            return common::iconPixmap(icon, 14, color, 1.0);
        }
        return {};
    case Qt::ToolTipRole:
        if (column >= Map3 && column <= Average && item->metrics) {
            return tr("%1 on the test split, of the %2")
                .arg(common::protocolText(item->metrics->protocol, item->metrics->tiou),
                     item->metrics->student ? tr("student") : tr("generator"));
        }
        return text(*item, column);
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Run");
    case Recipe:
        return tr("Recipe");
    case Labels:
        return tr("Labels");
    case Seed:
        return tr("Seed");
    case Map3:
        return QStringLiteral(".3");
    case Map5:
        return QStringLiteral(".5");
    case Map7:
        return QStringLiteral(".7");
    case Average:
        return tr("avg");
    case State:
        return tr("State");
    default:
        return tr("When");
    }
}

} // namespace ui::jobs

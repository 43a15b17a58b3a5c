#include "ui/analysis/stages_panel.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/analysis/figure_table.h"
#include "ui/analysis/panel_parts.h"
#include "ui/analysis/score_bars.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"
#include "ui/edit/class_chip.h"

namespace ui::analysis {

using common::countText;
using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::ProjectSession;
using core::edit::StageSurvey;
using core::edit::SurveyedStage;
using core::model::TrackRole;
using core::tal::BoundaryCounts;
using core::tal::QualityCounts;
using core::tal::SegmentPlace;

namespace {

constexpr std::size_t kMostPlaces = 1000;

QString percent(double share)
{
    return QString::number(100.0 * share, 'f', 1);
}

QString secondsText(double seconds)
{
    const QString text = QString::number(std::abs(seconds), 'f', 2);
    const QChar sign = seconds < 0 ? QChar(0x2212) : QLatin1Char('+');
    return text == QLatin1String("0.00") ? text : sign + text;
}

QString count(std::size_t number)
{
    return countText(static_cast<qint64>(number));
}

QStringList qualityHeads()
{
    return {StagesPanel::tr("labels"),  StagesPanel::tr("prec."), StagesPanel::tr("recall"),
            StagesPanel::tr("start s"), StagesPanel::tr("end s"), StagesPanel::tr("split"),
            StagesPanel::tr("merged"),  StagesPanel::tr("missed")};
}

QStringList qualityCells(const QualityCounts &counts, const BoundaryCounts &bounds)
{
    return {count(counts.labels),          percent(counts.precision()),
            percent(counts.recall()),      secondsText(bounds.startErrorS),
            secondsText(bounds.endErrorS), count(bounds.split),
            count(bounds.merged),          count(bounds.missed)};
}

} // namespace

StagesPanel::StagesPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
    , m_survey(std::make_shared<const StageSurvey>())
    , m_tiou(choiceBox(QStringLiteral("stagesTiou"), tr("tIoU"), {}))
    , m_subset(choiceBox(QStringLiteral("stagesSubset"), tr("Videos"), {}))
    , m_frame(hintLabel())
    , m_stages(new FigureTable)
    , m_scoreTitle(sectionTitle({}))
    , m_scores(new ScoreBars(theme))
    , m_calibration(hintLabel())
    , m_detail(choiceBox(QStringLiteral("stagesDetail"), tr("What the table shows"),
                         {tr("Per class"), tr("Per video"), tr("Class confusion"),
                          tr("Agreement of stages and runs")}))
    , m_details(new FigureTable)
    , m_wrong(choiceBox(QStringLiteral("stagesWrong"), tr("Which segments"),
                        {tr("Missed instances"), tr("Instances that are split"),
                         tr("Labels that merge instances"), tr("Bounds that are off most")}))
    , m_listTitle(hintLabel())
    , m_list(new PlaceList(theme))
{
    setObjectName(QStringLiteral("stagesPanel"));
    for (const double tiou : {0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7}) {
        m_tiou->addItem(tr("tIoU %1").arg(tiou), tiou);
    }
    build();
    for (QComboBox *box : {m_tiou, m_subset}) {
        connect(box, &QComboBox::activated, this, &StagesPanel::refreshNow);
    }
    connect(m_stages, &QTableWidget::currentCellChanged, this, &StagesPanel::showStage);
    connect(m_detail, &QComboBox::activated, this, &StagesPanel::showDetail);
    connect(m_details, &QTableWidget::itemSelectionChanged, this, &StagesPanel::showPlaces);
    connect(m_wrong, &QComboBox::activated, this, &StagesPanel::showPlaces);
    connect(m_list, &PlaceList::placeChosen, this, &StagesPanel::placeChosen);
}

void StagesPanel::build()
{
    m_stages->setObjectName(QStringLiteral("stagesTable"));
    m_stages->setAccessibleName(tr("Quality of every stage"));
    m_details->setObjectName(QStringLiteral("stagesDetails"));
    m_details->setAccessibleName(tr("Details of the chosen stage"));
    m_details->setIconSize(edit::kClassChip);
    m_scores->setObjectName(QStringLiteral("stagesScores"));
    m_list->setObjectName(QStringLiteral("stagesList"));
    m_list->setAccessibleName(tr("Segments of the chosen stage"));
    m_list->setMinimumHeight(180);
    auto *options = new QHBoxLayout;
    options->addWidget(m_tiou, 1);
    options->addWidget(m_subset, 1);
    options->addWidget(m_stages->makeCopyButton(theme()));
    auto *detailHead = new QHBoxLayout;
    detailHead->addWidget(m_detail, 1);
    detailHead->addWidget(m_details->makeCopyButton(theme()));
    body()->addLayout(options);
    body()->addWidget(m_frame);
    body()->addWidget(m_stages);
    body()->addWidget(hairline());
    body()->addWidget(m_scoreTitle);
    body()->addWidget(m_scores);
    body()->addWidget(m_calibration);
    body()->addWidget(hairline());
    body()->addLayout(detailHead);
    body()->addWidget(m_details);
    body()->addWidget(hairline());
    body()->addWidget(m_wrong);
    body()->addWidget(m_listTitle);
    body()->addWidget(m_list, 1);
}

void StagesPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_stages->setTheme(theme);
    m_details->setTheme(theme);
    m_scores->setTheme(theme);
    m_list->setTheme(theme);
}

void StagesPanel::setClasses(const common::ClassStyles &classes)
{
    AnalysisPanel::setClasses(classes);
    m_list->setClasses(classes);
}

void StagesPanel::clear()
{
    m_survey = std::make_shared<const StageSurvey>();
    m_stages->begin({});
    m_details->begin({});
    m_scores->setBars({}, false);
    m_list->setRows({});
}

void StagesPanel::refresh()
{
    std::set<QString> subsets;
    for (const core::model::Video &video : project()->document().videos()) {
        subsets.insert(toQString(video.subset));
    }
    const QString former = m_subset->currentData().toString();
    m_subset->clear();
    m_subset->addItem(tr("all videos"), QString());
    for (const QString &subset : subsets) {
        if (!subset.isEmpty()) {
            m_subset->addItem(subset, subset);
        }
    }
    m_subset->setCurrentIndex(std::max(0, m_subset->findData(former)));
    if (m_survey->stages.empty()) {
        showMessage(tr("Measuring every stage…"));
    }
    const core::edit::SurveyOptions options{.tiou = m_tiou->currentData().toDouble(),
                                            .subset =
                                                common::toUtf8(m_subset->currentData().toString())};
    using Shared = std::shared_ptr<const StageSurvey>;
    compute<Shared>(
        [options](const ProjectSession &session, const CancelToken &) -> Result<Shared> {
            return std::make_shared<const StageSurvey>(
                TRY(core::edit::surveyStages(session, options)));
        },
        [this](Shared survey) { take(std::move(survey)); });
}

void StagesPanel::take(std::shared_ptr<const StageSurvey> survey)
{
    const int former = m_stages->currentRow();
    m_survey = std::move(survey);
    fillStages();
    // At first the pseudo-labels, which are what a student learns from.
    int row = former;
    for (std::size_t i = 0; i < m_survey->stages.size() && former < 0; ++i) {
        if (m_survey->stages[i].role == TrackRole::PseudoLabel) {
            row = static_cast<int>(i);
        }
    }
    const QSignalBlocker quiet(m_stages);
    m_stages->setCurrentCell(std::clamp(row, 0, m_stages->rowCount() - 1), 0);
    showStage();
}

QString StagesPanel::nameOf(const SurveyedStage &stage) const
{
    switch (stage.role) {
    case TrackRole::Proposal:
        return tr("Raw proposals · %1").arg(toQString(stage.track));
    case TrackRole::PseudoLabel:
        return tr("Pseudo-labels · %1").arg(toQString(stage.track));
    case TrackRole::Prediction:
        return tr("Predictions · %1").arg(toQString(stage.track));
    default:
        return tr("Labels as they are now");
    }
}

void StagesPanel::fillStages()
{
    const QSignalBlocker quiet(m_stages);
    m_stages->begin(QStringList{tr("Stage")} + qualityHeads() +
                    QStringList{tr("mAP"), tr("calib.")});
    std::size_t most = 0;
    for (const SurveyedStage &stage : m_survey->stages) {
        std::size_t labels = 0;
        for (const std::size_t bin : stage.scores) {
            labels += bin;
        }
        if (!stage.quality) {
            m_stages->addRow({nameOf(stage), count(labels)});
            continue;
        }
        const core::tal::StageQuality &quality = *stage.quality;
        most = std::max(most, quality.labels.videos.size());
        m_stages->addRow(QStringList{nameOf(stage)} +
                         qualityCells(quality.labels.total, quality.boundaries) +
                         QStringList{percent(quality.labels.map),
                                     QString::number(quality.calibrationError, 'f', 3)});
    }
    m_stages->finish();
    m_frame->setText(
        most == 0 ? tr("No ground truth: scores and agreement only.")
                  : tr("%1 · up to %2 with ground truth · activitynet rule, "
                       "tIoU %3 · in %; bounds: negative is too early")
                        .arg(m_subset->currentText(), common::videosText(static_cast<qint64>(most)))
                        .arg(m_tiou->currentData().toDouble()));
}

const SurveyedStage *StagesPanel::chosenStage() const
{
    const int row = m_stages->currentRow();
    return row < 0 || row >= static_cast<int>(m_survey->stages.size())
               ? nullptr
               : &m_survey->stages[static_cast<std::size_t>(row)];
}

void StagesPanel::showStage()
{
    const SurveyedStage *stage = chosenStage();
    if (stage == nullptr) {
        return;
    }
    m_scoreTitle->setText(tr("Scores: %1").arg(nameOf(*stage)));
    std::vector<ScoreBars::Bar> bars(core::edit::kScoreBins);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        bars[i].labels = stage->scores[i];
        if (stage->quality) {
            const core::tal::CalibrationBin &bin = stage->quality->calibration[i];
            bars[i] = {bin.labels, bin.right, bin.meanScore};
        }
    }
    m_scores->setBars(std::move(bars), stage->quality.has_value());
    m_calibration->setText(
        stage->quality
            ? tr("Green: right; the line: as many as the scores promise. Mean difference %1.")
                  .arg(stage->quality->calibrationError, 0, 'f', 3)
            : tr("Mean score %1").arg(stage->meanScore, 0, 'f', 2));
    showDetail();
}

void StagesPanel::showDetail()
{
    const SurveyedStage *stage = chosenStage();
    if (stage == nullptr) {
        return;
    }
    {
        const QSignalBlocker quiet(m_details);
        const auto detail = static_cast<Detail>(m_detail->currentIndex());
        m_details->begin({});
        if (detail == Detail::Agreement) {
            fillAgreement();
        } else if (stage->quality && detail == Detail::Confusion) {
            fillConfusion(*stage->quality);
        } else if (stage->quality) {
            fillNamed(*stage->quality);
        }
        m_details->finish();
    }
    showPlaces();
}

void StagesPanel::fillNamed(const core::tal::StageQuality &quality)
{
    const bool isByClass = static_cast<Detail>(m_detail->currentIndex()) == Detail::Classes;
    const auto &counts = isByClass ? quality.labels.classes : quality.labels.videos;
    const auto &bounds = isByClass ? quality.classes : quality.videos;
    m_details->begin(QStringList{isByClass ? tr("Class") : tr("Video")} + qualityHeads());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const QString name = toQString(counts[i].name);
        QIcon chip;
        for (int c = 0; isByClass && c < classes().size(); ++c) {
            if (classes().of(c).name == name) {
                chip = edit::classChip(classes().of(c));
            }
        }
        m_details->addRow(QStringList{name} + qualityCells(counts[i].counts, bounds[i].counts),
                          chip);
    }
}

void StagesPanel::fillConfusion(const core::tal::StageQuality &quality)
{
    m_details->begin({tr("Ground truth"), tr("labels"), tr("labelled as")});
    const auto name = [](const std::string &text, const QString &none) {
        return text.empty() ? none : toQString(text);
    };
    std::vector<core::tal::ConfusionCell> cells = quality.confusion;
    std::stable_sort(cells.begin(), cells.end(),
                     [](const auto &a, const auto &b) { return a.count > b.count; });
    for (const core::tal::ConfusionCell &cell : cells) {
        if (cell.truth != cell.label) {
            m_details->addRow({name(cell.truth, tr("background")), count(cell.count),
                               name(cell.label, tr("nothing"))});
        }
    }
}

void StagesPanel::fillAgreement()
{
    const auto row = static_cast<std::size_t>(m_stages->currentRow());
    m_details->begin({tr("With"), tr("also there %"), tr("the reverse %")});
    for (std::size_t i = 0; i < m_survey->stages.size(); ++i) {
        if (i != row) {
            m_details->addRow({nameOf(m_survey->stages[i]),
                               percent(m_survey->agreement[row][i].share()),
                               percent(m_survey->agreement[i][row].share())});
        }
    }
}

PlaceRow StagesPanel::instanceRow(const SegmentPlace &at, const QString &detail) const
{
    const auto &video = m_survey->truth.videos[static_cast<std::size_t>(at.video)];
    const core::model::Instance &truth = video.instances[static_cast<std::size_t>(at.item)];
    PlaceRow row;
    row.place.video = toQString(video.video);
    row.place.range = {core::base::secondsToUs(truth.start), core::base::secondsToUs(truth.end)};
    row.place.role = TrackRole::GroundTruth;
    row.classOrdinal = truth.classIndex;
    row.title = QStringLiteral("%1  %2–%3")
                    .arg(row.place.video)
                    .arg(truth.start, 0, 'f', 1)
                    .arg(truth.end, 0, 'f', 1);
    row.detail = detail;
    return row;
}

PlaceRow StagesPanel::labelRow(const SurveyedStage &stage, const SegmentPlace &at,
                               const QString &detail) const
{
    const auto v = static_cast<std::size_t>(at.video);
    const auto d = static_cast<std::size_t>(at.item);
    const core::model::Detection &label = stage.labels.set.videos[v].detections[d];
    PlaceRow row;
    row.place.video = toQString(stage.labels.set.videos[v].video);
    row.place.range = {core::base::secondsToUs(label.start), core::base::secondsToUs(label.end)};
    row.place.segment = toQString(stage.labels.uuids[v][d]);
    row.classOrdinal = label.classIndex;
    row.title = QStringLiteral("%1  %2–%3")
                    .arg(row.place.video)
                    .arg(label.start, 0, 'f', 1)
                    .arg(label.end, 0, 'f', 1);
    row.value = common::scoreText(label.score);
    row.detail = detail;
    return row;
}

std::vector<PlaceRow> StagesPanel::placesOf(const SurveyedStage &stage, Wrong wrong) const
{
    const core::tal::StageQuality &quality = *stage.quality;
    std::vector<PlaceRow> rows;
    if (wrong == Wrong::Bounds) {
        std::vector<core::tal::MatchedLabel> matched = quality.matched;
        const auto most = [](const core::tal::MatchedLabel &label) {
            return std::max(std::abs(label.startErrorS), std::abs(label.endErrorS));
        };
        std::stable_sort(matched.begin(), matched.end(),
                         [&](const auto &a, const auto &b) { return most(a) > most(b); });
        for (const core::tal::MatchedLabel &label : matched) {
            rows.push_back(
                labelRow(stage, {label.video, label.detection},
                         tr("start %1 s, end %2 s")
                             .arg(secondsText(label.startErrorS), secondsText(label.endErrorS))));
        }
        return rows;
    }
    if (wrong == Wrong::Merged) {
        for (const SegmentPlace &at : quality.merged) {
            rows.push_back(labelRow(stage, at, tr("holds several instances")));
        }
        return rows;
    }
    const bool isMissed = wrong == Wrong::Missed;
    for (const SegmentPlace &at : isMissed ? quality.missed : quality.split) {
        rows.push_back(
            instanceRow(at, isMissed ? tr("no label touches it") : tr("holds several labels")));
    }
    return rows;
}

// A class or video that is chosen in the table limits the list.
bool StagesPanel::isWanted(const PlaceRow &row) const
{
    const auto chosen = m_details->selectedItems();
    if (chosen.isEmpty()) {
        return true;
    }
    const QString name = m_details->item(chosen.front()->row(), 0)->text();
    switch (static_cast<Detail>(m_detail->currentIndex())) {
    case Detail::Classes:
        return toQString(m_survey->truth.classes[static_cast<std::size_t>(row.classOrdinal)]) ==
               name;
    case Detail::Videos:
        return row.place.video == name;
    default:
        return true;
    }
}

void StagesPanel::showPlaces()
{
    const SurveyedStage *stage = chosenStage();
    std::vector<PlaceRow> rows;
    if (stage != nullptr && stage->quality) {
        rows = placesOf(*stage, static_cast<Wrong>(m_wrong->currentIndex()));
        std::erase_if(rows, [this](const PlaceRow &row) { return !isWanted(row); });
    }
    m_listTitle->setText(tr("%1; Enter goes there and, again, to the next")
                             .arg(common::segmentsText(static_cast<qint64>(rows.size()))));
    rows.resize(std::min(rows.size(), kMostPlaces));
    m_list->startWith(std::move(rows));
}

} // namespace ui::analysis

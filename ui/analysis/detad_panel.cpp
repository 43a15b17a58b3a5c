#include "ui/analysis/detad_panel.h"

#include <algorithm>
#include <array>
#include <set>

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/file.h"
#include "core/data/range_list.h"

#include "ui/analysis/chart_export.h"
#include "ui/analysis/comparison_bar.h"
#include "ui/analysis/mean_diagnosis_table.h"
#include "ui/analysis/panel_parts.h"
#include "ui/analysis/share_bar.h"
#include "ui/analysis/side_by_side.h"
#include "ui/common/color_math.h"
#include "ui/common/core_texts.h"
#include "ui/common/counted.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/timeline/error_style.h"

namespace ui::analysis {

using common::countText;
using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::ProjectSession;
using core::edit::TrackComparison;
using core::tal::BinSet;
using core::tal::DiagnosedInstance;
using core::tal::DiagnosedPrediction;
using core::tal::DiagnosisTies;
using core::tal::ErrorType;
using core::tal::kErrorTypeCount;

namespace {

constexpr QSize kBadge = {28, 18};
constexpr QSize kBadgeSize = {33, 18}; // with its distance from the name
const QString kMissed = QStringLiteral("gain:missed");

// How an error looks in the lanes and in the profile: hue, pattern and letter; what is missed is an
// outline.
QIcon errorBadge(const timeline::ErrorStyle &style, bool isMissed, const common::Theme &theme)
{
    QIcon icon;
    for (const qreal ratio : {1.0, 2.0}) {
        QPixmap pixmap(kBadgeSize * ratio);
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        const QRect box(QPoint(0, 0), kBadge);
        if (isMissed) {
            painter.setPen(QPen(style.color, 1.5, Qt::DashLine));
            painter.drawRect(box.adjusted(1, 1, -1, -1));
        } else {
            const QColor ink = common::withAlpha(common::inkOn(style.color), 0.53);
            painter.fillRect(box, style.color);
            painter.fillRect(box, common::patternBrush(style.pattern, ink, ratio));
            painter.fillRect(QRect(2, 2, 14, 14), theme.casing);
        }
        painter.setPen(isMissed ? style.color : theme.text);
        painter.setFont(common::textFont(10, QFont::Bold));
        painter.drawText(QRect(2, 2, 14, 14), Qt::AlignCenter, style.letter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

core::base::TimeRange rangeOf(double start, double end)
{
    return {core::base::secondsToUs(start), core::base::secondsToUs(end)};
}

QString secondsText(double start, double end)
{
    return QStringLiteral("%1–%2").arg(start, 0, 'f', 1).arg(end, 0, 'f', 1);
}

std::size_t videosOf(const std::vector<PlaceRow> &rows)
{
    std::set<QString> videos;
    for (const PlaceRow &row : rows) {
        videos.insert(row.place.video);
    }
    return videos.size();
}

} // namespace

DetadPanel::DetadPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
    , m_bar(new ComparisonBar)
    , m_tiou(choiceBox(QStringLiteral("detadTiou"), tr("tIoU"), {}))
    , m_ties(choiceBox(QStringLiteral("detadTies"), tr("Ties"),
                       {tr("ties as DETAD"), tr("ties to the same label")}))
    , m_meanOver(choiceBox(QStringLiteral("detadMean"), tr("Mean over tIoU"), {tr("no mean")}))
    , m_meanTable(new MeanDiagnosisTable)
    , m_bins(choiceBox(QStringLiteral("detadBins"), tr("Bins"),
                       {tr("bins of %1").arg(QStringLiteral("THUMOS'14")),
                        tr("bins of %1").arg(QStringLiteral("ActivityNet"))}))
    , m_frame(hintLabel())
    , m_export(new QPushButton(tr("Export…")))
    , m_profile(new ProfilePlot(theme))
    , m_gains(new QGridLayout)
    , m_which(choiceBox(QStringLiteral("detadWhich"), tr("By which characteristic"),
                        {tr("coverage"), tr("length"), tr("instances in the video")}))
    , m_measure(choiceBox(QStringLiteral("detadMeasure"), tr("What is measured"),
                          {tr("mAP"), tr("missed")}))
    , m_characteristic(new CharacteristicPlot(theme))
    , m_listTitle(sectionTitle(tr("Click a bar to see its segments")))
    , m_list(new PlaceList(theme))
{
    setObjectName(QStringLiteral("detadPanel"));
    for (const double tiou : {0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.75, 0.95}) {
        m_tiou->addItem(tr("tIoU %1").arg(tiou), tiou);
    }
    for (const char *list : {"0.1:0.1:0.7", "0.3:0.1:0.7", "0.5:0.05:0.95"}) {
        m_meanOver->addItem(tr("mean over %1").arg(QString::fromLatin1(list)), QByteArray(list));
    }
    m_which->setCurrentIndex(1);
    build();
    connect(m_bar, &ComparisonBar::changed, this, &DetadPanel::refreshNow);
    for (QComboBox *box : {m_tiou, m_ties, m_bins, m_meanOver}) {
        connect(box, &QComboBox::activated, this, &DetadPanel::refreshNow);
    }
    for (QComboBox *box : {m_which, m_measure}) {
        connect(box, &QComboBox::activated, this, &DetadPanel::fillCharacteristic);
    }
    connect(m_profile, &ProfilePlot::barChosen, this, &DetadPanel::showGroup);
    connect(m_characteristic, &CharacteristicPlot::barChosen, this,
            [this](int bin) { showMissed(m_which->currentIndex(), bin); });
    connect(m_list, &PlaceList::placeChosen, this, &DetadPanel::placeChosen);
}

void DetadPanel::build()
{
    m_profile->setObjectName(QStringLiteral("profile"));
    m_profile->setAccessibleName(tr("False-positive profile; arrows choose a bar"));
    m_characteristic->setObjectName(QStringLiteral("characteristic"));
    m_characteristic->setAccessibleName(tr("By characteristic; arrows choose a bar"));
    m_list->setObjectName(QStringLiteral("detadList"));
    m_list->setAccessibleName(tr("Segments of the chosen bar"));
    m_list->setMinimumHeight(180);
    m_gains->setVerticalSpacing(4);
    m_gains->setColumnStretch(1, 1);
    auto *options = new QGridLayout;
    options->addWidget(m_tiou, 0, 0);
    options->addWidget(m_bins, 0, 1);
    options->addWidget(m_ties, 1, 0);
    options->addWidget(m_meanOver, 1, 1);
    auto *head = new QHBoxLayout;
    m_export->setObjectName(QStringLiteral("detadExport"));
    m_export->setIcon(common::themedIcon(QStringLiteral("download"), theme()));
    connect(m_export, &QPushButton::clicked, this, &DetadPanel::askAndExport);
    head->addWidget(sectionTitle(tr("False-positive profile")), 1);
    head->addWidget(m_export);
    auto *characteristicHead = new QHBoxLayout;
    characteristicHead->addWidget(m_measure, 1);
    characteristicHead->addWidget(rowLabel(tr("by")));
    characteristicHead->addWidget(m_which, 2);
    m_meanTable->setObjectName(QStringLiteral("detadMeans"));
    m_meanTable->setAccessibleName(tr("Means over the list of tIoU"));
    m_meanTable->hide();
    auto *profile = new QVBoxLayout;
    profile->addLayout(head);
    profile->addWidget(m_frame);
    profile->addWidget(m_profile);
    profile->addStretch(1);
    auto *causes = new QVBoxLayout;
    causes->addWidget(sectionTitle(tr("mAP gained if this error were fixed")));
    causes->addLayout(m_gains);
    causes->addWidget(m_meanTable);
    causes->addWidget(sectionTitle(tr("Sensitivity and misses")));
    causes->addLayout(characteristicHead);
    causes->addWidget(m_characteristic);
    causes->addStretch(1);
    body()->addWidget(m_bar);
    body()->addLayout(options);
    body()->addWidget(hairline());
    body()->addWidget(new SideBySide(profile, causes, 3, 2));
    body()->addWidget(hairline());
    body()->addWidget(m_listTitle);
    body()->addWidget(
        hintLabel(tr("Enter goes to the segment and, again, to the next; F8 from anywhere.")));
    body()->addWidget(m_list, 1);
}

void DetadPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_profile->setTheme(theme);
    m_characteristic->setTheme(theme);
    m_list->setTheme(theme);
    m_export->setIcon(common::themedIcon(QStringLiteral("download"), theme));
    fillGains();
}

void DetadPanel::setClasses(const common::ClassStyles &classes)
{
    AnalysisPanel::setClasses(classes);
    m_list->setClasses(classes);
}

void DetadPanel::clear()
{
    m_comparison.reset();
    m_diagnosis = {};
    m_mean.reset();
    m_meanTable->hide();
    m_profile->setProfile({});
    m_characteristic->setBars({}, CharacteristicPlot::Measure::Map);
    m_list->setRows({});
    fillGains();
}

void DetadPanel::refresh()
{
    m_bar->setProject(project()->session());
    if (m_bar->isEmpty()) {
        showMessage(tr("Nothing to diagnose yet. Train a run (Run, Train a run) or import "
                       "predictions (File, Import)."));
        return;
    }
    if (m_comparison == nullptr) {
        showMessage(tr("Diagnosing…"));
    }
    core::tal::DiagnosisOptions options;
    options.tiou = m_tiou->currentData().toDouble();
    options.ties =
        m_ties->currentIndex() == 0 ? DiagnosisTies::FirstInFile : DiagnosisTies::PreferSameLabel;
    options.bins = m_bins->currentIndex() == 0 ? BinSet::Thumos14 : BinSet::ActivityNet;
    compute<Diagnosed>(
        [choice = m_bar->choice(), options,
         list = m_meanOver->currentData().toByteArray().toStdString()](
            const ProjectSession &session, const CancelToken &) -> Result<Diagnosed> {
            Diagnosed diagnosed;
            auto comparison = TRY(readComparison(session, choice));
            core::tal::DiagnosisOptions chosen = options;
            chosen.subset = comparison.choice.subset;
            chosen.videos = comparison.choice.videos;
            diagnosed.diagnosis =
                TRY(core::tal::diagnose(comparison.truth, comparison.detections.set, chosen));
            if (const auto over = core::data::decimalList(list); over && !list.empty()) {
                diagnosed.mean = TRY(core::tal::diagnoseMean(
                    comparison.truth, comparison.detections.set, chosen, *over));
            }
            diagnosed.frame = frameOf(choice, comparison);
            diagnosed.comparison = std::make_shared<const TrackComparison>(std::move(comparison));
            return diagnosed;
        },
        [this](Diagnosed diagnosed) { take(std::move(diagnosed)); });
}

void DetadPanel::take(Diagnosed diagnosed)
{
    const auto chosen = m_profile->chosen();
    m_comparison = diagnosed.comparison;
    m_diagnosis = std::move(diagnosed.diagnosis);
    m_mean = std::move(diagnosed.mean);
    m_meanTable->setVisible(m_mean.has_value());
    if (m_mean) {
        m_meanTable->fill(*m_mean);
    }
    m_frameText =
        tr("%1 · %2 · G = %3 · tIoU %4 · normalised mAP %5")
            .arg(diagnosed.frame, common::videosText(static_cast<qint64>(m_diagnosis.videos)),
                 countText(static_cast<qint64>(m_diagnosis.gtInstances)))
            .arg(m_diagnosis.tiou)
            .arg(percentText(m_diagnosis.map));
    m_frame->setText(m_frameText);
    m_profile->setProfile(m_diagnosis.profile);
    fillGains();
    fillCharacteristic();
    if (chosen && chosen->group < static_cast<int>(m_diagnosis.profile.size())) {
        showGroup(*chosen);
    }
}

// A row an error: what fixing it gains; it opens all its segments.
void DetadPanel::fillGains()
{
    while (QLayoutItem *item = m_gains->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    double most = std::max(m_diagnosis.missedGain, 1e-9);
    for (const double gain : m_diagnosis.mapGain) {
        most = std::max(most, gain);
    }
    const auto add = [&](int row, const timeline::ErrorStyle &style, const QString &name,
                         double gain, const QString &id, auto &&open) {
        auto *button = new QPushButton(errorBadge(style, id == kMissed, theme()), name);
        button->setIconSize(kBadgeSize);
        button->setObjectName(id);
        button->setProperty("row", true);
        button->setFixedHeight(24);
        button->setStyleSheet(QStringLiteral("text-align: left;"));
        button->setToolTip(tr("Shows these segments"));
        connect(button, &QPushButton::clicked, this, open);
        auto *bar = new ShareBar(theme());
        bar->setShare(std::max(gain, 0.0) / most, style.color);
        m_gains->addWidget(button, row, 0);
        m_gains->addWidget(bar, row, 1);
        m_gains->addWidget(numberLabel(pointsText(gain)), row, 2);
    };
    add(0, timeline::missedStyle(theme()), tr("Missed"), m_diagnosis.missedGain, kMissed,
        [this] { showMissed(-1, -1); });
    for (std::size_t i = 1; i < kErrorTypeCount; ++i) {
        const auto type = static_cast<ErrorType>(i);
        add(static_cast<int>(i), timeline::errorStyle(type, theme()), timeline::errorName(type),
            m_diagnosis.mapGain[i],
            QStringLiteral("gain:") + timeline::errorStyle(type, theme()).letter,
            [this, type] { showType(type); });
    }
}

void DetadPanel::fillCharacteristic()
{
    const auto which = static_cast<std::size_t>(m_which->currentIndex());
    if (which < m_diagnosis.characteristics.size()) {
        m_characteristic->setBars(m_diagnosis.characteristics[which],
                                  m_measure->currentIndex() == 0
                                      ? CharacteristicPlot::Measure::Map
                                      : CharacteristicPlot::Measure::Missed);
    }
}

void DetadPanel::showGroup(const ProfilePlot::Bar &bar)
{
    std::vector<const DiagnosedPrediction *> chosen;
    for (const DiagnosedPrediction &item : m_diagnosis.predictions) {
        if (item.group == bar.group && item.type == bar.type) {
            chosen.push_back(&item);
        }
    }
    showPredictions(chosen,
                    tr("%1 in group %2G").arg(timeline::errorName(bar.type)).arg(bar.group + 1));
}

void DetadPanel::showType(ErrorType type)
{
    m_profile->clearChoice();
    std::vector<const DiagnosedPrediction *> chosen;
    for (const DiagnosedPrediction &item : m_diagnosis.predictions) {
        if (item.type == type) {
            chosen.push_back(&item);
        }
    }
    showPredictions(chosen, timeline::errorName(type));
}

void DetadPanel::showPredictions(const std::vector<const DiagnosedPrediction *> &predictions,
                                 const QString &title)
{
    std::vector<std::pair<double, PlaceRow>> scored;
    for (const DiagnosedPrediction *item : predictions) {
        const auto &video =
            m_comparison->detections.set.videos[static_cast<std::size_t>(item->video)];
        scored.emplace_back(video.detections[static_cast<std::size_t>(item->detection)].score,
                            rowOf(*item));
    }
    std::stable_sort(scored.begin(), scored.end(),
                     [](const auto &a, const auto &b) { return a.first > b.first; });
    std::vector<PlaceRow> rows;
    for (auto &[score, row] : scored) {
        rows.push_back(std::move(row));
    }
    m_listTitle->setText(tr("%1: %2 in %3")
                             .arg(title, countText(static_cast<qint64>(rows.size())),
                                  common::videosText(static_cast<qint64>(videosOf(rows)))));
    m_list->startWith(std::move(rows));
}

// Instances of a bin that nothing finds, or, where the chart shows mAP, all of the bin; of no bin:
// every missed one.
void DetadPanel::showMissed(int characteristic, int bin)
{
    m_profile->clearChoice();
    const bool wantsAll = characteristic >= 0 && m_measure->currentIndex() == 0;
    std::vector<PlaceRow> rows;
    for (const DiagnosedInstance &item : m_diagnosis.instances) {
        const bool isInBin =
            characteristic < 0 || item.bin[static_cast<std::size_t>(characteristic)] == bin;
        if (isInBin && (wantsAll || !item.isFound)) {
            rows.push_back(rowOf(item));
        }
    }
    m_listTitle->setText((wantsAll ? tr("Instances: %1 in %2") : tr("Missed: %1 in %2"))
                             .arg(countText(static_cast<qint64>(rows.size())),
                                  common::videosText(static_cast<qint64>(videosOf(rows)))));
    m_list->startWith(std::move(rows));
}

PlaceRow DetadPanel::rowOf(const DiagnosedPrediction &prediction) const
{
    const auto v = static_cast<std::size_t>(prediction.video);
    const auto d = static_cast<std::size_t>(prediction.detection);
    const core::edit::TrackedDetections &detections = m_comparison->detections;
    const core::model::Detection &found = detections.set.videos[v].detections[d];
    PlaceRow row;
    row.place.video = toQString(detections.set.videos[v].video);
    row.place.range = rangeOf(found.start, found.end);
    row.place.segment = toQString(detections.uuids[v][d]);
    row.classOrdinal = found.classIndex;
    row.title = row.place.video + QStringLiteral("  ") + secondsText(found.start, found.end);
    row.value = common::scoreText(found.score);
    if (prediction.instance < 0) {
        row.detail =
            tr("%1, no ground truth in this video").arg(timeline::errorName(prediction.type));
        return row;
    }
    const core::model::Instance &truth =
        m_comparison->truth.videos[static_cast<std::size_t>(prediction.gtVideo)]
            .instances[static_cast<std::size_t>(prediction.instance)];
    row.detail =
        tr("%1, tIoU %2 with %3 %4")
            .arg(timeline::errorName(prediction.type), common::scoreText(prediction.tiou),
                 toQString(m_comparison->truth.classes[static_cast<std::size_t>(truth.classIndex)]),
                 secondsText(truth.start, truth.end));
    return row;
}

PlaceRow DetadPanel::rowOf(const DiagnosedInstance &instance) const
{
    const core::model::VideoGroundTruth &video =
        m_comparison->truth.videos[static_cast<std::size_t>(instance.gtVideo)];
    const core::model::Instance &truth =
        video.instances[static_cast<std::size_t>(instance.instance)];
    PlaceRow row;
    row.place.video = toQString(video.video);
    row.place.range = rangeOf(truth.start, truth.end);
    row.place.role = core::model::TrackRole::GroundTruth;
    row.classOrdinal = truth.classIndex;
    row.title = row.place.video + QStringLiteral("  ") + secondsText(truth.start, truth.end);
    row.value = QString::number(truth.end - truth.start, 'f', 1) + QStringLiteral(" s");
    row.detail = instance.isFound ? tr("Ground truth, found") : timeline::missedName();
    return row;
}

void DetadPanel::askAndExport()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export the diagnosis"),
        QFileInfo(project()->path()).dir().filePath(QStringLiteral("detad.svg")),
        tr("Charts (*.svg *.pdf);;Figures (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    const auto saved = exportTo(common::toPath(path));
    emit noticed(saved ? tr("Exported to %1.").arg(path) : common::errorText(saved.error()));
}

// On white, whatever the theme of the window is.
Result<void> DetadPanel::exportTo(const std::filesystem::path &path)
{
    const BinSet bins = m_bins->currentIndex() == 0 ? BinSet::Thumos14 : BinSet::ActivityNet;
    if (path.extension() == ".csv") {
        return core::base::writeFileAtomically(path, diagnosisCsv(m_diagnosis, bins));
    }
    const common::Theme &paper = common::lightTheme();
    ProfilePlot profile(paper);
    profile.setProfile(m_diagnosis.profile);
    std::vector<ExportedPlot> plots = {
        {tr("False-positive profile, % of each group"), &profile.plot(), 260}};
    const QString titles[] = {tr("coverage"), tr("length"), tr("instances in the video")};
    std::array<std::unique_ptr<CharacteristicPlot>, 2 * core::tal::kCharacteristicCount> charts;
    for (std::size_t c = 0; c < m_diagnosis.characteristics.size(); ++c) {
        for (const bool isMap : {true, false}) {
            auto &chart = charts[2 * c + (isMap ? 0 : 1)];
            chart = std::make_unique<CharacteristicPlot>(paper);
            chart->setBars(m_diagnosis.characteristics[c],
                           isMap ? CharacteristicPlot::Measure::Map
                                 : CharacteristicPlot::Measure::Missed);
            plots.push_back({(isMap ? tr("mAP by %1") : tr("Missed, by %1")).arg(titles[c]),
                             &chart->plot(), 140});
        }
    }
    return exportPlots(path, tr("DETAD diagnosis"), m_frameText, plots);
}

} // namespace ui::analysis

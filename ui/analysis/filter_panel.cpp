#include "ui/analysis/filter_panel.h"

#include <utility>

#include <QButtonGroup>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_session.h"

#include "ui/analysis/filter_form.h"
#include "ui/analysis/filter_report.h"
#include "ui/analysis/panel_parts.h"
#include "ui/analysis/sweep_map.h"
#include "ui/common/core_texts.h"
#include "ui/common/counted.h"

namespace ui::analysis {

using common::countText;
using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::FilterInput;
using core::edit::FilterVideos;
using core::edit::ProjectSession;
using Progress = common::BackgroundTask::Progress;

namespace {

constexpr int kThisVideo = 0;
constexpr int kWholeSplit = 1;

// Enters the result into the project, on a thread beside the window's own session.
Result<QString> applyTo(const std::filesystem::path &path, const FilterInput &input,
                        const core::model::FilterConfig &config, const std::string &name)
{
    ProjectSession session =
        TRY(ProjectSession::open(path, core::edit::Access::WriteBeside, "taloscope"));
    const core::model::Run run = TRY(core::edit::applyFilter(session, input, config, name));
    const auto labels = TRY(core::edit::takeLabelSet(session, run.name, run.name));
    return FilterPanel::tr("%1: %2 kept as label set %3.")
        .arg(toQString(run.name), common::labelsText(static_cast<qint64>(labels.segments.size())),
             toQString(labels.set.contentHash.substr(0, 6)));
}

} // namespace

FilterPanel::FilterPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::ContentReplaced, theme, parent)
    , m_tracks(new QComboBox)
    , m_videos(new QComboBox)
    , m_form(new FilterForm(theme))
    , m_scope(new QButtonGroup(this))
    , m_report(new FilterReport(theme))
    , m_sweep(new SweepMap(theme))
    , m_apply(new QPushButton(tr("Apply as new label set…")))
    , m_reset(new QPushButton(tr("Reset")))
    , m_train(new QPushButton(tr("Train with these settings…")))
    , m_time(hintLabel())
{
    setObjectName(QStringLiteral("filterPanel"));
    build();
    connect(m_tracks, &QComboBox::activated, this, &FilterPanel::refreshNow);
    connect(m_videos, &QComboBox::activated, this, &FilterPanel::refreshNow);
    connect(m_form, &FilterForm::changed, this, &FilterPanel::settingsChanged);
    connect(m_scope, &QButtonGroup::idClicked, this, &FilterPanel::showFigures);
    connect(m_reset, &QPushButton::clicked, m_form, &FilterForm::reset);
    connect(m_apply, &QPushButton::clicked, this, &FilterPanel::askAndApply);
    connect(m_train, &QPushButton::clicked, this, &FilterPanel::trainWanted);
    connect(m_sweep, &SweepMap::chosen, m_form, &FilterForm::setConfig);
    clear();
}

FilterPanel::~FilterPanel() = default;

QLayout *FilterPanel::buildVideoChoice()
{
    m_videos->setObjectName(QStringLiteral("filterVideos"));
    m_videos->setAccessibleName(tr("Videos"));
    m_videos->setToolTip(tr("A run filters the proposals of its training videos."));
    m_videos->addItem(tr("Training videos"), static_cast<int>(FilterVideos::Training));
    m_videos->addItem(tr("All videos"), static_cast<int>(FilterVideos::All));
    auto *choice = new QHBoxLayout;
    choice->addWidget(rowLabel(tr("Videos")));
    choice->addWidget(m_videos, 1);
    return choice;
}

void FilterPanel::build()
{
    m_tracks->setObjectName(QStringLiteral("filterTrack"));
    m_tracks->setAccessibleName(tr("Proposals"));
    m_tracks->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_tracks->setMinimumContentsLength(10);
    auto *track = new QHBoxLayout;
    track->addWidget(rowLabel(tr("Proposals")));
    track->addWidget(m_tracks, 1);
    auto *head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(sectionTitle(tr("Quality")), 1);
    const std::pair<int, QString> scopes[] = {{kThisVideo, tr("This video")},
                                              {kWholeSplit, tr("Whole split")}};
    for (const auto &[id, text] : scopes) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setAccessibleName(text);
        button->setObjectName(id == kThisVideo ? QStringLiteral("scopeVideo")
                                               : QStringLiteral("scopeSplit"));
        button->setCheckable(true);
        button->setProperty("framed", true);
        m_scope->addButton(button, id);
        head->addWidget(button);
    }
    m_scope->button(kWholeSplit)->setChecked(true);
    body()->addLayout(track);
    body()->addWidget(m_form);
    body()->addWidget(hairline());
    body()->addLayout(head);
    body()->addLayout(buildVideoChoice());
    body()->addWidget(m_report);
    body()->addWidget(hairline());
    body()->addWidget(m_sweep);
    body()->addStretch(1);
    m_apply->setObjectName(QStringLiteral("filterApply"));
    m_apply->setProperty("primary", true);
    m_reset->setObjectName(QStringLiteral("filterReset"));
    m_reset->setToolTip(tr("Back to the settings in use"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_apply, 1);
    buttons->addWidget(m_reset);
    foot()->setContentsMargins(14, 8, 14, 10);
    m_train->setObjectName(QStringLiteral("filterTrain"));
    m_train->setToolTip(
        tr("Opens the run dialog: the student learns from what these settings keep"));
    auto *training = new QHBoxLayout;
    training->setSpacing(8);
    training->addWidget(m_train);
    training->addWidget(m_time, 1);
    foot()->setSpacing(6);
    foot()->addLayout(buttons);
    foot()->addLayout(training);
}

void FilterPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_form->setTheme(theme);
    m_report->setTheme(theme);
    m_sweep->setTheme(theme);
}

void FilterPanel::clear()
{
    m_previewTask.cancel();
    m_splitTask.cancel();
    m_input.reset();
    m_part.reset();
    m_before.reset();
    m_after.reset();
    m_videoBefore.reset();
    m_videoAfter.reset();
    m_isSplitStale = false;
    m_tracks->clear();
    m_sweep->setInput(nullptr, 0.0, 0.0);
    m_apply->setEnabled(false);
    m_reset->setEnabled(false);
    m_train->setEnabled(false);
    m_time->clear();
    emit previewChanged({});
}

// The tracks of proposals, the newest first; the chosen one stays chosen.
void FilterPanel::takeTracks()
{
    const QString chosen = m_tracks->currentData().toString();
    m_tracks->clear();
    std::vector<std::string> names =
        core::edit::trackNames(project()->session(), core::model::TrackRole::Proposal);
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        m_tracks->addItem(toQString(*name), toQString(*name));
    }
    m_tracks->setCurrentIndex(std::max(0, m_tracks->findData(chosen)));
}

void FilterPanel::refresh()
{
    takeTracks();
    if (m_tracks->count() == 0) {
        showMessage(tr("No proposals yet. The filter needs proposals of a generator run (Run, "
                       "Train a run) or a file (File, Import)."));
        m_apply->setEnabled(false);
        m_train->setEnabled(false);
        return;
    }
    if (m_input == nullptr) {
        showMessage(tr("Reading the proposals…"));
    }
    compute<Loaded>(
        [track = common::toUtf8(m_tracks->currentData().toString()),
         videos = static_cast<FilterVideos>(m_videos->currentData().toInt())](
            const ProjectSession &session, const CancelToken &) -> Result<Loaded> {
            Loaded loaded;
            auto input = TRY(core::edit::filterInput(session, track, videos));
            loaded.histograms = filterHistograms(input, input.inUse);
            loaded.before = TRY(filterFigures(input, input.inUse));
            loaded.input = std::make_shared<const FilterInput>(std::move(input));
            return loaded;
        },
        [this](const Loaded &loaded) { take(loaded); });
}

void FilterPanel::take(const Loaded &loaded)
{
    const bool isKnown = m_input != nullptr && m_input->track == loaded.input->track;
    const core::model::FilterConfig former = m_form->config();
    const bool wasChanged = isKnown && m_form->isChanged();
    m_input = loaded.input;
    m_before = loaded.before;
    const auto &videos = m_input->proposals.set.videos;
    std::size_t count = 0;
    for (const core::model::VideoDetections &video : videos) {
        count += video.detections.size();
    }
    m_tracks->setItemText(m_tracks->currentIndex(),
                          tr("%1 · %2 in %3")
                              .arg(toQString(m_input->track), countText(static_cast<qint64>(count)),
                                   common::videosText(static_cast<qint64>(videos.size()))));
    showVideoChoice();
    m_sweep->setInput(m_input, loaded.histograms.density.high, loaded.histograms.duration.high);
    m_form->setInput(m_input->inUse, loaded.histograms, m_input->beforeNms.has_value());
    m_part.reset();
    m_form->setConfig(wasChanged ? former : m_input->inUse);
}

// A choice only where it changes something: without a training split a run takes what there is.
void FilterPanel::showVideoChoice()
{
    const auto text = [](const QString &name, std::size_t count) {
        return QStringLiteral("%1 · %2").arg(name, countText(static_cast<qint64>(count)));
    };
    m_videos->setItemText(0, text(tr("Training videos"), m_input->trainingVideos));
    m_videos->setItemText(1, text(tr("All videos"), m_input->allVideos));
    const bool isChoice =
        m_input->trainingVideos > 0 && m_input->trainingVideos < m_input->allVideos;
    m_videos->setEnabled(isChoice);
    m_videos->setCurrentIndex(isChoice ? m_videos->currentIndex()
                                       : m_videos->findData(static_cast<int>(m_input->videos)));
}

void FilterPanel::setVideo(const QString &name)
{
    m_video = name;
    m_part.reset();
    if (m_input != nullptr && isVisible()) {
        preview();
    }
}

void FilterPanel::settingsChanged()
{
    if (m_input == nullptr) {
        return;
    }
    const bool mayWrite = project() != nullptr && !project()->isReadOnly();
    m_apply->setEnabled(hasNews() && mayWrite && !m_applyTask.isRunning());
    m_apply->setToolTip(!mayWrite    ? tr("The project is open for looking only.")
                        : !hasNews() ? tr("These settings are in use already.")
                                     : tr("Keeps the result as pseudo-labels and as a label set"));
    m_reset->setEnabled(m_form->isChanged());
    m_train->setEnabled(mayWrite);
    m_sweep->setConfig(m_form->config());
    preview();
    measureSplit();
}

// Proposals that nobody filtered (an import, a consensus) take the settings as they are.
bool FilterPanel::hasNews() const
{
    return m_form->isChanged() || !m_input->isFiltered;
}

// Segments of the open video's proposals by uuid.
std::unordered_map<std::string, qint64> FilterPanel::proposalIds() const
{
    std::unordered_map<std::string, qint64> ids;
    core::edit::Document &document = project()->document();
    const core::model::Video *video = document.videoByName(common::toUtf8(m_video));
    for (const core::model::Track &track : document.tracks()) {
        if (video == nullptr || track.videoId != video->id || track.name != m_input->track ||
            track.role != core::model::TrackRole::Proposal) {
            continue;
        }
        if (const auto segments = document.segments(track.id)) {
            for (const core::model::Segment &segment : *segments) {
                ids.emplace(segment.uuid, segment.id);
            }
        }
    }
    return ids;
}

// The open video: some milliseconds.
void FilterPanel::preview()
{
    if (m_part == nullptr) {
        m_part = std::make_shared<const FilterInput>(
            core::edit::videoPart(*m_input, common::toUtf8(m_video)));
    }
    std::unordered_map<std::string, qint64> ids = proposalIds();
    const bool isShown = hasNews() && !m_part->proposals.set.videos.empty();
    m_previewTask.start([this, part = m_part, config = m_form->config(), ids = std::move(ids),
                         isShown](const Progress &, const CancelToken &) -> std::function<void()> {
        auto items =
            std::make_shared<std::vector<timeline::SegmentItem>>(previewItems(*part, config, ids));
        const auto before = filterFigures(*part, part->inUse);
        const auto after = filterFigures(*part, config);
        return [this, part, items, before, after, isShown] {
            if (part != m_part) {
                return;
            }
            m_videoBefore = before ? std::optional(*before) : std::nullopt;
            m_videoAfter = after ? std::optional(*after) : std::nullopt;
            emit previewChanged(isShown && isVisible() ? items : nullptr);
            showFigures();
        };
    });
}

// The whole split, always the newest settings: those in between are left out.
void FilterPanel::measureSplit()
{
    m_isSplitStale = true;
    if (m_splitTask.isRunning()) {
        return;
    }
    m_isSplitStale = false;
    m_time->setText(
        tr("Filtering %1…")
            .arg(common::videosText(static_cast<qint64>(m_input->proposals.set.videos.size()))));
    m_splitTask.start([this, input = m_input, config = m_form->config()](
                          const Progress &, const CancelToken &) -> std::function<void()> {
        QElapsedTimer clock;
        clock.start();
        const auto figures = filterFigures(*input, config);
        return [this, input, figures, elapsed = clock.elapsed()] {
            if (input == m_input) {
                m_after = figures ? std::optional(*figures) : std::nullopt;
                m_time->setText(figures ? tr("%1 in %2 s")
                                              .arg(common::videosText(static_cast<qint64>(
                                                  input->proposals.set.videos.size())))
                                              .arg(static_cast<double>(elapsed) / 1000.0, 0, 'f', 2)
                                        : common::errorText(figures.error()));
                showFigures();
            }
            if (m_isSplitStale) { // other settings, or other proposals
                measureSplit();
            }
        };
    });
}

QString FilterPanel::frame() const
{
    const bool isVideo = m_scope->checkedId() == kThisVideo;
    const std::optional<FilterFigures> &figures = isVideo ? m_videoAfter : m_after;
    if (isVideo && m_part != nullptr && m_part->proposals.set.videos.empty()) {
        return m_input->videos == FilterVideos::Training
                   ? tr("%1 has no proposals that a run would filter: it is no training video.")
                         .arg(m_video)
                   : tr("%1 has no proposals.").arg(m_video);
    }
    if (!figures || !figures->quality) {
        return tr("No ground truth: precision, recall and mAP cannot be told.");
    }
    const auto videos = static_cast<qint64>(figures->quality->videos.size());
    const QString where = isVideo ? m_video
                          : m_input->quality.subset.empty()
                              ? common::videosText(videos)
                              : toQString(m_input->quality.subset) + QStringLiteral(" · ") +
                                    common::videosText(videos);
    return tr("%1 · tIoU %2 · activitynet rule").arg(where).arg(figures->quality->tiou);
}

void FilterPanel::showFigures()
{
    const bool isVideo = m_scope->checkedId() == kThisVideo;
    const auto &before = isVideo ? m_videoBefore : m_before;
    const auto &after = isVideo ? m_videoAfter : m_after;
    if (before && after) {
        m_report->showFigures(*before, *after, frame());
    }
}

void FilterPanel::askAndApply()
{
    auto *ask = new QInputDialog(this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setObjectName(QStringLiteral("filterName"));
    ask->setWindowTitle(tr("Apply as new label set"));
    ask->setLabelText(tr("Name of the pseudo-labels and of the label set (empty: filter-N):"));
    ask->setOkButtonText(tr("Apply"));
    connect(ask, &QInputDialog::textValueSelected, this,
            [this](const QString &text) { apply(text.trimmed()); });
    ask->open();
}

void FilterPanel::apply(const QString &name)
{
    if (m_input == nullptr || project() == nullptr || project()->isReadOnly() ||
        m_applyTask.isRunning()) {
        return;
    }
    m_apply->setEnabled(false);
    emit noticed(tr("Filtering the proposals…"));
    m_applyTask.start([this, input = m_input, config = m_form->config(),
                       path = common::toPath(project()->path()), text = common::toUtf8(name)](
                          const Progress &, const CancelToken &) -> std::function<void()> {
        const auto done = applyTo(path, *input, config, text);
        return [this, done, path] {
            emit noticed(done ? *done : common::errorText(done.error()));
            if (done && project() != nullptr && common::toPath(project()->path()) == path) {
                emit applied();
            }
            settingsChanged();
        };
    });
}

bool FilterPanel::isSettled() const
{
    return !isBusy() && !m_previewTask.isRunning() && !m_splitTask.isRunning() && !m_isSplitStale &&
           !m_applyTask.isRunning() && !m_sweep->isBusy();
}

void FilterPanel::showEvent(QShowEvent *event)
{
    AnalysisPanel::showEvent(event);
    if (m_input != nullptr) {
        preview();
    }
}

// The lanes show the project again once nobody asks "what if".
void FilterPanel::hideEvent(QHideEvent *event)
{
    AnalysisPanel::hideEvent(event);
    m_previewTask.cancel();
    emit previewChanged({});
}

} // namespace ui::analysis

#include "ui/workspace.h"

#include <algorithm>
#include <utility>

#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/analysis/quality_panel.h"
#include "ui/common/qt_convert.h"
#include "ui/common/settings.h"
#include "ui/edit/segment_inspector.h"
#include "ui/models/video_list_panel.h"
#include "ui/player/caption_strip.h"
#include "ui/player/playback_controller.h"
#include "ui/player/sound.h"
#include "ui/player/transport_bar.h"
#include "ui/player/video_view.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/film_strip_lane.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

namespace ui {

using core::base::TimeUs;
using core::model::TrackRole;
using timeline::SegmentItem;
using timeline::SegmentLane;
using timeline::SegmentLook;
using timeline::SegmentRows;

namespace {

constexpr std::int64_t kFrameCacheBytes = std::int64_t{256} << 20;
constexpr int kListWidth = 292;
constexpr int kInspectorWidth = 300;
constexpr int kLeastPlayer = 252; // picture, captions and transport
constexpr std::size_t kMaxStudents = 2;
constexpr int kCompactHeight = 800; // a lower window gets lower lanes
constexpr int kCompactFilmStrip = 34;

// Heights of lanes in a large and in a small window.
int heightOf(TrackRole role, bool isCompact)
{
    switch (role) {
    case TrackRole::GroundTruth:
        return isCompact ? 26 : 30;
    case TrackRole::Curve:
        return isCompact ? 62 : 90;
    case TrackRole::Proposal:
        return isCompact ? 46 : 76;
    case TrackRole::PseudoLabel:
        return isCompact ? 48 : 54;
    case TrackRole::Prediction:
        return isCompact ? 32 : 34;
    case TrackRole::Manual:
        break;
    }
    return isCompact ? 38 : 44;
}

QSplitter *makeSplitter(Qt::Orientation orientation)
{
    auto *splitter = new QSplitter(orientation);
    splitter->setHandleWidth(3);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

// What a caption says about a segment at a time.
QString captionOf(const SegmentItem &item, TimeUs time)
{
    switch (item.look) {
    case SegmentLook::GroundTruth:
        return QStringLiteral("%1/%2 s")
            .arg(core::base::usToSeconds(time - item.range.startUs), 0, 'f', 1)
            .arg(core::base::usToSeconds(item.range.durationUs()), 0, 'f', 1);
    case SegmentLook::Confirmed:
        return Workspace::tr("confirmed");
    case SegmentLook::Draft:
        return Workspace::tr("draft");
    case SegmentLook::Rejected:
        return Workspace::tr("rejected");
    default:
        return item.score ? common::scoreText(*item.score) : QString();
    }
}

} // namespace

Workspace::Workspace(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_decoder(std::make_unique<player::DecodeWorker>(kFrameCacheBytes))
    , m_thumbnails(std::make_unique<player::DecodeWorker>(0))
{
    m_controller = new player::PlaybackController(*m_decoder, {}, this);
    m_sound = new player::Sound(*m_controller, this);
    build();
    connectParts();
}

Workspace::~Workspace() = default;

void Workspace::build()
{
    m_list = new models::VideoListPanel(*m_theme);
    m_view = new player::VideoView(*m_theme);
    m_captions = new player::CaptionStrip(*m_theme);
    m_transport = new player::TransportBar(*m_controller, *m_theme);
    m_timeline = new timeline::TimelineView(*m_theme);
    m_inspector = new edit::SegmentInspector(*m_theme);
    m_quality = new analysis::QualityPanel;
    auto *player = new QWidget;
    auto *playerLayout = new QVBoxLayout(player);
    playerLayout->setContentsMargins(0, 0, 0, 0);
    playerLayout->setSpacing(0);
    playerLayout->addWidget(m_view, 1);
    playerLayout->addWidget(m_captions);
    playerLayout->addWidget(m_transport);

    m_top = makeSplitter(Qt::Horizontal);
    m_top->addWidget(m_list);
    m_top->addWidget(player);
    m_top->setStretchFactor(0, 0);
    m_top->setStretchFactor(1, 1);
    m_top->setSizes({kListWidth, 800});
    m_rows = makeSplitter(Qt::Vertical);
    m_rows->addWidget(m_top);
    m_rows->addWidget(m_timeline);
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 0);
    m_columns = makeSplitter(Qt::Horizontal);
    m_columns->addWidget(m_rows);
    m_side = makeSplitter(Qt::Vertical);
    for (QTabWidget *&group : m_panels) {
        group = new QTabWidget;
        group->setDocumentMode(true);
        group->hide(); // until it has a panel
        m_side->addWidget(group);
    }
    addPanel(PanelPlace::Segment, m_inspector, tr("Inspector"));
    addPanel(PanelPlace::Analysis, m_quality, tr("Quality"));
    m_columns->addWidget(m_side);
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 0);
    m_columns->setSizes({1200, kInspectorWidth});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
}

void Workspace::addPanel(PanelPlace place, QWidget *panel, const QString &title)
{
    QTabWidget *group = m_panels[static_cast<std::size_t>(place)];
    group->addTab(panel, title);
    group->show();
}

void Workspace::showPanel(QWidget *panel)
{
    for (QTabWidget *group : m_panels) {
        if (group->indexOf(panel) >= 0) {
            group->setCurrentWidget(panel);
        }
    }
}

void Workspace::connectParts()
{
    using player::DecodeWorker;
    using player::PlaybackController;
    using timeline::TimelineView;
    connect(m_rows, &QSplitter::splitterMoved, this, [this] { m_isHeightChosen = true; });
    connect(m_list, &models::VideoListPanel::chosen, this, &Workspace::showVideo);
    connect(m_decoder.get(), &DecodeWorker::pictureReady, this,
            [this](const player::DecodedPicture &picture) {
                m_view->showPicture(picture);
                m_transport->setShownFrame(picture.frame);
            });
    connect(m_decoder.get(), &DecodeWorker::failed, this, [this](const QString &reason) {
        m_hasFailed = true;
        m_view->showMessage(reason);
        m_transport->setShownFrame(-1);
    });
    connect(
        m_thumbnails.get(), &DecodeWorker::opened, this, [this](const player::OpenedVideo &video) {
            if (m_filmStrip != nullptr && !video.displaySize.isEmpty()) {
                m_filmStrip->reset(double(video.displaySize.width()) / video.displaySize.height());
            }
        });
    connect(m_thumbnails.get(), &DecodeWorker::thumbnailReady, this,
            [this](TimeUs time, const QImage &image) {
                if (m_filmStrip != nullptr) {
                    m_filmStrip->setThumbnail(time, image);
                }
            });
    connect(m_transport, &player::TransportBar::soundToggled, m_sound, &player::Sound::setOn);
    connect(m_sound, &player::Sound::changed, this,
            [this] { m_transport->setSound(m_sound->isOn(), m_sound->silence()); });
    connect(m_controller, &PlaybackController::timeChanged, this, &Workspace::updateTime);
    connect(m_controller, &PlaybackController::durationChanged, this, [this](TimeUs duration) {
        if (duration != m_timeline->axis().durationUs()) {
            m_timeline->setDuration(duration);
        }
        m_timeline->setFrameRate(m_controller->framesPerSecond());
    });
    connect(m_timeline, &TimelineView::seekRequested, m_controller, &PlaybackController::scrubTo);
    connect(m_timeline, &TimelineView::seekFinished, m_controller, &PlaybackController::settle);
    connect(m_timeline, &TimelineView::selectionChanged, this, &Workspace::showSelection);
}

void Workspace::setProject(std::unique_ptr<models::ProjectModel> project, const QString &video)
{
    m_row = -1;
    m_timeline->clearLanes();
    m_filmStrip = nullptr;
    m_speaking.clear();
    m_project = std::move(project);
    restyle();
    m_list->setProject(*m_project, m_classes);
    m_quality->showQuality(m_project->ratedTrack(), m_project->quality());
    emit projectChanged();
    m_list->choose(video);
    m_timeline->setFocus();
    if (m_project->videos().empty()) {
        m_controller->open({}, 0, 0);
        m_view->showMessage(tr("This project has no videos yet. “talo import %1 --kind videos "
                               "FILES” adds some.")
                                .arg(m_project->path()));
    }
}

QString Workspace::videoName() const
{
    return m_row < 0 ? QString() : m_project->videos()[static_cast<std::size_t>(m_row)].name;
}

void Workspace::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    m_view->setTheme(theme);
    m_captions->setTheme(theme);
    m_transport->setTheme(theme);
    m_inspector->setTheme(theme);
    m_timeline->setTheme(theme);
    restyle();
    showSelection();
}

void Workspace::setFrameCache(std::int64_t bytes)
{
    m_decoder->setCacheBytes(bytes);
}

void Workspace::restyle()
{
    if (m_project == nullptr) {
        return;
    }
    m_classes = common::ClassStyles(m_project->classes(), *m_theme);
    m_list->setTheme(*m_theme, m_classes);
    m_captions->setClasses(m_classes);
    bool showsPatterns = false;
    if (m_row >= 0) {
        const auto &row = m_project->videos()[static_cast<std::size_t>(m_row)];
        showsPatterns = m_classes.needPatterns(row.weakLabels);
    }
    m_timeline->setClasses(m_classes, showsPatterns);
}

void Workspace::showVideo(qint64 id)
{
    QString problem;
    auto content = m_project->content(id, &problem);
    if (!content) {
        emit noticed(common::toQString(std::string_view(content.error().sentence())));
        return;
    }
    const auto &videos = m_project->videos();
    const auto found = std::find_if(videos.begin(), videos.end(),
                                    [id](const models::VideoRow &row) { return row.id == id; });
    m_row = static_cast<int>(found - videos.begin());
    m_hasFile = !content->file.empty();
    m_hasFailed = false;
    restyle();
    m_timeline->clearLanes();
    m_filmStrip = nullptr;
    m_speaking.clear();
    addLanes(*content);
    m_view->showMessage(m_hasFile ? QString()
                                  : tr("The project names no file for this video. “talo import %1 "
                                       "--kind videos FILES” adds it.")
                                        .arg(m_project->path()));
    m_transport->setSnippets(content->curves.curve);
    m_transport->setShownFrame(-1);
    m_controller->open(content->file, content->durationUs, content->framesPerSecond);
    m_thumbnails->open(content->file);
    m_sound->open(content->file);
    m_timeline->setDuration(content->durationUs);
    shareHeight();
    updateTime(m_controller->time());
    showSelection();
    if (!problem.isEmpty()) {
        emit noticed(problem);
    }
    emit videoChanged();
}

SegmentLane *Workspace::addSegmentLane(const QString &title, TrackRole role)
{
    const SegmentRows rows =
        role == TrackRole::Proposal ? SegmentRows::Packed : SegmentRows::Shared;
    auto lane = std::make_unique<SegmentLane>(title, rows, heightOf(role, isCompact()),
                                              m_timeline->context(), nullptr);
    SegmentLane *raw = lane.get();
    m_timeline->addLane(std::move(lane));
    return raw;
}

void Workspace::addLanes(const models::VideoContent &content)
{
    auto filmStrip =
        std::make_unique<timeline::FilmStripLane>(tr("Film strip"), m_timeline->context(), nullptr);
    m_filmStrip = filmStrip.get();
    m_filmStrip->setEmptyText(m_hasFile ? tr("No pictures: the video file cannot be read.")
                                        : tr("The project names no video file."));
    connect(m_filmStrip, &timeline::FilmStripLane::thumbnailsWanted, m_thumbnails.get(),
            &player::DecodeWorker::requestThumbnails);
    m_timeline->addLane(std::move(filmStrip), isCompact() ? kCompactFilmStrip : 0);

    for (const TrackRole role :
         {TrackRole::GroundTruth, TrackRole::Curve, TrackRole::Proposal, TrackRole::PseudoLabel,
          TrackRole::Prediction, TrackRole::Manual}) {
        if (role == TrackRole::Curve && content.curves.curve != nullptr) {
            auto lane =
                std::make_unique<timeline::CurveLane>(tr("CAS"), m_timeline->context(), nullptr);
            lane->setCurve(content.curves.curve, content.curves.channels, {});
            m_timeline->addLane(std::move(lane), heightOf(role, isCompact()));
            continue;
        }
        // Newest run first; two runs of the student side by side, one of everything else.
        const bool hasTwo = role == TrackRole::Prediction && !isCompact();
        const std::size_t most = hasTwo ? kMaxStudents : 1;
        std::size_t added = 0;
        for (const models::SegmentLaneContent &item : content.lanes) {
            if (item.role != role || added >= most) {
                continue;
            }
            SegmentLane *lane = addSegmentLane(item.title, role);
            lane->setSubtitle(item.subtitle);
            lane->setLocked(item.isLocked);
            lane->setSegments(item.segments);
            if (added == 0 && role != TrackRole::Proposal) {
                m_speaking.emplace_back(item.title, lane);
            }
            ++added;
        }
        if (added == 0) {
            addEmptyLane(role);
        }
    }
    const auto overview =
        std::find_if(content.lanes.begin(), content.lanes.end(), [](const auto &item) {
            return item.role == TrackRole::GroundTruth || item.role == TrackRole::PseudoLabel;
        });
    std::vector<SegmentItem> solid;
    if (overview != content.lanes.end()) {
        std::copy_if(overview->segments.begin(), overview->segments.end(),
                     std::back_inserter(solid),
                     [](const SegmentItem &item) { return item.look != SegmentLook::Ghost; });
    }
    m_timeline->setOverview(std::move(solid));
}

// The timeline gets the height of its lanes, as long as the player keeps its smallest size and
// until a person has moved the splitter.
void Workspace::shareHeight()
{
    if (m_isHeightChosen) {
        return;
    }
    const int all = m_rows->height() - m_rows->handleWidth();
    const int lanes = std::min(m_timeline->sizeHint().height(), all - kLeastPlayer);
    m_rows->setSizes({all - lanes, lanes});
}

bool Workspace::isCompact() const
{
    return window()->height() < kCompactHeight;
}

void Workspace::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareHeight();
}

// A lane that says what is missing and how to get it.
void Workspace::addEmptyLane(TrackRole role)
{
    const QString project = m_project->path();
    QString title;
    QString text;
    switch (role) {
    case TrackRole::GroundTruth:
        title = tr("Ground truth");
        text = tr("No ground truth. Everything works without it; precision, recall and mAP stay "
                  "empty.");
        break;
    case TrackRole::Curve:
        title = tr("CAS");
        text = tr("No score curves for this video. “talo train %1” makes them.").arg(project);
        break;
    case TrackRole::Proposal:
        title = tr("Raw proposals");
        text = tr("No proposals yet. They come from a generator run (“talo train”) or a file "
                  "(“talo import”).");
        break;
    case TrackRole::PseudoLabel:
        title = tr("Pseudo-labels");
        text = tr("No pseudo-labels yet. The filter needs proposals of a generator run or a file.");
        break;
    case TrackRole::Prediction:
        title = tr("Student");
        text = tr("No predictions yet. “talo train” trains the student from the pseudo-labels.");
        break;
    case TrackRole::Manual:
        title = tr("My labels");
        text = tr("Nothing labelled. “talo label” adds and corrects segments.");
        break;
    }
    SegmentLane *lane = addSegmentLane(title, TrackRole::Prediction);
    lane->setEmptyText(text);
}

void Workspace::updateTime(TimeUs time)
{
    m_timeline->setTime(time);
    if (m_controller->isPlaying()) {
        m_timeline->axis().reveal(time);
    }
    updateCaptions();
}

void Workspace::updateCaptions()
{
    const TimeUs time = m_controller->time();
    std::vector<player::Caption> captions;
    for (const auto &[title, lane] : m_speaking) {
        player::Caption caption{.title = title, .classOrdinal = -1, .value = {}};
        if (const SegmentItem *best = lane->solidItemAt(time)) {
            caption.classOrdinal = best->classOrdinal;
            caption.value = captionOf(*best, time);
        }
        captions.push_back(std::move(caption));
    }
    m_captions->setCaptions(std::move(captions));
}

void Workspace::showSelection()
{
    std::optional<models::SegmentFacts> facts;
    const SegmentItem *item = m_timeline->selectedItem();
    if (item != nullptr && m_row >= 0) {
        facts = m_project->facts(m_project->videos()[static_cast<std::size_t>(m_row)].id, item->id);
    }
    m_inspector->showFacts(facts, m_classes,
                           [this](TimeUs time) { return m_controller->frameAt(time); });
}

bool Workspace::isSettled() const
{
    if (m_row < 0 || !m_hasFile || m_hasFailed) {
        return true;
    }
    return m_view->shownFrame() == m_controller->frame() && !m_filmStrip->isEmpty() &&
           m_filmStrip->isComplete();
}

void Workspace::restoreLayout(const common::Settings &settings)
{
    m_columns->restoreState(settings.layout(QStringLiteral("columns")));
    m_isHeightChosen = m_rows->restoreState(settings.layout(QStringLiteral("rows")));
    m_top->restoreState(settings.layout(QStringLiteral("top")));
    m_side->restoreState(settings.layout(QStringLiteral("side")));
}

void Workspace::saveLayout(common::Settings &settings) const
{
    settings.setLayout(QStringLiteral("columns"), m_columns->saveState());
    if (m_isHeightChosen) {
        settings.setLayout(QStringLiteral("rows"), m_rows->saveState());
    }
    settings.setLayout(QStringLiteral("top"), m_top->saveState());
    settings.setLayout(QStringLiteral("side"), m_side->saveState());
}

} // namespace ui

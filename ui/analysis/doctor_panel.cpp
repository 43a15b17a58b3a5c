#include "ui/analysis/doctor_panel.h"

#include <algorithm>
#include <unordered_map>

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

#include "core/edit/doctor_input.h"

#include "ui/analysis/panel_parts.h"
#include "ui/common/core_texts.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::countText;
using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::ProjectSession;
using core::tal::Finding;
using core::tal::Severity;

namespace {

constexpr int kMostPlaces = 1000; // of a finding

QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return DoctorPanel::tr("Error");
    case Severity::Warning:
        return DoctorPanel::tr("Warning");
    case Severity::Note:
        break;
    }
    return DoctorPanel::tr("Note");
}

std::vector<PlaceRow>
placesOf(const Finding &finding, const core::model::GroundTruth &truth,
         const std::unordered_map<std::string, const core::model::VideoGroundTruth *> &videos)
{
    std::vector<PlaceRow> rows;
    for (std::size_t i = 0; i < std::min<std::size_t>(finding.places.size(), kMostPlaces); ++i) {
        const core::tal::FindingPlace &place = finding.places[i];
        PlaceRow row;
        row.place.video = toQString(place.video);
        row.title = row.place.video;
        row.detail = common::coreText(place.text);
        const auto video = videos.find(place.video);
        const auto at = static_cast<std::size_t>(place.instance);
        if (place.instance >= 0 && video != videos.end() && at < video->second->instances.size()) {
            const core::model::Instance &instance = video->second->instances[at];
            row.place.range = {core::base::secondsToUs(instance.start),
                               core::base::secondsToUs(instance.end)};
            row.place.role = core::model::TrackRole::GroundTruth;
            row.classOrdinal = instance.classIndex;
            row.value =
                QStringLiteral("%1–%2").arg(instance.start, 0, 'f', 1).arg(instance.end, 0, 'f', 1);
            if (row.detail.isEmpty()) {
                row.detail =
                    toQString(truth.classes[static_cast<std::size_t>(instance.classIndex)]);
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

DoctorPanel::DoctorPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::ContentReplaced, theme, parent)
    , m_values(new QCheckBox(tr("Read the features too (slow)")))
    , m_summary(hintLabel())
    , m_findingList(new PlaceList(theme))
    , m_story(hintLabel())
    , m_where(sectionTitle(tr("Where")))
    , m_places(new PlaceList(theme))
    , m_sizes(hintLabel())
{
    setObjectName(QStringLiteral("doctorPanel"));
    m_values->setObjectName(QStringLiteral("doctorValues"));
    m_values->setToolTip(tr("Looks for features that are not finite or constant."));
    m_findingList->setObjectName(QStringLiteral("findings"));
    m_findingList->setAccessibleName(tr("Findings"));
    m_findingList->setMinimumHeight(130);
    m_places->setObjectName(QStringLiteral("findingPlaces"));
    m_places->setAccessibleName(tr("Places of the finding"));
    m_places->setMinimumHeight(130);
    body()->addWidget(m_values);
    body()->addWidget(m_summary);
    body()->addWidget(m_findingList, 1);
    body()->addWidget(m_story);
    body()->addWidget(m_where);
    body()->addWidget(m_places, 1);
    body()->addWidget(hairline());
    body()->addWidget(m_sizes);
    body()->addStretch(); // while there are no lists
    connect(m_values, &QCheckBox::toggled, this, &DoctorPanel::refreshNow);
    connect(m_findingList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { showFinding(current.row()); });
    connect(m_places, &PlaceList::placeChosen, this, &DoctorPanel::placeChosen);
}

void DoctorPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_findingList->setTheme(theme);
    m_places->setTheme(theme);
}

void DoctorPanel::setClasses(const common::ClassStyles &classes)
{
    AnalysisPanel::setClasses(classes);
    m_places->setClasses(classes);
}

void DoctorPanel::clear()
{
    m_findings.clear();
    m_rows.clear();
    m_findingList->setRows({});
    m_places->setRows({});
    m_story->clear();
}

void DoctorPanel::refresh()
{
    if (m_findings.empty()) {
        showMessage(tr("Examining the data set…"));
    }
    compute<Examined>(
        [wantsValues = m_values->isChecked()](const ProjectSession &session,
                                              const CancelToken &) -> Result<Examined> {
            const core::tal::DoctorInput input = TRY(core::edit::doctorInput(session, wantsValues));
            std::unordered_map<std::string, const core::model::VideoGroundTruth *> videos;
            for (const core::model::VideoGroundTruth &video : input.truth.videos) {
                videos.emplace(video.video, &video);
            }
            Examined examined;
            examined.findings = core::tal::examineDataset(input);
            for (const Finding &finding : examined.findings) {
                examined.places.push_back(placesOf(finding, input.truth, videos));
            }
            examined.sizes = core::tal::protocolSizes(input.truth);
            return examined;
        },
        [this](Examined examined) { take(std::move(examined)); });
}

void DoctorPanel::take(Examined examined)
{
    m_findings = std::move(examined.findings);
    m_rows = std::move(examined.places);
    std::vector<PlaceRow> rows;
    for (const Finding &finding : m_findings) {
        PlaceRow row;
        row.title = severityText(finding.severity) + QStringLiteral(": ") + toQString(finding.code);
        row.value = countText(static_cast<qint64>(finding.count));
        row.detail = common::coreText(finding.text);
        row.place.video = toQString(finding.code); // tells the rows apart when they are read again
        rows.push_back(std::move(row));
    }
    m_findingList->setRows(std::move(rows));
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_findingList, m_story, m_where, m_places}) {
        part->setVisible(!m_findings.empty());
    }
    m_summary->setText(m_findings.empty() ? tr("Nothing to report.")
                                          : tr("%n finding(s), errors first", nullptr,
                                               static_cast<int>(m_findings.size())));
    QStringList sizes;
    for (const core::tal::ProtocolSize &size : examined.sizes) {
        sizes.append(tr("%1: %2, %3")
                         .arg(size.name.empty() ? tr("no subset") : toQString(size.name),
                              common::videosText(static_cast<qint64>(size.videos)),
                              common::instancesText(static_cast<qint64>(size.instances))));
    }
    m_sizes->setText(sizes.join(QLatin1Char('\n')));
    showFinding(m_findingList->currentIndex().row());
}

void DoctorPanel::showFinding(int row)
{
    if (row < 0 || row >= static_cast<int>(m_findings.size())) {
        m_places->setRows({});
        m_story->clear();
        return;
    }
    const Finding &finding = m_findings[static_cast<std::size_t>(row)];
    m_story->setText(finding.fix.empty()
                         ? common::coreText(finding.text)
                         : tr("%1. To do: %2")
                               .arg(common::coreText(finding.text), common::coreText(finding.fix)));
    m_places->startWith(m_rows[static_cast<std::size_t>(row)]);
}

} // namespace ui::analysis

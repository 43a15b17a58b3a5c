#include "core/edit/ledger.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/tal/average_precision.h"
#include "core/tal/label_quality.h"

namespace core::edit {

using base::Result;
using model::LabelSetContent;
using model::LabelSetSegment;
using model::LabelSource;

namespace {

// Ground truth of the test split; of all videos where nothing says which are tested.
Result<model::GroundTruth> testTruth(const ProjectSession &session)
{
    const std::vector<model::Video> &videos = session.document().videos();
    const std::vector<std::optional<model::Split>> splits = splitsOf(videos);
    std::set<std::string> test;
    for (std::size_t i = 0; i < videos.size(); ++i) {
        if (splits[i] == model::Split::Test) {
            test.insert(videos[i].name);
        }
    }
    return collectGroundTruth(session, test.empty() ? VideoFilter() : VideoFilter(test));
}

Result<void> measure(const ProjectSession &session, const model::GroundTruth &truth,
                     LedgerEntry &entry)
{
    const std::vector<std::string> names = trackNames(session, model::TrackRole::Prediction);
    const bool hasTruth = std::any_of(truth.videos.begin(), truth.videos.end(),
                                      [](const auto &video) { return !video.instances.empty(); });
    if (!hasTruth || std::find(names.begin(), names.end(), entry.run.name) == names.end()) {
        return {};
    }
    tal::EvaluationOptions options{.protocol = kLedgerProtocol,
                                   .tiou = {tal::kAverageTious.begin(), tal::kAverageTious.end()}};
    for (const model::VideoGroundTruth &video : truth.videos) {
        options.videos.push_back(video.video);
    }
    const model::DetectionSet predictions =
        TRY(collectDetections(session, model::TrackRole::Prediction, entry.run.name));
    const tal::EvaluationResult result = TRY(tal::evaluate(truth, predictions, options));
    entry.averageMap = result.averageMap;
    for (const tal::ClassResult &row : result.classes) {
        double sum = 0.0;
        for (const double ap : row.ap) {
            sum += ap;
        }
        entry.classes.push_back(
            {row.name, row.gtInstances, sum / static_cast<double>(row.ap.size())});
    }
    return {};
}

// What changed of one class, by its id.
using Changes = std::map<std::int64_t, LedgerChange>;

Result<LabelSetContent> contentOf(const ProjectSession &session, const LedgerEntry &entry)
{
    return entry.labels ? session.labelSets().content(*entry.labels)
                        : Result<LabelSetContent>(LabelSetContent());
}

void compareSegments(const LabelSetContent &before, const LabelSetContent &after, Changes &changes)
{
    const auto byUuid = [](const LabelSetContent &content) {
        std::map<std::string, const LabelSetSegment *> segments;
        for (const LabelSetSegment &segment : content.segments) {
            segments[segment.segmentUuid] = &segment;
        }
        return segments;
    };
    const auto old = byUuid(before);
    const auto present = byUuid(after);
    for (const auto &[uuid, segment] : present) {
        const auto known = old.find(uuid);
        if (segment->source != LabelSource::Correction) {
            continue;
        }
        if (known == old.end() || known->second->classId != segment->classId) {
            ++changes[segment->classId].added;
        } else if (known->second->range != segment->range) {
            ++changes[segment->classId].moved;
        }
    }
    for (const auto &[uuid, segment] : old) {
        const auto still = present.find(uuid);
        const bool isGone = still == present.end() || still->second->classId != segment->classId;
        if (isGone && segment->source == LabelSource::Correction) {
            ++changes[segment->classId].removed;
        } else if (isGone) {
            ++changes[segment->classId].replaced;
        }
    }
}

std::string takenAt(const LedgerEntry &entry)
{
    return entry.labels ? entry.labels->createdAt : entry.run.startedAt;
}

// Times are ISO 8601 in UTC, so their texts compare as they do.
Result<void> collectRevisions(const ProjectSession &session, const LedgerEntry &before,
                              const LedgerEntry &after, Changes &changes)
{
    for (const store::Revision &revision : TRY(session.revisions().newest(std::nullopt))) {
        const bool isEdit = revision.kind == store::RevisionKind::Edit ||
                            revision.kind == store::RevisionKind::Undo ||
                            revision.kind == store::RevisionKind::Redo;
        if (!isEdit || revision.atUtc <= takenAt(before) || revision.atUtc > takenAt(after)) {
            continue;
        }
        std::set<std::int64_t> classes;
        for (const store::RowChange &change : TRY(session.revisions().changes(revision.id))) {
            for (const std::optional<store::Row> *row : {&change.before, &change.after}) {
                const auto *segment = *row ? std::get_if<model::Segment>(&**row) : nullptr;
                if (segment != nullptr && segment->classId) {
                    classes.insert(*segment->classId);
                }
            }
        }
        for (const std::int64_t id : classes) {
            std::vector<std::int64_t> &revisions = changes[id].revisions;
            revisions.insert(revisions.begin(), revision.id); // newest come first
        }
    }
    return {};
}

std::optional<double> apOf(const LedgerEntry &entry, const std::string &name)
{
    for (const LedgerClass &row : entry.classes) {
        if (row.name == name) {
            return row.averageAp;
        }
    }
    return std::nullopt;
}

} // namespace

Result<std::vector<LedgerEntry>> readLedger(const ProjectSession &session)
{
    const model::GroundTruth truth = TRY(testTruth(session));
    const std::vector<model::LabelSet> sets = TRY(session.labelSets().labelSets());
    std::vector<LedgerEntry> entries;
    for (const model::Run &run : TRY(session.runs().runs())) {
        LedgerEntry entry{.run = run};
        for (const model::RunInput &input : TRY(session.runs().inputs(run.id))) {
            const auto set = std::find_if(sets.begin(), sets.end(), [&](const auto &known) {
                return input.entity == "label_set" && known.uuid == input.entityUuid;
            });
            if (set != sets.end()) {
                entry.labels = *set;
                entry.isSnapshotIntact = set->contentHash == input.contentHash;
            }
        }
        TRY(measure(session, truth, entry));
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<std::vector<LedgerChange>>
compareEntries(const ProjectSession &session, const LedgerEntry &before, const LedgerEntry &after)
{
    Changes changes;
    compareSegments(TRY(contentOf(session, before)), TRY(contentOf(session, after)), changes);
    TRY(collectRevisions(session, before, after, changes));
    std::vector<LedgerChange> list;
    for (const model::ActionClass &actionClass : session.document().classes()) {
        const auto found = changes.find(actionClass.id);
        LedgerChange change = found == changes.end() ? LedgerChange() : found->second;
        change.name = actionClass.key;
        change.apBefore = apOf(before, change.name);
        change.apAfter = apOf(after, change.name);
        if (found != changes.end() || change.apBefore || change.apAfter) {
            list.push_back(std::move(change));
        }
    }
    return list;
}

} // namespace core::edit

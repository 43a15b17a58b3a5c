#include "core/edit/staged_rows.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <thread>
#include <utility>

#include "core/base/log.h"

namespace core::edit {

using base::Result;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kBatch = 100; // segments between two looks at the clock
// Of one transaction, before its commit.
constexpr auto kSlice = std::chrono::milliseconds(10);
// What SQLite sleeps at most between two looks at a lock that was taken for so long: who waits
// finds it free.
constexpr auto kPause = std::chrono::milliseconds(20);

template <typename Write>
Result<void> writeSlice(ProjectSession &session, Write &&write)
{
    {
        store::Transaction transaction = TRY(store::Transaction::begin(session.database()));
        TRY(write());
        TRY(transaction.commit());
    }
    std::this_thread::sleep_for(kPause);
    return {};
}

} // namespace

// Whether publish() was committed, the rows know: those that are seen by now are left alone.
StagedRows::~StagedRows()
{
    if (const auto removed = removeHidden(); !removed) {
        base::logger("store")->warn("{}: rows that nothing shows stay until the next opening: {}",
                                    m_session->path().string(), removed.error().sentence());
    }
}

Result<void> StagedRows::stage(DetectionRows rows)
{
    TRY(writeSlice(*m_session, [&]() -> Result<void> {
        for (model::Track &track : rows.tracks) {
            TRY(staging().insert(track));
        }
        return {};
    }));
    referToTracks(rows);
    m_tracks.insert(m_tracks.end(), rows.tracks.begin(), rows.tracks.end());
    std::span<model::Segment> rest(rows.segments);
    store::SegmentStore::fillInUuids(rest);
    while (!rest.empty()) {
        TRY(writeSlice(*m_session, [&]() -> Result<void> {
            const auto end = Clock::now() + kSlice;
            do {
                const auto batch = rest.first(std::min<std::size_t>(kBatch, rest.size()));
                TRY(m_session->segments().insertSegments(batch));
                rest = rest.subspan(batch.size());
            } while (!rest.empty() && Clock::now() < end);
            return {};
        }));
    }
    return {};
}

Result<void> StagedRows::replace(std::int64_t runId, model::TrackRole role)
{
    const std::vector<std::int64_t> ids = TRY(staging().withdraw(runId, role));
    m_replaced.insert(m_replaced.end(), ids.begin(), ids.end());
    return {};
}

Result<void> StagedRows::publish()
{
    return staging().publish(m_tracks);
}

Result<void> StagedRows::removeHidden()
{
    for (const model::Track &track : m_tracks) {
        m_replaced.push_back(track.id);
    }
    while (!m_replaced.empty()) {
        TRY(writeSlice(*m_session, [&]() -> Result<void> {
            const auto end = Clock::now() + kSlice;
            do {
                if (TRY(staging().remove(m_replaced.back(), kBatch)) < kBatch) {
                    m_replaced.pop_back();
                }
            } while (!m_replaced.empty() && Clock::now() < end);
            return {};
        }));
    }
    return {};
}

} // namespace core::edit

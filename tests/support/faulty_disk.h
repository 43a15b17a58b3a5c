#pragma once

#include <cstdint>
#include <memory>

namespace tests {

struct DiskState;

// A disk that fails, below SQLite: while an object exists, every database that is opened lies on
// it. One object and one thread at a time. It works as any disk until a fault is set; syncs cost
// nothing.
class FaultyDisk
{
public:
    // DiskFull and ShortRead do to other calls what IoError does.
    enum class Fault {
        IoError,   // the call does nothing and reports an error
        DiskFull,  // a write leaves half its bytes and reports a full disk
        ShortRead, // a read gets half its bytes and reports an error
    };
    enum class Length {
        Once, // one call fails, the disk works again afterwards
        Ever, // this call and all that follow fail, until heal()
    };

    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    // Counts calls anew; the n-th of them (1: the first; 0: none) fails. What counts is what
    // reaches the disk: open, read, write, truncate, sync, size, lock, shared memory, delete,
    // access.
    void failAt(std::int64_t call, Fault fault, Length length);
    void heal();
    // Since failAt().
    std::int64_t calls() const;
    std::int64_t failures() const;

    // The disk works while this exists, and nothing is counted.
    class Pause
    {
    public:
        explicit Pause(FaultyDisk &disk);
        ~Pause();
        Pause(const Pause &) = delete;
        Pause &operator=(const Pause &) = delete;

    private:
        DiskState &m_state;
    };

private:
    std::unique_ptr<DiskState> m_state;
};

} // namespace tests

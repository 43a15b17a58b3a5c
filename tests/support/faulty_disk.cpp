#include "tests/support/faulty_disk.h"

#include <cstdlib>

#include <sqlite3.h>

namespace tests {

using Fault = FaultyDisk::Fault;
using Length = FaultyDisk::Length;

struct DiskState
{
    sqlite3_vfs vfs = {};
    sqlite3_vfs *real = nullptr;
    std::int64_t calls = 0;
    std::int64_t failures = 0;
    std::int64_t failingCall = 0;
    Fault fault = Fault::IoError;
    Length length = Length::Once;
    bool isPaused = false;

    // Whether the call that comes now fails.
    bool fails()
    {
        if (isPaused) {
            return false;
        }
        ++calls;
        const bool isHit = failingCall > 0 && (calls == failingCall ||
                                               (length == Length::Ever && calls > failingCall));
        failures += isHit ? 1 : 0;
        return isHit;
    }
};

namespace {

// An open file. SQLite reserves its memory and that of the real one in one piece.
struct File
{
    sqlite3_file base;
    DiskState *disk;
};

DiskState &diskOf(sqlite3_file *file)
{
    return *reinterpret_cast<File *>(file)->disk;
}

sqlite3_file *realOf(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(reinterpret_cast<File *>(file) + 1);
}

// A method of a file that reports `Code` where the disk fails; 0: it never does.
template <auto Method, int Code, typename... Arguments>
int call(sqlite3_file *file, Arguments... arguments)
{
    if (Code != SQLITE_OK && diskOf(file).fails()) {
        return Code;
    }
    return (realOf(file)->pMethods->*Method)(realOf(file), arguments...);
}

int readFile(sqlite3_file *file, void *buffer, int bytes, sqlite3_int64 offset)
{
    DiskState &disk = diskOf(file);
    const bool fails = disk.fails();
    if (fails && disk.fault != Fault::ShortRead) {
        return SQLITE_IOERR_READ;
    }
    const int code =
        realOf(file)->pMethods->xRead(realOf(file), buffer, fails ? bytes / 2 : bytes, offset);
    return fails ? SQLITE_IOERR_READ : code;
}

int writeFile(sqlite3_file *file, const void *buffer, int bytes, sqlite3_int64 offset)
{
    DiskState &disk = diskOf(file);
    const bool fails = disk.fails();
    if (fails && disk.fault != Fault::DiskFull) {
        return SQLITE_IOERR_WRITE;
    }
    const int code =
        realOf(file)->pMethods->xWrite(realOf(file), buffer, fails ? bytes / 2 : bytes, offset);
    return fails ? SQLITE_FULL : code;
}

// Only a power failure would show what a sync does.
int syncFile(sqlite3_file *file, int /*flags*/)
{
    return diskOf(file).fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

// As with files, letting go of a lock never fails.
int lockShared(sqlite3_file *file, int first, int count, int flags)
{
    if ((flags & SQLITE_SHM_UNLOCK) == 0 && diskOf(file).fails()) {
        return SQLITE_IOERR_SHMLOCK;
    }
    return realOf(file)->pMethods->xShmLock(realOf(file), first, count, flags);
}

void barrier(sqlite3_file *file)
{
    realOf(file)->pMethods->xShmBarrier(realOf(file));
}

const sqlite3_io_methods &methods()
{
    using M = sqlite3_io_methods;
    static const M all = [] {
        M m = {};
        m.iVersion = 2; // with shared memory, without memory maps of the file
        m.xClose = call<&M::xClose, SQLITE_OK>;
        m.xRead = readFile;
        m.xWrite = writeFile;
        m.xTruncate = call<&M::xTruncate, SQLITE_IOERR_TRUNCATE, sqlite3_int64>;
        m.xSync = syncFile;
        m.xFileSize = call<&M::xFileSize, SQLITE_IOERR_FSTAT, sqlite3_int64 *>;
        m.xLock = call<&M::xLock, SQLITE_IOERR_LOCK, int>;
        m.xUnlock = call<&M::xUnlock, SQLITE_OK, int>;
        m.xCheckReservedLock = call<&M::xCheckReservedLock, SQLITE_OK, int *>;
        m.xFileControl = call<&M::xFileControl, SQLITE_OK, int, void *>;
        m.xSectorSize = call<&M::xSectorSize, SQLITE_OK>;
        m.xDeviceCharacteristics = call<&M::xDeviceCharacteristics, SQLITE_OK>;
        m.xShmMap = call<&M::xShmMap, SQLITE_IOERR_SHMMAP, int, int, int, void volatile **>;
        m.xShmLock = lockShared;
        m.xShmBarrier = barrier;
        m.xShmUnmap = call<&M::xShmUnmap, SQLITE_OK, int>;
        return m;
    }();
    return all;
}

DiskState &diskOf(sqlite3_vfs *vfs)
{
    return *static_cast<DiskState *>(vfs->pAppData);
}

int openFile(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    DiskState &disk = diskOf(vfs);
    file->pMethods = nullptr; // SQLite closes what has methods
    if (disk.fails()) {
        return SQLITE_CANTOPEN;
    }
    reinterpret_cast<File *>(file)->disk = &disk;
    const int code = disk.real->xOpen(disk.real, name, realOf(file), flags, outFlags);
    file->pMethods = realOf(file)->pMethods == nullptr ? nullptr : &methods();
    return code;
}

int deleteFile(sqlite3_vfs *vfs, const char *name, int syncsFolder)
{
    DiskState &disk = diskOf(vfs);
    return disk.fails() ? SQLITE_IOERR_DELETE : disk.real->xDelete(disk.real, name, syncsFolder);
}

int accessFile(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    DiskState &disk = diskOf(vfs);
    return disk.fails() ? SQLITE_IOERR_ACCESS : disk.real->xAccess(disk.real, name, flags, result);
}

} // namespace

FaultyDisk::FaultyDisk()
    : m_state(std::make_unique<DiskState>())
{
    DiskState &state = *m_state;
    state.real = sqlite3_vfs_find(nullptr);
    state.vfs = *state.real; // time, random numbers and paths are the real disk's
    state.vfs.zName = "faulty disk";
    state.vfs.pNext = nullptr;
    state.vfs.pAppData = &state;
    state.vfs.szOsFile = static_cast<int>(sizeof(File)) + state.real->szOsFile;
    state.vfs.xOpen = openFile;
    state.vfs.xDelete = deleteFile;
    state.vfs.xAccess = accessFile;
    if (sqlite3_vfs_register(&state.vfs, 1) != SQLITE_OK) {
        std::abort();
    }
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&m_state->vfs);
}

void FaultyDisk::failAt(std::int64_t call, Fault fault, Length length)
{
    m_state->calls = 0;
    m_state->failures = 0;
    m_state->failingCall = call;
    m_state->fault = fault;
    m_state->length = length;
}

void FaultyDisk::heal()
{
    m_state->failingCall = 0;
}

std::int64_t FaultyDisk::calls() const
{
    return m_state->calls;
}

std::int64_t FaultyDisk::failures() const
{
    return m_state->failures;
}

FaultyDisk::Pause::Pause(FaultyDisk &disk)
    : m_state(*disk.m_state)
{
    m_state.isPaused = true;
}

FaultyDisk::Pause::~Pause()
{
    m_state.isPaused = false;
}

} // namespace tests

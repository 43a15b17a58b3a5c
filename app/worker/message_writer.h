#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/result.h"
#include "core/ipc/protocol.h"

#include "app/worker/stdout_channel.h"

namespace app::worker {

// The one place where messages leave the worker: a thread of its own writes them in the order in
// which they were sent, so that nothing that computes waits for a slow reader. While a job runs,
// every message of both directions is appended to its events.jsonl as well, with the moment ("at")
// and the direction ("from": "worker" or "parent"). Nothing of a job is written after its
// `finished`, whoever sends it. Any thread may call it.
class MessageWriter
{
public:
    explicit MessageWriter(StdoutChannel &output);
    // Writes what was sent before.
    ~MessageWriter();
    MessageWriter(const MessageWriter &) = delete;
    MessageWriter &operator=(const MessageWriter &) = delete;

    // Whether the message is taken: false where its job is over.
    bool send(const core::ipc::FromWorker &message);
    // A message that arrived: only for events.jsonl. Greetings, the request that begins a job
    // and its acceptance come before the file is known; the last of each is kept for it.
    void noteReceived(const core::ipc::ToWorker &message);

    // From here on, until the job's `finished`, messages go to this file too, beginning with both
    // greetings, request and acceptance.
    core::base::Result<void> openEvents(const std::filesystem::path &path);

    // Waits until everything that was sent is written.
    void flush();

private:
    struct Item
    {
        std::string line;  // for the output; empty: nothing
        std::string event; // for events.jsonl
        bool closesEvents = false;
    };

    void work();
    void write(const Item &item);
    void push(Item item);
    void enqueue(Item item); // with m_mutex held

    StdoutChannel &m_output;
    std::mutex m_mutex;
    std::condition_variable m_hasWork;
    std::condition_variable m_isIdle;
    std::deque<Item> m_queue; // guarded by m_mutex, as all below but the last two
    bool m_isWriting = false;
    bool m_isEnding = false;
    bool m_hasEvents = false;
    std::string m_ownGreeting; // as an event
    std::string m_greeting;    // of the parent, as an event
    std::string m_request;     // as an event
    std::string m_acceptance;  // as an event
    std::string m_finishedJob; // the last that is over
    std::ofstream m_events;    // opened under m_mutex while m_hasEvents is false, else the thread's
    bool m_isReaderGone = false; // the thread's
    std::jthread m_thread;
};

} // namespace app::worker

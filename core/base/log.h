#pragma once

#include <memory>

#include <spdlog/spdlog.h>

namespace core::base {

// The named logger of one folder ("media", "store" …), made at its first use. Every logger writes
// to stderr, never to stdout: stdout belongs to results and to the protocol. Any thread. Levels:
// error = the user loses something, warn = degraded, info = life cycle, debug = the rest.
std::shared_ptr<spdlog::logger> logger(const char *folder);

} // namespace core::base

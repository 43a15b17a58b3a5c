#include "core/base/interrupt.h"

#include <csignal>

namespace core::base {

namespace {

// A signal handler reaches only what is global; setting a lock-free flag is allowed in it.
const CancelToken &interruptToken()
{
    static const CancelToken token;
    return token;
}

extern "C" void onInterrupt(int)
{
    interruptToken().cancel();
}

} // namespace

CancelToken cancelOnInterrupt()
{
    CancelToken token = interruptToken(); // made before the handler may run
    struct sigaction action = {};
    action.sa_handler = onInterrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND); // the second one takes the usual course
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    struct sigaction hangUp = {}; // ignored under nohup, and so it stays
    if (::sigaction(SIGHUP, nullptr, &hangUp) == 0 && hangUp.sa_handler == SIG_DFL) {
        ::sigaction(SIGHUP, &action, nullptr);
    }
    return token;
}

} // namespace core::base

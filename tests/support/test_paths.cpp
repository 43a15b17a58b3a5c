#include "tests/support/test_paths.h"

#include <cstdlib>

namespace tests {

namespace {

std::filesystem::path fromEnvironment(const char *name)
{
    const char *value = std::getenv(name);
    return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
}

} // namespace

std::filesystem::path dataDir()
{
    return fromEnvironment("TALOSCOPE_DATA_DIR");
}

std::filesystem::path goldenDir()
{
    return fromEnvironment("TALOSCOPE_GOLDEN_DIR");
}

std::filesystem::path programDir()
{
    return fromEnvironment("TALOSCOPE_BIN_DIR");
}

} // namespace tests

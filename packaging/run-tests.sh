#!/usr/bin/env bash
# Sets up, builds everything and runs all tests; ends with ctest's closing lines. Needs nothing but
# git and root or sudo on a fresh Debian 12; what is there is reused, also what run-demo.sh built.
#
#   packaging/run-tests.sh                    all tests of the release build
#   packaging/run-tests.sh --strict           the same, with warnings as errors, as CI runs it
#   packaging/run-tests.sh --sanitize         the same under AddressSanitizer and UBSan
#   packaging/run-tests.sh --threads          the same under ThreadSanitizer
#   packaging/run-tests.sh -- -L core         further arguments go to ctest
set -euo pipefail
cd "$(dirname "$0")/.."

preset=release
folder=build/release
case "${1:-}" in
--strict)
    preset=ci
    shift
    ;;
--sanitize)
    preset=dev
    folder=build/dev
    shift
    ;;
--threads)
    preset=tsan
    folder=build/tsan
    shift
    ;;
esac
[[ ${1:-} == -- ]] && shift

packaging/setup.sh
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset"

# Idle OpenMP threads of libtorch would spin beside the other tests.
export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0
# A test asks for more memory than there can be, and is to be told so.
export ASAN_OPTIONS="allocator_may_return_null=1"
export LSAN_OPTIONS="suppressions=$PWD/packaging/cmake/leaks.supp:print_suppressions=0"
export TSAN_OPTIONS="suppressions=$PWD/packaging/cmake/races.supp die_after_fork=0"
ctest --test-dir "$folder" --output-on-failure --parallel "$(nproc)" "$@"

#!/usr/bin/env bash
# A disk that fails at every single call of SQLite, in everything that writes a project, once and from
# then on: prints the table of tests/core/store/tst_io_faults.cpp. Some minutes.
#
#   tests/stress/io_faults.sh [BUILD_FOLDER]    build/release by default
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$folder"' EXIT
TALOSCOPE_IO_FAULTS=all TMPDIR=$folder QTEST_FUNCTION_TIMEOUT=7200000 \
    "${1:-build/release}/tests/tst_io_faults" -maxwarnings 0 | grep -v '^PASS'

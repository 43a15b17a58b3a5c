#!/usr/bin/env bash
# clang-tidy (.clang-tidy) over the sources of core, app and ui, as the build folder compiles them and many in one
# unit (together.py): headers of libtorch, Qt and the other libraries are system headers and say nothing. Without
# clang-analyzer-*, which takes hours, unless ANALYZER=1. JOBS of them at a time, 2 by default.
#
#   tests/lint/tidy.sh [BUILD_FOLDER [FOLDER_OR_FILE...]]    build/release, core app ui by default
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release}
shift || true
[[ $# -gt 0 ]] || set -- core app ui
tidy=$(compgen -c clang-tidy- | grep -E '^clang-tidy-[0-9]+$' | sort -t- -k3 -n | tail -n 1)
checks=-bugprone-suspicious-include # that is how units are made
[[ ${ANALYZER:-0} = 1 ]] || checks+=,-clang-analyzer-*
units=$(mktemp -d)
trap 'rm -rf "$units"' EXIT
python3 tests/lint/together.py "$build" "$units" "$@" |
    xargs -P "${JOBS:-2}" -n 1 "${tidy:-clang-tidy}" -p "$units" --quiet --config-file=.clang-tidy \
        --checks="$checks"

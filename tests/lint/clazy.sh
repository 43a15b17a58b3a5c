#!/usr/bin/env bash
# clazy (Debian's package of that name), levels 0 and 1 without non-pod-global-static (our constants are literals,
# which allocate nothing), over what uses Qt: ui and app/studio, as the build folder
# compiles them and many in one unit (together.py). Fails where it finds something. JOBS of them at a time, 2 by default.
#
#   tests/lint/clazy.sh [BUILD_FOLDER [FOLDER_OR_FILE...]]    build/release, ui app/studio by default
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release}
shift || true
[[ $# -gt 0 ]] || set -- ui app/studio
units=$(mktemp -d)
trap 'rm -rf "$units"' EXIT
python3 tests/lint/together.py "$build" "$units" "$@" |
    xargs -P "${JOBS:-2}" -n 1 clazy-standalone -p "$units" --checks=level0,level1,no-non-pod-global-static \
        --header-filter='/(core|app|ui)/' 2>&1 | tee "$units/log"
! grep -qE '(warning|error):' "$units/log"

#!/usr/bin/env bash
# Sets up, builds the programs, makes the demo data set and trains FuSTAL's three stages on it; prints
# a table of what came out and opens the window (without a display: writes its picture). Needs
# nothing but git and root or sudo on a fresh Debian 12.
#
#   packaging/run-demo.sh [FOLDER]    FOLDER: where the demo goes (default: build/demo)
set -euo pipefail
cd "$(dirname "$0")/.."

demo=${1:-build/demo}
packaging/setup.sh
cmake --preset release >/dev/null
cmake --build --preset release --target talo taloscope-worker taloscope

rm -rf "$demo"
build/release/bin/talo demo "$demo"

cat <<END

Look at it:
  build/release/bin/taloscope $demo/demo.talo
  build/release/bin/talo show $demo/demo.talo
  build/release/bin/talo show $demo/demo.talo segments --track pseudo_label
  build/release/bin/talo evaluate $demo/demo.talo --track prediction --per-class
  build/release/bin/talo train $demo/demo.talo --recipe fustal-demo --set filter.min_density=0.3
END

if [[ -z ${XDG_RUNTIME_DIR:-} ]]; then # as root and in containers; Qt would complain
    XDG_RUNTIME_DIR=$(mktemp -d)
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
fi

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    build/release/bin/taloscope "$demo/demo.talo"
else
    QT_QPA_PLATFORM=offscreen build/release/bin/taloscope "$demo/demo.talo" --time 12 \
        --screenshot "$demo/studio.png" --size 1600x1000
    echo "There is no display here; $demo/studio.png shows the window."
fi

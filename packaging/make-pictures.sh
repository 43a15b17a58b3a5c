#!/usr/bin/env bash
# Draws the pictures of README and manual anew, with the built studio and a trained demo.
#
#   packaging/make-pictures.sh DEMO [BUILD]    DEMO: folder that `talo demo` made;
#                                              BUILD: folder of the build (default: build/release)
set -euo pipefail
cd "$(dirname "$0")/.."

demo=${1:?"which demo? packaging/make-pictures.sh DEMO [BUILD]"}
build=${2:-build/release}
pictures=resources/doc/manual/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$demo" "$work/demo" # opening a project keeps the place in it
export QT_QPA_PLATFORM=offscreen XDG_CONFIG_HOME="$work/config" XDG_RUNTIME_DIR="$work"

# studio PICTURE ARGUMENT...
studio() {
    local picture=$1
    shift
    "$build/bin/taloscope" --language en --theme dark --screenshot "$picture" "$@"
}

# panel PICTURE COMMAND CROP: the part of a tall window in which the panel of a command has room.
panel() {
    studio "$work/window.png" "$work/demo/demo.talo" --video "$video" --time 12 --size 1600x2200 --command "$2"
    ffmpeg -v error -y -i "$work/window.png" -vf "crop=$3" "$pictures/$1.png"
}

mkdir -p "$pictures"
video=$("$build/bin/talo" show "$work/demo/demo.talo" videos --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["videos"][0]["name"])')
studio resources/doc/studio.png "$work/demo/demo.talo" --video "$video" --time 12 --size 1600x1000
studio "$pictures/window.png" "$work/demo/demo.talo" --video "$video" --time 12 --size 1366x768
studio "$pictures/preferences.png" --command edit.preferences --size 1366x768
studio "$pictures/keys.png" --command help.keys --size 1366x768
HOME=/home studio "$pictures/new-project.png" --size 1366x768 \
    --import "$work/demo/videos" "$work/demo/ground_truth.json" "$work/demo/features"
studio "$pictures/start.png" --size 1366x768
studio "$pictures/run-dialog.png" "$work/demo/demo.talo" --video "$video" --command run.start --size 1366x768
for name in filter evaluation detad stages; do
    panel "$name" "analysis.$name" 380:750:1220:908
done
panel fix-first analysis.fix-first 292:620:0:38
panel lineage analysis.lineage 380:560:1220:38
panel ledger analysis.ledger 380:480:1220:1666
# The manual's window shows pictures at their own size.
for picture in window start new-project; do
    ffmpeg -v error -y -i "$pictures/$picture.png" -vf "scale='min(860,iw)':-1:flags=lanczos" "$work/small.png"
    mv "$work/small.png" "$pictures/$picture.png"
done
ls -l "$pictures"

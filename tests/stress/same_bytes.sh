#!/usr/bin/env bash
# The same sources give the same bytes: builds talo and taloscope twice, in two folders, of files of other
# dates and without the compiler's cache, and packs the first build twice; compares the programs as they are
# linked and stripped, the manual pages and the packages. Needs help2man; some 40 processor minutes.
#
#   tests/stress/same_bytes.sh [FOLDER]    a new folder in TMPDIR by default; what is there is built on
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH CCACHE_DISABLE=1 QT_QPA_PLATFORM=offscreen
readonly jobs=${JOBS:-$(nproc)}

build() # SOURCES DATE
{
    if [[ ! -d $1 ]]; then
        mkdir -p "$1"
        git archive HEAD | tar -x -C "$1"
        find "$1" -exec touch -d "$2" {} +
    fi
    cmake -S "$1" -B "$1/build/release" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTS=OFF \
        -DBUILD_WORKER=OFF >/dev/null
    cmake --build "$1/build/release" -j "$jobs" --target talo taloscope man_pages >/dev/null
}

pack() # SOURCES NAME
{
    (cd "$1" && cpack --config build/release/CPackConfig.cmake -G DEB \
        -D CPACK_COMPONENTS_ALL=taloscope -B "$folder/$2" >/dev/null)
    rm -rf "$folder/$2/_CPack_Packages"
}

failed=0
compare() # WHAT FILE FILE
{
    if cmp -s "$2" "$3"; then
        printf '%-28s same      %s\n' "$1" "$(sha256sum "$2" | cut -c1-16)"
    else
        printf '%-28s DIFFERENT %s %s\n' "$1" "$2" "$3"
        failed=1
    fi
}

readonly one=$folder/one other=$folder/elsewhere/another
build "$one" 2024-02-03
build "$other" 2025-06-07
for program in talo taloscope; do
    compare "$program" "$one/build/release/bin/$program" "$other/build/release/bin/$program"
    for sources in "$one" "$other"; do
        strip -o "$sources/build/release/$program.stripped" "$sources/build/release/bin/$program"
    done
    compare "$program, stripped" "$one/build/release/$program.stripped" \
        "$other/build/release/$program.stripped"
    compare "$program.1" "$one/build/release/man/$program.1" "$other/build/release/man/$program.1"
done
pack "$one" first
sleep 2 # the times in a package count whole seconds
pack "$one" second
pack "$other" third
compare "package, packed twice" "$folder"/first/*.deb "$folder"/second/*.deb
compare "package, built twice" "$folder"/first/*.deb "$folder"/third/*.deb
exit "$failed"

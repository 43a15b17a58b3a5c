#!/usr/bin/env bash
# Makes the packages: taloscope (studio and talo) and taloscope-worker (libtorch, no Qt) as .deb, and
# all of it as one relocatable .tar.gz, in build/packages. With --check it then installs them in a
# bare Debian made by debootstrap (needs root) and starts the programs there.
#
#   packaging/make-packages.sh [--check]
set -euo pipefail
cd "$(dirname "$0")/.."
readonly packages=build/packages

# The date of the sources, so that the same sources give the same manual pages and packages.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

packaging/setup.sh --packages
cmake --preset release >/dev/null
cmake --build --preset release --target talo taloscope taloscope-worker man_pages

desktop-file-validate packaging/linux/taloscope.desktop
appstreamcli validate --no-net packaging/linux/org.taloscope.Taloscope.metainfo.xml

rm -rf "$packages"
cpack --config build/release/CPackConfig.cmake -B "$packages"
rm -rf "$packages/_CPack_Packages"
(cd "$packages" && sha256sum ./*.deb ./*.tar.gz)

[[ ${1:-} == --check ]] || exit 0
packaging/check-packages.sh "$packages"

#!/usr/bin/env bash
# Installs the packages of a folder in bare Debian roots made for that (needs root and a network) and
# runs the programs as a user would: the worker alone without Qt, then the studio with it, then the
# tarball from a folder of its own.
#
#   packaging/check-packages.sh FOLDER
set -euo pipefail
packages=$(realpath "$1")
work=$(mktemp -d)
readonly packages work
# What is mounted below goes first: nothing of the computer itself may be removed with the roots.
clean_up() {
    local point
    for point in "$work"/*/proc "$work"/*/dev; do
        if mountpoint -q "$point"; then umount "$point"; fi
    done
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT

make_root() {
    debootstrap --variant=minbase bookworm "$work/bare" >"$work/debootstrap.log"
}

# in_root NAME COMMAND...
in_root() {
    local root="$work/$1"
    shift
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen "$@"
}

copy_root() {
    cp -a "$work/bare" "$work/$1"
    mount -t proc proc "$work/$1/proc"
    cp "$packages"/*.deb "$packages"/*.tar.gz "$work/$1/tmp/"
}

echo "== the worker alone"
make_root
copy_root worker
in_root worker sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/taloscope-worker_*.deb >/dev/null'
in_root worker taloscope-worker --version
in_root worker taloscope-worker selftest | tail -n 1
if in_root worker sh -c 'dpkg -l | grep -i " libqt"'; then
    echo "check-packages.sh: the worker brought Qt along" >&2
    exit 1
fi

echo "== studio, talo and worker"
copy_root studio
in_root studio sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/*.deb qt6-qpa-plugins fonts-inter >/dev/null'
in_root studio talo demo --videos 10 --quiet /tmp/demo
in_root studio taloscope /tmp/demo/demo.talo --screenshot /tmp/studio.png --size 1366x768
in_root studio sh -c 'test -s /tmp/studio.png && test -e /usr/share/applications/taloscope.desktop'

echo "== the tarball, from a folder of its own"
in_root studio sh -c 'dpkg --purge taloscope taloscope-worker >/dev/null && mkdir /opt/elsewhere &&
    tar -C /opt/elsewhere --strip-components=1 -xzf /tmp/taloscope-*.tar.gz &&
    /opt/elsewhere/bin/taloscope-worker selftest | tail -n 1 &&
    /opt/elsewhere/bin/talo check /tmp/demo/demo.talo'

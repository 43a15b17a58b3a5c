#!/usr/bin/env bash
# Installs what Taloscope is built and tested with: Debian packages (through apt) and libtorch (from
# the official wheel, into a user cache). Safe to run again: what is there is kept, and a run that
# finds everything needs no network.
#
#   packaging/setup.sh             CPU: everything the demo and the tests need
#   packaging/setup.sh --cuda      also the NVIDIA libraries that libtorch's CUDA part loads (2.7 GB)
#   packaging/setup.sh --worker    only what taloscope-worker needs (no Qt, no test tools)
#   packaging/setup.sh --packages  also what packaging/make-packages.sh needs
#   packaging/setup.sh --print-libtorch   prints the folder that libtorch lies in, and stops
set -euo pipefail

readonly torch_version=2.11.0
readonly cache="${TALOSCOPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/taloscope}"
readonly libtorch="$cache/libtorch-$torch_version"

want_cuda=no
want_gui=yes
want_packages=no
for argument in "$@"; do
    case "$argument" in
    --cuda) want_cuda=yes ;;
    --worker) want_gui=no ;;
    --packages) want_packages=yes ;;
    --print-libtorch) echo "$libtorch"; exit 0 ;;
    *)
        echo "setup.sh: unknown option '$argument'; it knows --cuda, --worker, --packages and --print-libtorch" >&2
        exit 2
        ;;
    esac
done

packages=(
    build-essential cmake ninja-build ccache pkg-config git unzip ca-certificates
    python3 python3-pip
    libavformat-dev libavcodec-dev libavfilter-dev libavutil-dev libswscale-dev libswresample-dev
    nlohmann-json3-dev libtomlplusplus-dev libcli11-dev libspdlog-dev libfmt-dev libexpected-dev
    libxxhash-dev libpugixml-dev libgloo-dev
)
if [[ $want_gui == yes ]]; then
    packages+=(
        libsqlite3-dev libsqlitecpp-dev
        qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools linguist-qt6
        qt6-svg-dev qt6-multimedia-dev qt6-translations-l10n
        fonts-inter fonts-jetbrains-mono fonts-noto-cjk
        libqcustomplot-dev ffmpeg libbenchmark-dev xvfb clang-format doxygen python3-numpy
    )
fi

if [[ $want_packages == yes ]]; then
    packages+=(help2man desktop-file-utils appstream debootstrap xauth)
fi

# Installs the packages of the list that are missing; says nothing when none is.
install_packages() {
    local missing=()
    local package
    for package in "${packages[@]}"; do
        dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || missing+=("$package")
    done
    [[ ${#missing[@]} -eq 0 ]] && return 0
    local as_root=()
    if [[ $(id -u) -ne 0 ]]; then
        command -v sudo >/dev/null || {
            echo "setup.sh: these packages are missing and neither root nor sudo is at hand:" \
                "${missing[*]}" >&2
            exit 1
        }
        as_root=(sudo)
    fi
    echo "setup.sh: installing ${#missing[@]} packages: ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# download_wheels FOLDER WHAT...: what pip calls so, as wheels. The platform tags name what they were
# built for, so that any Python with pip can fetch them.
download_wheels() {
    local platforms=(--platform manylinux2014_x86_64 --platform manylinux1_x86_64) minor
    for minor in {5..28}; do
        platforms+=(--platform "manylinux_2_${minor}_x86_64")
    done
    /usr/bin/python3 -m pip download --quiet --disable-pip-version-check \
        --only-binary=:all: --python-version 3.11 --implementation cp "${platforms[@]}" \
        --dest "$1" "${@:2}"
}

# unpack_wheels FOLDER TARGET PATTERN...: unzips what matches, into TARGET.
unpack_wheels() {
    local folder=$1 target=$2 wheel
    shift 2
    for wheel in "$folder"/*.whl; do
        unzip -q -o "$wheel" "$@" -d "$target" 2>/dev/null || [[ $? -eq 11 ]]
    done
}

# $work: a folder for one fetch, gone when the script ends.
work=
trap 'rm -rf "$work"' EXIT
make_work_folder() {
    mkdir -p "$cache"
    rm -rf "$work"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
}

# libtorch and, for its CPU part, the two small NVIDIA libraries that it is linked with. The folder
# appears under its final name only when it is whole.
install_libtorch() {
    [[ -e $libtorch/complete ]] && return 0
    echo "setup.sh: fetching libtorch $torch_version into $libtorch (550 MB)"
    make_work_folder
    download_wheels "$work/wheels" --no-deps \
        "torch==$torch_version" nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85
    unpack_wheels "$work/wheels" "$work/tree" \
        'torch/lib/*' 'torch/include/*' 'torch/share/*' 'nvidia/*' '*.dist-info/*'
    touch "$work/tree/complete"
    rm -rf "$libtorch"
    mv "$work/tree" "$libtorch"
}

# The rest of the NVIDIA set, as the wheel's own metadata lists it, with what that needs in turn.
install_cuda_libraries() {
    [[ -e $libtorch/complete-cuda ]] && return 0
    echo "setup.sh: fetching the NVIDIA libraries that libtorch's CUDA part needs (2.7 GB)"
    make_work_folder
    local requirements
    mapfile -t requirements < <(
        sed -n 's/^Requires-Dist: \(\(nvidia-\|cuda-toolkit\)[^ ;]*\).*/\1/p' \
            "$libtorch"/torch-*.dist-info/METADATA | sort -u
    )
    download_wheels "$work/wheels" "${requirements[@]}"
    unpack_wheels "$work/wheels" "$libtorch" 'nvidia/*'
    local missing
    missing=$(ldd "$libtorch/torch/lib/libtorch_cuda.so" | sed -n 's/ => not found//p')
    [[ -z $missing ]] || {
        echo "setup.sh: libtorch's CUDA part still lacks" $missing >&2
        exit 1
    }
    touch "$libtorch/complete-cuda"
}

install_packages
install_libtorch
if [[ $want_cuda == yes ]]; then
    install_cuda_libraries
fi

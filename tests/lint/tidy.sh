#!/usr/bin/env bash
# clang-tidy (.clang-tidy) over the sources of core, app and ui, as the build folder compiles them: headers of
# libtorch, Qt and the other libraries are system headers and say nothing. Takes an hour of one core for all.
#
#   tests/lint/tidy.sh [BUILD_FOLDER [FOLDER_OR_FILE...]]    build/release, core app ui by default
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release}
shift || true
[[ $# -gt 0 ]] || set -- core app ui
tidy=$(compgen -c clang-tidy- | grep -E '^clang-tidy-[0-9]+$' | sort -t- -k3 -n | tail -n 1)
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
# What only GCC knows: how ccache and precompiled headers go together.
sed 's/ -fpch-preprocess//g; s/ -Winvalid-pch//g; s/ -include [^ ]*cmake_pch.hxx//g' \
    "$build/compile_commands.json" >"$commands/compile_commands.json"
find "$@" -name '*.cpp' | sort | xargs -P "${JOBS:-2}" -n 4 "${tidy:-clang-tidy}" -p "$commands" --quiet \
    --extra-arg=-Wno-unknown-warning-option # our flags that only GCC knows

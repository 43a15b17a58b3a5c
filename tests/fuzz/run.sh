#!/usr/bin/env bash
# Fuzzes the readers with libFuzzer under AddressSanitizer and UndefinedBehaviorSanitizer; needs clang
# 16 or newer and its run-time libraries (Debian: clang-16, libclang-rt-16-dev). What a target finds stays in build/fuzz/found/TARGET; once it is mended, the input goes
# to tests/fuzz/corpus/TARGET, which the ordinary tests run.
#
#   tests/fuzz/run.sh [SECONDS [TARGET...]]    600 seconds a target, all targets, by default
set -euo pipefail
cd "$(dirname "$0")/../.."
readonly build=build/fuzz
seconds=${1:-600}
shift || true
targets=("$@")
compiler=$(compgen -c clang++- | sort -t- -k2 -n | tail -n 1)

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -g1" -DCMAKE_CXX_COMPILER="${compiler:-clang++}" \
    -DSANITIZE=address,undefined,fuzzer-no-link -DBUILD_FUZZERS=ON -DBUILD_TESTS=OFF \
    -DBUILD_GUI=OFF -DBUILD_WORKER=OFF >/dev/null
if [[ ${#targets[@]} -eq 0 ]]; then
    for folder in tests/fuzz/corpus/*/; do
        targets+=("$(basename "$folder")")
    done
fi
cmake --build "$build" --target "${targets[@]/#/fuzz_}"

# A project with tables is too large for the repository: made here, from the oldest schema.
mkdir -p "$build/corpus/project"
python3 - tests/data/schema/v1.sql "$build/corpus/project/v1.talo" <<'END'
import pathlib
import sqlite3
import sys

pathlib.Path(sys.argv[2]).unlink(missing_ok=True)
project = sqlite3.connect(sys.argv[2])
project.executescript(pathlib.Path(sys.argv[1]).read_text())
project.execute(f"PRAGMA application_id = {0x54414C4F}")
project.execute("PRAGMA user_version = 1")
project.commit()
END

failed=0
for target in "${targets[@]}"; do
    mkdir -p "$build/corpus/$target" "$build/found/$target"
    # Readers log what they refuse; only the fuzzer's own words are wanted.
    "$build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=400 -rss_limit_mb=3000 \
        -print_final_stats=1 -artifact_prefix="$build/found/$target/" \
        "$build/corpus/$target" "tests/fuzz/corpus/$target" >"$build/$target.log" 2>&1 || failed=1
    printf '%-12s %s runs, %s found\n' "$target" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")" \
        "$(find "$build/found/$target" -type f | wc -l)"
done
exit "$failed"

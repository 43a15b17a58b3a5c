#!/usr/bin/env bash
# Line coverage of the core by its own tests, a row a folder and the files below 85 %. Needs gcovr (pip).
#
#   tests/stress/coverage.sh [--without-worker]    the core without core/ml, which takes libtorch
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/coverage
worker=ON
[[ ${1:-} == --without-worker ]] && worker=OFF
cmake --preset coverage -DBUILD_GUI=OFF -DBUILD_WORKER=$worker >/dev/null
cmake --build "$build"
find "$build" -name '*.gcda' -delete
ctest --test-dir "$build" -L 'core|golden' -LE bench --output-on-failure || true
gcovr --root . --filter 'core/' --object-directory "$build" --json-summary "$build/coverage.json" \
    --gcov-ignore-parse-errors=negative_hits.warn --print-summary --txt "$build/coverage.txt" "$build" | tail -n 3
python3 - "$build/coverage.json" <<'END'
import collections
import json
import sys

folders = collections.defaultdict(lambda: [0, 0])
for file in json.load(open(sys.argv[1]))["files"]:
    for name in ["/".join(file["filename"].split("/")[:2]), "core"]:
        folders[name][0] += file["line_covered"]
        folders[name][1] += file["line_total"]
    if file["line_total"] and file["line_covered"] < 0.85 * file["line_total"]:
        print(f"  below 85 %: {file['filename']} {100 * file['line_covered'] / file['line_total']:.0f} %")
for name, (covered, total) in sorted(folders.items()):
    print(f"{name:16} {covered:6} of {total:6} lines, {100 * covered / total:.1f} %")
END

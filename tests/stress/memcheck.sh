#!/usr/bin/env bash
# Runs commands of talo on a small project under valgrind's memcheck; any error or definite leak ends it
# with 1.
#
#   tests/stress/memcheck.sh [BUILD]    build/release by default
set -euo pipefail
cd "$(dirname "$0")/../.."
talo=$(realpath "${1:-build/release}/bin/talo")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$talo" demo d --videos 6 --no-train --quiet >/dev/null
cat >proposals.json <<'END'
{"results": {"demo_training_001": [
  {"label": "Squat", "score": 0.9, "segment": [1, 4]},
  {"label": "Squat", "score": 0.8, "segment": [1.2, 4.1]},
  {"label": "Squat", "score": 0.3, "segment": [9, 12]}]}}
END
project=d/demo.talo
segment="--video demo_training_001 --class Squat --start 1 --end 2"
failed=0
while read -r arguments; do
    if valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99 \
        "$talo" $arguments >/dev/null 2>log; then
        echo "clean: talo $arguments"
    else
        failed=1
        echo "talo $arguments"
        cat log
    fi
done <<END
import $project --kind proposals proposals.json
import $project --kind labels d/ground_truth.json
filter $project
filter --proposals proposals.json --gt d/ground_truth.json
evaluate --gt d/ground_truth.json --predictions proposals.json
diagnose --gt d/ground_truth.json --predictions proposals.json
doctor $project
label $project add $segment
label $project undo
label $project redo
show $project
export $project --what ground-truth --format activitynet-gt out.json
backup $project copy.talo
check $project
END
exit "$failed"

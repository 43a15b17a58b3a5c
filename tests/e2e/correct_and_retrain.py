"""What correcting a few videos buys: retrains the student of a trained project from corrected labels.

In the training videos whose pseudo-labels are worst (F1 at tIoU 0.5 against the ground truth), a
person's work is played: what the newest run proposes is rejected, the actions of the ground truth are
drawn, and the video is marked done. The student is then trained twice with each seed, from the
pseudo-labels as they were and from the label set with the corrections, and the average mAP of the
test split is printed for both. Everything goes through `talo`, as a person would type it.

    tests/e2e/correct_and_retrain.py build/release/bin/talo demo/demo.talo --recipe fustal-demo

The project is changed: work on a copy. Exit code 1 where the corrections do not raise the mean.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict


class Talo:
    """The program, with the project that every command is about."""

    def __init__(self, program, project):
        self.program = program
        self.project = project

    def __call__(self, command, *arguments):
        line = [self.program, command, self.project, *map(str, arguments), "--json"]
        done = subprocess.run(line, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(line)} ended with {done.returncode}")
        return json.loads(done.stdout)

    def segments(self, track):
        """The segments of a role by video; of runs, those of the newest one only."""
        rows = self("show", "segments", "--track", track)["segments"]
        newest = rows[-1]["track"] if rows else None
        by_video = defaultdict(list)
        for row in rows:
            if row["track"] == newest:
                by_video[row["video"]].append(row)
        return by_video


def tiou(a, b):
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    joint = max(a["end"], b["end"]) - min(a["start"], b["start"])
    return max(shared, 0.0) / joint


def f1(labels, truth):
    """Each label, best score first, takes the best free action of its class with tIoU >= 0.5."""
    free = list(truth)
    matched = 0
    for label in sorted(labels, key=lambda row: -(row["score"] or 0.0)):
        fitting = [row for row in free if row["class"] == label["class"] and tiou(row, label) >= 0.5]
        if fitting:
            free.remove(max(fitting, key=lambda row: tiou(row, label)))
            matched += 1
    return 2.0 * matched / max(len(labels) + len(truth), 1)


def correct(talo, video, labels, truth):
    for label in labels:
        talo("label", "reject", "--id", label["id"])
    for action in truth:
        talo("label", "add", "--video", video, "--class", action["class"],
             "--start", action["start"], "--end", action["end"])
    talo("label", "state", "--video", video, "--state", "done")


def correct_worst(talo, count):
    truth = talo.segments("ground_truth")
    proposed = talo.segments("pseudo_label")
    videos = [row["name"] for row in talo("show", "videos")["videos"] if row["split"] == "training"]
    kept = {name: [row for row in proposed[name] if row["state"] != "rejected"] for name in videos}
    worst = sorted(videos, key=lambda name: (f1(kept[name], truth[name]), name))[:count]
    for name in worst:
        print(f"{name}: F1 {100 * f1(kept[name], truth[name]):.1f} %, {len(kept[name])} pseudo-labels "
              f"rejected, {len(truth[name])} actions drawn", flush=True)
        correct(talo, name, kept[name], truth[name])
    return talo("label", "snapshot", "--name", f"worst-{count}-corrected")["name"]


def student_map(talo, arguments, seed, *labels):
    """Average mAP of the test split, and its protocol."""
    report = talo("train", "--recipe", arguments.recipe, "--stages", "student", "--seed", seed,
                  *labels, *sum((["--set", setting] for setting in arguments.set), []))
    return report["metrics"]["test"]["student"]["average_map"], report["metrics"]["protocol"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("talo")
    parser.add_argument("project")
    parser.add_argument("--recipe", default="fustal-demo")
    parser.add_argument("--videos", type=int, default=10, help="how many videos are corrected")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    arguments = parser.parse_args()
    talo = Talo(arguments.talo, arguments.project)
    before = [student_map(talo, arguments, seed) for seed in arguments.seeds]
    labels = correct_worst(talo, arguments.videos)
    after = [student_map(talo, arguments, seed, "--labels", labels) for seed in arguments.seeds]
    for seed, (old, protocol), (new, _) in zip(arguments.seeds, before, after):
        print(f"seed {seed}: student {100 * old:.2f} % from the pseudo-labels, {100 * new:.2f} % "
              f"with {arguments.videos} videos corrected ({protocol}, test split, average mAP)")
    old, new = (sum(value for value, _ in runs) / len(runs) for runs in (before, after))
    print(f"mean: {100 * old:.2f} % -> {100 * new:.2f} %, {100 * (new - old):+.2f} points")
    return 0 if new > old else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Time and memory of the commands on data sets as large as ActivityNet, and how they grow.

Usage: large_data_set.py TALO [--videos 20000] [--proposals 50] [--folder DIR] [--json FILE]

Makes annotations of so many videos (200 classes, half of the videos for training), so many proposals for
each and predictions for the test videos, all random (seed 1), and runs `talo` on them: at a hundredth, a
tenth and the whole of the size. Prints a row a command: processor seconds and largest memory at each size
(seconds on the clock are in the JSON), and the exponent of growth between the last two (1: linear).
Nothing fails when something is slow: the figures are for people.
"""
import argparse
import json
import math
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLASSES = [f"Action{i:03}" for i in range(200)]


def random_segments(rng, duration, count):
    for _ in range(count):
        length = rng.uniform(1.0, 0.5 * duration)
        start = rng.uniform(0.0, duration - length)
        yield round(start, 3), round(start + length, 3)


def make_files(folder, videos, proposals):
    rng = random.Random(1)
    database, raw, predicted = {}, {}, {}
    for i in range(videos):
        name, is_test = f"v_{i:06}", i % 2 == 1
        duration = round(rng.uniform(20.0, 230.0), 2)
        own = rng.sample(CLASSES, rng.choice([1, 1, 1, 2]))
        database[name] = {
            "subset": "validation" if is_test else "training", "duration": duration,
            "annotations": [{"segment": list(s), "label": own[k % len(own)]} for k, s in
                            enumerate(random_segments(rng, duration, rng.randint(2, 3)))]}
        rows = [{"segment": list(s), "label": rng.choice(own), "score": round(rng.random(), 4)}
                for s in random_segments(rng, duration, proposals)]
        raw[name] = rows
        if is_test:
            predicted[name] = rows
    for file, content in {"gt.json": {"database": database}, "proposals.json": {"results": raw},
                          "predictions.json": {"results": predicted}}.items():
        (folder / file).write_text(json.dumps(content))


def measure(arguments):
    """Seconds and MiB of one run."""
    begin = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: {errors}")
    return {"seconds": time.monotonic() - begin, "cpu": usage.ru_utime + usage.ru_stime,
            "mib": usage.ru_maxrss / 1024}


def commands(talo, folder):
    project = folder / "large.talo"
    truth, proposals, predictions = (folder / f for f in ("gt.json", "proposals.json", "predictions.json"))
    yield "init", [talo, "init", project]
    yield "import ground truth", [talo, "import", project, "--kind", "ground-truth", truth]
    yield "import proposals", [talo, "import", project, "--kind", "proposals", proposals]
    yield "import predictions", [talo, "import", project, "--kind", "predictions", predictions]
    yield "open (show)", [talo, "show", project]
    label = re.search('"label": "([^"]*)"', truth.read_text(), 0)[1]  # a class of v_000000
    yield "one edit", [talo, "label", project, "add", "--video", "v_000000", "--class", label,
                       "--start", "1", "--end", "5"]
    yield "undo", [talo, "label", project, "undo"]
    yield "filter (project)", [talo, "filter", project, "--apply", "kept"]
    yield "filter (files)", [talo, "filter", "--proposals", proposals, "--gt", truth]
    yield "evaluate (files)", [talo, "evaluate", "--gt", truth, "--predictions", predictions,
                               "--subset", "validation"]
    yield "evaluate (project)", [talo, "evaluate", project, "--track", "prediction"]
    yield "queue", [talo, "queue", project, "--limit", "50"]
    yield "doctor", [talo, "doctor", project]
    yield "check", [talo, "check", project]
    yield "backup", [talo, "backup", project, folder / "copy.talo"]
    yield "export", [talo, "export", project, "--what", "proposals", "--format", "activitynet-predictions",
                     folder / "out.json"]


def growth(before, after, factor):
    return math.log(max(after, 1e-3) / max(before, 1e-3)) / math.log(factor)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("talo")
    parser.add_argument("--videos", type=int, default=20000)
    parser.add_argument("--proposals", type=int, default=50, help="for each video")
    parser.add_argument("--folder", help="where to work (default: a temporary folder)")
    parser.add_argument("--json", help="write the figures there, too")
    arguments = parser.parse_args()
    root = Path(arguments.folder or tempfile.mkdtemp(prefix="large-data-set-"))
    sizes = [max(2, arguments.videos // 100), max(2, arguments.videos // 10), arguments.videos]
    table = {}
    for size in sizes:
        folder = root / str(size)
        folder.mkdir(parents=True)
        # In a process of its own: the largest memory of a child counts from that of its parent.
        maker = multiprocessing.Process(target=make_files, args=(folder, size, arguments.proposals))
        maker.start()
        maker.join()
        for name, command in commands(arguments.talo, folder):
            table.setdefault(name, []).append(measure(command))
        shutil.rmtree(folder)
    print(f"{arguments.proposals} proposals a video, {len(CLASSES)} classes; processor seconds from start to exit, MiB")
    print(f"{'videos':22}" + "".join(f"{size:>18}" for size in sizes) + f"{'growth':>9}")
    for name, rows in table.items():
        cells = "".join(f"{row['cpu']:10.2f} s{row['mib']:6.0f}" for row in rows)
        print(f"{name:22}{cells}{growth(rows[-2]['cpu'], rows[-1]['cpu'], sizes[-1] / sizes[-2]):9.2f}")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps({"sizes": sizes, "commands": table}, indent=1))
    if not arguments.folder:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()

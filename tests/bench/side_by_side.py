#!/usr/bin/env python3
"""Taloscope beside its peers, and how it grows: everything in one run.

Usage: side_by_side.py BUILD_FOLDER [--rounds 3] [--json FILE] [--only PART...] [--videos N]

Parts, each left out (and said so) where what it needs is missing:
  rules     proposals, filter and evaluation of a THUMOS'14 run beside the published Python code (its stored
            timings), the same rules in NumPy, and the evaluator with pandas' data frames
  files     42,400 predictions as JSON and CSV beside Python's own readers and pandas
  training  steps of the generator and the student beside PyTorch's Python on the same libtorch
            (bench_generator, bench_student; this Python must import torch)
  seeks     steps and random seeks beside FFmpeg's libraries and program (bench_seek)
  growth    10^2 to 10^6 proposals, 1 to 10,000 videos, curves of up to 10^6 points, with the fitted exponent
  commands  `talo` on annotations of --videos videos (large_data_set.py); only where --videos is given

Processor seconds, the median of the rounds; a ratio above 1 says how many times faster Taloscope is. Nothing
fails when something is slow: the figures are for people.
"""
import argparse
import csv
import io
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import reference_ratio

try:
    import numpy as np
except ImportError:
    np = None
try:
    import pandas as pd
except ImportError:
    pd = None

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
NAMES = {"thumosEvaluation": "evaluation, 42,400 predictions", "thumosProposals": "proposals, 200 videos",
         "thumosFilter": "filter, 33,800 proposals"}


def google_benchmark(program, pattern):
    """Processor seconds by name."""
    text = subprocess.run([program, f"--benchmark_filter={pattern}", "--benchmark_format=json"],
                          check=True, capture_output=True, text=True).stdout
    return {row["name"]: row["cpu_time"] * UNITS[row["time_unit"]]
            for row in json.loads(text)["benchmarks"] if "aggregate_name" not in row}


def median_of(rounds, work):
    return statistics.median(work() for _ in range(rounds))


def seconds_of(work):
    begin = time.process_time()
    work()
    return time.process_time() - begin


def missing(what):
    print(f"left out: {what}", file=sys.stderr)
    return []


def row(what, ours, peer, theirs):
    return {"what": what, "peer": peer, "ours_s": ours, "peer_s": theirs, "ratio": theirs / ours}


def evaluate_with_data_frames(truth, predictions, tious):
    """The ActivityNet rule as the released evaluators have it: a group a video, a row at a time."""
    for label in sorted(truth["label"].unique()):
        own = truth[truth["label"] == label].reset_index(drop=True)
        rows = predictions[predictions["label"] == label].sort_values("score", ascending=False)
        locked = np.full((len(tious), len(own)), -1)
        hits = np.zeros((len(tious), len(rows)))
        groups = own.groupby("video")
        for i, (_, prediction) in enumerate(rows.iterrows()):
            try:
                known = groups.get_group(prediction["video"]).reset_index()
            except KeyError:
                continue
            start, end, index = known["start"].values, known["end"].values, known["index"].values
            inter = np.clip(np.minimum(prediction["end"], end) - np.maximum(prediction["start"], start), 0, None)
            overlap = inter / (end - start + prediction["end"] - prediction["start"] - inter)
            for t, limit in enumerate(tious):
                for j in overlap.argsort()[::-1]:
                    if overlap[j] < limit:
                        break
                    if locked[t, index[j]] < 0:
                        locked[t, index[j]] = i
                        hits[t, i] = 1
                        break
        precision = np.cumsum(hits, 1) / np.arange(1, len(rows) + 1)
        np.maximum.accumulate(precision[:, ::-1], 1)


def random_frames():
    chance = random.Random(1)

    def frame(each):
        rows = []
        for v in range(212):
            for i in range(each):
                start = chance.uniform(0, 200)
                rows.append((v, (v + i % 2) % 20, start, start + 10 ** chance.uniform(-0.3, 1.3), chance.random()))
        return pd.DataFrame(rows, columns=["video", "label", "start", "end", "score"])
    return frame(16), frame(200)


def rules(build, rounds):
    program = build / "tests/bench_tal"
    runs = [google_benchmark(program, "thumos") for _ in range(rounds)]
    ours = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    rows = [row(NAMES[name], ours[name], "published code (stored)", seconds)
            for name, seconds in reference_ratio.PUBLISHED.items()]
    if np is None:
        return rows + missing("rules in NumPy: it is not importable")
    rng = np.random.default_rng(1)
    for name, plain in {"thumosEvaluation": reference_ratio.plain_evaluation,
                        "thumosProposals": reference_ratio.plain_proposals,
                        "thumosFilter": reference_ratio.plain_filter}.items():
        rows.append(row(NAMES[name], ours[name], "NumPy", median_of(rounds, lambda plain=plain: plain(rng))))
    if pd is None:
        return rows + missing("evaluator with data frames: pandas is not importable")
    truth, predictions = random_frames()
    tious = np.arange(0.1, 0.75, 0.1)
    seconds = seconds_of(lambda: evaluate_with_data_frames(truth, predictions, tious))  # once: it takes long
    return rows + [row(NAMES["thumosEvaluation"], ours["thumosEvaluation"], "pandas", seconds)]


def load_json(text):
    return [(video, entry["label"], float(entry["segment"][0]), float(entry["segment"][1]), float(entry["score"]))
            for video, entries in json.loads(text)["results"].items() for entry in entries]


def load_csv(text):
    return [(r["video"], r["label"], float(r["start"]), float(r["end"]), float(r["score"]))
            for r in csv.DictReader(io.StringIO(text))]


def files(build, rounds):
    runs = [google_benchmark(build / "tests/bench_data", "/42400$") for _ in range(rounds)]
    ours = {name.split("/")[0]: statistics.median(run[name] for run in runs) for name in runs[0]}
    chance = random.Random(1)
    results, lines = {}, ["video,label,start,end,score"]
    for i in range(42400):
        start, score = chance.uniform(0, 200), chance.random()
        end, video, label = start + chance.uniform(0.5, 20), f"v_{i // 200:05}", f"Class{i % 20}"
        results.setdefault(video, []).append({"label": label, "score": score, "segment": [start, end]})
        lines.append(f"{video},{label},{start},{end},{score}")
    text, table = json.dumps({"results": results}), "\n".join(lines)
    rows = [row("reading JSON, 42,400 predictions", ours["readJson"], "Python's json",
                median_of(rounds, lambda: seconds_of(lambda: load_json(text)))),
            row("reading CSV, 42,400 predictions", ours["readCsv"], "Python's csv",
                median_of(rounds, lambda: seconds_of(lambda: load_csv(table))))]
    if pd is not None:
        rows.append(row("reading CSV, 42,400 predictions", ours["readCsv"], "pandas",
                        median_of(rounds, lambda: seconds_of(lambda: pd.read_csv(io.StringIO(table))))))
    return rows


def training(build, _rounds):
    rows = []
    for name in ["bench_generator", "bench_student"]:
        program = build / "tests" / name
        if not program.exists():
            missing(f"training: {program} is not built")
            continue
        text = subprocess.run([program], capture_output=True, text=True, check=False, env={
            **os.environ, "TALOSCOPE_PYTHON": sys.executable, "OMP_WAIT_POLICY": "passive"}).stdout
        found = re.findall(r"(.*?): [\d.]+ s \(CPU ([\d.]+) s\); Python's PyTorch [\d.]+ s \(CPU ([\d.]+) s\)", text)
        rows += [row(what.split(": ")[-1], float(ours), "PyTorch (Python)", float(theirs))
                 for what, ours, theirs in found]
        if not found:
            missing(f"training: {name} met no Python that imports torch")
    return rows


def seeks(build, _rounds):
    program = build / "tests/bench_seek"
    if not program.exists():
        return missing(f"seeks: {program} is not built")
    rows, film = [], ""
    for line in subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines():
        found = re.match(r"  (.*?) +([\d.]+) ms, FFmpeg's +([\d.]+),", line)
        if not found:
            film = line.strip()
            continue
        ours = float(found[2]) / 1e3
        rows.append(row(f"{found[1]}, {film}", ours, "FFmpeg's libraries", float(found[3]) / 1e3))
        if program_ms := re.search(r"ffmpeg -ss ([\d.]+) ms", line):
            rows.append(row(f"{found[1]}, {film}", ours, "ffmpeg -ss", float(program_ms[1]) / 1e3))
    return rows


def exponent(points):
    """Of a power law through the points by least squares on logarithms; what takes less than 20 us is noise."""
    logs = [(math.log(n), math.log(seconds)) for n, seconds in points if seconds > 2e-5]
    if len(logs) < 2:
        return None
    x, y = (statistics.fmean(column) for column in zip(*logs))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def growth(build, _rounds):
    points = {}
    for program in ["bench_tal", "bench_data"]:
        for name, seconds in google_benchmark(build / "tests" / program, "/[0-9]+$").items():
            points.setdefault(name.split("/")[0], []).append((int(name.split("/")[1]), seconds))
    return [{"what": name, "points": sorted(of), "exponent": exponent(of)} for name, of in points.items()]


def commands(build, videos):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([sys.executable, Path(__file__).with_name("large_data_set.py"), build / "bin/talo",
                        "--videos", str(videos), "--json", file.name], check=True, stdout=subprocess.DEVNULL)
        table = json.load(file)
    return [{"what": f"talo {name}", "points": list(zip(table["sizes"], (r["cpu"] for r in of))),
             "mib": of[-1]["mib"],
             "exponent": math.log(max(of[-1]["cpu"], 1e-3) / max(of[-2]["cpu"], 1e-3)) /
             math.log(table["sizes"][-1] / table["sizes"][-2])} for name, of in table["commands"].items()]


def show_ratios(rows):
    width = max(len(r["what"]) for r in rows)
    print(f"{'processor seconds':{width}}  {'Taloscope':>11}  {'peer':>11}  {'ratio':>7}  peer")
    for r in rows:
        print(f"{r['what']:{width}}  {r['ours_s']:11.5f}  {r['peer_s']:11.5f}  {r['ratio']:7.1f}  {r['peer']}")


def show_growth(rows):
    width = max(len(r["what"]) for r in rows)
    print(f"\n{'growth':{width}}  {'smallest':>22}  {'largest':>22}  exponent")
    for r in rows:
        cells = ["{:>9} {:10.6f} s".format(*r["points"][i]) for i in (0, -1)]
        fitted = "-" if r["exponent"] is None else f"{r['exponent']:.2f}"
        print(f"{r['what']:{width}}  {cells[0]}  {cells[1]}  {fitted}" +
              (f"  {r['mib']:.0f} MiB" if "mib" in r else ""))


def main():
    parts = {"rules": rules, "files": files, "training": training, "seeks": seeks}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="build folder, such as build/release")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--only", nargs="+", choices=[*parts, "growth", "commands"],
                        default=[*parts, "growth", "commands"])
    parser.add_argument("--videos", type=int, default=0, help="for the part commands")
    arguments = parser.parse_args()
    ratios = [r for name, part in parts.items() if name in arguments.only
              for r in part(arguments.build, arguments.rounds)]
    grown = growth(arguments.build, arguments.rounds) if "growth" in arguments.only else []
    if "commands" in arguments.only and arguments.videos:
        grown += commands(arguments.build, arguments.videos)
    if ratios:
        show_ratios(ratios)
    if grown:
        show_growth(grown)
    if arguments.json:
        arguments.json.write_text(json.dumps({"ratios": ratios, "growth": grown}, indent=1))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Ratios of our speed to plain Python's.

Usage: reference_ratio.py BENCH_TAL [TALO GROUND_TRUTH PREDICTIONS]

Runs the three THUMOS'14-size benchmarks of bench_tal and prints how many times faster they are than
  - the published Python code, by its time measured on inputs of the same size, and
  - where NumPy is importable, the rules written out plainly in NumPy here, run on this machine.
With TALO it also tells how long `talo evaluate` takes from its start to its exit.
Nothing fails when a ratio is low: the figures are for people.
"""
import json
import resource
import subprocess
import sys
import time

try:
    import numpy as np
except ImportError:
    np = None

# Seconds that the published code needs on inputs of these sizes: evaluators with 42,000 predictions
# (the faster of two runs), 200 videos to proposals, the filter on 33,895 proposals.
PUBLISHED = {"thumosEvaluation": 70.0, "thumosProposals": 4.8, "thumosFilter": 1.0}


def ours(bench):
    text = subprocess.run(
        [bench, "--benchmark_filter=thumos", "--benchmark_format=json"],
        check=True, capture_output=True, text=True).stdout
    units = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
    return {row["name"]: row["cpu_time"] * units[row["time_unit"]]
            for row in json.loads(text)["benchmarks"]}


def random_segments(rng, count):
    start = rng.uniform(0, 200, count)
    return start, start + 10 ** rng.uniform(-0.3, 1.3, count)


def plain_filter(rng):
    """The released rule: a matrix of overlaps a video."""
    videos = [random_segments(rng, 169) + (rng.uniform(-0.2, 1.2, 169),) for _ in range(200)]
    begin = time.process_time()
    for start, end, score in videos:
        s, e = start.astype(np.float32), end.astype(np.float32)
        inter = np.clip(np.minimum(e[:, None], e) - np.maximum(s[:, None], s), 0, None)
        hull = np.maximum(e[:, None], e) - np.minimum(s[:, None], s) + np.float32(1e-9)
        overlap = inter / hull
        np.fill_diagonal(overlap, 0)
        _ = (overlap.sum(1) >= 0.2) & (score > 0.4)
    return time.process_time() - begin


def runs_of(active):
    index = np.where(active)[0]
    return np.split(index, np.where(np.diff(index) != 1)[0] + 1) if len(index) else []


def plain_proposals(rng):
    """The released rule: every threshold, every run, np.mean inside and around."""
    thresholds = [(True, 0.025 * i) for i in range(10)]
    thresholds += [(False, 0.1 + 0.025 * i) for i in range(33)]
    lengths = [100 + v * 131 % 650 for v in range(200)]
    curves = []
    for length in lengths:
        t = np.arange(length)
        wave = np.sin(rng.uniform(0.1, 0.4) * t) + 0.3 * np.sin(1.1 * t)
        cas = np.clip(wave + rng.uniform(-0.05, 0.05, length), 0, None)
        curves.append((cas / cas.max(), np.clip(wave, 0, None) / max(wave.max(), 1e-9)))
    begin = time.process_time()
    for cas, actionness in curves:
        x = np.arange(24 * len(cas)) / 24
        cas = np.interp(x, np.arange(len(cas)), cas)
        actionness = np.interp(x, np.arange(len(actionness)), actionness)
        found = []
        for is_cas, threshold in thresholds:
            gate = np.where((cas if is_cas else actionness) < threshold, 0,
                            cas if is_cas else actionness)
            score = gate if is_cas else cas
            for run in runs_of(gate > 0):
                if len(run) < 2:
                    continue
                first, last, margin = run[0], run[-1], 0.25 * len(run)
                around = list(range(max(0, int(first - margin)), first))
                around += list(range(last + 1, min(len(x) - 1, int(last + margin)) + 1))
                outer = np.mean(score[around]) if around else 0
                found.append((np.mean(score[run]) - outer, first / 37.5, (last + 1) / 37.5))
        rows = np.array(found)
        rows = rows[rows[:, 0].argsort()[::-1]]
        while len(rows):
            best, rows = rows[0], rows[1:]
            inter = np.clip(np.minimum(best[2], rows[:, 2]) - np.maximum(best[1], rows[:, 1]) + 1,
                            0, None)
            union = (best[2] - best[1] + 1) + (rows[:, 2] - rows[:, 1] + 1) - inter
            rows = rows[inter / union < 0.5]
    return time.process_time() - begin


def plain_evaluation(rng):
    """The ActivityNet rule with NumPy arrays, without the data frames that slow the released one."""
    tious = np.arange(0.1, 0.75, 0.1)
    truth, predictions = {}, []
    for v in range(212):
        start, end = random_segments(rng, 16)
        for c in range(2):
            truth[v, (v + c) % 20] = np.stack([start, end], 1)[c::2]
        start, end = random_segments(rng, 200)
        predictions += [(s, v, (v + i % 2) % 20, a, b) for i, (a, b, s) in
                        enumerate(zip(start, end, rng.uniform(0, 1, 200)))]
    begin = time.process_time()
    for c in range(20):
        rows = sorted((p for p in predictions if p[2] == c), reverse=True)
        locked = {v: np.zeros((len(tious), len(g)), bool) for (v, k), g in truth.items() if k == c}
        hits = np.zeros((len(tious), len(rows)))
        for i, (_, v, _, start, end) in enumerate(rows):
            known = truth.get((v, c))
            if known is None:
                continue
            inter = np.clip(np.minimum(end, known[:, 1]) - np.maximum(start, known[:, 0]), 0, None)
            overlap = inter / (known[:, 1] - known[:, 0] + end - start - inter)
            for t, limit in enumerate(tious):
                for j in overlap.argsort()[::-1]:
                    if overlap[j] < limit:
                        break
                    if not locked[v][t, j]:
                        locked[v][t, j] = hits[t, i] = 1
                        break
        hits = np.cumsum(hits, 1)
        precision = hits / np.arange(1, len(rows) + 1)
        _ = np.maximum.accumulate(precision[:, ::-1], 1)
    return time.process_time() - begin


def evaluation_from_start_to_exit(talo, truth, predictions):
    """Wall and CPU seconds, the least of nine runs."""
    walls, cpus = [], []
    for _ in range(9):
        wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([talo, "evaluate", "--gt", truth, "--predictions", predictions, "--json"],
                       check=True, capture_output=True)
        walls.append(time.perf_counter() - wall)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(cpus)


def main():
    measured = ours(sys.argv[1])
    plain = {}
    if np is not None:
        rng = np.random.default_rng(1)
        plain = {"thumosEvaluation": plain_evaluation(rng),
                 "thumosProposals": plain_proposals(rng),
                 "thumosFilter": plain_filter(rng)}
    print(f"{'':18}{'ours':>12}{'published':>12}{'ratio':>9}{'NumPy here':>12}{'ratio':>9}")
    for name, seconds in measured.items():
        line = f"{name:18}{seconds * 1e3:9.2f} ms"
        line += f"{PUBLISHED[name]:10.1f} s{PUBLISHED[name] / seconds:9.0f}"
        if name in plain:
            line += f"{plain[name]:10.2f} s{plain[name] / seconds:9.0f}"
        print(line)
    if len(sys.argv) == 5:
        wall, cpu = evaluation_from_start_to_exit(*sys.argv[2:])
        print(f"talo evaluate from start to exit: {wall * 1e3:.0f} ms (CPU {cpu * 1e3:.0f} ms)")
    if np is None:
        print("NumPy is not importable: no run of plain Python on this machine.")


if __name__ == "__main__":
    main()

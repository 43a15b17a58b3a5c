#!/usr/bin/env python3
"""Ten deliberate bugs in core/tal and core/edit, each of which a test must catch.

Usage: mutations.py [FOLDER] [--only NUMBER...]

Works in a copy of the sources in FOLDER (default build/mutations; kept for the next time), built in the same way
as for a release, so that the compiler's cache knows most of it. The tests must pass there without a bug; then each bug is put in,
the test named with it is built and must fail.
Prints a table; exit code 1 where a bug was not caught. Some minutes.
"""
import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PARTS = ["CMakeLists.txt", "CMakePresets.json", "app", "core", "packaging", "resources", "tests", "LICENSE",
         "README.md", "CHANGELOG.md"]

# What is wrong then: file, what stands there, what the bug makes of it, the test that must fail.
BUGS = [
    ("core/tal/nms.cpp", "std::min(endA, endB) - std::max(startA, startB) + one);",
     "std::min(endA, endB) - std::max(startA, startB));", "tst_nms"),
    ("core/tal/proposals.cpp", ".end = secondsOf(run.last + 1),", ".end = secondsOf(run.last),", "tst_proposals"),
    ("core/tal/proposals.cpp", "run.size() >= m_recipe.minRunSamples", "run.size() > m_recipe.minRunSamples",
     "tst_proposals"),
    ("core/tal/pseudo_filter.cpp", "sum.largest[2]) / 3.0F", "sum.largest[2]) / 2.0F", "tst_pseudo_filter"),
    ("core/tal/class_matching.cpp", "m_isLocked[lock] = true;\n                return",
     "m_isLocked[lock] = false;\n                return", "tst_average_precision"),
    ("core/tal/snippet_sampling.cpp", "return i * stored / segments;", "return i * (stored - 1) / segments;",
     "tst_snippet_sampling"),
    ("core/edit/document.cpp", "        m_redo.clear();\n        break;", "        break;", "tst_document"),
    ("core/edit/edit_writer.cpp", "edit.atUs >= before.range.endUs", "edit.atUs > before.range.endUs",
     "tst_document"),
    ("core/edit/edit_writer.cpp", "std::max(before.range.endUs, other.range.endUs)",
     "std::min(before.range.endUs, other.range.endUs)", "tst_document"),
    ("core/edit/restore.cpp", "newer.id <= revision", "newer.id < revision", "tst_restore"),
]


def run(command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)


def build(folder, tests):
    """The compiler's words where something does not build."""
    made = run(["cmake", "--build", folder, "--parallel", 2, "--target", *tests])
    return "" if made.returncode == 0 else made.stdout + made.stderr


def is_passed(folder, test):
    return run([folder / "tests" / test], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=SOURCE / "build/mutations")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of bugs, from 1")
    arguments = parser.parse_args()
    source, folder = arguments.folder, arguments.folder / "build/release"
    for part in PARTS:
        copy = shutil.copytree if (SOURCE / part).is_dir() else shutil.copy2
        (source / part).parent.mkdir(parents=True, exist_ok=True)
        copy(SOURCE / part, source / part, **({"dirs_exist_ok": True} if copy is shutil.copytree else {}))
    chosen = [(i, bug) for i, bug in enumerate(BUGS, 1) if not arguments.only or i in arguments.only]
    tests = sorted({test for _, (*_, test) in chosen})
    configured = run(["cmake", "-S", source, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_GUI=OFF",
                      "-DBUILD_WORKER=OFF", "-DWARNINGS_AS_ERRORS=ON"])
    words = configured.stderr if configured.returncode else build(folder, tests)
    failing = [] if words else [test for test in tests if not is_passed(folder, test)]
    if words or failing:
        sys.exit(words or f"fail without a bug: {', '.join(failing)}")
    missed = 0
    for number, (file, before, after, test) in chosen:
        path = source / file
        intact = path.read_text()
        if intact.count(before) != 1:
            sys.exit(f"bug {number}: {file} has '{before}' {intact.count(before)} times")
        path.write_text(intact.replace(before, after))
        words = build(folder, [test])
        is_caught = not words and not is_passed(folder, test)
        path.write_text(intact)
        missed += not is_caught
        print(f"{number:2}  {'caught' if is_caught else 'does not build' if words else 'MISSED':14}  {test:24}  {file}: "
              f"{' '.join(before.split())} -> {' '.join(after.split())}", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

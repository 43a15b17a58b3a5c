"""The C++ sources of the repository, for the lint tests."""

import pathlib
import subprocess

FOLDERS = ("app", "core", "ui", "tests")


def sources():
    """Every .h and .cpp file, as paths relative to the root; works in a checkout without git too."""
    root = pathlib.Path.cwd()
    files = []
    for folder in FOLDERS:
        files += [path.relative_to(root) for path in (root / folder).rglob("*.h")]
        files += [path.relative_to(root) for path in (root / folder).rglob("*.cpp")]
    return sorted(files)


def report(problems):
    """Prints the problems and ends the program: status 1 if there is one."""
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems in {len(sources())} files")
    raise SystemExit(1 if problems else 0)

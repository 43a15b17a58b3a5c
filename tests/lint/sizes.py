"""Size rules: no file over 800 lines, no class named for no purpose, no output past the logger."""

import re

from sources import report, sources

MAX_LINES = 800
EMPTY_NAME = re.compile(r"\b(class|struct)\s+(Manager|Helper|Utils?)\b")
STRAY_OUTPUT = re.compile(r"\bstd::(cout|cerr)\b|\bqDebug\(|(?<![\w:])printf\(")

problems = []
for path in sources():
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > MAX_LINES:
        problems.append(f"{path}: {len(lines)} lines; at most {MAX_LINES}")
    for number, line in enumerate(lines, start=1):
        if EMPTY_NAME.search(line):
            problems.append(f"{path}:{number}: a name that says nothing")
        if path.parts[0] in ("core", "ui") and STRAY_OUTPUT.search(line):
            problems.append(f"{path}:{number}: output belongs to the logger")
report(problems)

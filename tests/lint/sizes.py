"""Size rules: no file over 800 lines, no function of the product over 60, no class named for no
purpose, no output past the logger; no TRY inside a list of initialisers, which GCC leaves without
destroying the members that are made already."""

import re

from sources import report, sources

MAX_LINES = 800
MAX_FUNCTION_LINES = 60
EMPTY_NAME = re.compile(r"\b(class|struct)\s+(Manager|Helper|Utils?)\b")
TRY_IN_LIST = re.compile(r"(?:^\s*|[{,]\s*)\.\w+ = TRY\(|\{[\w.]+, [^;]*\bTRY\(")
STRAY_OUTPUT = re.compile(r"\bstd::(cout|cerr)\b|\bqDebug\(|(?<![\w:])printf\(")



def long_functions(lines):
    """(line number, length) of functions that are too long: as clang-format lays them out, a body
    lies between a brace alone in the first column and the next one."""
    start = None
    for number, line in enumerate(lines, start=1):
        if line == "{":
            start = number
        elif line.startswith("}") and start is not None:
            if line == "}" and number - start - 1 > MAX_FUNCTION_LINES:
                yield start, number - start - 1
            start = None


problems = []
for path in sources():
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > MAX_LINES:
        problems.append(f"{path}: {len(lines)} lines; at most {MAX_LINES}")
    if path.parts[0] != "tests":
        for number, length in long_functions(lines):
            problems.append(f"{path}:{number}: a function of {length} lines; at most "
                            f"{MAX_FUNCTION_LINES}")
    for number, line in enumerate(lines, start=1):
        if EMPTY_NAME.search(line):
            problems.append(f"{path}:{number}: a name that says nothing")
        if TRY_IN_LIST.search(line):
            problems.append(f"{path}:{number}: TRY inside a list of initialisers leaks on an error")
        if path.parts[0] in ("core", "ui") and STRAY_OUTPUT.search(line):
            problems.append(f"{path}:{number}: output belongs to the logger")
report(problems)

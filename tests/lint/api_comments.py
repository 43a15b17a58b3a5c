#!/usr/bin/env python3
"""The comments of the core's headers, as Doxygen reads them (resources/doc/api/Doxyfile).

Usage: api_comments.py SOURCE_DIR

Nothing may be wrong in a comment, and every class, struct, enumeration and alias and every function and
constant outside a class has one. Fields and methods whose name and type say everything need none
(CONTRIBUTING.md).
"""
import os
import re
import subprocess
import sys
import tempfile

NEEDS_NONE = re.compile(r" \((variable|function)\) of (class|struct) .* is not documented")


def main():
    with tempfile.TemporaryDirectory() as folder:
        words = subprocess.run(
            ["doxygen", "-"], cwd=sys.argv[1], env={**os.environ, "DOXYGEN_OUTPUT": folder}, text=True,
            capture_output=True, check=True,
            input="@INCLUDE = resources/doc/api/Doxyfile\nWARN_IF_UNDOCUMENTED = YES\n"
                  "GENERATE_HTML = NO\nGENERATE_XML = YES\n").stderr
    problems = [line for line in words.splitlines() if " warning: " in line and not NEEDS_NONE.search(line)]
    print("\n".join(problems + [f"{len(problems)} missing or wrong"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

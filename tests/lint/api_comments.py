#!/usr/bin/env python3
"""The comments of the core's headers, as Doxygen reads them (resources/doc/api/Doxyfile).

Usage: api_comments.py SOURCE_DIR [--list]

Nothing may be wrong in a comment, and every class and struct and every function outside one should have one.
UNDOCUMENTED of them do not yet: no more may come, and whoever writes some takes them off the number. Members
whose name and type say everything need none (CONTRIBUTING.md). --list prints what is missing.
"""
import os
import re
import subprocess
import sys
import tempfile

UNDOCUMENTED = 150


def main():
    with tempfile.TemporaryDirectory() as folder:
        words = subprocess.run(
            ["doxygen", "-"], cwd=sys.argv[1], env={**os.environ, "DOXYGEN_OUTPUT": folder}, text=True,
            capture_output=True, check=True,
            input="@INCLUDE = resources/doc/api/Doxyfile\nGENERATE_HTML = NO\nGENERATE_XML = YES\n").stderr
    warnings = [line for line in words.splitlines() if " warning: " in line]
    is_named = re.compile(r"(Compound|of (namespace|file)) .*is not documented")
    missing = [line for line in warnings if is_named.search(line)]
    wrong = [line for line in warnings if "is not documented" not in line]
    print(f"{len(missing)} without a comment, {len(wrong)} wrong")
    print("\n".join(wrong + (missing if "--list" in sys.argv else [])))
    if len(missing) > UNDOCUMENTED:
        print(f"{len(missing)} classes, structs or functions have no comment, {UNDOCUMENTED} had none before; "
              "--list names them")
    return 1 if wrong or len(missing) > UNDOCUMENTED else 0


if __name__ == "__main__":
    sys.exit(main())

"""clang-format 14 would change nothing."""

import shutil
import subprocess
import sys

from sources import report, sources

program = shutil.which("clang-format-14") or shutil.which("clang-format")
if program is None:
    sys.exit("clang-format is not installed: run packaging/setup.sh")
result = subprocess.run([program, "--dry-run", "-Werror", *map(str, sources())],
                        capture_output=True, text=True, check=False)
report([line for line in result.stderr.splitlines() if "error:" in line])

"""What the programs load: no torch and no Qt in talo, no Qt and no SQLite in taloscope-worker."""

import pathlib
import re
import subprocess
import sys

FORBIDDEN = {
    "talo": r"torch|c10|Qt",
    "taloscope": r"torch|c10",
    "taloscope-worker": r"Qt|sqlite",
}

folder = pathlib.Path(sys.argv[1])
problems = 0
for program, pattern in FORBIDDEN.items():
    path = folder / program
    if not path.exists():
        continue
    output = subprocess.run(["readelf", "--dynamic", "--wide", str(path)], capture_output=True,
                            text=True, check=True).stdout
    libraries = re.findall(r"NEEDED.*\[(.*)\]", output)
    print(f"{program}: {' '.join(libraries)}")
    for library in libraries:
        if re.search(pattern, library, re.IGNORECASE):
            print(f"{program} may not load {library}")
            problems += 1
sys.exit(1 if problems else 0)

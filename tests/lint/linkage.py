"""What the programs load: no torch and no Qt in talo, no Qt and no SQLite in taloscope-worker, and nothing
in the worker that its container does not install."""

import pathlib
import re
import subprocess
import sys

FORBIDDEN = {
    "talo": r"torch|c10|Qt",
    "taloscope": r"torch|c10",
    "taloscope-worker": r"Qt|sqlite",
}

# In Debian's own image or installed with the worker.
IN_CONTAINER = r"(ld-linux.*|libc|libm|libgcc_s|libstdc\+\+|libtorch\w*|libc10)\.so"
# A build for sanitizers is not what the container runs, and loads what the linker would leave out of a release.
SANITIZER = r"lib(a|t|ub)san\.so"
container = (pathlib.Path(__file__).parents[2] / "packaging/worker/Dockerfile").read_text()


def missing_in_container(library):
    """Whatever its version: other systems have others."""
    name = library.split(".so")[0]
    return not re.match(IN_CONTAINER, library) and not re.search(rf"\b{name}\d", container)


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
    runs_in_container = program == "taloscope-worker" and not any(re.match(SANITIZER, name) for name in libraries)
    for library in libraries:
        if re.search(pattern, library, re.IGNORECASE):
            print(f"{program} may not load {library}")
            problems += 1
        if runs_in_container and missing_in_container(library):
            print(f"packaging/worker/Dockerfile does not install {library}")
            problems += 1
sys.exit(1 if problems else 0)

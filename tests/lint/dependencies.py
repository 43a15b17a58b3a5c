"""The dependency rule: what a folder may include (CONTRIBUTING.md, "Layout")."""

import re

from sources import report, sources

# Folder -> folders of ours that it may include, besides itself.
OURS = {
    "core/base": set(),
    "core/model": {"core/base"},
    "core/ipc": {"core/base"},
    "core/media": {"core/base"},
    "core/data": {"core/base", "core/model"},
    "core/tal": {"core/base", "core/model"},
    "core/store": {"core/base", "core/model"},
    "core/edit": {"core/base", "core/model", "core/data", "core/store", "core/tal"},
    "core/job": {"core/base", "core/model", "core/data", "core/edit", "core/ipc"},
    "core/intake": {"core/base", "core/model", "core/data", "core/media", "core/store",
                    "core/edit"},
    "core/ml": {"core/base", "core/model", "core/data", "core/tal", "core/media"},
    "core/demo": {"core/base", "core/model", "core/data", "core/media"},
    "ui": {"core/base", "core/model", "core/data", "core/tal", "core/ipc", "core/media",
           "core/edit", "core/intake", "core/job"},
    "app/cli": {"core/base", "core/model", "core/data", "core/tal", "core/ipc", "core/media",
                "core/store", "core/edit", "core/intake", "core/job", "core/demo",
                "core/ml/extract"},
    "app/worker": {"core/base", "core/model", "core/data", "core/tal", "core/ipc", "core/media",
                   "core/ml", "core/demo"},
    "app/studio": {"core/base", "core/model", "core/data", "core/tal", "core/ipc", "core/media",
                   "core/store", "core/edit", "core/intake", "core/job", "core/demo", "ui"},
}

# Third-party header -> folders that may include it.
THIRD_PARTY = {
    r"^(torch|ATen|c10|caffe2)/": {"core/ml"},
    r"^Q[A-Za-z]+|^qcustomplot\.h": {"ui", "app/studio"},
    r"^SQLiteCpp/|^sqlite3\.h": {"core/store"},
    r"^libav|^libsw": {"core/media"},
    r"^nlohmann/": {"core/ipc", "core/data", "core/store", "core/edit", "core/job", "core/ml",
                    "app/cli", "app/worker", "app/studio"},
    r"^toml\+\+|^toml\.hpp": {"core/data"},
    r"^pugixml": {"core/data"},
    r"^xxhash": {"core/base"},
    r"^CLI/": {"app/cli", "app/worker", "app/studio"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def unit_of(path):
    """The folder of a source that the rule speaks of: core/ml for core/ml/student/losses.cpp."""
    parts = path.parts
    return parts[0] if parts[0] == "ui" else "/".join(parts[:2])


def is_within(folder, allowed):
    return any(folder == name or folder.startswith(name + "/") for name in allowed)


def problems_of(path):
    unit = unit_of(path)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = INCLUDE.match(line)
        if not match:
            continue
        header = match.group(2)
        if re.match(r"^(core|ui|app)/", header):
            target = header.rsplit("/", 1)[0]
            generated = header == "core/base/version.h"
            if not generated and not is_within(target, OURS[unit] | {unit}):
                yield f"{path}:{number}: {unit} may not include {header}"
        elif header.startswith("tests/"):
            yield f"{path}:{number}: product code may not include {header}"
        else:
            for pattern, allowed in THIRD_PARTY.items():
                if re.match(pattern, header) and unit not in allowed:
                    yield f"{path}:{number}: {unit} may not include {header}"


report([problem
        for path in sources() if path.parts[0] != "tests"
        for problem in problems_of(path)])

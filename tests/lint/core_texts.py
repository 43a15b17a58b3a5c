"""Every sentence of the core that the studio translates is still said by the core."""

import pathlib
import re

from sources import report

LITERALS = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+')
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
TEMPLATE = re.compile(r'QT_TRANSLATE_NOOP\(\s*"[^"]*",\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)')


def joined(literals):
    return "".join(LITERAL.findall(literals)).replace('\\"', '"')


said = "\n".join(joined(literals) for folder in ("core", "ui/edit")
                 for path in sorted(pathlib.Path(folder).rglob("*.cpp"))
                 for literals in LITERALS.findall(path.read_text()))
tables = [pathlib.Path("ui/common/core_texts.cpp"), pathlib.Path("ui/jobs/setting_texts.cpp"),
          pathlib.Path("ui/models/history_text.cpp")]
report([f"{path}: the core does not say {part!r} (of {joined(template)!r}) any more"
        for path in tables for template in TEMPLATE.findall(path.read_text())
        for part in re.split(r"%\d", joined(template))
        if re.search(r"\w{2}", part) and part.strip() not in said])

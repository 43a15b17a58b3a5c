"""Every text of the studio is translated: lupdate finds none that the .ts files lack."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as xml

from sources import report

LUPDATE = next((path for path in ("/usr/lib/qt6/bin/lupdate", shutil.which("lupdate"))
                if path and pathlib.Path(path).exists()), None)
PLACEHOLDER = re.compile(r"%(?:n|L?\d+)")


def updated(path, *options):
    """The messages of a .ts file after lupdate brought a copy of it up to date."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / path.name
        shutil.copy(path, copy)
        subprocess.run([LUPDATE, "-silent", "-I", ".", "-locations", "none", "-no-obsolete", *options,
                        "ui", "app/studio", "-ts", str(copy)], check=True, capture_output=True)
        return [(context.findtext("name"), message)
                for context in xml.parse(copy).getroot().iter("context")
                for message in context.iter("message")]


def problems_of(path, *options):
    for context, message in updated(path, *options):
        source = message.findtext("source")
        translation = message.find("translation")
        place = f"{path}: {context}: {source!r}"
        if translation.get("type") == "unfinished":
            yield f"{place} is not translated (packaging/update-translations.sh)"
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")]
        for text in forms or [translation.text or ""]:
            wanted = set(PLACEHOLDER.findall(source)) - ({"%n"} if forms else set())
            if not wanted <= set(PLACEHOLDER.findall(text)):
                yield f"{place} loses a place for a value"


folder = pathlib.Path("translations")
if LUPDATE is None:
    report(["lupdate is missing: packaging/setup.sh installs it (qt6-l10n-tools)"])
report([*problems_of(folder / "taloscope_zh_CN.ts"),
        *problems_of(folder / "taloscope_en.ts", "-pluralonly")])

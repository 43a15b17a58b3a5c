"""The studio translates what the core says: every sentence of its tables is still said by the
core, and every problem and expectation of the core is in them or in STAYS_ENGLISH."""

import pathlib
import re

from sources import report

LITERALS = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+')
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
CHARACTER = re.compile(r"'(?:[^'\\\n]|\\.)'")
COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*')
TEMPLATE = re.compile(r'QT_TRANSLATE_NOOP\(\s*"[^"]*",\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)')
PLACE = re.compile(r"%\d|\{[^{}]*\}")
# Where the core says what is wrong or what it expects: fields of an Error, and functions of one.
SAYS = re.compile(r"\b(?:problem|expected)\s*=(?!=)|"
                  r"\b(?:refuse|refuseKind|syntaxError|badHeader|badLine|badValue|badCheckpoint|"
                  r"notReady|notUnderstood|unsupportedType|damaged|invalid|broken|encodeError)\(|"
                  r"\bwarnings?\.(?:push_back|emplace_back)\(")
# What of it a person does not read as a sentence of the window, and why.
STAYS_ENGLISH = {
    **dict.fromkeys([
        '{"database": {video: {"annotations": [{"label", "segment"}]}}}',
        '{"results": {video: [{"label", "score", "segment"}]}}'], "the form of a file"),
    "line {}, byte {}": "a place in a file",
    "talo import P --kind videos FILE": "a command",
    "unknown reason": "stands for the system's own English",
    **dict.fromkeys([
        "{} predictions have the same score as another one of their class; of equal scores {}.",
        "{} times two {} of a class overlap equally; of equal overlaps {}.",
        "predictions and an instance", "instances and a prediction",
        "the prediction of higher score is taken",
        "{} instances found the prediction that overlaps them most taken; instances choose in the "
        "order of the ground-truth file.",
        "{} predictions were left out: the ground truth has no instance of their class: {}.",
        "{} of {} videos have no predictions.",
        "{} false positives touch ambiguous segments and do not count (at tIoU {:g}).",
        "The ground truth has no ambiguous segments, which this rule would ignore.",
    ], "a note of an evaluation: talo prints it, and a report is English"),
}
LIBRARY_SAYS = {"is string", "is boolean"}  # nlohmann/json names kinds of values so
MOST_PIECES = 3  # literals of which the core puts one part of a sentence together


def joined(literals):
    return "".join(LITERAL.findall(literals)).replace('\\"', '"')


def expression(text, start):
    """The text from start to the comma, semicolon or closing bracket that ends an expression."""
    at, depth = start, 0
    while at < len(text):
        skipped = LITERAL.match(text, at) or CHARACTER.match(text, at)
        if skipped:
            at = skipped.end()
            continue
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            depth -= 1
        if depth < 0 or (depth == 0 and text[at] in ",;"):
            break
        at += 1
    return text[start:at]


def spoken(path):
    """The literals of a source that are parts of a problem or an expectation."""
    text = COMMENT.sub(lambda match: match.group(1) or "", path.read_text())
    for says in SAYS.finditer(text):
        start = says.end() - 1 if says.group().endswith("(") else says.end()
        for literals in LITERALS.findall(expression(text, start)):
            yield joined(literals)


def parts(sentence):
    return [part.strip() for part in PLACE.split(sentence) if re.search(r"\w{2}", part)]


def is_said(part, said, pieces=MOST_PIECES):
    """Whether the core holds the text, or a few literals that make it up."""
    part = part.strip()
    return part in said or part in LIBRARY_SAYS or pieces > 1 and any(
        part[:cut].strip() in said and is_said(part[cut:], said, pieces - 1)
        for cut in range(1, len(part)) if not (part[cut - 1].isalnum() and part[cut].isalnum()))


def is_known(sentence, templates, texts):
    """Whether the tables hold every part of what the core says, or a template that fits it."""
    example = PLACE.sub("7", sentence)
    return (" " not in sentence.strip()  # a name
            or all(part in texts for part in parts(sentence))
            or any(template.fullmatch(example) for template in templates))


core = sorted(path for folder in ("core", "app/worker", "ui/edit")
              for path in pathlib.Path(folder).rglob("*.cpp"))
said = "\n".join(joined(literals) for path in core
                 for literals in LITERALS.findall(path.read_text()))
sentences = sorted(pathlib.Path("ui/common").glob("core_sentences_*.cpp"))
tables = [*sentences, pathlib.Path("ui/jobs/setting_texts.cpp"),
          pathlib.Path("ui/models/history_text.cpp")]
texts = [joined(template) for path in sentences for template in TEMPLATE.findall(path.read_text())]
templates = [re.compile(r"\S+".join(map(re.escape, re.split(r"%\d", text)))) for text in texts]
together = "\n".join(texts)
report([f"{path}: the core does not say {part!r} (of {joined(template)!r}) any more"
        for path in tables for template in TEMPLATE.findall(path.read_text())
        for part in parts(joined(template)) if not is_said(part, said)] +
       [f"{path}: no table of ui/common/core_sentences_*.cpp has {sentence!r}"
        for path in core if path.parts[0] != "ui" for sentence in spoken(path)
        if sentence not in STAYS_ENGLISH and not is_known(sentence, templates, together)] +
       [f"STAYS_ENGLISH: nobody says {sentence!r}" for sentence in STAYS_ENGLISH
        if sentence not in said])

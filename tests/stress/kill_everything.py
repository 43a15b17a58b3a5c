"""Kills the programs with SIGKILL at random moments and looks at what is left.

For each kind of work (edits from the shell, edits of one open program, edits by keys in the studio's
window, an import, an export, a backup, a migration, a training whose results are brought into the
project) the program is started on a copy of a small real project, killed after a random part of the time
that the work takes, and then:

- the project must open and pass `talo check`;
- every edit that the program had confirmed must be in the history;
- undoing and redoing the whole history must give the same labels again;
- an import must be there whole or not at all, a written file old, new or absent, never half.

    tests/stress/kill_everything.py build/release [--kills 500] [--seed 1] [--only KIND]

Prints a table; exit code 1 where anything was lost. Needs nothing but Python and the built programs.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCHEMA_V1 = Path(__file__).parent.parent / "data/schema/v1.sql"
APPLICATION_ID = 0x54414C4F
PROPOSALS = 3000


class Loss(Exception):
    """Something that was confirmed is not there, or is there by half."""


class Programs:
    def __init__(self, build):
        self.talo = build / "bin/talo"
        self.editor = build / "tests/edit_forever"
        self.studio = build / "tests/edit_in_studio"

    def run(self, *arguments):
        """The JSON of a command of talo that must succeed."""
        line = [str(self.talo), *map(str, arguments), "--json"]
        done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Loss(f"{' '.join(line)} ended with {done.returncode}: {done.stderr.strip()}")
        return json.loads(done.stdout)


class Work:
    """One kind of work on one copy of the project."""

    def __init__(self, programs, folder, chance):
        self.programs = programs
        self.folder = folder
        self.chance = chance
        self.project = folder / "demo.talo"

    def talo(self, *arguments):
        return [str(self.programs.talo), *map(str, arguments)]

    def prepare(self):
        """Called once, before the first kill."""

    def command(self):
        """What is started and killed."""
        raise NotImplementedError

    def confirm(self, output, is_done):
        """Takes note of what the killed program had said on its standard output."""

    def verify(self):
        """Raises Loss where something is missing, beyond what check_history looks at."""

    def between(self):
        """Called after each look, to make room for the next kill."""

    def edits(self):
        return len(self.programs.run("label", self.project, "log", "--limit", 10**9)["log"])


class ShellEdits(Work):
    """`talo label add`, again and again: each is one process and one edit."""

    confirmed = 0

    def command(self):
        start = round(self.chance.uniform(0, 20), 3)
        return self.talo("label", self.project, "add", "--video", "demo_training_001",
                         "--class", "Squat", "--start", start, "--end", start + 1)

    def confirm(self, output, is_done):
        self.confirmed += is_done

    def verify(self):
        if self.edits() < self.confirmed:
            raise Loss(f"{self.edits()} of {self.confirmed} confirmed edits")
        self.confirmed = self.edits()


class OpenEditor(Work):
    """A program that edits without pause and says so after each edit."""

    last = 0

    def command(self):
        return [str(self.programs.editor), str(self.project)]

    def confirm(self, output, is_done):
        whole = output.decode().split("\n")[:-1]
        self.last = int(whole[-1]) if whole else self.last

    def verify(self):
        log = self.programs.run("label", self.project, "log", "--limit", 10**9)["log"]
        newest = max((entry["revision"] for entry in log), default=0)
        if newest < self.last:
            raise Loss(f"revision {self.last} was confirmed, {newest} is there")
        self.last = newest


class OpenStudio(OpenEditor):
    """The studio's window, in which keys are pressed without pause."""

    def command(self):
        return [str(self.programs.studio), str(self.project)]


class Import(Work):
    """Thousands of proposals from a file: all of them or none."""

    turn = 0

    def prepare(self):
        results = {"results": {"demo_training_001": [
            {"label": "Squat", "score": round(self.chance.random(), 4),
             "segment": [round(at, 3), round(at + 1, 3)]}
            for at in (self.chance.uniform(0, 30) for _ in range(PROPOSALS))]}}
        (self.folder / "proposals.json").write_text(json.dumps(results))

    def command(self):
        self.turn += 1
        return self.talo("import", self.project, self.folder / "proposals.json",
                         "--kind", "proposals", "--track", f"import {self.turn}")

    def verify(self):
        for track in self.programs.run("show", self.project, "tracks")["tracks"]:
            if track["role"] == "proposal" and track["segments"] != PROPOSALS:
                raise Loss(f"{track['segments']} of {PROPOSALS} proposals")


class Export(Work):
    """Writes over an older file, which stays until the new one is whole."""

    def prepare(self):
        self.target = self.folder / "out.json"
        subprocess.run(self.export(self.folder / "new.json"), check=True, stdout=subprocess.DEVNULL)
        self.versions = {b"old", (self.folder / "new.json").read_bytes()}
        self.target.write_bytes(b"old")

    def export(self, path):
        return self.talo("export", self.project, path, "--what", "ground-truth",
                         "--format", "activitynet-gt")

    def command(self):
        self.target.write_bytes(b"old")
        return self.export(self.target)

    def verify(self):
        if self.target.read_bytes() not in self.versions:
            raise Loss("the exported file is neither the old nor the new one")


class Backup(Work):
    def command(self):
        (self.folder / "copy.talo").unlink(missing_ok=True)
        return self.talo("backup", self.project, self.folder / "copy.talo")

    def verify(self):
        if (self.folder / "copy.talo").exists():
            self.programs.run("check", self.folder / "copy.talo")


class Migration(Work):
    """A project of version 1 is brought to the present version when it is opened to write."""

    def prepare(self):
        self.old = self.folder / "v1.talo"
        project = sqlite3.connect(self.old)
        project.executescript(SCHEMA_V1.read_text())
        project.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        project.execute("PRAGMA user_version = 1")
        project.commit()
        project.close()
        self.between()

    def between(self):
        for path in self.folder.glob("demo.talo*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copy(self.old, self.project)

    def command(self):
        return self.talo("label", self.project, "snapshot", "--name", "first")


class Training(Work):
    """Trains and brings the results of each stage into the project; then carries on to the end."""

    turn = 0

    def command(self):
        self.turn += 1
        settings = ["fustal.segments=40", "fustal.embed_dim=32", "fustal.batch_size=2",
                    "fustal.steps=40", "fustal.evaluate_every=0", "student.max_sequence=192",
                    "student.embed_dim=32", "student.head_dim=32", "student.sgp_mlp_dim=32",
                    "student.batch_size=2", "student.pseudo_label_epochs=2",
                    "student.teacher_epochs=1", "runtime.checkpoint_every_steps=5"]
        return self.talo("train", self.project, "--recipe", "fustal-demo",
                         *(word for setting in settings for word in ("--set", setting)))

    def between(self):
        """Now and then what was killed is carried on to its end."""
        runs = self.programs.run("show", self.project, "runs")["runs"]
        if runs and runs[-1]["status"] != "finished" and self.turn % 10 == 0:
            self.programs.run("train", self.project, "--resume", runs[-1]["name"])


KINDS = {"edits from the shell": ShellEdits, "edits of one program": OpenEditor,
         "edits in the studio": OpenStudio, "import": Import,
         "export": Export, "backup": Backup, "migration": Migration, "training": Training}


def check_history(work):
    """The labels after undoing and redoing everything, on a copy, are the labels as they were."""
    copy = work.folder / "history.talo"
    copy.unlink(missing_ok=True)
    work.programs.run("backup", work.project, copy)
    before = labels(work.programs, copy)
    overview = work.programs.run("show", copy)["project"]
    if overview["undo"] > 0:
        work.programs.run("label", copy, "undo", "--count", overview["undo"])
        work.programs.run("label", copy, "redo", "--count", overview["undo"])
    if labels(work.programs, copy) != before:
        raise Loss("undoing and redoing the history gives other labels")


def labels(programs, project):
    rows = programs.run("show", project, "segments", "--track", "labels")["segments"]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def start(work):
    return subprocess.Popen(work.command(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def start_and_kill(work, after):
    """The output until then, and whether the program had ended by itself."""
    program = start(work)
    try:
        output, _ = program.communicate(timeout=after)
        return output, program.returncode == 0
    except subprocess.TimeoutExpired:
        program.kill()
        return program.communicate()[0], False


def run_for_a_while(work):
    """An editor never ends: until a second after its first edit."""
    program = start(work)
    output = program.stdout.readline()
    time.sleep(1)
    program.kill()
    return output + program.communicate()[0], bool(output)


def measure(work):
    begin = time.monotonic()
    output, works = (run_for_a_while(work) if isinstance(work, OpenEditor)
                     else start_and_kill(work, 600))
    if not works:
        raise SystemExit(f"{' '.join(work.command())} does not work at all")
    length = time.monotonic() - begin
    work.confirm(output, works)
    work.verify()
    work.between()
    return length


def torment(kind, work, kills, chance):
    """A row of the table."""
    work.prepare()
    length = measure(work)
    row = {"kind": kind, "kills": 0, "too late": 0, "unreadable": 0, "lost": 0}
    while row["kills"] < kills:
        output, is_done = start_and_kill(work, chance.uniform(0, 1.1 * length))
        work.confirm(output, is_done)
        row["too late" if is_done else "kills"] += 1
        try:
            work.programs.run("check", work.project)
        except Loss as loss:
            row["unreadable"] += 1
            print(f"{kind}: {loss}", file=sys.stderr)
        try:
            work.verify()
            if row["kills"] % 10 == 0:
                check_history(work)
        except Loss as loss:
            row["lost"] += 1
            print(f"{kind}: {loss}", file=sys.stderr)
        work.between()
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=Path, help="build folder, such as build/release")
    parser.add_argument("--kills", type=int, default=500, help="over all kinds (500)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS, help="one kind")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    programs = Programs(arguments.build.resolve())
    kinds = [arguments.only] if arguments.only else list(KINDS)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        programs.run("demo", base, "--videos", 6, "--no-train")
        for i, kind in enumerate(kinds):
            kills = arguments.kills // len(kinds) + (i < arguments.kills % len(kinds))
            copy = Path(folder) / f"work{i}"
            shutil.copytree(base, copy)
            rows.append(torment(kind, KINDS[kind](programs, copy, chance), kills, chance))
            shutil.rmtree(copy)
            print(f"{kind}: done", file=sys.stderr)
    rows.append({"kind": "all", **{key: sum(row[key] for row in rows)
                                   for key in rows[0] if key != "kind"}})
    names = list(rows[0])
    widths = [max(len(str(row[name])) for row in [*rows, dict(zip(names, names))]) for name in names]
    for row in [dict(zip(names, names)), *rows]:
        print("  ".join(str(row[name]).ljust(width) for name, width in zip(names, widths)))
    sys.exit(1 if rows[-1]["unreadable"] or rows[-1]["lost"] else 0)


if __name__ == "__main__":
    main()

"""Lets the programs work where the machine does not play along, and looks at what is left.

- Full disk: every kind of work on a disk that has room for a random part of what it writes. The program
  does its work or ends with 1 or 3 and a sentence; nothing that it had confirmed is lost, the project
  opens and, once there is room again, the same command works.
- Read-only folder: what writes ends with 1 or 3 and a sentence and changes no byte; what reads works.
- A clock that jumps by years between two edits: history, undo and redo stay in their order.

    tests/stress/hostile_machine.py build/release [--rounds 40] [--seed 1]

Prints a table; exit code 1 where anything was lost or a program crashed. Needs Linux with user name
spaces (for disks of its own) and a C compiler (for the clock).
"""

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kill_everything import (Backup, Export, Import, Loss, Migration, OpenEditor, Programs, ShellEdits,
                             check_history)

KINDS = {"edits from the shell": ShellEdits, "edits of one program": OpenEditor, "import": Import,
         "export": Export, "backup": Backup, "migration": Migration}
DISK = 64 << 20
CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long jump(void) { const char *s = getenv("JUMP_SECONDS"); return s ? atol(s) : 0; }
int clock_gettime(clockid_t id, struct timespec *t)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int r = real(id, t);
    if (id == CLOCK_REALTIME) t->tv_sec += jump();
    return r;
}
int gettimeofday(struct timeval *t, void *zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    t->tv_sec = now.tv_sec;
    t->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
"""


class Crash(Exception):
    """A program ended as none of ours may."""


def attempt(work, **environment):
    """Whether the work was done; else it was refused as it should be."""
    line = work.command()
    program = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**os.environ, **environment})
    try:
        output, errors = program.communicate(timeout=1 if isinstance(work, OpenEditor) else 300)
    except subprocess.TimeoutExpired:  # an editor ends by itself only where it was refused
        program.kill()
        work.confirm(program.communicate()[0], True)
        return True
    work.confirm(output, program.returncode == 0)
    if program.returncode not in (0, 1, 3) or (program.returncode and not errors.strip()):
        raise Crash(f"{' '.join(line)} ended with {program.returncode}: {errors.decode()}")
    return program.returncode == 0


class Row(dict):
    def __init__(self, kind):
        super().__init__({"machine and work": kind, "runs": 0, "refused": 0, "crashed": 0, "lost": 0})

    def count(self, test):
        """Runs one test, which tells whether the work was done."""
        self["runs"] += 1
        try:
            self["refused"] += not test()
        except Crash as crash:
            self["crashed"] += 1
            print(f"{self['machine and work']}: {crash}", file=sys.stderr)
        except Loss as loss:
            self["lost"] += 1
            print(f"{self['machine and work']}: {loss}", file=sys.stderr)


def on_full_disk(kind, disk, programs, base, chance, rounds):
    folder = disk / "work"
    shutil.copytree(base, folder)
    work = KINDS[kind](programs, folder, chance)
    work.prepare()
    row = Row(f"full disk: {kind}")
    ballast = disk / "ballast"

    def once():
        available = shutil.disk_usage(disk).free
        room = chance.choice([0, chance.randrange(1 << 15), chance.randrange(1 << 21)])
        with open(ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, available - room))
        is_done = False
        try:
            is_done = attempt(work)
        finally:
            ballast.unlink()
        programs.run("check", work.project)
        work.verify()
        if row["runs"] % 10 == 0:
            check_history(work)
        work.between()
        return is_done

    for _ in range(rounds):
        row.count(once)
    if not isinstance(work, OpenEditor) and not attempt(work):
        raise SystemExit(f"{kind} does not work with room again")
    work.verify()
    shutil.rmtree(folder)
    return row


def content(folder):
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def in_read_only_folder(disk, programs, base, chance):
    row = Row("read-only folder: all")
    folder = disk / "work"
    shutil.copytree(base, folder)
    works = [kind(programs, folder, chance) for kind in KINDS.values()]
    for work in works:
        work.prepare()
        work.command = lambda line=work.command(): line  # it may write, too
    shutil.copytree(base, folder, dirs_exist_ok=True)
    before = content(folder)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)

    def refused(work):
        if attempt(work):
            raise Loss(f"{' '.join(work.command())} wrote into a read-only folder")
        if content(folder) != before:
            raise Loss("a refused command changed a file")
        return False

    for work in works:
        row.count(lambda work=work: refused(work))
    for reading in ["check", "show"]:
        row.count(lambda reading=reading: bool(programs.run(reading, folder / "demo.talo")))
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    shutil.rmtree(folder)
    return row


def with_jumping_clock(disk, programs, base, chance, rounds):
    folder = disk / "work"
    shutil.copytree(base, folder)
    source, library = disk / "clock.c", disk / "clock.so"
    source.write_text(CLOCK)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    work = ShellEdits(programs, folder, chance)
    row = Row("jumping clock: edits from the shell")

    def once():
        years = chance.uniform(-30, 30)
        is_done = attempt(work, LD_PRELOAD=str(library), JUMP_SECONDS=str(int(years * 31557600)))
        programs.run("check", work.project)
        work.verify()
        log = programs.run("label", work.project, "log", "--limit", 10**9)["log"]
        revisions = [entry["revision"] for entry in log]
        if revisions != sorted(revisions, reverse=True):
            raise Loss("the history is not in the order of the edits")
        if row["runs"] % 10 == 0:
            check_history(work)
        return is_done

    for _ in range(rounds):
        row.count(once)
    shutil.rmtree(folder)
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=Path, help="build folder, such as build/release")
    parser.add_argument("--rounds", type=int, default=40, help="of each kind of work (40)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if "HOSTILE_MACHINE" not in os.environ:  # again, where disks may be mounted
        os.environ["HOSTILE_MACHINE"] = "1"
        os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--mount", sys.executable, *sys.argv])
    chance = random.Random(arguments.seed)
    programs = Programs(arguments.build.resolve())
    with tempfile.TemporaryDirectory() as name:
        base, disk = Path(name) / "base", Path(name) / "disk"
        programs.run("demo", base, "--videos", 6, "--no-train")
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk], check=True)
        try:
            rows = [on_full_disk(kind, disk, programs, base, chance, arguments.rounds) for kind in KINDS]
            rows.append(in_read_only_folder(disk, programs, base, chance))
            rows.append(with_jumping_clock(disk, programs, base, chance, arguments.rounds))
        finally:
            subprocess.run(["umount", disk], check=True)
    names = list(rows[0])
    widths = [max(len(str(row[name])) for row in [*rows, dict(zip(names, names))]) for name in names]
    for row in [dict(zip(names, names)), *rows]:
        print("  ".join(str(row[name]).ljust(width) for name, width in zip(names, widths)))
    sys.exit(1 if any(row["crashed"] or row["lost"] for row in rows) else 0)


if __name__ == "__main__":
    main()

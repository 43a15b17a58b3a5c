#!/usr/bin/env python3
"""Writes translation units that include many of our sources each, for programs that analyse sources with Clang.

Most of what such a program does with one of our sources is reading libtorch, Qt and the standard library; a unit of
twenty sources takes little longer than one source. Sources go together if they belong to one library (the compiler
gets the same flags) and no two define the same name in an anonymous namespace.

    tests/lint/together.py BUILD_FOLDER OUTPUT_FOLDER FOLDER_OR_FILE...

writes OUTPUT_FOLDER/compile_commands.json and the units, and prints their paths.
"""
import json
import pathlib
import re
import shlex
import sys

# Clang before 15 has no __builtin_source_location, without which libstdc++ has no std::source_location.
SOURCE_LOCATION = """\
#if defined(__has_builtin) && !__has_builtin(__builtin_source_location)
namespace std {
struct source_location
{
    static constexpr source_location current(unsigned line = __builtin_LINE(), const char *file = __builtin_FILE(),
                                             const char *function = __builtin_FUNCTION()) noexcept
    {
        source_location here;
        here.m_line = line;
        here.m_file = file;
        here.m_function = function;
        return here;
    }
    constexpr unsigned line() const noexcept { return m_line; }
    constexpr const char *file_name() const noexcept { return m_file; }
    constexpr const char *function_name() const noexcept { return m_function; }

private:
    unsigned m_line = 0;
    const char *m_file = "";
    const char *m_function = "";
};
} // namespace std
#endif
"""

# What only GCC knows, how ccache and precompiled headers go together; and its warnings, which are its own affair.
FOR_GCC = re.compile(r"-fpch-preprocess|-W.*")


def flags_of(entry):
    """The compiler's flags without input, output and what is for GCC alone."""
    words = shlex.split(entry["command"])
    flags, skip = [], False
    for word, following in zip(words, words[1:] + [""]):
        if skip:
            skip = False
        elif word in ("-o", "-c") or (word == "-include" and following.endswith("cmake_pch.hxx")):
            skip = True
        elif not FOR_GCC.fullmatch(word):
            flags.append(word)
    return flags


DEFINED = re.compile(
    r"^(?:template .*)?(?:(?:struct|class|enum class|enum|union|#define|using(?= \w+ =)) +(\w+)"
    r"|\w(?:[\w:<>,&*\[\] ]*[\w>&*\]])? *[&*]?\b(\w+)(?:\(|\{| =|;|\[))")


def private_names(text):
    """Names that a source defines for itself: in anonymous namespaces, as macros, as aliases of types."""
    names, inside = set(), False
    for line in text.splitlines():
        if line.startswith("namespace {"):
            inside = True
        elif line.startswith("} // namespace") and line.strip() == "} // namespace":
            inside = False
        elif inside or line.startswith(("#define", "static ", "using ")):
            found = DEFINED.match(line)
            if re.match(r"enum (\w+ )?\{", line):  # one that is not scoped
                names.update(re.findall(r"\w+", line))
            elif found:
                names.add(found.group(1) or found.group(2))
    return names


def main():
    build, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wanted = [pathlib.Path(name).resolve() for name in sys.argv[3:]]
    groups = []  # [flags, names, entries]
    for entry in sorted(json.loads((build / "compile_commands.json").read_text()), key=lambda e: e["file"]):
        source = pathlib.Path(entry["file"])
        if not any(source == path or path in source.parents for path in wanted) or "_autogen" in entry["file"]:
            continue
        flags, names = flags_of(entry), private_names(source.read_text())
        for group in groups:
            if group[0] == flags and not group[1] & names:
                group[1].update(names)
                group[2].append(entry)
                break
        else:
            groups.append([flags, set(names), [entry]])
    commands = []
    for number, (flags, _, entries) in enumerate(groups):
        first = pathlib.Path(entries[0]["file"])
        unit = out / f"{number:03}_{first.parent.name}.cpp"
        unit.write_text(SOURCE_LOCATION + "".join(f'#include "{entry["file"]}"\n' for entry in entries))
        commands.append({"directory": entries[0]["directory"], "file": str(unit),
                         "command": shlex.join(flags + ["-c", str(unit)])})
        print(unit)
    (out / "compile_commands.json").write_text(json.dumps(commands, indent=1))


main()

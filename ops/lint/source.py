"""source.py - what every lint needs: the tree's files, and C without comments or strings."""

import os
import re
import subprocess
import sys

SAMPLES = "tests/lint/"
TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def root():
    """The tree to look at: the first argument, else the current folder."""
    return sys.argv[1] if len(sys.argv) > 1 else "."


def files(top, *endings):
    """Paths below top (tracked, or new and not ignored), sorted, without the lints' samples."""
    if os.path.exists(os.path.join(top, ".git")):
        out = subprocess.run(
            ["git", "-C", top, "ls-files", "-z", "-co", "--exclude-standard"],
            check=True, capture_output=True).stdout.decode()
        names = [n for n in out.split("\0") if n and not n.startswith(SAMPLES)]
        names = [n for n in names if os.path.isfile(os.path.join(top, n))]
    else:
        names = [os.path.relpath(os.path.join(folder, n), top)
                 for folder, _, inside in os.walk(top) for n in inside]
        names = [n for n in names if n != "expected"]
    return sorted(n for n in names if not endings or n.endswith(endings))


def read(top, name):
    with open(os.path.join(top, name), encoding="utf-8") as f:
        return f.read()


def blank(text):
    """The same number of lines, nothing else."""
    return re.sub(r"[^\n]", " ", text)


def code(text):
    """C with comments and the insides of strings blanked; lines and columns stay."""
    def hide(match):
        t = match.group(0)
        if t[0] == "/":
            return blank(t)
        return t[0] + blank(t[1:-1]) + t[-1]
    return TOKEN.sub(hide, text)


def without_comments(text):
    return TOKEN.sub(lambda m: blank(m.group(0)) if m.group(0)[0] == "/" else m.group(0), text)


def functions(text):
    """(name, signature, first line, lines of the body with both braces) of each function. Relies on
    clang-format: a function's braces stand alone in the first column."""
    lines = code(text).split("\n")
    start = None
    for i, line in enumerate(lines):
        if line.rstrip() == "{":
            start = i
        elif line.rstrip() == "}" and start is not None:
            first = start - 1
            while first > 0 and (lines[first].startswith((" ", "\t"))
                                 or not lines[first].strip()):
                first -= 1
            signature = " ".join(l.strip() for l in lines[first:start])
            name = re.search(r"(\w+)\s*\(", signature)
            yield (name.group(1) if name else "?", signature, start + 1, lines[start:i + 1])
            start = None


def report(findings):
    """Prints the findings in order; the exit code says whether there are any."""
    for line in sorted(set(findings)):
        print(line)
    sys.exit(1 if findings else 0)

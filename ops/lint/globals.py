#!/usr/bin/python3
"""globals.py - no mutable globals: no object of the library has bytes in .data or .bss. The first
argument is a folder with objects, or with C files to compile first (the lint's own sample)."""

import glob
import os
import re
import subprocess
import sys
import tempfile

import source

# What may change, each with its reason: "file:symbol": "why".
ALLOWED = {
    "app/base/mem.c:fail_in": "thread-local, 0 outside torture tests: see the file's DESIGN",
    "app/base/mem.c:has_failed": "the same",
}
SECTION = re.compile(r"^[0-9a-f]+ (.{7}) (\.t?(?:data|bss)[\w.]*|\*COM\*)\s+([0-9a-f]+)\s+(\S+)$")
READ_ONLY = (".data.rel.ro",)
SECTIONS = (".data", ".bss", ".tdata", ".tbss")  # the sections' own symbols


def symbols(path):
    out = subprocess.run(["objdump", "-t", path], check=True, capture_output=True).stdout.decode()
    for line in out.split("\n"):
        match = SECTION.match(line)
        if match and int(match.group(3), 16) > 0 \
                and not match.group(2).startswith(READ_ONLY) and match.group(4) not in SECTIONS:
            yield match.group(4)


def objects(folder, scratch):
    for name in sorted(glob.glob(folder + "/**/*.c", recursive=True)):
        out = os.path.join(scratch, os.path.relpath(name, folder)[:-2] + ".o")
        os.makedirs(os.path.dirname(out), exist_ok=True)
        subprocess.run(["cc", "-fPIE", "-c", name, "-o", out], check=True)
    if os.listdir(scratch):
        return scratch, sorted(glob.glob(scratch + "/**/*.o", recursive=True))
    built = [p for layer in ("app", "db", "payments")
             for p in glob.glob(f"{folder}/{layer}/**/*.o", recursive=True)]
    return folder, sorted(built)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "build/obj"
    findings = []
    with tempfile.TemporaryDirectory() as scratch:
        base, paths = objects(folder, scratch)
        if not paths:
            findings.append(f"{folder}: nothing to look at: build first")
        for path in paths:
            name = os.path.relpath(path, base)[:-2] + ".c"
            for symbol in symbols(path):
                if f"{name}:{symbol}" not in ALLOWED:
                    findings.append(f"{name}: {symbol} can change: pass it in, or make it const")
    source.report(findings)


main()

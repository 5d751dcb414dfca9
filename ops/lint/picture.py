#!/usr/bin/python3
"""picture.py - the README's picture of the process is what the process table says now."""

import collections
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

import source

PICTURE = "ops/process.svg"
MADE_BY = "make picture draws it again"
SVG = "{http://www.w3.org/2000/svg}"
STATE = re.compile(r'^ *(\w+) \[label="(.*)"\];$', re.MULTILINE)
MOVE = re.compile(r'^ *(\w+) -> (\w+) \[label="(.*)"\];$', re.MULTILINE)


def table(dot):
    """Every state once, every move as often as it stands there, each with the words beside it."""
    states = {(name, label) for name, label in STATE.findall(dot)}
    moves = [(f"{a}->{b}", label.replace("\\n", " ")) for a, b, label in MOVE.findall(dot)]
    return collections.Counter(list(states) + moves)


def drawn(svg):
    found = []
    for group in xml.fromstring(svg).iter(SVG + "g"):
        words = [text.text or "" for text in group.findall(SVG + "text")]
        if group.get("class") in ("node", "edge") and words:
            found.append((group.findtext(SVG + "title"), " ".join(words)))
    return collections.Counter(found)


def main():
    """The argument is a build folder, or the lint's sample: a program and a picture of its own."""
    place = source.root()
    top = place if os.path.exists(os.path.join(place, PICTURE)) else "."
    dot = subprocess.run([os.path.join(place, "otagai"), "process", "--dot"], check=True,
                         capture_output=True, text=True).stdout
    want = table(dot)
    if not want:
        sys.exit("otagai process --dot: no table in it")
    try:
        have = drawn(source.read(top, PICTURE))
    except xml.ParseError as wrong:
        sys.exit(f"{PICTURE}: no viewer can read it: {wrong}; {MADE_BY}")
    findings = [f"{PICTURE}:1: lacks {' '.join(thing)}; {MADE_BY}" for thing in want - have]
    findings += [f"{PICTURE}:1: still shows {' '.join(thing)}; {MADE_BY}" for thing in have - want]
    source.report(findings)


main()

#!/usr/bin/python3
"""readme.py - what the README and the runbook name is there: linked files, make's targets, the
program's subcommands and the events of the log."""

import os
import re

import source

TEXTS = ("README.md", "ops/RUNBOOK.md")
MAKEFILES = ("Makefile", ".mk")
LINK = re.compile(r"\]\(([^)#:]+)\)")
TARGET = re.compile(r"(?:^    |`)make ([a-z-]+)", re.MULTILINE)
COMMAND = re.compile(r"(?:^    |`)(?:build/)?otagai ([a-z]+)", re.MULTILINE)
EVENT = re.compile(r"`([a-z]+\.[a-z_]+)`")


def words(top, ending, pattern):
    """What the pattern finds in all files of that ending."""
    return {found for name in source.files(top, *ending)
            for found in re.findall(pattern, source.read(top, name), re.MULTILINE)}


def main():
    top = source.root()
    code = source.files(top, ".c")
    there = {
        "target": words(top, MAKEFILES, r"^([a-z-]+):"),
        "subcommand": words(top, ("app/main.c",), r'\{"([a-z]+)", '),
        "event": words(top, (".c",), r'"([a-z]+\.[a-z_]+)"'),
    }
    sought = {"target": TARGET, "subcommand": COMMAND, "event": EVENT}
    areas = {event.split(".")[0] for name in code
             for event in re.findall(r'LOG_\w+, "([a-z]+\.[a-z_]+)"', source.read(top, name))}
    findings = []
    for text in TEXTS:
        said = source.read(top, text)
        findings += [f"{text}:1: {link} is not there" for link in LINK.findall(said)
                     if not os.path.exists(os.path.join(top, os.path.dirname(text), link))]
        for what, pattern in sought.items():
            findings += [f"{text}:1: there is no {what} '{name}'" for name in pattern.findall(said)
                         if name not in there[what]
                         and (what != "event" or name.split(".")[0] in areas)]
    source.report(findings)


main()

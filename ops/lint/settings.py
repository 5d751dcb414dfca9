#!/usr/bin/python3
"""settings.py - the runbook names every setting that the program reads, and no other."""

import re

import source

CONFIG = "app/config.c"
RUNBOOK = "ops/RUNBOOK.md"


def main():
    top = source.root()
    read = set(re.findall(r'\{"(OTAGAI_[A-Z_]+)",', source.read(top, CONFIG)))
    named = re.findall(r"^\| `(OTAGAI_[A-Z_]+)` \|", source.read(top, RUNBOOK), re.MULTILINE)
    findings = [f"{RUNBOOK}:1: {name} is not in its table" for name in read - set(named)]
    findings += [f"{RUNBOOK}:1: {name} is no setting" for name in set(named) - read]
    findings += [f"{RUNBOOK}:1: {name} stands there twice" for name in named
                 if named.count(name) > 1]
    source.report(findings)


main()

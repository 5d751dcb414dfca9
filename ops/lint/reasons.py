#!/usr/bin/python3
"""reasons.py - every reason of app/domain/reasons.h is used by the code, worded in each catalogue
and asserted by a test; no catalogue words a reason that there is not."""

import json
import re

import source

HEADER = "app/domain/reasons.h"
CATALOGUES = ["app/texts/en.json", "app/texts/ja.json", "app/texts/ja-easy.json"]
ROW = re.compile(r'\bX\((\w+),\s*"([a-z_.0-9]+)"\)')


def main():
    top = source.root()
    names = source.files(top)
    header = source.read(top, HEADER)
    rows = [(m.group(1), m.group(2), header.count("\n", 0, m.start()) + 1)
            for m in ROW.finditer(header)]
    findings = []

    def join(folders, clean):
        return "\n".join(clean(source.read(top, n)) for n in names
                         if n.startswith(folders) and n.endswith((".c", ".h"))
                         and not n.startswith("app/domain/reasons."))

    program = join(("app/", "payments/"), source.code)
    used = set(re.findall(r"\bR_(\w+)\b", program))
    tests = join(("tests/",), source.without_comments)
    asserted = set(re.findall(r"\bR_(\w+)\b", tests))
    quoted = set(re.findall(r'"([a-z_.0-9]+)"', tests))

    strings = [r[1] for r in rows]
    for before, after, row in zip(strings, strings[1:], rows[1:]):
        if before >= after:
            findings.append(f'{HEADER}:{row[2]}: "{after}" stands behind "{before}": sort them')
    for name, string, line in rows:
        if name not in used:
            findings.append(f"{HEADER}:{line}: R_{name} is never given as a reason")
        if name not in asserted and string not in quoted:
            findings.append(f'{HEADER}:{line}: no test asserts "{string}"')
    for catalogue in CATALOGUES:
        texts = json.loads(source.read(top, catalogue))
        worded = {k[len("reason."):] for k in texts if k.startswith("reason.")}
        findings += [f'{catalogue}:1: "reason.{s}" is missing' for s in set(strings) - worded]
        findings += [f'{catalogue}:1: "reason.{s}" is no reason' for s in worded - set(strings)]
    source.report(findings)


main()

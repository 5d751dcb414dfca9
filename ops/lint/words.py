#!/usr/bin/python3
"""words.py - functions that are not called here, SQL outside db/, floats near money, unfinished
work, and places that exist on one machine only."""

import re

import source

PROGRAM = ("app/", "db/", "payments/")
TESTS = ("tests/",)
EVERYWHERE = PROGRAM + TESTS
# pattern, where it is refused, where it is allowed all the same, what to say
CALLS = [
    (r"\b(strcpy|strcat|stpcpy)\s*\(", EVERYWHERE, (), "copies without a bound: snprintf, buf.h"),
    (r"\bv?sprintf\s*\(", EVERYWHERE, (), "prints without a bound: snprintf, buf.h"),
    (r"\bgets\s*\(", EVERYWHERE, (), "reads without a bound"),
    (r"\b(atoi|atol|atoll|atof)\s*\(", EVERYWHERE, (), "does not see errors: int64_parse"),
    (r"\bstrtok\s*\(", EVERYWHERE, (), "keeps global state"),
    (r"\b(system|popen)\s*\(", PROGRAM, (), "starts a shell"),
    (r"\b(time|gettimeofday|localtime|gmtime|mktime)\s*\(", PROGRAM, ("app/base/clock.c",),
     "the time is read in app/base/clock.c alone"),
    (r"\bCLOCK_REALTIME\b", PROGRAM, ("app/base/clock.c",),
     "the time is read in app/base/clock.c alone"),
    (r"\b(rand|srand|random|srandom|drand48)\s*\(", EVERYWHERE, (), "is not random: crypto.h"),
    (r"\b(float|double)\b", ("app/domain/", "app/api/", "payments/", "db/"), (),
     "money and time are integers"),
    (r"\b(setenv|putenv|getenv)\s*\(", PROGRAM, ("app/config.c",),
     "the environment is read in app/config.c alone"),
]
SQL = re.compile(r"\b(SELECT\b.*\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
                 r"|CREATE\s+(TABLE|INDEX)|DROP\s+TABLE)\b", re.DOTALL)
STRINGS = re.compile(r'"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*')
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
MACHINE = re.compile(r"(?<![\w.$}*~<-])/(work|root|home)/")
REGISTRIES = re.compile(r"registry\.npm" + r"js\.org|deb\.deb" + r"ian\.org|registry\.yarn"
                        r"pkg\.com|pypi\.or" + r"g|proxy\.gol" + r"ang\.org|crates\.i" + r"o\b")


def line_of(text, match):
    return text.count("\n", 0, match.start()) + 1


def check_c(name, text):
    code = source.code(text)
    for pattern, where, but, say in CALLS:
        if not name.startswith(where) or name in but:
            continue
        for match in re.finditer(pattern, code):
            word = match.group(0).rstrip("( ")
            yield f"{name}:{line_of(code, match)}: {word}: {say}"
    if name.startswith(PROGRAM) and not name.startswith("db/"):
        plain = source.without_comments(text)
        for match in STRINGS.finditer(plain):
            if SQL.search(match.group(0)):
                yield f"{name}:{line_of(plain, match)}: SQL text belongs to db/"


def check_any(name, text):
    for pattern, say in ((UNFINISHED, "unfinished work: finish it or leave it out"),
                         (MACHINE, "a path of one machine"),
                         (REGISTRIES, "the address of a package registry")):
        for match in pattern.finditer(text):
            yield f"{name}:{line_of(text, match)}: {match.group(0)}: {say}"


def main():
    top = source.root()
    findings = []
    for name in source.files(top):
        try:
            text = source.read(top, name)
        except UnicodeDecodeError:
            continue
        findings += check_any(name, text)
        if name.endswith((".c", ".h")):
            findings += check_c(name, text)
    source.report(findings)


main()

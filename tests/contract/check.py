#!/usr/bin/python3
"""check.py - the contract: app/api/openapi.yaml, the route table and what the tests' servers really
answered say the same.

    tests/contract/check.py RECORDING [--binary build/otagai]
    tests/contract/check.py --self-test      that each kind of finding is found

Routes and document name the same operations, in the same words about who may and what is sent.
Every recorded exchange fits the document. Every operation was answered with success, and every
reason was given, at least once; tests/contract/waiting names those whose tests are still to come.
Exchanges of routes that the table does not have come from the HTTP
layer's own test site: of them the reason counts, nothing else."""

import argparse
import collections
import json
import os
import re
import subprocess
import sys

import document
import exchanges

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
REASON = re.compile(r'\bX\((\w+),\s*"([a-z_.0-9]+)"\)')
SHOWN_MAX = 200


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def routes_of(text):
    """The public lines of `otagai routes`: {(method, pattern): words behind it}."""
    table = {}
    for line in text.splitlines():
        words = line.split()
        if words and words[0] == "public":
            table[(words[1], words[2])] = words[3:]
    return table


def compare(routes, doc):
    """Table and document, both ways."""
    for key in sorted(routes.keys() - doc.operations.keys()):
        yield key, "is a route that the document does not have"
    for key in sorted(doc.operations.keys() - routes.keys()):
        yield key, "is documented and no route"
    for key in sorted(routes.keys() & doc.operations.keys()):
        op, words = doc.operations[key], routes[key]
        if (words[0] == "anyone") != op.anyone:
            yield key, f"is for {words[0]}, the document's security says otherwise"
        if ("idempotent" in words) != (("header", "Idempotency-Key") in op.parameters):
            yield key, "table and document differ about Idempotency-Key"
        if ("conditional" in words) != ("304" in op.answers):
            yield key, "table and document differ about 304"
        if (words[1] != "0") != bool(op.body):
            yield key, f"takes {words[1]} bytes of body, the document says otherwise"
        in_path = set(re.findall(r":(\w+)", key[1]))
        if in_path != {name for where, name in op.parameters if where == "path"}:
            yield key, "has other parameters in its path than the document"
    for name, n in collections.Counter(op.name for op in doc.operations.values()).items():
        if name is None or n > 1:
            yield ("operationId", str(name)), f"is the name of {n} operations"


def judge(lines, routes, doc, reasons):
    """Every exchange; then what nobody exercised. Yields (where, finding)."""
    done, given, judged = set(), set(), 0
    for line in lines:
        exchange = json.loads(line)
        key = (exchange["method"], exchange["route"])
        op = doc.operations.get(key)
        body = exchange["response_body"]
        if isinstance(body, dict) and exchange["status"] >= 400 and "reason" in body:
            given.add(body["reason"])
        if op is None:
            if key in routes:
                yield key, "was answered and is not documented"
            continue
        judged += 1
        if exchange["status"] < 400:
            done.add(key)
        for finding in exchanges.of_exchange(op, exchange):
            yield key, finding
    if judged == 0:
        yield ("recording", ""), "holds no exchange of the API"
    for key in sorted(doc.operations.keys() - done):
        yield key, "was never answered with success"
    for reason in sorted(reasons - given):
        yield ("reason", reason), "was never given over HTTP"
    for reason in sorted(given - reasons):
        yield ("reason", reason), "was given and is not in reasons.h"
    if doc.reasons is not None:
        for reason in sorted(reasons ^ set(doc.reasons)):
            yield ("reason", reason), "stands in one of reasons.h and the document's list only"


def without_waiting(findings, waiting):
    """What the list names may be missing, and nothing else about it."""
    for where, what in findings:
        if "was never" in what and " ".join(where) in waiting:
            print(f"waiting: {' '.join(where)} {what}")
        else:
            yield where, what


def report(checks, findings):
    counts = collections.Counter(f"{' '.join(w).strip()} {what}" for w, what in findings)
    for text, n in list(counts.items())[:SHOWN_MAX]:
        print(f"FAIL {text}" + (f" ({n} times)" if n > 1 else ""))
    if len(counts) > SHOWN_MAX:
        print(f"FAIL and {len(counts) - SHOWN_MAX} more")
    print(f"{max(checks - len(counts), 0)} passed, {len(counts)} failed")
    return 1 if counts else 0


def main():
    options = argparse.ArgumentParser()
    options.add_argument("recording", nargs="?")
    options.add_argument("--binary", default=os.path.join(TOP, "build", "otagai"))
    options.add_argument("--self-test", action="store_true")
    given = options.parse_args()
    import self_test
    bad = self_test.run()
    if bad or given.self_test:
        return report(self_test.COUNT, bad)
    table = routes_of(subprocess.run([given.binary, "routes"], check=True, capture_output=True,
                                     text=True).stdout)
    doc = document.Document(read("app/api/openapi.yaml"))
    reasons = {m.group(2) for m in REASON.finditer(read("app/domain/reasons.h"))}
    with open(given.recording, encoding="utf-8") as lines:
        findings = list(compare(table, doc)) + list(judge(lines, table, doc, reasons))
    findings = list(without_waiting(findings, set(read("tests/contract/waiting").splitlines())))
    return report(self_test.COUNT + 2 * len(doc.operations) + len(reasons), findings)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""texts.py - the catalogues say the same things: the same keys, sorted, none twice, the same
{placeholders}, and no empty text. What a lock screen shows, a subject or an SMS, names no child,
address or number: it has only the places listed here."""

import json
import re

import source

CATALOGUES = ["app/texts/en.json", "app/texts/ja.json", "app/texts/ja-easy.json"]
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SUBJECT = {"count", "day", "end", "job", "latest", "start"}
SMS = SUBJECT | {"code", "expected", "link", "minutes", "other"}


def on_lock_screen(key):
    """The places that a text may have which is read without unlocking; None: it is not."""
    if key.startswith("mail.") and key.endswith(".subject"):
        return SUBJECT
    return SMS if key.startswith("sms.") else None


def load(top, name, findings):
    def pairs(items):
        keys = [k for k, _ in items]
        for before, after in zip(keys, keys[1:]):
            if before == after:
                findings.append(f'{name}:1: "{after}" stands there twice')
            elif before > after:
                findings.append(f'{name}:1: "{after}" stands behind "{before}": sort them')
        return dict(items)

    return json.loads(source.read(top, name), object_pairs_hook=pairs)


def main():
    top = source.root()
    findings = []
    texts = {name: load(top, name, findings) for name in CATALOGUES}
    keys = set().union(*texts.values())
    for key in keys:
        holes = {}
        for name in CATALOGUES:
            text = texts[name].get(key)
            if text is None:
                findings.append(f'{name}:1: "{key}" is missing')
            elif not isinstance(text, str) or not text.strip():
                findings.append(f'{name}:1: "{key}" is not a text')
            else:
                holes[name] = sorted(set(PLACEHOLDER.findall(text)))
        first = next(iter(holes.values()), [])
        for name, found in holes.items():
            shown = on_lock_screen(key)
            if shown is not None and not set(found) <= shown:
                findings.append(f'{name}:1: "{key}" shows {sorted(set(found) - shown)} on a lock screen')
            if found != first:
                findings.append(f'{name}:1: "{key}" has the places {found}, not {first}')
    source.report(findings)


main()

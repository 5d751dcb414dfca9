#!/usr/bin/python3
"""includes.py - a file includes only from its own layer or from the left, by the path from the
root; no cycles; and each library is known to the folders that own it alone."""

import os
import re

import source

# Left to right. The longest matching folder decides.
LAYERS = ["app/base", "db", "app/domain", "payments", "app/notify", "app/http", "app/api",
          "payments/sandbox", "app", "tests"]
# Library header -> folders that may include it.
OWNERS = {
    "civetweb.h": ["app/http", "tests/bench"],
    "curl/curl.h": ["payments", "app/notify", "tests"],
    "sqlite3.h": ["db", "tests"],
    "libpq-fe.h": ["db", "tests"],
    "jpeglib.h": ["app", "tests"],
    "png.h": ["app", "tests"],
    "webp/decode.h": ["app"],
    "jansson.h": ["app/http", "app/api", "payments", "tests"],
}
JSON_FOLDERS = OWNERS["jansson.h"]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def inside(name, folder):
    return name.startswith(folder + "/")


def layer(name):
    fits = [l for l in LAYERS if inside(name, l)]
    return LAYERS.index(max(fits, key=len)) if fits else None


def may_include(name, target):
    own, other = layer(name), layer(target)
    if own is None or other is None:
        return True
    # payments/sandbox stands right of app/api but is part of payments on disk.
    return other <= own


def check_file(top, name, names, graph):
    text = source.without_comments(source.read(top, name))
    for match in INCLUDE.finditer(text):
        at = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
        kind, target = match.groups()
        if kind == "<":
            base = [h for h in OWNERS if target == h or target.endswith("/" + h)]
            if base and not any(inside(name, f) for f in OWNERS[base[0]]):
                yield f"{at}: <{target}> belongs to {', '.join(OWNERS[base[0]])}"
            continue
        if target.startswith("gen/"):
            continue
        if target not in names:
            yield f'{at}: "{target}" is no path from the root'
        elif not target.endswith(".h"):
            yield f'{at}: "{target}" is not a header'
        elif not may_include(name, target):
            yield f'{at}: "{target}" lies to the right of this layer'
        else:
            graph.setdefault(name, []).append(target)
    if not any(inside(name, f) for f in JSON_FOLDERS):
        for match in re.finditer(r"\bjson_t\b", source.code(text)):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{name}:{line}: json_t belongs to {', '.join(JSON_FOLDERS)}"


def module(name):
    """A .c file and its header are one module."""
    return os.path.splitext(name)[0]


def cycles(graph):
    edges = {}
    for name, targets in graph.items():
        edges.setdefault(module(name), set()).update(module(t) for t in targets)
    done, path = set(), []

    def visit(node):
        if node in path:
            ring = path[path.index(node):]
            first = ring.index(min(ring))
            yield "cycle: " + " -> ".join(ring[first:] + ring[:first] + [min(ring)])
            return
        if node in done:
            return
        path.append(node)
        for target in sorted(edges.get(node, set()) - {node}):
            yield from visit(target)
        path.pop()
        done.add(node)

    for node in sorted(edges):
        yield from visit(node)


def main():
    top = source.root()
    names = set(source.files(top, ".c", ".h"))
    graph, findings = {}, []
    for name in sorted(names):
        findings += check_file(top, name, names, graph)
    source.report(findings + list(cycles(graph)))


main()

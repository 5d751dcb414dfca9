"""self_test.py - the contract can fail: each row spoils one thing and names what must be found."""

import copy
import json

import check
import document

TEXT = """
openapi: 3.1.0
info: {title: A small one, version: "1"}
paths:
  /api/v1/things:
    post:
      operationId: addThing
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}}}
      responses:
        '201':
          description: Added
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
        '204': {description: Nothing to say}
        default:
          description: No
          content:
            application/problem+json:
              schema: {type: object, properties: {reason: {type: string}}}
components:
  schemas:
    Part: {type: object, x-part: true, required: [id], properties: {id: {type: integer}}}
    Reason: {enum: [thing.bad]}
    Thing:
      allOf:
        - {$ref: '#/components/schemas/Part'}
        - {type: object, properties: {more: {type: string}}}
"""
KEY = ("POST", "/api/v1/things")
ROUTES = {KEY: ["member", "4096", "write", "idempotent"]}
GOOD = {"method": "POST", "route": KEY[1], "path": KEY[1], "query": {"limit": "5"},
        "request_headers": {"Idempotency-Key": "k"}, "request_type": "application/json",
        "request_body": {"name": "a"}, "status": 201, "response_type": "application/json",
        "response_body": {"id": 1, "more": "x"}}
REFUSED = dict(GOOD, status=422, response_type="application/problem+json",
               response_body={"reason": "thing.bad"})

# What is changed in the good exchange, and a part of the sentence that must come of it.
SPOILT = [
    ({"status": 202}, "status 202 is not documented"),
    ({"response_body": {"id": "1"}}, "201/id"),
    ({"response_body": {"id": 1, "extra": 1}}, "extra"),
    ({"response_body": {}}, "'id' is a required property"),
    ({"response_type": "text/html"}, "is text/html"),
    ({"status": 204}, "has a body that is not documented"),
    ({"query": {"limit": "500"}}, "query limit"),
    ({"query": {"other": "1"}}, "query other is not documented"),
    ({"request_body": {"name": "a", "b": 1}}, "'b' was unexpected"),
    ({"request_body": {"name": 5}}, "request/name"),
    ({"request_body": None}, "documented as required"),
    ({"status": 500, "response_type": "application/problem+json",
      "response_body": {"reason": "thing.bad", "sql": "x"}}, "sql"),
    ({"status": 422, "response_type": "application/problem+json",
      "response_body": {"reason": "thing.unknown"}}, "is not in reasons.h"),
]
# The route table's words in place of the true ones.
TABLES = [
    ({}, "documented and no route"),
    ({**ROUTES, ("GET", "/api/v1/new"): ["member", "0"]}, "does not have"),
    ({KEY: ["anyone", "4096", "write", "idempotent"]}, "security"),
    ({KEY: ["member", "4096", "write"]}, "Idempotency-Key"),
    ({KEY: ["member", "4096", "write", "idempotent", "conditional"]}, "304"),
    ({KEY: ["member", "0", "write", "idempotent"]}, "bytes of body"),
]
COUNT = 1 + len(SPOILT) + len(TABLES) + 4


def sentences(lines, reasons=("thing.bad",)):
    doc = document.Document(TEXT)
    return [" ".join(where) + " " + what
            for where, what in check.judge(map(json.dumps, lines), ROUTES, doc, set(reasons))]


def expect(bad, what, got, part):
    if not any(part in text for text in got):
        bad.append((("self-test", what), f"found {got}, not '{part}'"))


def run():
    bad = []
    clean = sentences([GOOD, REFUSED]) + list(check.compare(ROUTES, document.Document(TEXT)))
    if clean:
        bad.append((("self-test", "good"), f"found {clean} in what is good"))
    for change, part in SPOILT:
        spoilt = dict(copy.deepcopy(GOOD), **change)
        expect(bad, str(change), sentences([GOOD, REFUSED, spoilt]), part)
    for table, part in TABLES:
        got = [w for _, w in check.compare(table, document.Document(TEXT))]
        expect(bad, "routes", got, part)
    expect(bad, "nobody succeeded", sentences([REFUSED]), "was never answered with success")
    expect(bad, "reason not given", sentences([GOOD]), "was never given over HTTP")
    expect(bad, "empty", sentences([]), "holds no exchange")
    expect(bad, "lists differ", sentences([GOOD, REFUSED], ("thing.bad", "thing.new")),
           "stands in one of")
    return bad

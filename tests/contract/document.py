"""document.py - app/api/openapi.yaml as the contract reads it: operations with ready validators. An
object that lists its properties takes no others, whether it says so or not."""

import re

import jsonschema
import yaml

METHODS = ("get", "put", "post", "patch", "delete")
JSON_TYPES = ("application/json", "application/problem+json")


class NoDuplicates(yaml.SafeLoader):
    """A key given twice is two people's work on one line, not the last one's."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: {name} stands here twice")
            seen.add(name)
        return super().construct_mapping(node, deep)


def close(schema, inside=False):
    """Objects refuse what they do not list; one made of several parts, as a whole."""
    if isinstance(schema, list):
        for part in schema:
            close(part)
        return
    if not isinstance(schema, dict):
        return
    made_of_parts = "allOf" in schema
    if "properties" in schema and not made_of_parts and not inside and not schema.get("x-part"):
        schema.setdefault("additionalProperties", False)
    if made_of_parts:
        schema.setdefault("unevaluatedProperties", False)
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            for one in value.values():
                close(one)
        elif key == "allOf":
            for part in value:
                close(part, inside=True)
        else:
            close(value)


class Document:
    def __init__(self, text):
        self.doc = yaml.load(text, NoDuplicates)
        close(self.doc)
        self.resolver = jsonschema.RefResolver("", self.doc)
        self.reasons = self.doc["components"]["schemas"].get("Reason", {}).get("enum")
        self.operations = {}
        for path, item in self.doc["paths"].items():
            for method in METHODS:
                if method in item:
                    key = (method.upper(), re.sub(r"\{(\w+)\}", r":\1", path))
                    self.operations[key] = Operation(self, key, item, item[method])

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def validator(self, schema):
        return jsonschema.Draft202012Validator(schema, resolver=self.resolver)


class Operation:
    """One method of one path."""

    def __init__(self, document, key, item, node):
        self.key = key
        self.name = node.get("operationId")
        self.node = node
        self.anyone = node.get("security") == []
        self.parameters = {}
        for one in item.get("parameters", []) + node.get("parameters", []):
            one = document.resolve(one)
            self.parameters[(one["in"], one["name"])] = one
        body = document.resolve(node.get("requestBody", {}))
        self.body = self.content_of(document, body)
        self.body_required = body.get("required", False)
        self.answers = {status: self.content_of(document, document.resolve(answer))
                        for status, answer in node["responses"].items()}
        self.queries = {name: document.validator(one["schema"])
                        for (where, name), one in self.parameters.items() if where == "query"}

    @staticmethod
    def content_of(document, node):
        return {kind: document.validator(media.get("schema", {}))
                for kind, media in node.get("content", {}).items()}

    def answer(self, status):
        """What may be sent with that status; None when nothing is said about it."""
        if str(status) in self.answers:
            return self.answers[str(status)]
        return self.answers.get("default") if status >= 400 else None

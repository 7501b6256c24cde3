# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Partial responses: the ``fields`` parameter as a real mask.

Grammar as Google documents it: ``a,b(c,d),e/f,*``. Unknown names are refused, so a
typing mistake in a client's mask shows up here and not as missing data in production.
"""

from .errors import ApiError


def parse(text):
    """``"kind,items(id,start/date)"`` → nested dict; an empty one means "all"."""
    tree, position = _parse_list(text, 0)
    if position != len(text):
        raise _bad(text)
    return tree


def apply(tree, value):
    """Keep of ``value`` only what the mask names."""
    if not tree or "*" in tree and not tree["*"]:
        return value
    if isinstance(value, list):
        return [apply(tree, item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, item in value.items():
        branch = tree.get(key, tree.get("*"))
        if branch is not None:
            kept[key] = apply(branch, item)
    return kept


def check(tree, schema, document, text):
    """Refuse a mask that names something the answer's schema does not have."""
    schema = _resolve(schema, document)
    for name, branch in tree.items():
        if name == "*":
            continue
        properties = schema.get("properties", {})
        inner = properties.get(name, schema.get("additionalProperties"))
        if inner is None:
            raise _bad(name)
        if branch:
            check(branch, inner, document, text)


def _resolve(schema, document):
    while "$ref" in schema or "items" in schema:
        if "$ref" in schema:
            schema = document["schemas"][schema["$ref"]]
        else:
            schema = schema["items"]
    return schema


def _parse_list(text, position):
    tree = {}
    while True:
        start = position
        while position < len(text) and text[position] not in ",()/":
            position += 1
        name = text[start:position].strip()
        if not name:
            raise _bad(text)
        branch = tree.setdefault(name, {})
        while position < len(text) and text[position] == "/":
            position += 1
            start = position
            while position < len(text) and text[position] not in ",()/":
                position += 1
            part = text[start:position].strip()
            if not part:
                raise _bad(text)
            branch = branch.setdefault(part, {})
        if position < len(text) and text[position] == "(":
            inner, position = _parse_list(text, position + 1)
            if position >= len(text) or text[position] != ")":
                raise _bad(text)
            position += 1
            branch.update(inner)
        if position < len(text) and text[position] == ",":
            position += 1
            continue
        return tree, position


def _bad(text):
    return ApiError(
        400,
        "invalidParameter",
        f"Invalid field selection {text}",
        location="fields",
    )

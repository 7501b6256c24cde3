# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Requests held against Google's own machine-readable contract.

The discovery documents that google-api-python-client ships say which methods,
parameters, body fields, enums, formats and scopes exist. Whatever is not in them is
refused with Google's 400, so a misspelt field cannot pass unnoticed. Google itself is
laxer in places (it ignores some unknown body fields); the fake is strict on purpose.
"""

import functools
import json
import os.path
import re
from pathlib import Path
from urllib.parse import unquote

import googleapiclient

from . import times
from .errors import ApiError, invalid, required

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
INT_RANGE = {"int32": 2**31, "uint32": 2**32, "int64": 2**63, "uint64": 2**64}
BAD_JSON = "Invalid JSON payload received. Unknown name"


class Method:
    """One method of a service: where it lives and what it accepts."""

    def __init__(self, service, raw):
        self.service = service
        self.id = raw["id"]
        self.http = raw["httpMethod"]
        self.scopes = raw.get("scopes", [])
        self.request = raw.get("request", {}).get("$ref")
        self.response = raw.get("response", {}).get("$ref")
        self.parameters = raw.get("parameters", {})
        self.media = raw.get("mediaUpload")
        self.path = raw["path"]
        self.names = re.findall(r"{\+?(\w+)}", self.path)
        pieces = re.split(r"{(\+?\w+)}", self.path)
        pieces[::2] = map(re.escape, pieces[::2])
        pieces[1::2] = map(self._variable, pieces[1::2])
        self.regex = re.compile("".join(pieces) + "$")

    def _variable(self, name):
        """A part of the path; ``{+name}`` may hold slashes, as its pattern says."""
        if not name.startswith("+"):
            return r"([^/]+)"
        pattern = self.parameters[name[1:]].get("pattern", "^[^/]+$")
        return f"({pattern.strip('^$')})"

    @property
    def is_write(self):
        return self.http != "GET"


class Service:
    """A discovery document with its methods ready to be matched."""

    def __init__(self, name, version):
        path = DOCUMENTS / f"{name}.{version}.json"
        self.document = json.loads(path.read_text(encoding="utf-8"))
        self.name = name
        self.title = self.document["title"]
        self.prefix = "/" + self.document["servicePath"]
        self.methods = list(self._walk(self.document))
        # Some services share "/" as their prefix; what all their methods begin with
        # tells whose a path is.
        paths = [method.path.partition("{")[0] for method in self.methods]
        self.root = self.prefix + "".join(
            os.path.commonprefix(paths).rpartition("/")[:2]
        )

    def _walk(self, node):
        for raw in node.get("methods", {}).values():
            yield Method(self, raw)
        for child in node.get("resources", {}).values():
            yield from self._walk(child)

    def match(self, http, raw_path):
        """(method, path parameters) for a still-quoted path, else a 404 or None."""
        rest = raw_path[len(self.prefix) :]
        for method in self.methods:
            found = method.regex.match(rest)
            if found and method.http == http:
                values = [unquote(value) for value in found.groups()]
                return method, dict(zip(method.names, values, strict=True))
        raise ApiError(404, "notFound", "Not Found")


@functools.lru_cache
def service(name, version):
    """The shipped document, parsed once a process."""
    return Service(name, version)


def parse_query(method, path_params, query):
    """Typed parameters of a call: ``query`` is a dict of lists of strings.

    Raises 400 for unknown names, wrong types, values out of an enum or range.
    """
    known = {**method.service.document["parameters"], **method.parameters}
    values = dict(path_params)
    for name, texts in query.items():
        spec = known.get(name)
        if spec is None or spec.get("location") == "path":
            raise ApiError(
                400,
                "badRequest",
                f'{BAD_JSON} "{name}": Cannot bind query parameter. Field '
                f"'{name}' could not be found in request message.",
                location=name,
                rpc_status="INVALID_ARGUMENT",
            )
        if len(texts) > 1 and not spec.get("repeated"):
            raise invalid(f"Repeated parameter: {name}", name)
        parsed = [_parameter(name, spec, text) for text in texts]
        values[name] = parsed if spec.get("repeated") else parsed[0]
    for name, spec in method.parameters.items():
        if spec.get("required") and name not in values:
            raise ApiError(
                400, "required", f"Required parameter: {name}", location=name
            )
    return values


def _parameter(name, spec, text):
    kind, form = spec.get("type"), spec.get("format")
    if kind == "boolean":
        if text.lower() not in ("true", "false"):
            raise _bad_value(name, text)
        return text.lower() == "true"
    if kind == "integer":
        if not re.fullmatch(r"-?\d+", text):
            raise _bad_value(name, text)
        number = int(text)
        low, high = spec.get("minimum"), spec.get("maximum")
        if low is not None and number < int(low) or high and number > int(high):
            raise invalid(
                f"Invalid value '{text}'. Values must be within the range: "
                f"[{low or ''}, {high or ''}]",
                name,
            )
        if abs(number) >= INT_RANGE.get(form, 2**63):
            raise _bad_value(name, text)
        return number
    if spec.get("enum") and text not in spec["enum"]:
        raise _bad_value(name, text)
    if form == "date-time" and times.parse_instant(text) is None:
        raise ApiError(400, "badRequest", "Bad Request", location=name)
    return text


def _bad_value(name, text):
    return invalid(f"Invalid value at '{name}': \"{text}\"", name)


def check_body(method, body, has_media=False):
    """Hold a JSON body against the method's schema; None when there is none.

    A file that came beside it (``has_media``) stands for what would be base64 text.
    """
    if method.request is None:
        if body is not None:
            raise ApiError(400, "badRequest", "Request body is not allowed.")
        return None
    if body is None:
        body = {}
    if not isinstance(body, dict):
        raise ApiError(400, "parseError", "Parse Error")
    document = method.service.document
    _check(document["schemas"][method.request], body, "", document)
    name = method.request.lower()
    for key, spec in document["schemas"][method.request]["properties"].items():
        needed = spec.get("annotations", {}).get("required", ())
        given = body.get(key) is not None or has_media and spec.get("format") == "byte"
        if method.id in needed and not given:
            raise required(f"{'end time' if key == 'end' else _words(name, key)}")
    return body


def _words(name, key):
    return "start time" if key == "start" else f"{name} {key}"


def _check(spec, value, where, document):
    if value is None:
        return
    if "$ref" in spec:
        spec = document["schemas"][spec["$ref"]]
    kind = spec.get("type")
    if kind == "object":
        _check_object(spec, value, where, document)
    elif kind == "array":
        if not isinstance(value, list):
            raise _bad_field(where, value)
        for number, item in enumerate(value):
            if item is None:
                raise _bad_field(f"{where}[{number}]", item)
            _check(spec["items"], item, f"{where}[{number}]", document)
    else:
        _check_scalar(spec, kind, value, where)


def _check_object(spec, value, where, document):
    if not isinstance(value, dict):
        raise _bad_field(where, value)
    properties = spec.get("properties", {})
    rest = spec.get("additionalProperties")
    for key, item in value.items():
        inner = properties.get(key, rest)
        if inner is None:
            place = f" at '{where}'" if where else ""
            raise ApiError(
                400,
                "badRequest",
                f'{BAD_JSON} "{key}"{place}: Cannot find field.',
                rpc_status="INVALID_ARGUMENT",
            )
        _check(inner, item, f"{where}.{key}" if where else key, document)


def _check_scalar(spec, kind, value, where):
    form = spec.get("format")
    if kind == "string":
        right = isinstance(value, str) and _is_of_format(spec, form, value)
    else:
        right = _is_of_kind(kind, form, value)
    if not right:
        raise _bad_field(where, value)


def _is_of_format(spec, form, value):
    if spec.get("enum") and value not in spec["enum"]:
        return False
    if form == "int64":
        return re.fullmatch(r"-?\d+", value) is not None
    if form == "date":
        return times.parse_date(value) is not None
    return form != "date-time" or times.parse_local(value) is not None


def _is_of_kind(kind, form, value):
    """Whether a JSON value that is no text has the type the schema names."""
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if kind == "integer":
        return isinstance(value, int) and abs(value) < INT_RANGE.get(form, 2**63)
    return kind != "number" or isinstance(value, int | float)


def _bad_field(where, value):
    return ApiError(
        400,
        "invalid",
        f"Invalid value at '{where}': {json.dumps(value)[:80]}",
        rpc_status="INVALID_ARGUMENT",
    )

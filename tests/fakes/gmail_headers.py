# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changing single headers of a mail without touching any other byte of it."""

import re

from .gmail_mime import split


def with_crlf(raw):
    """The mail with the line ends that travel."""
    return re.sub(rb"(?<!\r)\n", b"\r\n", raw)


def without(raw, *names):
    """The mail without its headers of these names."""
    wanted = {name.lower().encode() for name in names}
    head, body = split(raw)
    kept = [field for field in _fields(head) if _name(field) not in wanted]
    return _join(kept, body)


def replaced(raw, name, value):
    """The mail with one header of this name, at the first one's place or the end."""
    line = _line(name, value)
    head, body = split(raw)
    fields, done = [], False
    for field in _fields(head):
        if _name(field) != name.lower().encode():
            fields.append(field)
        elif not done:
            fields.append(line)
            done = True
    return _join(fields if done else [*fields, line], body)


def on_top(raw, headers):
    """The mail with further headers above its own, as servers put them."""
    return b"".join(_line(name, value) for name, value in headers) + raw


def _fields(head):
    """The header fields as they are, each with its folded lines."""
    lines = re.findall(rb"[^\n]*\n(?:[ \t][^\n]*\n)*", head)
    return [line if line.endswith(b"\r\n") else line[:-1] + b"\r\n" for line in lines]


def _name(field):
    return field.partition(b":")[0].strip().lower()


def _line(name, value):
    return f"{name}: {value}\r\n".encode()


def _join(fields, body):
    return b"".join(fields) + b"\r\n" + body

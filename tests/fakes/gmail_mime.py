# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The outline of a mail: its parts with their headers, its text, what can be searched.

Parts are cut out of the bytes at their boundaries, so 25 MB of attachment cost no more
than a search for a line; the standard library reads the headers of each part. Broken
mail has an outline, too: what cannot be cut is one part.
"""

import base64
import binascii
import functools
import html
import quopri
import re
import string
from dataclasses import dataclass, field
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses

DEEPEST = 30
BLANK = re.compile(rb"\r?\n\r?\n")
# What is no digit of base64; the padding is put on anew.
DIGITS = string.ascii_letters + string.digits + "+/"
NO_BASE64 = bytes(set(range(256)) - set(DIGITS.encode()))
TAGS = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.I)
_headers_of = BytesHeaderParser(policy=policy.compat32).parsebytes


def split(raw):
    """(header bytes, body bytes) at the first empty line."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw.partition(b"\n")[2]
    found = BLANK.search(raw)
    if not found:
        return raw, b""
    return raw[: found.start()] + b"\r\n", raw[found.end() :]


def split_part(raw):
    """({header name in small letters: value}, body) of a part of a request."""
    head, body = split(raw)
    return {k.lower(): str(v) for k, v in _headers_of(head).items()}, body


def header_items(raw):
    """[(name, unfolded value as text)] of a mail's own headers, as they are spelt."""
    return [
        (name, re.sub(r"\r?\n(?=[ \t])", "", _as_utf8(value)))
        for name, value in _headers_of(split(raw)[0]).raw_items()
    ]


def _as_utf8(value):
    """A header that holds bare bytes, as new mail programs write them."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decoded(value):
    """A header's value with RFC 2047 words read; as it is when they are broken."""
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError, HeaderParseError):
        return value


@dataclass
class Part:
    """``path`` is Gmail's partId: "" for the mail, "0.1" for a part of a part."""

    path: str
    headers: object
    body: bytes = field(repr=False)
    parts: list = field(default_factory=list)

    @property
    def kind(self):
        return self.headers.get_content_type()

    @property
    def filename(self):
        try:
            return decoded(self.headers.get_filename() or "")
        except (LookupError, ValueError, TypeError):
            # The parameters are broken beyond what the standard library reads.
            return ""

    def content(self):
        """The bytes of the part, its transfer encoding undone."""
        how = str(self.headers.get("Content-Transfer-Encoding", "")).strip().lower()
        if how == "base64":
            try:
                clean = self.body.translate(None, NO_BASE64)
                return base64.b64decode(clean + b"=" * (-len(clean) % 4))
            except binascii.Error:
                return self.body
        if how == "quoted-printable":
            return quopri.decodestring(self.body)
        # 7bit, 8bit, binary, and whatever else somebody wrote there.
        return self.body

    def text(self):
        """The content of a text part as text, whatever its charset claims to be."""
        data = self.content()
        try:
            return data.decode(self.headers.get_content_charset() or "utf-8")
        except (LookupError, ValueError):
            return data.decode("utf-8", "replace")

    def walk(self):
        yield self
        for part in self.parts:
            yield from part.walk()


class Outline:
    """A mail's headers, its text, its files' names; parts are cut when asked for.

    The parts themselves are not kept: they would be the mail's bytes once more.
    """

    def __init__(self, raw):
        self._raw = raw
        self.items = header_items(raw)

    def tree(self):
        """The mail as a ``Part``, cut anew."""
        return _part(self._raw, "", 0)

    @functools.cached_property
    def _body(self):
        root = self.tree()
        return _plain(root), [p.filename for p in root.walk() if p.filename]

    @property
    def plain(self):
        """The text a person reads."""
        return self._body[0]

    @property
    def filenames(self):
        return self._body[1]

    @functools.cached_property
    def snippet(self):
        return _snippet(self.plain)

    def header(self, name):
        """The first header of this name, decoded; "" without."""
        return next(iter(self.headers(name)), "")

    def headers(self, name):
        return [decoded(v) for key, v in self.items if key.lower() == name.lower()]

    def addresses(self, *names):
        """[(name, address)] of all headers of these names."""
        raw = [value for name in names for value in self.raw_headers(name)]
        return [(decoded(n), a) for n, a in getaddresses(raw) if a]

    def raw_headers(self, name):
        return [value for key, value in self.items if key.lower() == name.lower()]

    @property
    def message_id(self):
        return self.header("Message-ID").strip()

    @property
    def references(self):
        text = " ".join(self.headers("References") + self.headers("In-Reply-To"))
        return re.findall(r"<[^<>\s]+>", text)


def _plain(root):
    found = {}
    for part in root.walk():
        if part.kind in ("text/plain", "text/html") and not part.filename:
            found.setdefault(part.kind, part)
    if "text/plain" in found:
        return found["text/plain"].text()
    if "text/html" in found:
        return html.unescape(TAGS.sub(" ", found["text/html"].text()))
    return ""


def _part(raw, path, depth):
    head, body = split(raw)
    part = Part(path, _headers_of(head), body)
    if depth >= DEEPEST:
        return part
    prefix = f"{path}." if path else ""
    boundary = part.headers.get_boundary()
    if part.headers.get_content_maintype() == "multipart" and boundary:
        pieces = cut(body, boundary)
        part.parts = [
            _part(piece, f"{prefix}{number}", depth + 1)
            for number, piece in enumerate(pieces)
        ]
    elif part.kind == "message/rfc822" and body.strip():
        part.parts = [_part(part.content(), f"{prefix}0", depth + 1)]
    return part


def cut(body, boundary):
    """The pieces between the boundary lines of a multipart body."""
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    pieces, start, at = [], None, body.find(mark)
    while at >= 0:
        end = body.find(b"\n", at)
        end = len(body) if end < 0 else end
        rest = body[at + len(mark) : end].strip()
        if (at == 0 or body[at - 1 : at] == b"\n") and rest in (b"", b"--"):
            if start is not None:
                pieces.append(body[start : _end_of_piece(body, start, at)])
            start = end + 1
            if rest:
                return pieces
        at = body.find(mark, end)
    if start is not None:
        pieces.append(body[start:])
    return pieces


def _end_of_piece(body, start, end):
    """The line feed before a boundary belongs to the boundary."""
    for byte in (b"\n", b"\r"):
        if end > start and body[end - 1 : end] == byte:
            end -= 1
    return end


def _snippet(text):
    """The beginning of the text, white space folded, with HTML entities."""
    words = " ".join(text[:2000].split())
    return html.escape(words[:200].rstrip()).replace("&#x27;", "&#39;")

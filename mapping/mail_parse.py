# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Raw bytes → the tree of parts, by Python's ``email``; bombs are refused at once."""

import re
from email.feedparser import BytesFeedParser
from email.message import EmailMessage
from email.policy import EmailPolicy

MAX_PARTS = 1000
MAX_DEPTH = 50
MAX_HEADER = 1_000_000  # bytes, of all parts together
FIELD = 100  # bytes that a header field counts as at least

# The default policy's parser of headers needs quadratic time
# (https://github.com/python/cpython/issues/136063), the older one for parameters, too.
_LONG = 2000
_LONG_PARAMETERS = 4000
# Which of its results are not used: names in comments it drops, and of a name given
# both plain and as RFC 2231 has it, it takes the plain one.
_LOST = {
    **dict.fromkeys(("from", "sender", "reply-to", "to", "cc", "bcc"), "("),
    **dict.fromkeys(("content-type", "content-disposition"), "*"),
}
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_PARAMETER = re.compile(r';\s*([\w-]+)(?:\*[\w*]*)?\s*=\s*("[^"]*"|[^;]*)')
_SLICE = 1 << 16
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
# What a mail has one of at least; a text with a colon in its first line has none.
_USUAL = frozenset(
    "from to cc bcc subject date message-id received return-path delivered-to sender "
    "reply-to mime-version content-type resent-from".split()
)


class Unreadable(ValueError):
    """A mail that is set aside. ``code``: no_mail, parts, depth or header."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Unsound(str):
    """A header that is not well formed, as it stands."""

    __slots__ = ()


class _Policy(EmailPolicy):
    """``email.policy.default``, but a header that it cannot read is left as it stands.

    On such headers the default raises (IndexError and others,
    https://github.com/python/cpython/issues/151857, …/105802, …/148518) or leaves
    words out. ``Message`` reads parameters from a plain text just as well.
    """

    def header_fetch_parse(self, name, value):
        text = value.replace("\r", "").replace("\n", "")
        if name.lower().startswith("content-"):
            text = text[:_LONG_PARAMETERS]
        if not text.isascii():
            return Unsound(text)
        if "=?" in text or len(text) > _LONG or _LOST.get(name.lower(), "\n") in text:
            return text
        try:
            header = super().header_fetch_parse(name, value)
        except Exception:  # pylint: disable=broad-exception-caught
            return Unsound(text)
        return Unsound(text) if header.defects else header


class Part(EmailMessage):
    """A part, counted. A message within is no tree but content, kept byte for byte."""

    def __init__(self, policy, budget):
        super().__init__(policy)
        self.budget = budget
        self.depth = 0
        self._kind = ""
        self._read = {}

    def get(self, name, failobj=None):
        """A header, taken apart once: the parser asks for the same ones often."""
        key = name.lower()
        if key not in self._read:
            self._read[key] = super().get(name)
        value = self._read[key]
        return failobj if value is None else value

    def replace_header(self, _name, _value):
        """Another value for a header."""
        self._read.clear()
        super().replace_header(_name, _value)

    def set_raw(self, name, value):
        """Called by the parser for each header."""
        self.budget.spend_header(max(len(name) + len(value), FIELD))
        self._read.clear()
        super().set_raw(name, value)

    def attach(self, payload):
        """Called by the parser for each part within."""
        payload.depth = self.depth + 1
        if payload.depth > MAX_DEPTH:
            raise Unreadable("depth", f"parts within parts, more than {MAX_DEPTH} deep")
        super().attach(payload)

    def kind(self):
        """The content type, lower case: ``text/plain``."""
        if not self._kind:
            self._kind = self._read_kind()
        return self._kind

    def _read_kind(self):
        header = self.get("content-type")
        if header is None:
            return self.get_default_type()
        kind = getattr(header, "content_type", header.partition(";")[0])
        if _TYPE.fullmatch(kind.strip().lower()):
            return kind.strip().lower()
        # RFC 2045, 5.2 has text for what is no type; nobody gives a text a name.
        return "application/octet-stream" if self.get_param("name") else "text/plain"

    def params(self, header="content-type"):
        """[(name, value)]; a value in RFC 2231's way is (charset, language, text)."""
        value = self.get(header)
        if hasattr(value, "params"):
            return list(value.params.items())
        try:
            return self.get_params([], header)
        except (TypeError, ValueError):
            # "name*0*=a; name*=b" (https://github.com/python/cpython/issues/134151)
            return [(name, text.strip('"')) for name, text in _PARAMETER.findall(value)]

    def get_param(self, param, failobj=None, header="content-type", unquote=True):
        """Called by the parser, too; without comments, without quotes."""
        named = (v for k, v in self.params(header) if k.lower() == param.lower())
        return next(named, failobj)

    def get_content_type(self):
        """As the parser is told: it would take messages within apart."""
        kind = self.kind()
        return "application/octet-stream" if kind.startswith("message/") else kind

    def get_boundary(self, failobj=None):
        """As it is written: ``email`` raises if RFC 2231 gives it an odd charset."""
        value = self.get_param("boundary", failobj)
        value = value[2] if isinstance(value, tuple) else value
        return value.rstrip() if isinstance(value, str) else value

    def parameter(self, name):
        """A parameter of the content type in lower case, "" if there is none."""
        value = self.get_param(name, "")
        value = value[2] if isinstance(value, tuple) else value
        return value.strip().lower()


class _Budget:
    def __init__(self):
        self.parts = -1  # the parser makes one more, to try
        self.header = 0

    def part(self, policy):
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise Unreadable("parts", f"more than {MAX_PARTS} parts")
        return Part(policy, self)

    def spend_header(self, size):
        self.header += size
        if self.header > MAX_HEADER:
            raise Unreadable("header", f"a header of more than {MAX_HEADER} bytes")


def parse(raw):
    """RFC 5322 bytes → Part, the root. Raises Unreadable.

    The bytes are fed in slices: decoded as a whole they would be there three times.
    """
    end = _EMPTY_LINE.search(raw)
    if (end.start() if end else len(raw)) > MAX_HEADER:
        raise Unreadable("header", f"a header of more than {MAX_HEADER} bytes")
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[start : start + 1] in (b"\r", b"\n"):
        start += 1
    parser = BytesFeedParser(_Budget().part, policy=_Policy())
    for position in range(start, len(raw), _SLICE):
        parser.feed(raw[position : position + _SLICE])
    root = parser.close()
    if not _USUAL.intersection(name.lower() for name in root.keys()):
        raise Unreadable("no_mail", "no header of a mail")
    return root

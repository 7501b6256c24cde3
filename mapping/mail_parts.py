# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The tree of parts → the body, as HTML and as text, and the attachments."""

import html as markup
import re
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from . import mail_content, mail_name
from .mail_head import Head
from .mail_parse import Unreadable, parse

# Renderings that only some programs understand; another is always beside them.
_ASIDE = ("text/x-amp-html", "text/watch-html")
_CID = re.compile(r"cid:([^\s\"'<>)]+)", re.IGNORECASE)
_BOUNDARY = re.compile(rb"(?:\A|[\r\n])--([^\r\n]{1,70}?)[ \t]*\r?\ncontent-", re.I)
_HEAD_OF_MESSAGE = 1 << 16


@dataclass(frozen=True)
class Attachment:
    """A file of a mail. ``cid``: without brackets; ``inline``: the HTML shows it."""

    name: str
    mimetype: str
    content: bytes = field(repr=False)
    cid: str = ""
    inline: bool = False


@dataclass
class Body:
    """What is found in the tree, in its order.

    ``blocks``: pairs of one text as HTML and as plain text, either may be "".
    """

    hint: str = ""
    blocks: list = field(default_factory=list)
    files: list = field(default_factory=list)
    kinds: list = field(default_factory=list)
    guessed: bool = False  # a boundary, once: again and again would be a bomb
    problems: set = field(default_factory=set)

    def html(self):
        """The whole body as HTML; "" if there is only text."""
        if not any(html for html, _text in self.blocks):
            return ""
        return "\n".join(html or as_html(text) for html, text in self.blocks)

    def text(self):
        """The whole body as text; "" if a piece of it is there as HTML only."""
        if any(html and not text for html, text in self.blocks):
            return ""
        return "\n".join(text for _html, text in self.blocks)

    def attachments(self):
        """The files, each knowing whether the HTML shows it."""
        shown = {
            unquote(cid) for html, _text in self.blocks for cid in _CID.findall(html)
        }
        return tuple(
            replace(file, inline=bool(file.cid) and file.cid in shown)
            for file in self.files
        )


def read(root, hint=""):
    """Part → Body. The parts are emptied on the way."""
    body = Body(hint)
    _walk(root, body, first=True)
    body.blocks = [
        (html, text) for html, text in body.blocks if html.strip() or text.strip()
    ]
    return body


def as_html(text):
    """Plain text as HTML of the same look."""
    lines = markup.escape(text.strip("\n"), quote=False).replace("\n", "<br/>\n")
    return f"<p>{lines}</p>"


def _walk(part, body, first):
    """``first``: there is no text before it, so that it is none of the attachments."""
    kind = part.kind()
    body.kinds.append(kind)
    if part.defects:
        body.problems.add("structure")
    if kind.startswith("multipart/"):
        _multipart(part, kind, body, first)
    elif kind in _ASIDE:
        return
    elif _is_text(part, kind, body, first):
        _text(part, kind, body)
    else:
        _file(part, kind, body)


def _multipart(part, kind, body, first):
    # Without parts, what it has is text, which ``email`` may fail to decode.
    children = part.get_payload() if part.is_multipart() else None
    if children is None:
        _without_boundary(part, body, first)
    elif kind == "multipart/alternative":
        _alternative(children, body, first)
    elif kind == "multipart/related":
        _related(part, children, body, first)
    else:
        for child in children:
            _walk(child, body, first)
            first = first and not body.blocks


def _alternative(children, body, first):
    """The last that is HTML, and the last that is text: they say the same."""
    before, html, text = body.blocks, "", ""
    for child in children:
        body.blocks = []
        _walk(child, body, first)
        html = body.html().strip() or html
        text = body.text() or text
    body.blocks = [*before, (html, text)]


def _related(part, children, body, first):
    """The root (RFC 2387: the first, or the one ``start`` names) is text, no others."""
    start = part.parameter("start").strip("<>")
    roots = [c for c in children if start and _cid(c).lower() == start] or children[:1]
    for child in children:
        if child is roots[0]:
            _walk(child, body, first)
        elif child.is_multipart():
            _walk(child, body, False)
        else:
            body.kinds.append(child.kind())
            _file(child, child.kind(), body)


def _without_boundary(part, body, first):
    """Parts that the header does not tell apart, or none: the text shows them."""
    payload, _sound = mail_content.content(part)
    part.set_payload(payload.decode("ascii", "surrogateescape"))
    body.problems.add("structure")
    found = None if body.guessed else _BOUNDARY.search(payload)
    if found:
        body.guessed = True
        head = b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n' % found[1]
        try:
            again = parse(head + payload)
        except Unreadable:
            again = None
        if again is not None and again.is_multipart():
            part.set_payload("")
            _walk(again, body, first)
            return
    _text(part, "text/plain", body)


def _is_text(part, kind, body, first):
    if kind not in ("text/plain", "text/html"):
        return False
    if part.get_content_disposition() == "attachment":
        return False
    return first or not mail_name.given(part, body.hint)


def _text(part, kind, body):
    letters, problems = mail_content.text(part)
    body.problems |= problems
    if kind == "text/html":
        body.blocks.append((letters, ""))
        return
    letters, files = mail_content.take_uuencoded(letters)
    body.blocks.append(("", letters))
    for name, raw in files:
        name = mail_name.safe(name) or mail_name.missing("application/octet-stream")
        body.files.append(Attachment(name, "application/octet-stream", raw))


def _file(part, kind, body):
    name = mail_name.given(part, body.hint)
    cid = _cid(part)
    raw, sound = mail_content.content(part)
    if not sound:
        body.problems.add("encoding")
    if not name:
        name = mail_name.missing(kind, _title(kind, raw))
    body.files.append(Attachment(name, kind, raw, cid))


def _title(kind, raw):
    """The subject of a message that is attached."""
    if kind != "message/rfc822":
        return ""
    try:
        return Head(parse(raw[:_HEAD_OF_MESSAGE])).first("subject")
    except Unreadable:
        return ""


def _cid(part):
    return Head(part).first("content-id").strip("<> ")

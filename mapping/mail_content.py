# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The content of a single part: transfer encoding off, text in its charset."""

import binascii
import re

from . import mail_text

# Lines of base64, and what stands behind them (lists add their footer as plain text).
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*(?:={1,2}\s*)?")
_KNOWN = frozenset(
    ("", "7bit", "8bit", "binary", "base64", "quoted-printable")
    + ("x-uuencode", "uuencode", "uue", "x-uue")
)
_COMMENT = re.compile(r"\([^()]*\)|;.*")
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_META = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_UU = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]+)\n(?P<lines>(?:[\x20-\x60]{1,90}\n)*?)"
    r"(?:[`\x20]\n)?end(?:\n|\Z)",
    re.MULTILINE,
)


def content(part):
    """The bytes of a part → (bytes, whether they were encoded as the part says).

    The part is emptied: a big attachment is then in memory once.
    """
    payload, encoding = _take(part)
    if encoding != "base64":
        return payload, encoding in _KNOWN
    raw = _base64(payload)
    return (raw, True) if raw is not None else (_bytes(payload), False)


def text(part):
    """A text part → (text with ``\\n`` ends, set of problems: encoding, charset)."""
    payload, encoding = _take(part)
    problems, footer = set(), ""
    if encoding == "base64":
        raw, footer = _base64_text(payload)
    else:
        raw = payload
    if footer or encoding not in _KNOWN:
        problems.add("encoding")
    declared = part.parameter("charset") or _meta(part, raw)
    letters, guessed = mail_text.decode(raw, declared)
    if guessed:
        problems.add("charset")
    letters = mail_text.lines(letters)
    if part.parameter("format") == "flowed":
        letters = mail_text.unflow(letters, part.parameter("delsp") == "yes")
    if footer:
        letters += f"\n{mail_text.lines(mail_text.unescape(footer))}"
    return letters, problems


def take_uuencoded(letters):
    """A text with files in it, as before MIME → (the rest, [(name, bytes)])."""
    files = []

    def take(found):
        try:
            raw = b"".join(map(binascii.a2b_uu, found["lines"].splitlines()))
        except (binascii.Error, ValueError):
            return found[0]
        files.append((found["name"], raw))
        return ""

    return (_UU.sub(take, letters) if "\nend" in letters else letters), files


def _take(part):
    """The content as ``email`` has it, base64 as str, all else decoded; and how."""
    written = str(part.get("content-transfer-encoding", ""))
    encoding = _COMMENT.sub("", written).strip().lower()
    if encoding == "base64":
        payload = part.get_payload()
    elif encoding == "quoted-printable":
        part.replace_header("content-transfer-encoding", "8bit")
        payload = binascii.a2b_qp(_SOFT_BREAK.sub(b"=", part.get_payload(decode=True)))
    else:
        payload = part.get_payload(decode=True)
    part.set_payload("")
    return payload, encoding


def _base64(payload):
    """base64 → bytes, None if it is none. ``binascii`` needs no second copy of it."""
    payload = payload.rstrip()
    if "=" in payload.rstrip("="):
        # Several pieces, each padded.
        pieces = re.findall(r"[^=]+=*", payload)
    else:
        pieces = [payload]
    try:
        return b"".join(_piece(piece) for piece in pieces)
    except (binascii.Error, ValueError):
        return None


def _piece(piece):
    try:
        return binascii.a2b_base64(piece if piece.isascii() else _bytes(piece))
    except binascii.Error:
        # Cut off in the middle: as far as it goes.
        letters = re.sub(r"[^A-Za-z0-9+/]", "", piece)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))


def _base64_text(payload):
    """base64 of a text → (bytes, what stands behind it and is none)."""
    end = _BASE64.match(payload).end()
    footer = payload[end:]
    if footer.strip():
        # From the beginning of a line; a text that is no base64 at all is all footer.
        cut = max(payload.rfind("\n", 0, end), payload.rfind("\r", 0, end)) + 1
        whole = payload[:cut]
        if not whole.strip() or " " in whole.strip():
            return b"", payload
        payload, footer = whole, payload[cut:]
    return _base64(payload) or b"", footer.strip()


def _meta(part, raw):
    if part.kind() != "text/html" or b"\0" in raw:
        return ""
    found = _META.search(raw[:2000])
    return found[1].decode("ascii", "replace") if found else ""


def _bytes(payload):
    return payload.encode("utf-8", "surrogateescape")

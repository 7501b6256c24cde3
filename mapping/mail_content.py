# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The content of a single part: transfer encoding off, text in its charset."""

import binascii
import re

from . import mail_text

# Lines of base64, and what stands behind them (lists add their footer as plain text).
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]*(?:={1,2}\s*)?")
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
    raw, encoding = _take(part)
    if encoding != "base64":
        return raw, encoding in _KNOWN
    decoded = _base64(raw)
    return (raw, False) if decoded is None else (decoded, True)


def text(part):
    """A text part → (text with ``\\n`` ends, set of problems: encoding, charset)."""
    raw, encoding = _take(part)
    problems, footer = set(), b""
    if encoding == "base64":
        raw, footer = _base64_text(raw)
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
        letters += f"\n{mail_text.lines(mail_text.decode(footer, declared)[0])}"
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
    """The bytes of a part and their encoding; of base64 still as they came."""
    written = str(part.get("content-transfer-encoding", ""))
    encoding = _COMMENT.sub("", written).strip().lower()
    if encoding in ("base64", "quoted-printable"):
        # Else ``email`` decodes them: with copies of copies, without soft breaks that
        # blanks follow.
        part.replace_header("content-transfer-encoding", "8bit")
    try:
        raw = part.get_payload(decode=True) or b""
    except ValueError:
        # Broken uuencode; what is read is then no text of a known encoding.
        part.replace_header("content-transfer-encoding", "8bit")
        raw, encoding = part.get_payload(decode=True), "broken"
    part.set_payload("")
    if encoding == "quoted-printable":
        raw = binascii.a2b_qp(_SOFT_BREAK.sub(b"=", raw))
    return raw, encoding


def _base64(raw):
    """base64 → bytes, None if it is none."""
    raw = raw.rstrip()
    # Perhaps several pieces, each padded.
    several = b"=" in raw.rstrip(b"=")
    pieces = re.findall(rb"[^=]+=*", raw) if several else [raw]
    try:
        return b"".join(_piece(piece) for piece in pieces)
    except binascii.Error:
        return None


def _piece(piece):
    try:
        return binascii.a2b_base64(piece)
    except binascii.Error:
        # Cut off in the middle: as far as it goes.
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", piece)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _base64_text(raw):
    """base64 of a text → (bytes, what stands behind it and is none)."""
    end = _BASE64.match(raw).end()
    if not raw[end:].strip():
        return _base64(raw) or b"", b""
    # From the beginning of a line; a text that is no base64 at all is all footer.
    cut = max(raw.rfind(b"\n", 0, end), raw.rfind(b"\r", 0, end)) + 1
    whole = raw[:cut].strip()
    if not whole or b" " in whole:
        return b"", raw
    return _base64(whole) or b"", raw[cut:].strip()


def _meta(part, raw):
    if part.kind() != "text/html" or b"\0" in raw:
        return ""
    found = _META.search(raw[:2000])
    return found[1].decode("ascii", "replace") if found else ""

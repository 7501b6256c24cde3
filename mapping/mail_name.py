# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The names of attachments: as they were meant, and harmless."""

import re
from urllib.parse import unquote_to_bytes

from .mail_text import decode, header_text, one_line

LONGEST = 200  # characters; file systems take 255 bytes

_EXTENSIONS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/csv": "csv",
    "text/calendar": "ics",
    "application/ics": "ics",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/directory": "vcf",
    "text/rtf": "rtf",
    "text/enriched": "txt",
    "text/richtext": "txt",
    "text/markdown": "md",
    "text/xml": "xml",
    "text/x-patch": "patch",
    "text/rfc822-headers": "txt",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/svg+xml": "svg",
    "image/tiff": "tif",
    "image/x-icon": "ico",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "audio/wav": "wav",
    "video/quicktime": "mov",
    "message/rfc822": "eml",
    "message/global": "eml",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "application/rtf": "rtf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/x-zip-compressed": "zip",
    "application/gzip": "gz",
    "application/pgp-encrypted": "txt",
    "application/pgp-keys": "asc",
}
# Names that programs expect, or that say what the part is.
_NAMES = {
    "text/calendar": "invite.ics",
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "version.txt",
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "receipt.txt",
    "text/rfc822-headers": "headers.txt",
    "message/rfc822": "message.eml",
}
# Marks and brackets of writing direction (they make "fdp.exe" look like "exe.pdf") and
# what is not seen at all; the joiners of Persian and of emoji stay.
_UNSEEN = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_PLAIN_SUBTYPE = re.compile(r"[a-z0-9]{1,8}")
_PLACES = (
    ("content-disposition", "filename"),
    ("content-type", "name"),
    ("content-disposition", "name"),
)


def given(part, hint=""):
    """The name a part has in its header, "" for none.

    RFC 2231, its continuations, and the broken ways: encoded words, raw bytes,
    per cent signs without anything around.
    """
    for header, parameter in _PLACES:
        value = _value(part, parameter, header)
        if isinstance(value, tuple):
            name, _language, text = value
            raw = text.encode("latin-1", "replace")
            text = one_line(decode(raw, name or "utf-8")[0])
        else:
            text = header_text(value, hint)
        text = safe(_percent(text))
        if text:
            return text
    return ""


def missing(kind, title=""):
    """A name for a part without one, by its type; ``title``: a message's subject."""
    if title and kind == "message/rfc822":
        return safe(f"{title}.eml".replace("/", "-").replace("\\", "-"))
    subtype = kind.partition("/")[2].removeprefix("x-")
    short = subtype if _PLAIN_SUBTYPE.fullmatch(subtype) else "bin"
    if kind == "application/octet-stream":
        short = "bin"
    stem = kind.partition("/")[0]
    stem = stem if stem in ("image", "audio", "video", "text") else "attachment"
    return _NAMES.get(kind) or f"{stem}.{_EXTENSIONS.get(kind, short)}"


def safe(name):
    """A file's name without folders, control characters and tricks; "" if none is left.

    A long one is shortened before its ending.
    """
    name = _UNSEEN.sub("", one_line(name))
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1].strip(" \"'")
    if not name.strip(". "):
        return ""
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        name = name[: LONGEST - len(ending)].rstrip() + ending
    return name


def _value(part, parameter, header):
    """A name as RFC 2231 has it goes before the plain one that old programs read."""
    values = [v for k, v in part.params(header) if k.lower() == parameter]
    return next((v for v in values if isinstance(v, tuple)), (values or [""])[0])


def _percent(text):
    """``M%C3%BCller.pdf`` → ``Müller.pdf``; other per cent signs are part of a name."""
    if not _PERCENT.search(text):
        return text
    try:
        decoded = unquote_to_bytes(text).decode("utf-8")
    except ValueError:
        return text
    return text if decoded.isascii() else decoded

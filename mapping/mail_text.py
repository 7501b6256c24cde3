# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bytes of a mail → text, whatever they are said to be.

Never raises and never loses a text: U+FFFD stands only where nothing else can.
"""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

# What programs that say the name on the left really write (most of these are also the
# rule of browsers, https://encoding.spec.whatwg.org/#names-and-labels).
_WIDER = {
    "ascii": "",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
}
_OTHER_NAMES = {
    "sjis": "shift_jis",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "mac-cyrillic": "mac_cyrillic",
}
# Codecs of Python that are no charset of a mail.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
_LATIN = {"", "cp1252", "iso8859-15"}
_ESCAPES = ("utf-7", "iso2022", "hz")
_WIDE = ("utf-16", "utf-32")
_SEVERAL_BYTES = ("gb18030", "cp932", "euc", "cp949", "cp950", "big5", "johab")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# So many letters make no UTF-8 by chance in another alphabet.
_SURE = 4

_BYTE = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte)
    for byte in range(0x80, 0x100)
}
_CUT_LETTER = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\\Z")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile("[\x00-\x20\x7f\x85\u2028\u2029]+")
# A word ends before the next begins: else each would be looked for to the very end.
_WORD = r"=\?[^?\s]+\?[qQbB]\?(?:(?!=\?[^=]).)*?\?="
# Not all at once: ``decode_header`` needs quadratic time.
_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD}){{0,99}}(?:\s+(?={_WORD}))?")


def decode(raw, declared=""):
    """Bytes → (text, whether the declared charset was of no use).

    UTF-8 is recognised whatever is declared, then the charset declared counts, then
    windows-1252, the habit of programs that declare nothing.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace"), False
    name = charset(declared)
    if name.startswith(_ESCAPES) or (name.startswith(_WIDE) and b"\0" in raw):
        text = _strictly(raw, _with_order(name, raw)) or _nearly(raw, name)
        if text is not None:
            return text, "\ufffd" in text
    if raw.isascii():
        # Also what a gateway recoded and left labelled as UTF-16.
        return raw.decode("ascii"), name.startswith(_WIDE)
    utf8 = _strictly(raw, "utf-8")
    if utf8 is not None and (
        name in _LATIN or name == "utf-8" or _letters(utf8) >= _SURE
    ):
        return utf8, name != "utf-8"
    text = _strictly(raw, name) if name else None
    if text is not None:
        return text, False
    if utf8 is not None:
        return utf8, True
    text = _nearly(raw, name) if name.startswith(_SEVERAL_BYTES) else None
    return text or _mixed(raw), name != "cp1252"


def charset(declared):
    """A charset's label in a mail → Python's codec, "" for none and for ASCII."""
    label = declared.strip().strip("\"'").lower().partition("*")[0].replace("_", "-")
    label = label.removeprefix("x-")
    label = re.sub(r"\A(?:windows|cp|ibm|ms)-?(?=\d)", "cp", label)
    try:
        name = codecs.lookup(_OTHER_NAMES.get(label, label)).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_CHARSETS else _WIDER.get(name, name)


def header_text(value, hint=""):
    """A header as it stands → one line of text (RFC 2047, and the ways it is broken).

    ``value``: str, its raw bytes escaped as surrogates, as ``email`` keeps them;
    ``hint``: the charset in which raw bytes are likely to be.
    """
    return one_line(words(unescape(value, hint)))


def unescape(value, hint=""):
    """A header with raw bytes in it → the same with letters."""
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    return decode(raw, hint)[0]


def words(text):
    """The encoded words of RFC 2047 in a text are decoded, also if cut inside letters.

    Neighbours in one charset are joined as bytes first, which the parser of
    ``email.policy.default`` does not do (https://github.com/python/cpython/issues/79728).
    """
    return _WORDS.sub(_words, text) if "=?" in text else text


def one_line(text):
    """Blanks, line ends and control characters → single blanks, none at the ends."""
    return _BLANKS.sub(" ", _NOT_TEXT.sub(" ", text)).strip(" ")


def lines(text):
    """A text of several lines: ends are ``\\n``, nothing a database refuses."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unflow(text, delsp=False):
    """format=flowed (RFC 3676) → one line a paragraph; ``text`` has ``\\n`` ends."""
    paragraphs, flowing, depth = [], False, 0
    for line in text.split("\n"):
        rest = line.lstrip(">")
        quoted = len(line) - len(rest)
        rest = rest.removeprefix(" ")
        signature = rest == "-- "
        if flowing and quoted == depth and not signature:
            paragraphs[-1].append(rest)
        else:
            paragraphs.append([">" * quoted, " " if quoted and rest else "", rest])
        flowing, depth = rest.endswith(" ") and not signature, quoted
        if flowing and delsp:
            paragraphs[-1][-1] = rest[:-1]
    return "\n".join("".join(parts) for parts in paragraphs)


def _words(found):
    try:
        return "".join(
            decode(raw, name or "")[0] if isinstance(raw, bytes) else raw
            for raw, name in decode_header(found[0].rstrip())
        )
    except (HeaderParseError, ValueError):
        return found[0]


def _strictly(raw, name):
    try:
        return raw.decode(name)
    except (LookupError, ValueError):
        return None


def _nearly(raw, name):
    """With U+FFFD for what is cut or broken; None if that is more than a tenth."""
    if name.startswith("iso2022_jp"):
        # Microsoft's circled numbers and the like are where JIS X 0213 has them.
        name, raw = "iso2022_jp_2004", raw.replace(b"\x1b$B", b"\x1b$(Q")
    text = raw.decode(_with_order(name, raw), "replace")
    broken = text.count("\ufffd")
    return text if broken <= max(1, len(text) // 10) else None


def _with_order(name, raw):
    """UTF-16 without a mark: the zeros of Latin letters and blanks tell the order."""
    if name not in _WIDE:
        return name
    return f"{name}-be" if raw[::2].count(0) > raw[1::2].count(0) else f"{name}-le"


def _letters(text):
    return sum(character > "\x7f" for character in text)


def _mixed(raw):
    """UTF-8 where it is, each other byte as windows-1252."""
    text = raw.decode("utf-8", "surrogateescape")
    if any("\x7f" < character < "\ud800" for character in text):
        text = _CUT_LETTER.sub("\ufffd", text)
    return text.translate(_BYTE)

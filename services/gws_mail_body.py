# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The HTML of a mail: cleaned when it is stored, without anything remote when shown.

Odoo's own cleaning takes scripts, forms and layout tricks away. Here only tags and
attributes that are known to be harmless stay, because more than that is at stake than
scripts: a browser fetches what it is shown, and the sender hears of it; and an address
without a host ("/web/session/logout") would be fetched from Odoo, as its reader.
"""

import html as entities
import re
from urllib.parse import unquote

from lxml import etree, html
from markupsafe import Markup

from odoo import api, models
from odoo.tools import html_sanitize

TAGS = frozenset(
    "a abbr acronym address article b bdi bdo big blockquote br caption center cite "
    "code col colgroup dd del details dfn dir div dl dt em figcaption figure font "
    "footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark menu nav ol "
    "p pre q s samp section small span strike strong sub summary sup table tbody td "
    "tfoot th thead time tr tt u ul var wbr".split()
)
# These go with all that is in them; of any other unknown tag the text stays.
KILLED = frozenset(
    "applet audio base canvas embed frame frameset head iframe link math meta "
    "noembed noframes noscript object picture script select style svg template "
    "textarea title video xmp".split()
)
ATTRIBUTES = frozenset(
    "align alt bgcolor border cellpadding cellspacing color colspan dir face headers "
    "height href hspace lang nowrap rowspan rules size span src start style summary "
    "title type valign value vspace width data-o-mail-quote "
    "data-o-mail-quote-container data-o-mail-quote-node".split()
)
LINK = re.compile(r"(?:https?|mailto|tel|sms|callto|xmpp|geo|ftp):", re.IGNORECASE)
REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
OURS = re.compile(r"/web/image/\d+")
INSIDE = re.compile(r"data:image/(?:png|gif|jpe?g|webp|bmp);base64,", re.IGNORECASE)
# How words look, and how much room they take; nothing that leaves its place.
STYLES = re.compile(
    r"(?:font|text|color|background|line-height|letter-spacing|word|white-space|width"
    r"|height|max|min|padding|margin|border|vertical-align|display|float|clear|list"
    r"|direction|unicode-bidi|table-layout|caption-side|empty-cells|opacity)\b[\w-]*\s*:",
    re.IGNORECASE,
)
# What stays of a value besides plain words and numbers.
FUNCTION = re.compile(r"\b(?:rgba?|hsla?)\([\d\s.,%/]*\)", re.IGNORECASE)
TRICK = re.compile(r"[(\\@{}<]|/\*|(?:^|[\s:])-\s*[\d.]")
# libxml2 takes none of these.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Where one text ends and another begins; the parser stops at the first end.
PAGE = re.compile(r"</?(?:html|body)\b[^>]*>", re.IGNORECASE)
BLANK = re.compile("[\x00-\x20\x7f-\xa0]+")


class GwsMailBody(models.AbstractModel):
    _name = "gws.mail.body"
    _description = "Gmail: the text of a mail"

    @api.model
    def _clean(self, text, pictures=None):
        """HTML as it came → HTML to be stored.

        :param pictures: {content id: id of the file} of pictures inside the mail
        """
        text = html_sanitize(
            PAGE.sub("", CONTROL.sub("", str(text or ""))),
            sanitize_tags=True,
            sanitize_attributes=True,
            sanitize_style=True,
        )
        return self._scrub(text, pictures or {})[0]

    @api.model
    def _without_remote(self, body):
        """(the text without anything remote, whether there was any)."""
        if not body:
            return body, False
        return self._scrub(body, None, remote=False)

    def _scrub(self, text, pictures, remote=True):
        """(the text with harmless tags and attributes only, was there a picture that
        ``remote`` does not allow); ``pictures`` None: of a text that was stored."""
        text = CONTROL.sub("", str(text))
        try:
            root = html.fragment_fromstring(text, create_parent="div")
        except etree.ParserError:
            return Markup(""), False
        etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
        for node in list(root.iterdescendants(etree.Element)):
            if node.tag in KILLED:
                node.drop_tree()
            elif node.tag not in TAGS:
                node.drop_tag()
        found = False
        for node in root.iterdescendants(etree.Element):
            for name, value in list(node.attrib.items()):
                kept = self._kept(node.tag, name, value, pictures)
                if kept and name == "src" and not remote and REMOTE.match(kept):
                    found, kept = True, None
                if kept is None:
                    del node.attrib[name]
                elif kept != value:
                    node.set(name, kept)
            if node.tag == "a" and node.get("href"):
                node.set("target", "_blank")
                node.set("rel", "noopener noreferrer")
        text = html.tostring(root, encoding="unicode")
        return Markup(text.removeprefix("<div>").removesuffix("</div>")), found

    def _kept(self, tag, name, value, pictures):
        """What stays of an attribute, or None."""
        if name not in ATTRIBUTES:
            return None
        if name == "src":
            return self._picture(value, pictures) if tag == "img" else None
        if name == "href":
            plain = BLANK.sub("", value)
            return value.strip() if tag == "a" and LINK.match(plain) else None
        if name == "style":
            return "; ".join(filter(None, map(_style, value.split(";")))) or None
        return value

    def _picture(self, value, pictures):
        """The address of a picture: from the mail, from the internet, or within."""
        value = value.strip()
        if value[:4].lower() == "cid:":
            cid = unquote(entities.unescape(value[4:])).strip("<> ")
            number = (pictures or {}).get(cid)
            return f"/web/image/{number}" if number else None
        if OURS.fullmatch(value):
            return value if pictures is None else None  # no mail may say so itself
        plain = BLANK.sub("", value)
        if REMOTE.match(plain) or INSIDE.match(plain):
            return plain
        return None


def _style(part):
    """One ``property: value`` of a style, "" when it could be a trick."""
    part = part.strip()
    if STYLES.match(part) and not TRICK.search(FUNCTION.sub("", part)):
        return part
    return ""

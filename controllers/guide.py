# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The guide to Google's console, readable where the errors appear.

Serves ``docs/google_console.md`` as a page, so that a link in a message leads to the
section that mends it, in the version that is installed, without the Internet. Reads
the small part of Markdown that the file uses: headings with ``{#anchor}``,
paragraphs, lists, tables, code, bold and weak emphasis, links.
"""

import re

from markupsafe import Markup, escape

from odoo import http
from odoo.http import request
from odoo.tools import file_open

PATH = "google_workspace/docs/google_console.md"
HEADING = re.compile(r"(#{1,4}) (.*?)(?: \{#([a-z0-9-]+)\})?$")
ITEM = re.compile(r"( *)(?:([-*])|(\d+)\.) (.*)$")
INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|\*(?P<weak>[^*]+)\*"
    r"|\[(?P<text>[^\]]+)\]\((?P<url>(?:https://|#|/)[^)\s]*)\)"
)


class GoogleWorkspaceGuide(http.Controller):
    @http.route("/google_workspace/guide", type="http", auth="user", methods=["GET"])
    def guide(self, **kw):
        with file_open(PATH) as file:
            text = file.read()
        return request.render(
            "google_workspace.guide_page",
            {"body": to_html(text), "title": HEADING.match(text.split("\n")[0])[2]},
        )


def to_html(text):
    """The page's body (Markup). Everything that is not markup is escaped."""
    parts = []
    for block in re.split(r"\n(?:[ \t]*\n)+", text.strip()):
        lines = block.split("\n")
        heading = HEADING.match(lines[0])
        if heading:
            parts.append(_heading(*heading.groups()))
            lines = lines[1:]
        if not lines:
            continue
        if lines[0].startswith("|"):
            parts.append(_table(lines))
        elif lines[0].startswith("    "):
            code = "\n".join(line.removeprefix("    ") for line in lines)
            parts.append(Markup("<pre>%s</pre>") % code)
        elif ITEM.match(lines[0]):
            parts.append(_list(lines))
        else:
            parts.append(Markup("<p>%s</p>") % _inline(" ".join(lines)))
    return Markup("\n").join(parts)


def _heading(marks, text, anchor):
    level = len(marks)
    start = Markup('<h%s id="%s">') % (level, anchor or "")
    return start + _inline(text) + Markup("</h%s>") % level


def _list(lines):
    """One flat list; a line that begins no item continues the one before."""
    ordered = bool(ITEM.match(lines[0]).group(3))
    items = []
    for line in lines:
        item = ITEM.match(line)
        if item:
            items.append(item.group(4))
        else:
            items[-1] += " " + line.strip()
    tag = "ol" if ordered else "ul"
    body = Markup("").join(Markup("<li>%s</li>") % _inline(item) for item in items)
    return Markup("<%s>%s</%s>") % (Markup(tag), body, Markup(tag))


def _table(lines):
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    body = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    html = []
    for index, row in enumerate(body):
        tag = Markup("td" if index else "th")
        cells = (Markup("<%s>%s</%s>") % (tag, _inline(cell), tag) for cell in row)
        html.append(Markup("<tr>%s</tr>") % Markup("").join(cells))
    return Markup('<table class="table">%s</table>') % Markup("").join(html)


def _inline(text):
    """Code, emphasis and links; the rest escaped."""
    parts, end = [], 0
    for match in INLINE.finditer(text):
        parts.append(escape(text[end : match.start()]))
        end = match.end()
        if match["code"]:
            parts.append(Markup("<code>%s</code>") % match["code"])
        elif match["bold"]:
            parts.append(Markup("<strong>%s</strong>") % _inline(match["bold"]))
        elif match["weak"]:
            parts.append(Markup("<em>%s</em>") % _inline(match["weak"]))
        else:
            parts.append(
                Markup('<a href="%s">%s</a>') % (match["url"], _inline(match["text"]))
            )
    parts.append(escape(text[end:]))
    return Markup("").join(parts)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A person's mailbox as Gmail shows it, in plain HTML.

``/_emulator/mail/<email>`` lists the inbox, ``?label=<id>`` what carries a label
(``ALL`` for everything), ``?mail=<id>`` is the page of one mail (``gmail_card.py``) and
``&part=<partId>`` one of its files. Row ``#mail-<id>`` links to it; ``form#write`` has
``to``, ``cc``, ``bcc``, ``subject``, ``text`` and the button ``send``; ``form#labels``
has ``name`` and ``add``, and a button ``drop`` for each label of the person's own.
"""

from html import escape
from urllib.parse import quote, urlencode

from . import gmail_card, gmail_store
from .errors import ApiError
from .gmail_model import SYSTEM
from .layout import page
from .wire import Response

SHOWN = ("INBOX", "STARRED", "IMPORTANT", "SENT", "DRAFT", "SPAM", "TRASH")
HIDDEN = {"SPAM", "TRASH"}


def address(account, **query):
    """The path of the page, with a query for a label or a mail."""
    path = f"/_emulator/mail/{quote(account.email, safe='@')}"
    return f"{path}?{urlencode(query)}" if query else path


def handle(world, account, request):
    query = request.flat_query()
    chosen, problem = query.get("mail"), ""
    if request.method == "POST":
        form = {**request.flat_form(), "labels": request.form().get("label", [])}
        try:
            return Response.redirect(_act(world, account, chosen, form))
        except KeyError as error:
            problem = f"There is no {error.args[0]}."
        except ApiError as error:
            problem = error.message
    if not chosen:
        label = query.get("label", "INBOX")
        return Response.of_html(_list(world, account, label, problem))
    box = gmail_store.box_of(world, account.email)
    if chosen not in box.mails:
        return Response.of_html(page("Not found", "<p>No such mail.</p>"), 404)
    if "part" in query:
        return gmail_card.file(box.mails[chosen], query["part"])
    back, here = address(account), address(account, mail=chosen)
    return Response.of_html(
        gmail_card.card(box, box.mails[chosen], here, back, problem)
    )


def _act(world, account, chosen, form):
    """Do what a button says; returns where to go on."""
    email = account.email
    if "add" in form:
        world.put_label(email, form.get("name") or "")
    elif "drop" in form:
        world.delete_label(email, form["drop"])
    elif "send" in form:
        names = ("to", "cc", "bcc", "subject", "text", "in_reply_to")
        mail = {name: form[name] for name in names if form.get(name)}
        sent = world.send_mail(email, mail, form.get("thread") or None)
        return address(account, mail=sent)
    elif "delete" in form:
        world.delete_mail(email, chosen)
    else:
        gmail_card.act(world, email, chosen, form)
        return address(account, mail=chosen)
    return address(account)


def _list(world, account, label, problem):
    box = gmail_store.box_of(world, account.email)
    everything = world.mailbox(account.email)
    rows = [row for row in everything if _shown(row, label)]
    known = box.labels.get(label)
    title = known.name if known else label.capitalize()
    error = f'<p class="error" id="error">{escape(problem)}</p>' if problem else ""
    lines = "".join(_row(account, row) for row in rows)
    body = (
        '<p class=dim><a href="/">All accounts</a></p>'
        f'<h1 dir="auto">{escape(title)}</h1>'
        f"<p class=dim>{escape(account.name)} · <span id=count>{len(rows)}</span> mails"
        f"</p>{error}<p id=filter>{_filter(account, box, everything)}</p>"
        f"{_forms(account, box)}<div class=scroll><table id=mails><thead><tr>"
        "<th>From</th><th>Subject</th><th>Labels</th><th>Date</th></tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )
    return page("Mail", body, wide=True)


def _shown(row, label):
    if label == "ALL":
        return not HIDDEN & set(row["labelIds"])
    hidden = HIDDEN & set(row["labelIds"]) - {label}
    return label in row["labelIds"] and not hidden


def _filter(account, box, rows):
    links = [f'<a href="{escape(address(account, label="ALL"))}">All mail</a>']
    for label_id in (*SHOWN, *box.labels):
        count = sum(_shown(row, label_id) for row in rows)
        name = box.labels[label_id].name if label_id in box.labels else label_id
        target = escape(address(account, label=label_id))
        links.append(f'<a dir="auto" href="{target}">{escape(name)}</a> ({count})')
    return " · ".join(links)


def _forms(account, box):
    target = escape(address(account))
    drops = "".join(
        f'<button name="drop" value="{escape(label.id)}" formnovalidate>'
        f"Delete {escape(label.name)}</button> "
        for label in box.labels.values()
    )
    return (
        f"<details><summary>Write</summary>{gmail_card.write_form(target)}</details>"
        f'<details><summary>Labels</summary><form id="labels" method="post" '
        f'action="{target}"><p><input name="name" placeholder="New label" required> '
        f'<button name="add" value="1">Add label</button></p><p>{drops}</p></form>'
        "</details>"
    )


def _row(account, row):
    link = escape(address(account, mail=row["id"]))
    subject = escape(row["subject"] or "(no subject)")
    if row["unread"]:
        subject = f"<strong>{subject}</strong>"
    names = [name for name in row["labels"] if name not in SYSTEM or name == "STARRED"]
    files = len(row["attachments"])
    clip = f" <span class=dim>[{files}]</span>" if files else ""
    cells = [
        escape(row["from"]),
        f'<a href="{link}">{subject}</a>{clip} <span class=dim>{row["snippet"]}</span>',
        escape(", ".join(names)),
        escape(row["date"][:16].replace("T", " ")),
    ]
    inner = "".join(f'<td dir="auto">{cell}</td>' for cell in cells)
    return f'<tr id="mail-{row["id"]}">{inner}</tr>'

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A person's contacts as Google Contacts shows them, in plain HTML.

``/_emulator/contacts/<email>`` lists them, ``?label=<group id>`` those of one label;
``?contact=<resource name>`` is the page of one (``contact_card.py``). Row
``#contact-<resource name without people/>`` links to it; ``form#create`` has the inputs
``given``, ``family``, ``company``, ``phones``, ``emails``, ``note``, the checkboxes
``label`` and the button ``create``; ``form#labels`` has ``name`` and ``add``. Deleted
contacts are listed at the end, each with a button ``restore``.
"""

from html import escape
from urllib.parse import quote, urlencode

from . import contact_card
from .errors import ApiError
from .layout import page
from .wire import Response


def address(account, **query):
    """The path of the page, with a query for a label or a contact."""
    path = f"/_emulator/contacts/{quote(account.email, safe='@')}"
    return f"{path}?{urlencode(query)}" if query else path


def handle(world, account, request):
    query = request.flat_query()
    chosen = query.get("contact")
    problem = ""
    if request.method == "POST":
        form = {**request.flat_form(), "labels": request.form().get("label", [])}
        try:
            return Response.redirect(_act(world, account, chosen, form))
        except KeyError as error:
            problem = f"There is no {error.args[0]}."
        except ApiError as error:
            problem = error.message
    back = address(account)
    if chosen:
        known = world.contact(account.email, chosen)
        if known is None:
            text = "<p>No such contact.</p>"
            return Response.of_html(page("Not found", text), 404)
        return Response.of_html(contact_card.card(world, account, known, back, problem))
    return Response.of_html(_list(world, account, query.get("label"), problem))


def _act(world, account, chosen, form):
    """Do what a button says; returns where to go on."""
    email = account.email
    if "restore" in form:
        world.restore_contact(email, form["restore"])
    elif "add" in form:
        world.put_group(email, form.get("name"))
    elif "delete" in form:
        world.delete_contact(email, chosen)
    elif "create" in form:
        world.put_contact(email, contact_card.body(form, {}))
    elif "save" in form:
        known = world.contact(email, chosen) or {}
        change = contact_card.body(form, known)
        if change:
            world.change_contact(email, chosen, change)
        return address(account, contact=chosen)
    return address(account)


def _list(world, account, label, problem):
    contacts = world.contacts(account.email)
    groups = world.groups(account.email)
    if label:
        contacts = [c for c in contacts if label in contact_card.labels_of(c)]
    contacts.sort(key=lambda contact: contact_card.title(contact).casefold())
    titles = {g["resourceName"].split("/")[1]: g["formattedName"] for g in groups}
    rows = "".join(_row(account, contact, titles) for contact in contacts)
    error = f'<p class="error" id="error">{escape(problem)}</p>' if problem else ""
    body = (
        '<p class=dim><a href="/">All accounts</a></p>'
        f"<h1>{escape(titles.get(label, 'Contacts'))}</h1>"
        f"<p class=dim>{escape(account.name)} · "
        f"<span id=count>{len(contacts)}</span> contacts</p>{error}"
        f"<p id=filter>{_filter(account, groups)}</p>"
        f"{_create_form(account, groups)}"
        "<div class=scroll><table id=contacts><thead><tr><th>Name</th><th>Email</th>"
        "<th>Phone</th><th>Job</th><th>Labels</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{_trash(world, account)}"
    )
    return page("Contacts", body, wide=True)


def _filter(account, groups):
    links = [f'<a href="{escape(address(account))}">All</a>']
    for group in groups:
        count = group.get("memberCount", 0)
        if count or group["groupType"] == "USER_CONTACT_GROUP":
            target = address(account, label=group["resourceName"].split("/")[1])
            name = escape(group["formattedName"])
            links.append(f'<a href="{escape(target)}">{name}</a> ({count})')
    return " · ".join(links)


def _create_form(account, groups):
    target = escape(address(account))
    return (
        f'<form id="labels" method="post" action="{target}"><p>'
        '<input name="name" placeholder="New label" required> '
        '<button name="add" value="1">Add label</button></p></form>'
        f'<details><summary>New contact</summary><form id="create" method="post" '
        f'action="{target}">{contact_card.inputs({}, groups)}'
        '<p><button class="main" name="create" value="1">Create</button></p>'
        "</form></details>"
    )


def _row(account, contact, titles):
    name = contact["resourceName"]
    mails = ", ".join(m.get("value", "") for m in contact.get("emailAddresses", ()))
    phones = ", ".join(p.get("value", "") for p in contact.get("phoneNumbers", ()))
    jobs = ", ".join(
        " · ".join(filter(None, [job.get("title"), job.get("name")]))
        for job in contact.get("organizations", ())
    )
    labels = [titles.get(label, label) for label in contact_card.labels_of(contact)]
    link = escape(address(account, contact=name))
    cells = [f'<a href="{link}" dir="auto">{escape(contact_card.title(contact))}</a>']
    cells += [escape(text) for text in (mails, phones, jobs, ", ".join(labels))]
    inner = "".join(f'<td dir="auto">{cell}</td>' for cell in cells)
    return f'<tr id="contact-{escape(name.removeprefix("people/"))}">{inner}</tr>'


def _trash(world, account):
    gone = world.deleted_contacts(account.email)
    if not gone:
        return ""
    target = escape(address(account))
    items = "".join(
        f'<li><form method="post" action="{target}"><span dir="auto">'
        f"{escape(contact_card.title(contact))}</span> "
        f'<button name="restore" value="{escape(contact["resourceName"])}">Restore'
        "</button></form></li>"
        for contact in gone
    )
    return f"<h2>Trash</h2><ul id=trash>{items}</ul>"

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One contact on a page of its own: everything Google shows of it, and a form.

``form#edit`` has the inputs ``given``, ``family``, ``company``, the areas ``phones``
and ``emails`` (a line each, ``+49 30 1234 | work`` with a type), ``note``, the
checkboxes ``label`` and the buttons ``save`` and ``delete``. What the person does not
touch is not written, and a line that stays keeps all that belonged to it.
"""

import base64
import json
from html import escape

from . import people_photos
from .layout import page
from .people_model import membership

NAME_INPUTS = (("given", "givenName", "First name"), ("family", "familyName", "Last"))
LINES = (("phones", "phoneNumbers", "Phones"), ("emails", "emailAddresses", "Emails"))


def title(contact):
    """What a list calls a contact."""
    for field, key in (
        ("names", "displayName"),
        ("names", "givenName"),
        ("organizations", "name"),
        ("emailAddresses", "value"),
        ("phoneNumbers", "value"),
    ):
        for value in contact.get(field, ()):
            if value.get(key):
                return value[key]
    return "(no name)"


def labels_of(contact):
    """Ids of the groups it is in."""
    found = []
    for value in contact.get("memberships", ()):
        inner = value.get("contactGroupMembership") or {}
        name = inner.get("contactGroupResourceName") or inner.get("contactGroupId")
        if name:
            found.append(name.removeprefix("contactGroups/"))
    return found


def body(form, known):
    """The fields of a Person that a form changes; all it fills in for a new one."""
    shown = _texts(known)
    changed = {key for key, text in shown.items() if form.get(key, "") != text}
    change = {}
    if changed & {"given", "family"}:
        name = dict((_own(known, "names") or [{}])[0])
        for key in ("displayName", "displayNameLastFirst", "unstructuredName"):
            name.pop(key, None)
        name |= {key: form.get(text, "") for text, key, _label in NAME_INPUTS}
        change["names"] = (
            [name] if any(form.get(k) for k in ("given", "family")) else []
        )
    if "company" in changed:
        firm = dict((_own(known, "organizations") or [{}])[0])
        firm["name"] = form["company"]
        rest = _own(known, "organizations")[1:]
        filled = {k: v for k, v in firm.items() if v and k != "metadata"}
        change["organizations"] = [firm, *rest] if filled else rest
    if "note" in changed:
        change["biographies"] = [{"value": form["note"]}] if form["note"] else []
    for key, field, _label in LINES:
        if key in changed:
            change[field] = _values(form[key], _own(known, field))
    mine = [label for label in labels_of(known) if label != "myContacts"]
    if sorted(form["labels"]) != sorted(mine):
        ids = ["myContacts", *form["labels"]]
        change["memberships"] = [membership(group_id) for group_id in ids]
    return change


def _own(known, field):
    """The contact's own values, not those of a profile."""
    return [
        value
        for value in known.get(field, ())
        if ((value.get("metadata") or {}).get("source") or {}).get("type", "CONTACT")
        == "CONTACT"
    ]


def _line(value):
    return " | ".join(filter(None, [value.get("value", ""), value.get("type")]))


def _values(text, known):
    """Field values of lines; a line as it was shown keeps its value."""
    by_line = {_line(value): value for value in known}
    values = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        content, _bar, kind = (part.strip() for part in line.partition("|"))
        new = {"value": content, **({"type": kind} if kind else {})}
        values.append(by_line.get(line, new))
    return values


def _texts(known):
    """The texts in the inputs of a contact."""
    name = (_own(known, "names") or [{}])[0]
    firm = (_own(known, "organizations") or [{}])[0]
    note = (_own(known, "biographies") or [{}])[0]
    texts = {text: name.get(key, "") for text, key, _label in NAME_INPUTS}
    texts |= {"company": firm.get("name", ""), "note": note.get("value", "")}
    # Browsers send line feeds with carriage returns.
    texts["note"] = "\r\n".join(texts["note"].splitlines())
    for key, field, _label in LINES:
        texts[key] = "\r\n".join(_line(value) for value in _own(known, field))
    return texts


def inputs(known, groups):
    """The inputs of the form, filled."""
    texts, mine = _texts(known), labels_of(known)
    html = "<p>"
    for key, label in (
        *((text, label) for text, _key, label in NAME_INPUTS),
        ("company", "Company"),
    ):
        value = escape(texts[key])
        html += (
            f'<input name="{key}" value="{value}" placeholder="{label}" dir="auto"> '
        )
    html += "</p><p>"
    for key, label in (*((k, label) for k, _field, label in LINES), ("note", "Note")):
        text = escape(texts[key].replace("\r\n", "\n"))
        html += (
            f'<textarea name="{key}" rows="3" placeholder="{label}" dir="auto">'
            f"\n{text}</textarea> "
        )
    html += "</p><p>"
    for group in groups:
        group_id = group["resourceName"].split("/")[1]
        if group["groupType"] == "USER_CONTACT_GROUP" or group_id == "starred":
            html += (
                f'<label><input type="checkbox" name="label" value="{group_id}"'
                f"{' checked' if group_id in mine else ''}> "
                f"{escape(group['formattedName'])}</label>"
            )
    return html + "</p>"


def card(world, account, known, back, problem):
    """The page."""
    groups = world.groups(account.email)
    photo = world.photo(account.email, known["resourceName"])
    picture = "<p class=dim id=photo>no picture</p>"
    if photo is not None:
        data = base64.b64encode(photo).decode()
        kind = people_photos.media_type(photo)
        picture = (
            f'<p><img id="photo" alt="" width="96" src="data:{kind};base64,{data}"></p>'
        )
    skipped = ("resourceName", "etag", "metadata", "photos")
    names = {g["resourceName"].split("/")[1]: g["formattedName"] for g in groups}
    rows = "".join(
        f'<tr class="value-{field}"><td>{field}</td><td dir="auto">'
        f"{_shown(value, names)}</td><td class=dim>{escape(_about(value))}</td></tr>"
        for field, values in known.items()
        if field not in skipped
        for value in values
    )
    text = json.dumps(known, ensure_ascii=False, indent=2)
    error = f'<p class="error" id="error">{escape(problem)}</p>' if problem else ""
    html = (
        f'<p class=dim><a href="{escape(back)}">All contacts</a></p>'
        f'<h1 dir="auto">{escape(title(known))}</h1>{picture}{error}'
        f"<p class=dim>{escape(known['resourceName'])}</p>"
        f"<table id=values><tbody>{rows}</tbody></table>"
        f'<h2>Change</h2><form id="edit" method="post">{inputs(known, groups)}'
        '<p><button class="main" name="save" value="1">Save</button> '
        '<button name="delete" value="1">Delete</button></p></form>'
        f"<details><summary>As Google's API tells it</summary><pre>{escape(text)}</pre>"
        "</details>"
    )
    return page(title(known), html, wide=True)


def _shown(value, names):
    """What a value says, in lines; ``names`` are those of the groups by id."""
    if "contactGroupMembership" in value:
        ids = labels_of({"memberships": [value]})
        return escape(", ".join(names.get(group_id, group_id) for group_id in ids))
    hidden = ("metadata", "type", "formattedType")
    parts = []
    for key, item in value.items():
        if key in hidden or not item:
            continue
        if isinstance(item, dict):
            item = "-".join(str(part) for part in item.values())
        text = escape(str(item)).replace("\n", "<br>")
        parts.append(text if key == "value" else f"<i>{key}</i> {text}")
    return "<br>".join(parts)


def _about(value):
    metadata = value.get("metadata") or {}
    source = (metadata.get("source") or {}).get("type", "")
    words = [value.get("formattedType") or value.get("type") or ""]
    words += ["primary"] if metadata.get("primary") else []
    words += [source] if source not in ("", "CONTACT") else []
    return ", ".join(filter(None, words))

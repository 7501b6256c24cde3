# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One person is one guest, under however many addresses the invitations reach them.

``names`` maps an address of a person to the one that stands for them (a connected
user's Google address). A guest list is *filed* under those when it is read, and a
change is *spelt* the way Google's own list spells its guests when it is sent.
"""

from .model import normalize_email

GOOGLES_OWN = "calendar.google.com"


def is_person(email):
    """False for Google's own addresses: groups, rooms, imports, holidays, nobody."""
    domain = email.rpartition("@")[2]
    return domain != GOOGLES_OWN and not domain.endswith(f".{GOOGLES_OWN}")


def file_guests(attendees, names):
    """{address: answer} → the same by person; their first address's answer counts."""
    if not names:
        return attendees
    filed = {email: answer for email, answer in attendees.items() if email not in names}
    for email, answer in attendees.items():
        if email in names:
            filed.setdefault(names[email], answer)
    return filed


def spell_guests(difference, raw_attendees, names, own_email=""):
    """A change by person → the same by the addresses on Google's list.

    Whoever is taken off goes under each of their addresses; an answer is given under
    the first of them, the rest is Google's.
    """
    spelt = {}
    listed = {}
    for guest in raw_attendees if names else ():
        if not guest.get("resource"):
            email = normalize_email(guest.get("email"))
            if guest.get("self") and own_email:
                email = own_email
            listed.setdefault(names.get(email, email), []).append(email)
    for person, answer in difference.items():
        emails = listed.get(person) or [person]
        if answer is not None:
            emails = [person] if person in emails else emails[:1]
        spelt.update(dict.fromkeys(emails, answer))
    return spelt

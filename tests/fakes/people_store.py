# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writing into an address book: new versions, their etags, who is in which group.

Everything that changes a contact passes ``write``, so that change numbers, etags,
group members and the delay of listings are right whoever acts. The caller holds the
world's lock.
"""

import hashlib
import itertools

from . import people_errors, people_etags
from .people_model import SYSTEM_GROUPS, Book, Contact, Group, Version, groups_of

MOST_CONTACTS = 25000


def book_of(world, email):
    """The account's address book, made at the first look with the system groups."""
    book = world.books.get(email)
    if book is None:
        book = world.books[email] = Book(email, shuffled=world.shuffled_values)
        for name in SYSTEM_GROUPS:
            stamp, change = world.clock.stamp(), world.next_change()
            book.groups[name] = Group(name, name, change, stamp, system=True)
    return book


def create(world, book, person, **state):
    """Put a new contact in; 429 when the account holds as many as it may."""
    if book.living >= MOST_CONTACTS:
        raise people_errors.too_many_contacts()
    contact = Contact(_new_number(world, book))
    state.setdefault("name", f"people/c{contact.number}")
    return add(world, book, contact, person=person, **state)


def _new_number(world, book):
    """A number no contact of the book ever had; a loaded world counts anew."""
    for attempt in itertools.count(len(book.contacts)):
        text = f"{world.id} {book.email} {attempt}"
        number = 10**18 + int(hashlib.sha256(text.encode()).hexdigest()[:15], 16)
        if number not in book.contacts:
            return number


def add(world, book, contact, **state):
    """Put a contact with its first state in."""
    book.contacts[contact.number] = contact
    book.names[state["name"]] = contact.number
    return write(world, book, contact, **state)


def write(world, book, contact, **changes):
    """Follow the contact's last version by one with these changes; returns it."""
    now = world.clock.time()
    # Later writes are never seen before earlier ones: a cursor is one number.
    visible = max(book.last_visible, now + world.contact_delay)
    if contact.versions:
        last = contact.latest
        state = {**vars(last), **changes}
    else:
        last, state = None, changes
    state["change"], state["stamp"] = world.next_change(), world.clock.stamp()
    state["key"] = people_etags.new_key(f"{world.id} {state['change']}")
    state["visible_at"] = visible
    version = Version(**state)
    index(book, contact, last, version)
    shown = contact.seen(now) if visible > now else None
    waiting = [v for v in contact.versions if v.visible_at > now]
    contact.versions = ([shown] if shown else []) + waiting + [version]
    book.last_visible = visible
    return version


def delete(world, book, contact):
    """Throw it into the trash: what is left is the stub that listings show."""
    write(world, book, contact, deleted=True)


def index(book, contact, last, version):
    """Bring the book's members and count up to date: ``version`` follows ``last``."""
    before = set() if last is None or last.deleted else set(groups_of(last.person))
    after = [] if version.deleted else groups_of(version.person)
    for group_id in before - set(after):
        book.members[group_id].pop(contact.number, None)
    for group_id in after:
        book.members[group_id][contact.number] = True
    book.living += (not version.deleted) - (last is not None and not last.deleted)


def touch_group(world, group):
    group.change, group.stamp = world.next_change(), world.clock.stamp()


def newest_seen(world, book):
    """Number of the newest change a listing of contacts may show."""
    now = world.clock.time()
    if book.last_visible <= now:
        return world.last_change
    seen = [contact.seen(now) for contact in book.contacts.values()]
    return max((version.change for version in seen if version), default=0)

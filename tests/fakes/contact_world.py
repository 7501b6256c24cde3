# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Acting on contacts like a person in Google's own screens, and on what is around them.

Mixed into ``World``. The same validation, etags and change numbers as through the API,
without HTTP, OAuth and masks. ``email`` is the account's address.
"""

from . import (
    contact_deeds,
    group_store,
    people,
    people_etags,
    people_photos,
    people_quotas,
    people_store,
    person_fields,
    person_view,
)
from .model import clone

ALL_SOURCES = {kind for kinds in person_fields.SOURCES.values() for kind in kinds}


class ContactWorld:
    def _init_contacts(self):
        self.books = {}
        # Seconds until listings and searches show a write; later writes only.
        self.contact_delay = 0
        # System group → how its name is shown ("all": "Todos los contactos").
        self.group_titles = {}
        # Whether the second of two overlapping writes of a person gets a 409.
        self.refuse_overlaps = False
        self.shuffled_values = False
        # (text, message): contacts whose body holds the text are refused.
        self.poisoned_contacts = []
        self.breaking_contacts = []
        self.people_quotas = people_quotas.PeopleQuotas(self)

    # --- reading --------------------------------------------------------------------

    def contacts(self, email):
        """All living contacts with everything Google shows of them, oldest first."""
        with self.lock:
            book = self._book(email)
            return [self._full(book, contact) for contact in book.alive()]

    def contact(self, email, resource_name):
        """One contact with everything, or None."""
        with self.lock:
            book = self._book(email)
            contact = book.find(resource_name)
            return None if contact is None else self._full(book, contact)

    def deleted_contacts(self, email):
        """What is in the trash, as it was."""
        with self.lock:
            book = self._book(email)
            return [
                {"resourceName": contact.latest.name, **clone(contact.latest.person)}
                for contact in book.contacts.values()
                if contact.latest.deleted
            ]

    def groups(self, email):
        """All groups with counts and members, the system's included."""
        with self.lock:
            book = self._book(email)
            return [
                group_store.resource(
                    self, book, group, person_fields.GROUP_FIELDS, 10**6
                )
                for group in book.groups.values()
                if not group.deleted
            ]

    def photo(self, email, resource_name):
        """The bytes of a contact's picture, or None."""
        with self.lock:
            return self._contact(email, resource_name)[1].latest.photo

    # --- writing --------------------------------------------------------------------

    def put_contact(self, email, person):
        """Create a contact; returns it with everything Google shows of it."""
        return self._people_act("createContact", email, people.create, person)

    def change_contact(self, email, resource_name, change):
        """Replace the fields that ``change`` names (None or [] clears one)."""
        with self.lock:
            known = self.contact(email, resource_name)
            if known is None:
                raise KeyError(resource_name)
            body = {k: v for k, v in change.items() if v}
            body["etag"], body["metadata"] = known["etag"], known["metadata"]
            fields = [name for name in change if name not in ("etag", "metadata")]
            query = {
                "resourceName": resource_name,
                "updatePersonFields": ",".join(fields),
            }
            return self._people_act("updateContact", email, people.update, body, query)

    def touch_contact(self, email, resource_name):
        """Move the etag without a visible change."""
        with self.lock:
            book, contact = self._contact(email, resource_name)
            people_store.write(self, book, contact)

    def delete_contact(self, email, resource_name):
        query = {"resourceName": resource_name}
        self._people_act("deleteContact", email, people.delete, None, query)

    def restore_contact(self, email, resource_name):
        """Take a deleted contact out of the trash, under its old name.

        It comes back into those of its groups that are still there.
        """
        with self.lock:
            book = self._book(email)
            return self._full(book, contact_deeds.restore(self, book, resource_name))

    def merge_contacts(self, email, winner, losers):
        """Merge duplicates: the winner gets the losers' values and former names.

        Of a singleton the winner's own stays. Returns the winner.
        """
        with self.lock:
            book, contact = self._contact(email, winner)
            others = [self._contact(email, name)[1] for name in losers]
            contact_deeds.merge(self, book, contact, others)
            return self._full(book, contact)

    def rename_contact(self, email, resource_name, new_name=None, follow=True):
        """Google gives the contact another resource name, ``people/<digits>``.

        With ``follow`` the old name goes on working, else it is 404. Returns the new
        name.
        """
        with self.lock:
            book, contact = self._contact(email, resource_name)
            return contact_deeds.rename(self, book, contact, new_name, follow)

    def put_group(self, email, name, client_data=None):
        """Create a label; returns the group."""
        with self.lock:
            book = self._book(email)
            group = group_store.new(self, book, name, client_data)
            return group_store.resource(self, book, group, person_fields.GROUP_FIELDS)

    def rename_group(self, email, resource_name, name):
        with self.lock:
            book = self._book(email)
            group = self._group(book, resource_name)
            group_store.change(self, book, group, {"name": name}, ("name",))

    def delete_group(self, email, resource_name, with_contacts=False):
        with self.lock:
            book = self._book(email)
            group = self._group(book, resource_name)
            group_store.remove(self, book, group, with_contacts)

    def set_photo(self, email, resource_name, photo):
        """``photo`` are bytes (JPEG or PNG), or base64 text; None takes it away."""
        with self.lock:
            book, contact = self._contact(email, resource_name)
            data = None if photo is None else people_photos.checked(photo)
            people_photos.put(self, book, contact, data)

    def seed_raw_contact(self, email, resource):
        """Store a Person exactly as given, oddities included; returns it.

        Its fields are shown as they are until somebody writes them; sources beside
        CONTACT in its ``metadata`` stay. ``resourceName`` is kept when it is given.
        """
        with self.lock:
            book = self._book(email)
            return self._full(book, contact_deeds.store_raw(self, book, resource))

    def put_other_contact(self, email, person):
        """Somebody this person wrote to once; ``otherContacts.list`` shows it."""
        with self.lock:
            book = self._book(email)
            number = self.next_position()
            name = f"otherContacts/c{10**15 + number}"
            key = people_etags.new_key(name)
            etag = people_etags.of_person(key, person_fields.OF_OTHERS)
            book.others.append({"resourceName": name, "etag": etag, **clone(person)})
            return name

    # --- settings -------------------------------------------------------------------

    def contact_rules(
        self, delay=None, refuse_overlaps=None, group_titles=None, shuffled=None
    ):
        """Set what is given: delay in seconds, 409 for overlaps, shown group names.

        ``shuffled``: the values of a field come in any order, as Google reserves.
        """
        if delay is not None:
            self.contact_delay = delay
        if refuse_overlaps is not None:
            self.refuse_overlaps = refuse_overlaps
        if group_titles is not None:
            self.group_titles = dict(group_titles)
        if shuffled is not None:
            self.shuffled_values = shuffled
            for book in self.books.values():
                book.shuffled = shuffled

    def people_quota(self, full_syncs=None, **limits):
        """Set quotas by the names of ``people_quotas.METRICS``; no names: none."""
        self.people_quotas.set(full_syncs, **limits)

    def expire_contact_cursors(self, email=None):
        """Sync tokens of contacts and groups die, of one account or of all."""
        with self.lock:
            accounts = [self.account(email)] if email else self.accounts.values()
            for account in accounts:
                for kind in ("people", "groups"):
                    self.epochs[f"{kind}:{account.email}"] += 1

    # --- inside ---------------------------------------------------------------------

    def _book(self, email):
        account = self.account(email)
        if account is None:
            raise KeyError(email)
        return people_store.book_of(self, account.email)

    def _contact(self, email, resource_name):
        book = self._book(email)
        contact = book.find(resource_name)
        if contact is None:
            raise KeyError(resource_name)
        return book, contact

    def _group(self, book, resource_name):
        group = book.group(resource_name)
        if group is None:
            raise KeyError(resource_name)
        return group

    def _full(self, book, contact):
        mask = person_fields.READABLE
        return person_view.person(
            book, contact, contact.latest, mask, ALL_SOURCES, previous=True
        )

    def _people_act(self, method, email, handler, body=None, query=None):
        with self.lock:
            call = people.person_call(self, method, self._book(email).email, body)
            call.params.update(query or {})
            answer = handler(call)
            name = answer.get("resourceName")
            return self.contact(email, name) if name else None

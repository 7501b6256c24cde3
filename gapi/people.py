# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google Contacts: read pages, write contacts by the hundred, keep groups.

Resources are Google's own dicts, unchanged; `mapping` reads them. Every method raises
`GoogleError` (see `errors`), but `create`, `update` and `delete`, whose results carry
the errors. Whoever writes for a user has no other writing request of that user under
way: Google wants changes of one user one after the other.
"""

from dataclasses import dataclass

from . import people_batch, people_requests as requests
from .errors import Gone, GoogleError
from .pages import dicts, pages, token
from .people_jobs import Creation, Deletion, Update, people_read
from .people_requests import LISTING_VERSION, PERSON_FIELDS

__all__ = [
    "LISTING_VERSION",
    "PERSON_FIELDS",
    "PeopleClient",
    "PeoplePage",
    "Result",
]

# As many contacts as an account may have, so that one request brings a whole group.
_MOST_MEMBERS = 25_000


@dataclass(frozen=True)
class PeoplePage:
    """One page of a listing. `next_sync_token` comes with the last page only and
    may be stored only when every page is applied."""

    items: list
    next_page_token: str | None
    next_sync_token: str | None


@dataclass(frozen=True)
class Result:
    """What became of one contact: the person (None after a delete), or the error."""

    value: dict | None
    error: GoogleError | None = None


class PeopleClient:
    """The contacts of one Google account.

    transport     may be shared with other accounts
    token_source  `tokens.TokenSource` of this account
    """

    def __init__(self, transport, token_source):
        self._transport = transport
        self._token_source = token_source

    @property
    def token_source(self):
        """As whom this client calls; whoever stores refreshed tokens asks it."""
        return self._token_source

    @property
    def _service(self):
        return self._transport.service("people")

    def _execute(self, request, method, write=False):
        return (
            self._transport.execute(request, "people", method, write, self.token_source)
            or {}
        )

    # -- reading ---------------------------------------------------------------
    def connections(self, sync_token=None, page_token=None):
        """Return one `PeoplePage` of the user's contacts.

        sync_token  only what changed since; deletions come with `metadata.deleted`,
                    renamed ones with `metadata.previousResourceNames`
        page_token  the next page: give the *same* sync_token again
        Raises `CursorExpired` for a token Google does not take any more (seven days
        after the full listing). What was just written may be missing for minutes.
        """
        data = self._execute(
            requests.listing(self._service, sync_token, page_token),
            "people.connections.list",
        )
        return _page(data, "connections")

    def pages(self, sync_token=None):
        """Yield every `PeoplePage` of a listing; argument as in `connections`."""
        return pages(
            lambda page_token: self.connections(sync_token, page_token),
            "people",
            "people.connections.list",
        )

    def get(self, names):
        """Return {name: person, or None when it is not there any more}.

        names  resource names, as many as wanted
        The person's own `resourceName` is another one than asked for when Google has
        given it a new one; follow it.
        """
        names = list(dict.fromkeys(names))
        found = {}
        for some in _parts(names, requests.MOST_READ):
            found.update(self._get(some))
        return found

    def _get(self, names):
        method = "people.getBatchGet"
        try:
            data = self._execute(requests.batch_get(self._service, names), method)
        except Gone:
            # Google names the missing one by one; a 404 for all of them only asks
            # for a closer look.
            if len(names) == 1:
                return {names[0]: None}
            half = len(names) // 2
            return {**self._get(names[:half]), **self._get(names[half:])}
        return people_read(names, data, method)

    # -- writing contacts --------------------------------------------------------
    def create(self, bodies):
        """Create contacts; return a `Result` for each body, in the same order.

        Never raises a `GoogleError` and never repeats what may have taken effect: an
        error with `outcome_unknown` means that the contact may be there, to be looked
        for by what its body says before it is sent again. After such an error nothing
        more is sent.
        """
        return self._run(Creation(list(bodies)))

    def update(self, persons, mask):
        """Replace the fields of `mask`; return a `Result` for each person, in order.

        persons  dicts with `resourceName`, `etag` (or Google's own
                 `metadata.sources`, which then name the source that is written) and
                 the fields; a field of `mask` that is not there is emptied
        mask     names out of `PERSON_FIELDS`; ValueError for photos and metadata
        Errors: `Conflict` when the contact was changed meanwhile, `Gone` when it is
        not there any more. Never raises a `GoogleError`.
        """
        return self._run(
            Update(list(persons), requests.update_mask(mask), self._not_there)
        )

    def delete(self, names):
        """Delete contacts; return a `Result` for each name, in the same order.

        What was not there any more is deleted too. A contact with another name by
        now is not followed. Never raises a `GoogleError`.
        """
        return self._run(Deletion(list(names), self._not_there))

    def _run(self, job):
        outcomes = people_batch.run(self._transport, self.token_source, job)
        return [Result(value, error) for value, error in outcomes]

    def _not_there(self, names):
        return {name for name, person in self.get(names).items() if person is None}

    def set_photo(self, resource_name, image_bytes):
        """Give the contact a photo (JPEG or PNG); return the person."""
        request = requests.update_photo(self._service, resource_name, image_bytes)
        return _person(self._execute(request, "people.updateContactPhoto", write=True))

    def delete_photo(self, resource_name):
        """Take the contact's photo away; return the person."""
        request = requests.delete_photo(self._service, resource_name)
        return _person(self._execute(request, "people.deleteContactPhoto", write=True))

    # -- groups ------------------------------------------------------------------
    def groups(self):
        """Return all contact groups, Google's own (`SYSTEM_CONTACT_GROUP`) too."""

        def page(page_token):
            request = requests.group_list(self._service, page_token)
            return _page(self._execute(request, "contactGroups.list"), "contactGroups")

        return [
            group
            for found in pages(page, "people", "contactGroups.list")
            for group in found.items
        ]

    def create_group(self, name):
        """Create a contact group; return it.

        `Conflict` with reason "duplicate" when there is one of this name; with
        `outcome_unknown` it may be our own.
        """
        request = requests.group_create(self._service, name)
        return self._execute(request, "contactGroups.create", write=True)

    def rename_group(self, resource_name, etag, name):
        """Rename a contact group; return it. `Conflict` as for `create_group`, and
        with another reason when the etag has moved."""
        request = requests.group_rename(self._service, resource_name, etag, name)
        return self._execute(request, "contactGroups.update", write=True)

    def delete_group(self, resource_name):
        """Delete a contact group, not its contacts. `Gone` when it was not there."""
        request = requests.group_delete(self._service, resource_name)
        self._execute(request, "contactGroups.delete", write=True)

    def group_members(self, resource_name):
        """Return the resource names of the contacts in a group."""
        most = _MOST_MEMBERS
        while True:
            group = self._execute(
                requests.group_get(self._service, resource_name, most),
                "contactGroups.get",
            )
            names = _texts(group, "memberResourceNames")
            count = group.get("memberCount")
            if len(names) < most or not isinstance(count, int) or count <= most:
                return names
            most = count

    def modify_members(self, resource_name, add=(), remove=()):
        """Put contacts into a group and take others out.

        Returns {"notFoundResourceNames": […],
        "canNotRemoveLastContactGroupResourceNames": […]}. All of it may be repeated.
        """
        work = [(name, True) for name in add] + [(name, False) for name in remove]
        answer = {
            "notFoundResourceNames": [],
            "canNotRemoveLastContactGroupResourceNames": [],
        }
        for some in _parts(work, requests.MOST_MEMBERS_MODIFIED):
            request = requests.group_modify(
                self._service,
                resource_name,
                [name for name, into in some if into],
                [name for name, into in some if not into],
            )
            data = self._execute(request, "contactGroups.members.modify", write=True)
            for key, names in answer.items():
                names += _texts(data, key)
        return answer


def _page(data, name):
    return PeoplePage(
        items=dicts(data, name),
        next_page_token=token(data, "nextPageToken"),
        next_sync_token=token(data, "nextSyncToken"),
    )


def _person(data):
    person = data.get("person")
    return person if isinstance(person, dict) else {}


def _parts(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def _texts(data, name):
    found = data.get(name)
    if not isinstance(found, list):
        return []
    return [text for text in found if isinstance(text, str)]

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tests of contacts share: the People service and short ways to say things."""

import json

from googleapiclient.errors import HttpError

from .people_errors import CODES
from .person_fields import READABLE
from .testing import CONTACTS, FakeCase

EVERYTHING = ",".join(READABLE)


class PeopleCase(FakeCase):
    """``self.people`` and ``self.groups`` are Anna's, over real HTTP."""

    def setUp(self):
        super().setUp()
        self.wait(0)

    def wait(self, seconds):
        """Let time go by in the world; tokens that died meanwhile are new."""
        self.world.clock.advance(seconds)
        service = self.contacts_service(self.anna)
        self.people = service.people()
        self.groups = service.contactGroups()

    # --- bodies ---------------------------------------------------------------------

    def body(self, name="Ada Lovelace", **values):
        """A Person: a whole name, and fields with one value each."""
        names = [{"unstructuredName": name}]
        return {"names": names, **{k: [{"value": v}] for k, v in values.items()}}

    def member(self, group):
        return {"contactGroupMembership": {"contactGroupResourceName": group}}

    def make(self, names="Ada Lovelace", email=None, **values):
        """A contact made in Google's own screens; returns its resource name."""
        body = self.body(names, **values)
        return self.world.put_contact(email or self.anna, body)["resourceName"]

    # --- calls ----------------------------------------------------------------------

    def read(self, name, mask=EVERYTHING):
        return self.people.get(resourceName=name, personFields=mask).execute()

    def raw(self, method, path, data=None, scopes=(CONTACTS,)):
        """A bare call of Anna's, without the client library: (status, body)."""
        headers = {"Authorization": f"Bearer {self.token(self.anna, scopes)}"}
        status, _headers, text = self.http(method, path, data=data, headers=headers)
        return status, json.loads(text)

    def update(self, name, body, mask, read=None):
        return self.people.updateContact(
            resourceName=name,
            body=body,
            updatePersonFields=mask,
            personFields=read or EVERYTHING,
        )

    def connections(self, mask="names,metadata", **query):
        return self.people.connections().list(
            resourceName="people/me", personFields=mask, **query
        )

    def pages(self, **query):
        """(all connections, the last page's sync token or None)."""
        found, token = [], {}
        while True:
            answer = self.connections(**query, **token).execute()
            found += answer.get("connections", [])
            if "nextPageToken" not in answer:
                return found, answer.get("nextSyncToken")
            token = {"pageToken": answer["nextPageToken"]}

    # --- errors ---------------------------------------------------------------------

    def failed(self, status, rpc_status, request):
        """Execute and expect this error; returns Google's message."""
        return self.error(status, rpc_status, request)["message"]

    def error(self, status, rpc_status, request):
        """The same, returning the whole error."""
        with self.assertRaises(HttpError) as caught:
            request.execute()
        error = json.loads(caught.exception.content)["error"]
        self.assertEqual(
            (caught.exception.resp.status, error["code"], error["status"]),
            (status, status, rpc_status),
            error["message"],
        )
        self.assertEqual(error["errors"][0]["reason"], CODES[rpc_status][2])
        return error

    def invalid(self, request):
        return self.failed(400, "INVALID_ARGUMENT", request)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The people client: what it asks, and what it makes of odd answers."""

import base64
import json
import unittest
from urllib.parse import parse_qs, urlsplit

from ...gapi import people_requests, services
from ...gapi.errors import (
    Conflict,
    CursorExpired,
    Forbidden,
    Gone,
    Rejected,
    Transient,
)
from ...gapi.people import PERSON_FIELDS
from .gapi_people_support import PIXEL, PeopleCase, refusal
from .gapi_support import Reply

# Answers as people have published them: no names; one-word name; a birthday in words
# only; a membership without its group; a source of somebody else; hardly anything.
REAL = [
    {"resourceName": "people/c1", "etag": "%1"},
    {
        "resourceName": "people/c2",
        "etag": "%2",
        "names": [
            {"displayName": "Prince", "givenName": "Prince"},
            {"displayName": "Prince", "metadata": {"sourcePrimary": True}},
        ],
        "birthdays": [{"text": "07/06/1958"}],
        "addresses": [{"formattedValue": "a\nb", "type": "Old"}],
        "memberships": [{"contactGroupMembership": {"contactGroupId": "myContacts"}}],
        "photos": [{"url": "https://x/", "default": True}],
        "metadata": {"sources": [{"type": "CONTACT", "id": "zz"}]},
    },
    {"resourceName": "people/116", "metadata": {"deleted": True}},
    {},
]


class TestRequests(unittest.TestCase):
    def service(self):
        return services.build("people")

    def test_the_listing_asks_the_same_question_every_time(self):
        def query(**options):
            request = people_requests.listing(self.service(), **options)
            pairs = parse_qs(urlsplit(request.uri).query)
            return {k: v for k, v in pairs.items() if k not in varying}

        varying = ("syncToken", "pageToken")
        first = query()
        self.assertEqual(first, query(page_token="p"))
        self.assertEqual(first, query(sync_token="s"))
        self.assertEqual(first, query(sync_token="s", page_token="p"))
        self.assertEqual(first["pageSize"], ["1000"])
        self.assertEqual(first["requestSyncToken"], ["true"])
        self.assertEqual(first["personFields"], [",".join(PERSON_FIELDS)])

    def test_every_field_is_one_google_has(self):
        schema = self.service()._rootDesc["schemas"]["Person"]["properties"]
        self.assertLessEqual(set(PERSON_FIELDS), set(schema))
        document = self.service()._rootDesc["schemas"]
        updatable = document["BatchUpdateContactsRequest"]["properties"]["updateMask"]
        for name in people_requests.UPDATABLE:
            self.assertIn(f"* {name}", updatable["description"])
        for name in ("photos", "metadata"):
            self.assertNotIn(f"* {name}", updatable["description"])

    def test_groups_are_asked_for_what_each_method_has(self):
        document = self.service()._rootDesc["schemas"]
        for request, schema in (
            (people_requests.group_create(self.service(), "x"), "Create"),
            (
                people_requests.group_rename(
                    self.service(), "contactGroups/1", "e", "x"
                ),
                "Update",
            ),
        ):
            described = document[f"{schema}ContactGroupRequest"]["properties"]
            for name in json.loads(request.body)["readGroupFields"].split(","):
                self.assertIn(f"* {name}", described["readGroupFields"]["description"])


class TestListing(PeopleCase, unittest.TestCase):
    def test_pages_may_be_short_or_without_items(self):
        client = self.serve(
            Reply({"nextPageToken": "2"}),
            Reply({"connections": [*REAL, None, "x"], "nextPageToken": "3"}),
            Reply({"connections": [], "nextSyncToken": "s", "totalItems": 4}),
        )
        pages = list(client.pages(sync_token="old"))
        self.assertEqual([len(page.items) for page in pages], [0, 4, 0])
        self.assertEqual(pages[1].items, REAL)
        self.assertEqual([page.next_sync_token for page in pages], [None, None, "s"])
        for seen in self.server.seen:
            self.assertIn("syncToken=old", seen.path)
        self.assertIn("pageToken=3", self.server.seen[2].path)

    def test_a_page_that_comes_again(self):
        client = self.serve(*[Reply({"nextPageToken": "same"})] * 5)
        with self.assertRaises(Transient):
            list(client.pages())
        self.assertLessEqual(len(self.server.seen), 3)
        client = self.serve(*[Reply({"nextPageToken": "same"})] * 5)
        with self.assertRaises(Transient):
            client.groups()

    def test_a_list_that_is_none(self):
        client = self.serve(Reply({"connections": {"0": {}}}), Reply({"items": 3}))
        self.assertEqual(client.connections().items, [])
        self.assertEqual(client.groups(), [])

    def test_errors_of_a_listing(self):
        info = [{"reason": "EXPIRED_SYNC_TOKEN", "domain": "people.googleapis.com"}]
        words = "Sync token is expired. Clear local cache and retry call without it."
        for reply, kind_of_error in (
            (refusal(400, "FAILED_PRECONDITION", words, info), CursorExpired),
            (refusal(400, "FAILED_PRECONDITION", words), CursorExpired),
            (refusal(410, "FAILED_PRECONDITION", "", info), CursorExpired),
            (refusal(410, "GONE"), CursorExpired),
            (refusal(404, "NOT_FOUND"), Forbidden),
            (refusal(400, "INVALID_ARGUMENT", "Invalid personFields."), Rejected),
        ):
            with self.assertRaises(kind_of_error):
                self.serve(reply).connections(sync_token="s")


class TestGet(PeopleCase, unittest.TestCase):
    def entry(self, name, person=None, **more):
        return {"requestedResourceName": name, "person": person or {}, **more}

    def test_everybody_under_the_name_that_was_asked_for(self):
        moved = {"resourceName": "people/77", "etag": "%7"}
        gone = {"status": {"code": 5, "message": "Requested entity was not found."}}
        client = self.serve(
            Reply(
                {
                    "responses": [
                        None,
                        self.entry("people/c4", httpStatusCode=404),
                        self.entry("people/c3", **gone),
                        self.entry("people/c2", moved, status={}),
                        {"person": REAL[0]},
                        self.entry("people/116", REAL[2]),
                    ]
                }
            )
        )
        names = ["people/c1", "people/c2", "people/c3", "people/c4", "people/116"]
        self.assertEqual(
            client.get([*names, "people/c1"]),
            {
                "people/c1": REAL[0],
                "people/c2": moved,
                "people/c3": None,
                "people/c4": None,
                "people/116": None,
            },
        )
        self.assertEqual(len(self.server.seen), 1)

    def test_silence_is_not_gone(self):
        for answer in ({}, {"responses": 3}, {"responses": [{"status": {}}]}):
            client = self.serve(Reply(answer))
            with self.assertRaises(Transient) as caught:
                client.get(["people/c1"])
            self.assertEqual(caught.exception.reason, "unanswered")
            self.assertFalse(caught.exception.outcome_unknown)

    def test_another_error_of_one_is_raised(self):
        entry = self.entry("people/c1", status={"code": 7, "message": "No."})
        with self.assertRaises(Forbidden):
            self.serve(Reply({"responses": [entry]})).get(["people/c1"])

    def test_two_hundred_a_request(self):
        client = self.serve_book()
        names = [item["resourceName"] for item in self.book.put(450)]
        self.assertEqual(list(client.get(names)), names)
        self.assertEqual([size for _m, size in self.sent()], [200, 200, 50])
        self.assertEqual(client.get([]), {})

    def test_a_404_for_all_is_looked_at_more_closely(self):
        not_found = refusal(404, "NOT_FOUND")
        found = Reply({"responses": [self.entry("people/c1", REAL[0])]})
        client = self.serve(not_found, found, not_found)
        self.assertEqual(
            client.get(["people/c1", "people/c2"]),
            {"people/c1": REAL[0], "people/c2": None},
        )


class TestGroups(PeopleCase, unittest.TestCase):
    name = "contactGroups/1"

    def body(self, number=-1):
        return json.loads(self.server.seen[number].body)

    def test_all_pages(self):
        mine = {"resourceName": self.name, "name": "Odoo"}
        system = {"resourceName": "contactGroups/all", "name": "Todos los contactos"}
        client = self.serve(
            Reply({"contactGroups": [mine, None], "nextPageToken": "2"}),
            Reply({"contactGroups": [system]}),
        )
        self.assertEqual(client.groups(), [mine, system])
        self.assertIn("pageSize=1000", self.server.seen[0].path)
        self.assertIn("pageToken=2", self.server.seen[1].path)

    def test_a_name_that_is_taken(self):
        for act in (
            lambda client: client.create_group("Odoo"),
            lambda client: client.rename_group(self.name, "e", "Odoo"),
        ):
            with self.assertRaises(Conflict) as caught:
                act(self.serve(refusal(409, "ALREADY_EXISTS", "Name exists.")))
            self.assertEqual(caught.exception.reason, "duplicate")
            self.assertFalse(caught.exception.outcome_unknown)

    def test_a_name_that_is_taken_perhaps_by_ourselves(self):
        client = self.serve(Reply(cut=True), refusal(409, "ALREADY_EXISTS"))
        with self.assertRaises(Conflict) as caught:
            client.create_group("Odoo")
        self.assertTrue(caught.exception.outcome_unknown)

    def test_two_changes_that_met(self):
        client = self.serve(refusal(409, "ABORTED"), Reply({"resourceName": self.name}))
        self.assertEqual(client.create_group("Odoo")["resourceName"], self.name)
        self.assertEqual(self.slept, [1.0])

    def test_renaming_is_guarded(self):
        client = self.serve(refusal(400, "FAILED_PRECONDITION"))
        with self.assertRaises(Conflict) as caught:
            client.rename_group(self.name, "etag", "Odoo")
        self.assertNotEqual(caught.exception.reason, "duplicate")
        self.assertEqual(
            self.body()["contactGroup"],
            {"resourceName": self.name, "etag": "etag", "name": "Odoo"},
        )

    def test_deleting_keeps_the_contacts(self):
        client = self.serve(Reply({}), refusal(404, "NOT_FOUND"))
        self.assertIsNone(client.delete_group(self.name))
        self.assertIn("deleteContacts=false", self.server.seen[0].path)
        with self.assertRaises(Gone):
            client.delete_group(self.name)

    def test_members(self):
        names = [f"people/c{n}" for n in range(3)]
        client = self.serve(
            Reply({"memberCount": 3, "memberResourceNames": [*names, None]}),
            Reply({"memberCount": 2}),
            Reply({}),
        )
        self.assertEqual(client.group_members(self.name), names)
        self.assertEqual(client.group_members(self.name), [])
        self.assertEqual(client.group_members(self.name), [])

    def test_a_group_that_is_larger_than_any_account(self):
        names = [f"people/c{n}" for n in range(30_000)]

        def answer(seen):
            most = int(parse_qs(urlsplit(seen.path).query)["maxMembers"][0])
            return Reply({"memberCount": 30_000, "memberResourceNames": names[:most]})

        client = self.serve(answer, answer)
        self.assertEqual(client.group_members(self.name), names)

    def test_a_thousand_members_a_request(self):
        lost, last = ["people/c3"], ["people/c2000"]
        client = self.serve(
            Reply({"notFoundResourceNames": lost}),
            Reply({}),
            Reply({"canNotRemoveLastContactGroupResourceNames": last}),
        )
        add = [f"people/c{n}" for n in range(1500)]
        remove = [f"people/c{n}" for n in range(1500, 2600)]
        self.assertEqual(
            client.modify_members(self.name, add=add, remove=remove),
            {
                "notFoundResourceNames": lost,
                "canNotRemoveLastContactGroupResourceNames": last,
            },
        )
        sent = [self.body(n) for n in range(3)]
        self.assertEqual(
            [sum(len(v) for v in b.values()) for b in sent], [1000] * 2 + [600]
        )
        self.assertEqual(
            [n for body in sent for n in body.get("resourceNamesToAdd", [])], add
        )
        self.assertEqual(
            [n for body in sent for n in body.get("resourceNamesToRemove", [])], remove
        )

    def test_no_members_no_request(self):
        client = self.serve()
        self.assertEqual(
            set(client.modify_members(self.name)),
            {"notFoundResourceNames", "canNotRemoveLastContactGroupResourceNames"},
        )
        self.assertEqual(self.server.seen, [])


class TestPhotos(PeopleCase, unittest.TestCase):
    def test_a_photo(self):
        client = self.serve(Reply({"person": REAL[1]}), Reply({}), Reply({"person": 3}))
        self.assertEqual(client.set_photo("people/c2", PIXEL), REAL[1])
        body = json.loads(self.server.seen[0].body)
        self.assertEqual(base64.b64decode(body["photoBytes"]), PIXEL)
        self.assertEqual(body["personFields"], ",".join(PERSON_FIELDS))
        self.assertEqual(client.delete_photo("people/c2"), {})
        self.assertEqual(client.delete_photo("people/c2"), {})

    def test_of_nobody(self):
        for act in (
            lambda client: client.set_photo("people/c1", PIXEL),
            lambda client: client.delete_photo("people/c1"),
        ):
            with self.assertRaises(Gone):
                act(self.serve(refusal(404, "NOT_FOUND")))

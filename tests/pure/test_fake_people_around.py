# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Around contacts: photos, quotas, turns, faults, control verbs."""

import base64
import threading

from ..fakes.people_quotas import OBSERVED
from ..fakes.people_testing import PeopleCase
from ..fakes.testing import CALENDAR, CONTACTS

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
JPEG = b"\xff\xd8\xff\xe0" + b"picture"


class TestPhotos(PeopleCase):
    def put(self, name, photo, **more):
        text = base64.urlsafe_b64encode(photo).decode()
        body = {"photoBytes": text, **more}
        return self.people.updateContactPhoto(resourceName=name, body=body)

    def test_set_and_take_away(self):
        name = self.make()
        before = self.read(name)
        self.assertEqual(self.put(name, PNG).execute(), {})
        self.assertEqual(self.world.photo(self.anna, name), PNG)
        after = self.read(name)
        self.assertNotIn("default", after["photos"][0])
        self.assertNotEqual(after["etag"], before["etag"])
        answer = self.put(name, JPEG, personFields="photos").execute()
        self.assertNotEqual(answer["person"]["photos"], after["photos"])
        request = self.people.deleteContactPhoto(
            resourceName=name, personFields="photos"
        )
        self.assertTrue(request.execute()["person"]["photos"][0]["default"])
        self.assertIsNone(self.world.photo(self.anna, name))

    def test_a_seeded_picture_is_replaced(self):
        seeded = [{"url": "https://example.com/a", "default": True}]
        name = self.world.seed_raw_contact(self.anna, {"photos": seeded})
        name = name["resourceName"]
        self.assertEqual(self.read(name)["photos"], seeded)
        self.put(name, PNG).execute()
        self.assertNotEqual(self.read(name)["photos"], seeded)

    def test_refusals(self):
        name = self.make()
        for photo in (b"GIF89a", b""):
            self.invalid(self.put(name, photo))
        body = {"photoBytes": "%%%"}
        self.invalid(self.people.updateContactPhoto(resourceName=name, body=body))
        self.failed(404, "NOT_FOUND", self.put("people/c5", PNG))


class TestQuotas(PeopleCase):
    def test_a_batch_costs_what_google_says(self):
        self.world.people_quota(**OBSERVED)
        body = {"contacts": [{"contactPerson": self.body("Ada")}]}
        for _number in range(5):
            self.people.batchCreateContacts(body=body).execute()
        request = self.people.batchCreateContacts(body=body)
        error = self.error(429, "RESOURCE_EXHAUSTED", request)
        info = error["details"][0]
        self.assertEqual(info["reason"], "RATE_LIMIT_EXCEEDED")
        self.assertEqual(
            info["metadata"]["quota_metric"],
            "people.googleapis.com/critical_write_requests",
        )
        self.assertIn("Critical write requests", error["message"])
        self.assertIn("per minute per user", error["message"])
        self.assertEqual(len(self.world.contacts(self.anna)), 5)
        self.wait(61)
        self.people.batchCreateContacts(body=body).execute()

    def test_every_method_pays_its_own_metric(self):
        name = self.make()
        group = self.world.put_group(self.anna, "Customers")["resourceName"]
        body = self.read(name)
        batch_delete = self.people.batchDeleteContacts
        get = {"resourceName": name, "personFields": "names"}
        cases = {
            "critical_reads": [self.people.get(**get), self.connections()],
            "critical_writes": [
                self.people.createContact(body=self.body("Bob")),
                self.update(name, body, "names"),
            ],
            "group_reads": [self.groups.list(), self.groups.get(resourceName=group)],
            "group_writes": [
                self.groups.create(body={"contactGroup": {"name": "Friends"}}),
                self.people.deleteContact(resourceName=name),
                batch_delete(body={"resourceNames": [name]}),
            ],
            "photos": [self.people.deleteContactPhoto(resourceName=name)],
            "daily_writes": [self.update(name, body, "names")],
        }
        for metric, requests in cases.items():
            self.world.people_quota(**{metric: 0})
            for request in requests:
                with self.subTest(metric, path=request.uri):
                    self.failed(429, "RESOURCE_EXHAUSTED", request)
        self.world.people_quota()
        for request in cases["group_reads"] + cases["critical_reads"]:
            request.execute()

    def test_the_day_is_longer_than_the_minute(self):
        self.world.people_quota(daily_writes=1)
        create = self.people.createContact(body=self.body("Ada"))
        create.execute()
        message = self.failed(429, "RESOURCE_EXHAUSTED", create)
        self.assertIn("per day", message)
        self.wait(3600)
        create = self.people.createContact(body=self.body("Ada"))
        self.failed(429, "RESOURCE_EXHAUSTED", create)
        self.wait(86400)
        self.people.createContact(body=self.body("Ada")).execute()

    def test_quotas_are_each_persons(self):
        self.world.people_quota(critical_reads=1)
        self.connections().execute()
        self.failed(429, "RESOURCE_EXHAUSTED", self.connections())
        bobs = self.contacts_service(self.bob).people().connections()
        bobs.list(resourceName="people/me", personFields="names").execute()

    def test_first_pages_have_a_limit_of_their_own(self):
        for number in range(3):
            self.make(f"N{number}")
        self.world.people_quota(full_syncs=1)
        _found, token = self.pages(pageSize=2, requestSyncToken=True)
        error = self.error(429, "RESOURCE_EXHAUSTED", self.connections())
        self.assertIn("QuotaFailure", error["details"][0]["@type"])
        self.pages(pageSize=2, requestSyncToken=True, syncToken=token)

    def test_unknown_quotas_are_a_mistake(self):
        with self.assertRaises(ValueError):
            self.world.people_quota(writes=1)


class TestTurns(PeopleCase):
    group = ("POST", "/v1/contactGroups", {"contactGroup": {"name": "Customers"}})

    def create(self, name):
        return ("POST", "/v1/people:createContact", self.body(name))

    def run_two(self, first, second):
        """Run two calls, the second while the first waits; returns their statuses."""
        started, go_on, statuses = threading.Event(), threading.Event(), [None, None]

        def hold(entry):
            if entry.path == first[1]:
                started.set()
                go_on.wait(5)

        self.fake.faults.before_each(hold)

        def run(index, call):
            statuses[index] = self.raw(*call)[0]

        thread = threading.Thread(target=run, args=(0, first))
        thread.start()
        self.assertTrue(started.wait(5))
        run(1, second)
        go_on.set()
        thread.join(5)
        return statuses

    def test_overlapping_writes_are_noted(self):
        self.assertEqual(self.run_two(self.create("Ada"), self.group), [200, 200])
        self.assertEqual(len(self.fake.log.overlaps()), 2)

    def test_the_second_can_be_refused(self):
        self.world.refuse_overlaps = True
        self.assertEqual(self.run_two(self.create("Ada"), self.group), [200, 409])
        self.assertEqual(len(self.world.contacts(self.anna)), 1)

    def test_reading_meanwhile_is_no_overlap(self):
        read = ("GET", "/v1/people/me/connections?personFields=names")
        self.assertEqual(self.run_two(self.create("Ada"), read), [200, 200])
        self.assertEqual(self.fake.log.overlaps(), [])

    def test_one_after_the_other_is_no_overlap(self):
        self.world.refuse_overlaps = True
        for name in ("Ada", "Bob"):
            self.people.createContact(body=self.body(name)).execute()
        self.assertEqual(self.fake.log.overlaps(), [])


class TestFaults(PeopleCase):
    def test_rate_limits_speak_as_people_does(self):
        self.fake.faults.rate_limit(match=":createContact", retry_after=7)
        request = self.people.createContact(body=self.body("Ada"))
        error = self.error(429, "RESOURCE_EXHAUSTED", request)
        self.assertEqual(error["details"][0]["reason"], "RATE_LIMIT_EXCEEDED")
        request.execute()

    def test_a_stale_etag(self):
        name = self.make()
        body = self.read(name)
        self.fake.faults.stale_etag(match=("PATCH", ":updateContact"))
        request = self.update(name, body, "names")
        self.failed(400, "FAILED_PRECONDITION", request)
        self.failed(400, "FAILED_PRECONDITION", request)
        self.update(name, self.read(name), "names").execute()

    def test_one_contact_refuses_every_write(self):
        name = self.make()
        self.fake.faults.refuse_item(name)
        status, body = self.raw("DELETE", f"/v1/{name}:deleteContact")
        self.assertEqual((status, body["error"]["message"]), (400, "Invalid value"))
        self.read(name)

    def test_the_api_is_off(self):
        self.fake.faults.disable_api("people")
        status, body = self.raw("GET", "/v1/contactGroups")
        error = body["error"]
        self.assertEqual((status, error["status"]), (403, "PERMISSION_DENIED"))
        self.assertEqual(error["errors"][0]["reason"], "accessNotConfigured")
        self.assertEqual(error["details"][0]["reason"], "SERVICE_DISABLED")
        self.assertIn("/apis/api/people.googleapis.com/overview", error["message"])
        # The calendar is another API.
        path = "/calendar/v3/users/me/calendarList"
        self.assertEqual(self.raw("GET", path, scopes=[CALENDAR])[0], 200)

    def test_scopes(self):
        status, body = self.raw("GET", "/v1/contactGroups", scopes=[CALENDAR])
        error = body["error"]
        self.assertEqual((status, error["status"]), (403, "PERMISSION_DENIED"))
        reason = error["details"][0]["reason"]
        self.assertEqual(reason, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
        reading = [f"{CONTACTS}.readonly"]
        self.assertEqual(self.raw("GET", "/v1/contactGroups", scopes=reading)[0], 200)
        status, _body = self.raw(
            "POST", "/v1/people:createContact", self.body("Ada"), scopes=reading
        )
        self.assertEqual(status, 403)

    def test_the_log_names_the_methods(self):
        name = self.make()
        self.read(name)
        self.connections().execute()
        self.groups.list().execute()
        self.assertEqual(
            [entry.api_method for entry in self.fake.log.requests],
            [
                "people.people.get",
                "people.people.connections.list",
                "people.contactGroups.list",
            ],
        )

    def test_unknown_paths_and_methods(self):
        for method, path in (
            ("GET", "/v1/persons/c1"),
            ("GET", "/v1/people:listDirectoryPeople?readMask=names"),
            ("POST", "/v1/people/c1"),
        ):
            self.assertIn(self.raw(method, path)[0], (403, 404), path)


class TestControl(PeopleCase):
    def tell(self, room, verb, *args, **kwargs):
        data = {"verb": verb, "args": args, "kwargs": kwargs}
        status, _headers, text = self.http("POST", f"/_emulator/{room}", data=data)
        return status, text

    def test_verbs(self):
        status, text = self.tell("world", "put_contact", self.anna, self.body("Ada"))
        self.assertEqual(status, 200, text)
        name = self.world.contacts(self.anna)[0]["resourceName"]
        for room, verb, *args in (
            ("world", "change_contact", self.anna, name, {"urls": [{"value": "x"}]}),
            ("world", "touch_contact", self.anna, name),
            ("world", "delete_contact", self.anna, name),
            ("world", "restore_contact", self.anna, name),
            ("world", "put_group", self.anna, "Customers"),
            ("world", "contact_rules", 60),
            ("world", "groups", self.anna),
            ("faults", "refuse_contact", "Bob"),
            ("faults", "stale_contact", name),
        ):
            status, text = self.tell(room, verb, *args)
            self.assertEqual(status, 200, (verb, text))
        self.assertEqual(self.world.contact_delay, 60)
        status, text = self.tell("world", "people_quota", critical_reads=5)
        self.assertEqual(status, 200, text)
        status, text = self.tell("world", "put_contact", self.anna, {"nam": 1})
        self.assertEqual(status, 400, text)
        _status, _headers, text = self.http("GET", "/_emulator/state")
        self.assertIn('"contacts"', text)

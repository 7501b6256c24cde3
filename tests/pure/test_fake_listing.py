# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fake's listings: pages, cursors, tombstones, filters, calendar lists."""

from ..fakes.testing import CALENDAR, FakeCase, all_day, timed

DAY = "2026-05-04"


class ListingCase(FakeCase):
    def setUp(self):
        super().setUp()
        self.events = self.service(self.anna).events()

    def list(self, **query):
        return self.events.list(calendarId="primary", **query)

    def put(self, day=DAY, hour=9, **more):
        return self.world.put_event(self.anna, timed(day, hour, **more))

    def titles(self, **query):
        return [item.get("summary") for item in self.list(**query).execute()["items"]]


class TestPages(ListingCase):
    def test_default_page_is_250_and_token_only_on_the_last(self):
        for number in range(260):
            self.put(summary=str(number))
        first = self.list().execute()
        self.assertEqual(len(first["items"]), 250)
        self.assertNotIn("nextSyncToken", first)
        last = self.list(pageToken=first["nextPageToken"]).execute()
        self.assertEqual(len(last["items"]), 10)
        self.assertIn("nextSyncToken", last)
        self.assertNotIn("nextPageToken", last)

    def test_page_needs_the_same_query(self):
        for number in range(3):
            self.put(summary=str(number))
        token = self.list(maxResults=2).execute()["nextPageToken"]
        self.refused(400, "invalid", self.list(maxResults=3, pageToken=token))
        self.refused(400, "invalid", self.list(pageToken=token))
        self.refused(400, "invalid", self.list(maxResults=2, pageToken="nonsense"))
        self.assertEqual(self.titles(maxResults=2, pageToken=token), ["2"])

    def test_changes_between_pages_are_neither_skipped_nor_lost(self):
        made = [self.put(summary=str(number)) for number in range(4)]
        first = self.list(maxResults=2).execute()
        self.world.patch_event(self.anna, made[0]["id"], {"summary": "changed"})
        self.world.delete_event(self.anna, made[3]["id"])
        token = first["nextPageToken"]
        last = self.list(maxResults=2, pageToken=token).execute()
        self.assertEqual([e["summary"] for e in last["items"]], ["2"])
        later = self.list(maxResults=2, syncToken=last["nextSyncToken"]).execute()
        self.assertEqual(
            [(e["id"], e["status"]) for e in later["items"]],
            [(made[0]["id"], "confirmed"), (made[3]["id"], "cancelled")],
        )


class TestCursors(ListingCase):
    def cursor(self, **query):
        return self.list(**query).execute()["nextSyncToken"]

    def test_changes_come_once_with_their_last_state(self):
        event = self.put()
        token = self.cursor()
        self.world.patch_event(self.anna, event["id"], {"summary": "One"})
        self.world.patch_event(self.anna, event["id"], {"summary": "Two"})
        answer = self.list(syncToken=token).execute()
        self.assertEqual([e["summary"] for e in answer["items"]], ["Two"])
        again = self.list(syncToken=answer["nextSyncToken"]).execute()
        self.assertEqual(again["items"], [])

    def test_deleted_comes_as_a_tombstone(self):
        event = self.put()
        token = self.cursor()
        self.world.delete_event(self.anna, event["id"])
        self.assertEqual(self.titles(), [])
        (stone,) = self.list(syncToken=token).execute()["items"]
        self.assertEqual(set(stone), {"kind", "etag", "id", "status"})
        self.assertEqual(self.titles(showDeleted=True), ["Talk"])

    def test_forbidden_beside_a_token(self):
        token = self.cursor()
        now = "2026-05-01T00:00:00Z"
        for query in (
            {"timeMin": now},
            {"timeMax": now},
            {"updatedMin": now},
            {"q": "x"},
            {"orderBy": "updated"},
            {"iCalUID": "x"},
            {"privateExtendedProperty": "a=b"},
            {"sharedExtendedProperty": "a=b"},
            {"showDeleted": False},
        ):
            with self.subTest(query=query):
                self.refused(400, "invalid", self.list(syncToken=token, **query))

    def test_another_query_is_refused(self):
        token = self.cursor(singleEvents=False, eventTypes="default")
        same = {"singleEvents": False, "eventTypes": "default"}
        self.list(syncToken=token, **same).execute()
        wrong = self.list(syncToken=token, **{**same, "singleEvents": True})
        self.refused(400, "invalid", wrong)
        self.refused(400, "invalid", self.list(syncToken=token))
        self.refused(400, "invalid", self.list(syncToken="garbage"))

    def test_of_another_calendar_is_refused(self):
        other = self.world.add_calendar(self.anna, "Team")
        token = self.cursor()
        wrong = self.events.list(calendarId=other, syncToken=token)
        self.refused(400, "invalid", wrong)

    def test_dead_cursors(self):
        other = self.world.add_calendar(self.anna, "Team")
        token = self.cursor()
        kept = self.events.list(calendarId=other).execute()["nextSyncToken"]
        self.fake.faults.expire_cursors(self.anna)
        self.refused(410, "fullSyncRequired", self.list(syncToken=token))
        self.events.list(calendarId=other, syncToken=kept).execute()
        self.world.clock.advance(29 * 86400)
        old = self.service(self.anna).events()
        self.refused(
            410, "fullSyncRequired", old.list(calendarId=other, syncToken=kept)
        )

    def test_window_is_remembered_not_repeated(self):
        token = self.cursor(timeMin="2026-01-01T00:00:00Z")
        self.put()
        answer = self.list(syncToken=token).execute()
        self.assertEqual(len(answer["items"]), 1)

    def test_ordered_or_searched_listings_have_no_cursor(self):
        self.assertNotIn("nextSyncToken", self.list(q="x").execute())
        self.assertNotIn("nextSyncToken", self.list(orderBy="updated").execute())


class TestFilters(ListingCase):
    def test_window_is_exclusive_on_both_ends(self):
        self.put(hour=9, summary="nine")
        self.put(hour=10, summary="ten")
        self.put(hour=11, summary="eleven")
        window = {
            "timeMin": f"{DAY}T10:00:00+02:00",
            "timeMax": f"{DAY}T11:00:00+02:00",
        }
        self.assertEqual(self.titles(**window), ["ten"])
        self.refused(
            400,
            "timeRangeEmpty",
            self.list(timeMin=window["timeMax"], timeMax=window["timeMin"]),
        )

    def test_all_day_lies_in_the_calendars_zone(self):
        self.world.put_event(self.anna, all_day(DAY, "2026-05-05"))
        self.assertEqual(self.titles(timeMin=f"{DAY}T21:59:00Z"), ["Trip"])
        self.assertEqual(self.titles(timeMin=f"{DAY}T22:00:00Z"), [])

    def test_offset_is_mandatory(self):
        wrong = self.list(timeMin=f"{DAY}T10:00:00")
        self.assertEqual(self.refused(400, "badRequest", wrong), "Bad Request")

    def test_order(self):
        late = self.put(hour=15, summary="late")
        self.put(hour=8, summary="early")
        self.assertEqual(self.titles(), ["late", "early"])
        ordered = self.titles(singleEvents=True, orderBy="startTime")
        self.assertEqual(ordered, ["early", "late"])
        self.refused(400, "badRequest", self.list(orderBy="startTime"))
        self.world.patch_event(self.anna, late["id"], {"location": "x"})
        self.assertEqual(self.titles(orderBy="updated"), ["early", "late"])

    def test_what_to_find(self):
        guests = [{"email": "zoe@x.org"}]
        props = {"private": {"a": "1"}, "shared": {"b": "2"}}
        found = self.put(summary="Find me", attendees=guests, extendedProperties=props)
        self.put(summary="Other")
        for query in (
            {"q": "FIND"},
            {"q": "zoe@x.org"},
            {"iCalUID": found["iCalUID"]},
            {"privateExtendedProperty": "a=1"},
            {"sharedExtendedProperty": ["b=2"]},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.titles(**query), ["Find me"])
        self.assertEqual(self.titles(privateExtendedProperty="a=2"), [])
        self.refused(400, "invalid", self.list(privateExtendedProperty="a"))

    def test_event_types(self):
        self.put(summary="Away", eventType="outOfOffice")
        self.put(summary="Work")
        self.assertEqual(self.titles(eventTypes=["default", "fromGmail"]), ["Work"])

    def test_updated_min(self):
        before = self.world.clock.now().isoformat(timespec="seconds")
        gone = self.put()
        self.world.delete_event(self.anna, gone["id"])
        answer = self.list(updatedMin=before).execute()
        self.assertEqual([e["status"] for e in answer["items"]], ["cancelled"])
        self.refused(
            410, "updatedMinTooLongAgo", self.list(updatedMin="2020-01-01T00:00:00Z")
        )

    def test_time_zone_and_max_attendees(self):
        guests = [{"email": f"g{n}@x.org"} for n in range(3)]
        self.put(attendees=[*guests, {"email": self.anna}])
        (seen,) = self.list(timeZone="UTC", maxAttendees=2).execute()["items"]
        self.assertEqual(seen["start"]["dateTime"], f"{DAY}T07:00:00Z")
        self.assertEqual([g["email"] for g in seen["attendees"]], [self.anna])
        self.assertTrue(seen["attendeesOmitted"])

    def test_raw_seeds_are_listed_as_given(self):
        odd = {
            "kind": "calendar#event",
            "id": "_oddid",
            "etag": '"3181161784712001"',
            "status": "confirmed",
            "summary": " edges ",
            "iCalUID": "no-at-sign",
            "start": {
                "dateTime": "2020-01-01T13:00:00-03:00",
                "timeZone": "America/Los_Angeles",
            },
            "end": {"dateTime": "2020-01-01T14:00:00-03:00"},
        }
        self.world.seed_raw(self.anna, odd)
        self.assertEqual(self.list().execute()["items"], [odd])
        body = {"summary": "mended"}
        changed = self.world.patch_event(self.anna, "_oddid", body)
        self.assertEqual(changed["start"], odd["start"])
        self.assertEqual(changed["end"], odd["end"])


class TestCalendarList(FakeCase):
    def setUp(self):
        super().setUp()
        self.list = self.service(self.anna).calendarList()

    def test_primary_and_others(self):
        team = self.world.add_calendar(self.anna, "Team", selected=False)
        holidays = self.world.add_calendar(
            self.anna,
            "Holidays",
            calendar_id="de.german#holiday@group.v.calendar.google.com",
            access_role="reader",
        )
        items = self.list.list().execute()["items"]
        self.assertEqual([i["id"] for i in items], [self.anna, team, holidays])
        self.assertEqual(
            [i.get("primary") for i in items], [True, None, None], "absent, not false"
        )
        self.assertEqual(items[2]["accessRole"], "reader")
        self.assertNotIn("selected", items[1])
        self.assertEqual(self.list.get(calendarId=holidays).execute()["id"], holidays)
        self.assertEqual(self.list.get(calendarId="primary").execute()["id"], self.anna)
        writers = self.list.list(minAccessRole="writer").execute()["items"]
        self.assertEqual(len(writers), 2)
        self.refused(404, "notFound", self.list.get(calendarId=self.bob))

    def test_pages_and_cursor_with_deleted_entries(self):
        team = self.world.add_calendar(self.anna, "Team")
        first = self.list.list(maxResults=1).execute()
        second = self.list.list(
            maxResults=1, pageToken=first["nextPageToken"]
        ).execute()
        token = second["nextSyncToken"]
        self.assertEqual(
            self.list.list(maxResults=1, syncToken=token).execute()["items"], []
        )
        self.world.unshare_calendar(team, self.anna)
        (gone,) = self.list.list(maxResults=1, syncToken=token).execute()["items"]
        self.assertEqual(
            set(gone), {"kind", "etag", "id", "deleted", "defaultReminders"}
        )
        self.assertEqual(len(self.list.list().execute()["items"]), 1)
        self.assertEqual(len(self.list.list(showDeleted=True).execute()["items"]), 2)
        wrong = self.list.list(maxResults=1, syncToken=token, minAccessRole="owner")
        self.refused(400, "invalid", wrong)
        self.fake.faults.expire_cursors()
        self.refused(
            410, "fullSyncRequired", self.list.list(maxResults=1, syncToken=token)
        )

    def test_calendar_itself(self):
        calendars = self.service(self.anna).calendars()
        got = calendars.get(calendarId="primary").execute()
        self.assertEqual((got["id"], got["timeZone"]), (self.anna, "Europe/Berlin"))

    def test_readonly_scope_lists_but_does_not_write(self):
        service = self.service(self.anna, scopes=[CALENDAR + ".readonly"])
        service.calendarList().list().execute()
        insert = service.events().insert(calendarId="primary", body=timed(DAY, 9))
        self.refused(403, "insufficientPermissions", insert)

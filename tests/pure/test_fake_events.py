# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fake's events: what may be written, how it is stored, who may write."""

from ..fakes.testing import FakeCase, all_day, timed

DAY = "2026-05-04"


def meet(request_id):
    """Conference data that asks for a Google Meet."""
    return {
        "createRequest": {
            "requestId": request_id,
            "conferenceSolutionKey": {"type": "hangoutsMeet"},
        }
    }


class EventCase(FakeCase):
    def setUp(self):
        super().setUp()
        self.calendar = self.service(self.anna)
        self.events = self.calendar.events()

    def insert(self, body, **more):
        return self.events.insert(calendarId="primary", body=body, **more)

    def patch(self, event, body, **more):
        return self.events.patch(
            calendarId="primary", eventId=event["id"], body=body, **more
        )


class TestWriting(EventCase):
    def test_what_google_adds(self):
        event = self.insert(timed(DAY, 9)).execute()
        self.assertRegex(event["id"], r"^[a-v0-9]{26}$")
        self.assertEqual(event["iCalUID"], event["id"] + "@google.com")
        self.assertEqual(event["organizer"], {"email": self.anna, "self": True})
        self.assertEqual(event["creator"], {"email": self.anna, "self": True})
        self.assertEqual(event["reminders"], {"useDefault": True})
        self.assertEqual((event["status"], event["sequence"]), ("confirmed", 0))
        self.assertRegex(event["etag"], r'^"\d{16}"$')
        self.assertRegex(event["created"], r"\.000Z$")
        self.assertIn("eid=", event["htmlLink"])
        self.assertEqual(event["start"]["dateTime"], f"{DAY}T09:00:00+02:00")

    def test_offset_is_the_calendars_and_name_the_events(self):
        event = self.insert(timed(DAY, 9, zone="Asia/Tehran")).execute()
        self.assertEqual(
            event["start"],
            {"dateTime": f"{DAY}T07:30:00+02:00", "timeZone": "Asia/Tehran"},
        )

    def test_client_ids(self):
        body = timed(DAY, 9, id="abcdef0123")
        self.insert(body).execute()
        self.refused(409, "duplicate", self.insert(body))
        self.events.delete(calendarId="primary", eventId=body["id"]).execute()
        self.refused(409, "duplicate", self.insert(body))
        for wrong in ("abcd", "ABCDEF", "xyz12", "abc_def"):
            with self.subTest(id=wrong):
                self.refused(400, "invalid", self.insert(timed(DAY, 9, id=wrong)))
        both = timed(DAY, 9, id="abcdef9999", iCalUID="x@y")
        self.refused(400, "invalid", self.insert(both))

    def test_refused_bodies(self):
        start = {"dateTime": f"{DAY}T09:00:00"}
        people = [{"email": "not an address"}]
        many = [{"method": "popup", "minutes": n} for n in range(6)]
        late = [{"method": "popup", "minutes": 40321}]
        cases = [
            ("required", {"start": {"date": DAY}}),
            ("required", {"end": {"date": DAY}}),
            ("invalid", {"start": {"date": DAY}, "end": start}),
            ("invalid", {"start": start, "end": start}),
            ("invalid", timed(DAY, 9, zone="Mars/Olympus")),
            ("invalid", {"start": {}, "end": {"date": DAY}}),
            ("timeRangeEmpty", timed(DAY, 9, minutes=-60)),
            ("timeRangeEmpty", all_day("2026-05-04", "2026-05-03")),
            ("invalid", timed(DAY, 9, attendees=people)),
            ("required", timed(DAY, 9, attendees=[{"displayName": "X"}])),
            ("invalid", timed(DAY, 9, reminders={"overrides": many})),
            ("invalid", timed(DAY, 9, reminders={"overrides": late})),
            (
                "cannotUseDefaultRemindersAndSpecifyOverride",
                timed(DAY, 9, reminders={"useDefault": True, "overrides": many[:1]}),
            ),
            ("invalid", timed(DAY, 9, status="maybe")),
            ("invalid", timed(DAY, 9, visibility="secret")),
            ("invalid", timed(DAY, 9, transparency="glass")),
            ("invalid", timed(DAY, 9, recurrence=["RRULE:FREQ=SOMETIMES"])),
            ("invalid", timed(DAY, 9, recurrence=["DTSTART:20260504T090000Z"])),
            ("invalid", timed(DAY, 9, eventType="fromGmail")),
            ("invalid", timed(DAY, 9, source={"url": "ftp://x"})),
        ]
        for reason, body in cases:
            with self.subTest(body=body):
                self.refused(400, reason, self.insert(body))
        self.assertEqual(self.world.events(self.anna), [])

    def test_recurring_needs_a_time_zone(self):
        body = timed(DAY, 9, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
        for key in ("start", "end"):
            body[key] = {"dateTime": body[key]["dateTime"] + "+02:00"}
        self.refused(400, "invalid", self.insert(body))

    def test_zero_minutes_and_no_title_are_fine(self):
        body = timed(DAY, 9, minutes=0)
        del body["summary"]
        self.assertNotIn("summary", self.insert(body).execute())

    def test_patch_merges_null_removes_arrays_are_replaced(self):
        guests = [{"email": "a@x.org"}, {"email": "b@x.org"}]
        private = {"private": {"a": "1", "b": "2"}}
        event = self.insert(
            timed(DAY, 9, location="Here", attendees=guests, extendedProperties=private)
        ).execute()
        changed = self.patch(
            event,
            {
                "location": None,
                "attendees": [{"email": "b@x.org"}],
                "extendedProperties": {"private": {"b": None, "c": "3"}},
            },
        ).execute()
        self.assertNotIn("location", changed)
        self.assertEqual([g["email"] for g in changed["attendees"]], ["b@x.org"])
        self.assertEqual(changed["extendedProperties"]["private"], {"a": "1", "c": "3"})
        self.assertEqual(changed["summary"], "Talk")
        self.assertNotEqual(changed["etag"], event["etag"])

    def test_all_day_needs_the_other_kind_nulled(self):
        event = self.insert(timed(DAY, 9)).execute()
        body = {"start": {"date": DAY}, "end": {"date": "2026-05-05"}}
        self.refused(400, "invalid", self.patch(event, body))
        for value in body.values():
            value["dateTime"] = value["timeZone"] = None
        self.assertEqual(self.patch(event, body).execute()["start"], {"date": DAY})

    def test_update_replaces(self):
        event = self.insert(timed(DAY, 9, location="Here", colorId="5")).execute()
        updated = self.events.update(
            calendarId="primary", eventId=event["id"], body=timed(DAY, 10)
        ).execute()
        self.assertNotIn("location", updated)
        self.assertNotIn("colorId", updated)
        self.assertEqual(updated["iCalUID"], event["iCalUID"])
        self.assertEqual(updated["sequence"], 1)

    def test_read_only_fields_are_ignored_and_type_is_fixed(self):
        event = self.insert(timed(DAY, 9)).execute()
        other = {"email": "x@y.zz"}
        same = self.patch(
            event, {"organizer": other, "creator": other, "iCalUID": "new", "etag": "x"}
        ).execute()
        self.assertEqual(same, event)
        self.refused(400, "invalid", self.patch(event, {"eventType": "focusTime"}))

    def test_reminders_move_the_etag_but_not_updated(self):
        event = self.insert(timed(DAY, 9)).execute()
        overrides = [{"method": "popup", "minutes": 0}]
        changed = self.patch(
            event, {"reminders": {"useDefault": False, "overrides": overrides}}
        ).execute()
        self.assertNotEqual(changed["etag"], event["etag"])
        self.assertEqual(changed["updated"], event["updated"])
        titled = self.patch(event, {"summary": "New"}).execute()
        self.assertNotEqual(titled["updated"], event["updated"])

    def test_sequence_may_not_go_back(self):
        event = self.insert(timed(DAY, 9)).execute()
        moved = timed(DAY, 11)
        body = {"start": moved["start"], "end": moved["end"]}
        self.assertEqual(self.patch(event, body).execute()["sequence"], 1)
        self.refused(400, "invalid", self.patch(event, {"sequence": 0}))

    def test_conference_only_with_version_one(self):
        request = meet("r1")
        event = self.insert(timed(DAY, 9, conferenceData=request)).execute()
        self.assertNotIn("conferenceData", event)
        event = self.patch(
            event, {"conferenceData": request}, conferenceDataVersion=1
        ).execute()
        link = event["hangoutLink"]
        self.assertTrue(link.startswith("https://meet.google.com/"))
        status = event["conferenceData"]["createRequest"]["status"]
        self.assertEqual(status, {"statusCode": "success"})
        again = self.patch(
            event, {"conferenceData": request}, conferenceDataVersion=1
        ).execute()
        self.assertEqual(again["conferenceData"], event["conferenceData"])
        kept = self.events.update(
            calendarId="primary", eventId=event["id"], body=timed(DAY, 10)
        ).execute()
        self.assertEqual(kept["hangoutLink"], link)
        gone = self.patch(event, {"conferenceData": None}, conferenceDataVersion=1)
        self.assertNotIn("hangoutLink", gone.execute())

    def test_a_conference_request_is_complete(self):
        event = self.insert(timed(DAY, 9)).execute()
        for missing in ("requestId", "conferenceSolutionKey"):
            request = meet("r1")
            del request["createRequest"][missing]
            patch = self.patch(
                event, {"conferenceData": request}, conferenceDataVersion=1
            )
            self.refused(400, "required", patch)

    def test_one_request_is_one_conference(self):
        links = {
            self.events.insert(
                calendarId="primary",
                body=timed(DAY, 9, conferenceData=meet(name)),
                conferenceDataVersion=1,
            ).execute()["hangoutLink"]
            for name in ("r1", "r1", "r2")
        }
        self.assertEqual(len(links), 2)

    def test_a_conference_that_takes_its_time(self):
        calendar = self.world.calendars["anna@example.com"]
        for status, linked in (("success", True), ("failure", False)):
            calendar.conferences = "pending"
            body = timed(DAY, 9, conferenceData=meet(status))
            insert = self.events.insert(
                calendarId="primary", body=body, conferenceDataVersion=1
            )
            event = insert.execute()
            self.assertEqual(self.status(event), "pending")
            self.assertNotIn("entryPoints", event["conferenceData"])
            self.world.finish_conferences(status)
            get = self.events.get(calendarId="primary", eventId=event["id"])
            now = get.execute()
            self.assertEqual(self.status(now), status)
            self.assertEqual("hangoutLink" in now, linked)
            self.assertNotEqual(now["etag"], event["etag"])
        calendar.conferences = "refused"
        self.refused(400, "invalid", insert)

    def status(self, event):
        return event["conferenceData"]["createRequest"]["status"]["statusCode"]

    def test_extended_property_limits(self):
        private = {"k" * 45: "dropped", "long": "x" * 2000}
        event = self.insert(
            timed(DAY, 9, extendedProperties={"private": private})
        ).execute()
        self.assertEqual(event["extendedProperties"]["private"], {"long": "x" * 1024})
        many = {f"k{n}": "v" for n in range(301)}
        body = timed(DAY, 9, extendedProperties={"shared": many})
        self.refused(400, "invalid", self.insert(body))

    def test_import_keeps_organizer_and_uid(self):
        body = all_day(DAY, "2026-05-05", iCalUID="uid-1")
        body["organizer"] = {"email": "else@x.org", "displayName": "Else"}
        first = self.events.import_(calendarId="primary", body=body).execute()
        self.assertEqual(first["organizer"]["email"], "else@x.org")
        self.assertTrue(first["privateCopy"])
        body["summary"] = "Renamed"
        second = self.events.import_(calendarId="primary", body=body).execute()
        self.assertEqual((second["id"], second["summary"]), (first["id"], "Renamed"))
        del body["iCalUID"]
        wrong = self.events.import_(calendarId="primary", body=body)
        self.refused(400, "required", wrong)

    def test_move_changes_organizer_and_leaves_a_tombstone(self):
        team = self.world.add_calendar(self.anna, "Team")
        event = self.insert(timed(DAY, 9)).execute()
        moved = self.events.move(
            calendarId="primary", eventId=event["id"], destination=team
        ).execute()
        self.assertEqual(moved["organizer"]["email"], team)
        self.assertEqual(moved["organizer"]["displayName"], "Team")
        self.assertEqual(self.world.events(self.anna), [])
        self.assertEqual(len(self.world.events(team)), 1)


class TestEtagsAndDeletion(EventCase):
    def with_header(self, request, name, value):
        request.headers[name] = value
        return request

    def test_if_match(self):
        event = self.insert(timed(DAY, 9)).execute()
        fresh = self.patch(event, {"summary": "One"})
        fresh = self.with_header(fresh, "If-Match", event["etag"]).execute()
        stale = self.patch(event, {"summary": "Two"})
        self.with_header(stale, "If-Match", event["etag"])
        self.refused(412, "conditionNotMet", stale)
        gone = self.events.delete(calendarId="primary", eventId=event["id"])
        self.with_header(gone, "If-Match", event["etag"])
        self.refused(412, "conditionNotMet", gone)
        self.assertEqual(self.world.event(self.anna, event["id"])["summary"], "One")
        self.with_header(gone, "If-Match", fresh["etag"]).execute()

    def test_if_none_match(self):
        event = self.insert(timed(DAY, 9)).execute()
        path = f"/calendar/v3/calendars/primary/events/{event['id']}"
        header = {"If-None-Match": event["etag"]}
        self.assertEqual(self.api("GET", path, headers=header), (304, None))

    def test_nothing_changed_moves_nothing(self):
        event = self.insert(timed(DAY, 9)).execute()
        self.assertEqual(self.patch(event, {"summary": "Talk"}).execute(), event)

    def test_deletion(self):
        event = self.insert(timed(DAY, 9)).execute()
        delete = self.events.delete(calendarId="primary", eventId=event["id"])
        self.assertEqual(delete.execute(), "")
        self.refused(410, "deleted", delete)
        self.refused(
            404, "notFound", self.events.delete(calendarId="primary", eventId="none1")
        )
        got = self.events.get(calendarId="primary", eventId=event["id"]).execute()
        self.assertEqual((got["status"], got["summary"]), ("cancelled", "Talk"))

    def test_deleted_stays_deleted_unless_restored(self):
        event = self.insert(timed(DAY, 9)).execute()
        self.events.delete(calendarId="primary", eventId=event["id"]).execute()
        still = self.patch(event, {"summary": "Late"}).execute()
        self.assertEqual(still["status"], "cancelled")
        back = self.patch(event, {"status": "confirmed"}).execute()
        self.assertEqual((back["status"], back["summary"]), ("confirmed", "Late"))
        self.patch(event, {"status": "cancelled"}).execute()
        self.assertEqual(self.world.events(self.anna), [])


class TestRights(EventCase):
    def share(self, role, **more):
        event = self.insert(timed(DAY, 9, location="Room 1", **more)).execute()
        self.world.share_calendar(self.anna, self.bob, role)
        return event, self.service(self.bob).events()

    def listed(self, events):
        return events.list(calendarId=self.anna).execute()["items"]

    def test_no_access_is_not_found(self):
        bob = self.service(self.bob).events()
        self.refused(404, "notFound", bob.list(calendarId=self.anna))
        self.refused(404, "notFound", bob.list(calendarId="nowhere@x"))

    def test_reader_reads_only(self):
        event, bob = self.share("reader")
        (seen,) = self.listed(bob)
        self.assertEqual(seen["location"], "Room 1")
        self.assertNotIn("reminders", seen)
        body = {"summary": "Mine"}
        wrong = bob.patch(calendarId=self.anna, eventId=event["id"], body=body)
        self.refused(403, "requiredAccessLevel", wrong)

    def test_free_busy_reader_sees_blocks(self):
        _event, bob = self.share("freeBusyReader")
        (seen,) = self.listed(bob)
        self.assertNotIn("summary", seen)
        self.assertEqual(seen["visibility"], "private")
        self.assertIn("start", seen)

    def test_private_events_are_blocks_for_readers(self):
        _event, bob = self.share("reader", visibility="private")
        self.assertNotIn("summary", self.listed(bob)[0])

    def test_writer_without_private_access(self):
        event, bob = self.share("writerWithoutPrivateAccess", visibility="private")
        self.assertNotIn("summary", self.listed(bob)[0])
        body = {"summary": "Mine"}
        wrong = bob.patch(calendarId=self.anna, eventId=event["id"], body=body)
        self.refused(403, "forbidden", wrong)

    def test_writer_writes_for_the_owner(self):
        _event, bob = self.share("writer")
        made = bob.insert(calendarId=self.anna, body=timed(DAY, 12)).execute()
        self.assertEqual(made["creator"], {"email": self.bob})
        self.assertEqual(made["organizer"]["email"], self.anna)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One meeting in two calendars: copies, answers, rights of guests, mails."""

from ..fakes.testing import FakeCase, timed

DAY = "2026-05-04"
OUTSIDER = "pat@elsewhere.org"


class SharingCase(FakeCase):
    def setUp(self):
        super().setUp()
        self.hers = self.service(self.anna).events()
        self.his = self.service(self.bob).events()

    def invite(self, *guests, send="all", **more):
        guests = guests or (self.bob, OUTSIDER)
        body = timed(DAY, 9, attendees=[{"email": g} for g in guests], **more)
        return self.hers.insert(
            calendarId="primary", body=body, sendUpdates=send
        ).execute()

    def patch(self, events, event, body, **more):
        return events.patch(
            calendarId="primary", eventId=event["id"], body=body, **more
        )

    def copy(self, event, email=None):
        return self.world.event(email or self.bob, event["id"])

    def answers(self, event, email):
        guests = self.copy(event, email)["attendees"]
        return {guest["email"]: guest["responseStatus"] for guest in guests}

    def answer(self, event, status, **more):
        guests = self.copy(event)["attendees"]
        for guest in guests:
            if guest.get("self"):
                guest["responseStatus"] = status
        return self.patch(self.his, event, {"attendees": guests}, **more)


class TestCopies(SharingCase):
    def test_a_guest_gets_a_copy(self):
        props = {"private": {"mine": "1"}, "shared": {"ours": "2"}}
        event = self.invite(extendedProperties=props, colorId="5")
        copy = self.his.get(calendarId="primary", eventId=event["id"]).execute()
        self.assertEqual(copy["iCalUID"], event["iCalUID"])
        self.assertNotEqual(copy["etag"], event["etag"])
        self.assertEqual(copy["organizer"], {"email": self.anna})
        self.assertEqual(copy["start"]["dateTime"], f"{DAY}T03:00:00-04:00")
        self.assertEqual(copy["start"]["timeZone"], "Europe/Berlin")
        self.assertEqual(copy["extendedProperties"], {"shared": {"ours": "2"}})
        self.assertNotIn("colorId", copy)
        selves = [g["email"] for g in copy["attendees"] if g.get("self")]
        self.assertEqual(selves, [self.bob])

    def test_changes_travel_and_own_fields_stay(self):
        event = self.invite()
        own = {"colorId": "7", "transparency": "transparent"}
        own["reminders"] = {"useDefault": False}
        own["extendedProperties"] = {"private": {"bob": "1"}}
        self.patch(self.his, event, own).execute()
        self.patch(self.hers, event, {"summary": "New", "colorId": "3"}).execute()
        copy = self.copy(event)
        self.assertEqual((copy["summary"], copy["colorId"]), ("New", "7"))
        self.assertEqual(copy["transparency"], "transparent")
        self.assertEqual(copy["extendedProperties"]["private"], {"bob": "1"})
        hers = self.copy(event, self.anna)
        self.assertNotIn("transparency", hers)
        self.assertNotIn("extendedProperties", hers)

    def test_answer_travels_to_everybody(self):
        self.world.add_account("cleo@example.com")
        event = self.invite(self.bob, "cleo@example.com")
        self.answer(event, "accepted").execute()
        for email in (self.anna, self.bob, "cleo@example.com"):
            self.assertEqual(self.answers(event, email)[self.bob], "accepted")

    def test_answer_with_only_the_own_line(self):
        event = self.invite()
        mine = [{"email": self.bob, "responseStatus": "tentative"}]
        body = {"attendees": mine, "attendeesOmitted": True}
        self.patch(self.his, event, body).execute()
        self.assertEqual(
            self.answers(event, self.anna),
            {self.bob: "tentative", OUTSIDER: "needsAction"},
        )
        wrong = self.patch(self.his, event, {"attendees": mine})
        self.refused(403, "forbiddenForNonOrganizer", wrong)

    def test_guest_may_not_touch_the_rest(self):
        event = self.invite()
        wrong = self.patch(self.his, event, {"summary": "Mine"})
        self.refused(403, "forbiddenForNonOrganizer", wrong)
        guests = self.copy(event)["attendees"]
        guests[1]["responseStatus"] = "declined"
        wrong = self.patch(self.his, event, {"attendees": guests})
        self.refused(403, "forbiddenForNonOrganizer", wrong)
        replaced = self.his.update(
            calendarId="primary", eventId=event["id"], body=timed(DAY, 9)
        )
        self.refused(403, "forbiddenForNonOrganizer", replaced)

    def test_guests_can_modify(self):
        event = self.invite(guestsCanModify=True)
        self.patch(self.his, event, {"summary": "Better"}).execute()
        self.assertEqual(self.copy(event, self.anna)["summary"], "Better")

    def test_guests_can_invite_unless_told_otherwise(self):
        event = self.invite(self.bob)
        guests = [*self.copy(event)["attendees"], {"email": OUTSIDER}]
        self.patch(self.his, event, {"attendees": guests}).execute()
        self.assertIn(OUTSIDER, self.answers(event, self.anna))
        closed = self.invite(self.bob, guestsCanInviteOthers=False)
        guests = [*self.copy(closed)["attendees"], {"email": OUTSIDER}]
        wrong = self.patch(self.his, closed, {"attendees": guests})
        self.refused(403, "forbiddenForNonOrganizer", wrong)

    def test_guest_deletes_and_thereby_declines(self):
        event = self.invite()
        self.his.delete(calendarId="primary", eventId=event["id"]).execute()
        self.assertEqual(self.answers(event, self.anna)[self.bob], "declined")
        self.assertEqual(self.copy(event, self.anna)["status"], "confirmed")
        self.patch(self.hers, event, {"summary": "New"}).execute()
        self.assertEqual(self.copy(event)["status"], "cancelled")

    def test_dropped_guest_loses_the_copy_and_comes_back(self):
        event = self.invite()
        body = {"attendees": [{"email": OUTSIDER}]}
        self.patch(self.hers, event, body).execute()
        self.assertEqual(self.copy(event)["status"], "cancelled")
        body = {"attendees": [{"email": self.bob}]}
        self.patch(self.hers, event, body).execute()
        self.assertEqual(self.copy(event)["status"], "confirmed")

    def test_organizer_cancels_for_all(self):
        event = self.invite()
        self.hers.delete(calendarId="primary", eventId=event["id"]).execute()
        self.assertEqual(self.copy(event)["status"], "cancelled")
        self.patch(self.hers, event, {"status": "confirmed"}).execute()
        self.assertEqual(self.copy(event)["status"], "confirmed")

    def test_hidden_guest_list(self):
        event = self.invite(guestsCanSeeOtherGuests=False)
        copy = self.copy(event)
        self.assertEqual([g["email"] for g in copy["attendees"]], [self.bob])
        self.assertTrue(copy["attendeesOmitted"])

    def test_group_calendar_as_organizer(self):
        team = self.world.add_calendar(self.anna, "Team")
        body = timed(DAY, 9, attendees=[{"email": self.bob}, {"email": self.anna}])
        event = self.hers.insert(calendarId=team, body=body).execute()
        self.assertEqual(event["creator"], {"email": self.anna})
        for email in (self.bob, self.anna):
            organizer = self.copy(event, email)["organizer"]
            self.assertEqual(organizer, {"email": team, "displayName": "Team"})

    def test_above_two_hundred_guests_answers_stay_home(self):
        crowd = [f"g{number}@x.org" for number in range(200)]
        event = self.invite(self.bob, *crowd)
        self.world.add_account("cleo@example.com")
        self.answer(event, "accepted").execute()
        self.assertEqual(self.answers(event, self.anna)[self.bob], "accepted")
        guests = self.copy(event, self.anna)["attendees"]
        guests[5]["responseStatus"] = "accepted"
        self.patch(self.hers, event, {"attendees": guests}).execute()
        name = guests[5]["email"]
        self.assertEqual(self.answers(event, self.bob)[name], "needsAction")

    def test_taken_id_gets_another(self):
        self.world.put_event(self.bob, timed(DAY, 12, id="abcde12345"))
        event = self.invite(id="abcde12345")
        his = self.world.events(self.bob)
        self.assertEqual([e["iCalUID"] for e in his], [event["iCalUID"]] * 2)
        self.assertEqual(his[0]["organizer"], {"email": self.bob, "self": True})
        self.assertEqual(his[1]["organizer"], {"email": self.anna})
        self.assertNotEqual(his[1]["id"], event["id"])


class TestMails(SharingCase):
    def sent(self):
        rows = [(mail["to"], mail["kind"]) for mail in self.world.mails]
        self.world.mails.clear()
        return sorted(rows)

    def test_by_send_updates(self):
        both = sorted([(self.bob, "invitation"), (OUTSIDER, "invitation")])
        self.invite(send="all")
        self.assertEqual(
            set(self.world.mails[0]),
            {"to", "kind", "event_id", "calendar_id", "by", "send_updates"},
        )
        self.assertEqual(self.sent(), both)
        self.invite(send="externalOnly")
        self.assertEqual(self.sent(), [(OUTSIDER, "invitation")])
        self.invite(send="none")
        self.assertEqual(self.sent(), [])
        self.hers.insert(
            calendarId="primary", body=timed(DAY, 9, attendees=[{"email": self.bob}])
        ).execute()
        self.assertEqual(self.sent(), [], "nobody is mailed by default")

    def test_life_of_a_meeting(self):
        event = self.invite(self.bob, OUTSIDER, self.anna)
        self.assertEqual(len(self.sent()), 2, "never the person who acts")
        self.patch(self.hers, event, {"summary": "B"}, sendUpdates="all").execute()
        self.assertEqual(self.sent(), [(self.bob, "update"), (OUTSIDER, "update")])
        quiet = {"colorId": "4", "reminders": {"useDefault": False}}
        self.patch(self.hers, event, quiet, sendUpdates="all").execute()
        self.assertEqual(self.sent(), [], "own fields are nobody else's news")
        guests = [{"email": self.bob}, {"email": "new@x.org"}]
        self.patch(self.hers, event, {"attendees": guests}, sendUpdates="all").execute()
        self.assertEqual(
            self.sent(),
            [("new@x.org", "invitation"), (OUTSIDER, "cancellation")],
        )
        self.hers.delete(
            calendarId="primary", eventId=event["id"], sendUpdates="all"
        ).execute()
        self.assertEqual(
            self.sent(), [(self.bob, "cancellation"), ("new@x.org", "cancellation")]
        )

    def test_answer_is_mailed_to_the_organizer(self):
        event = self.invite(send="none")
        self.answer(event, "accepted").execute()
        self.assertEqual(self.sent(), [])
        self.answer(event, "declined", sendUpdates="all").execute()
        self.assertEqual(self.sent(), [(self.anna, "reply")])

    def test_person_in_googles_screens_mails(self):
        body = timed(DAY, 9, attendees=[{"email": self.bob}])
        self.world.put_event(self.anna, body)
        self.assertEqual(self.sent(), [(self.bob, "invitation")])

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How private an event is, and what of it an account sees at all."""

from odoo.tests import tagged

from .calendar_case import CalendarCase, all_day, at, day, timed

ANNA, BOB = "anna@example.com", "bob@example.com"
OWN = {"organizer": {"email": ANNA, "self": True}, "creator": {"email": ANNA}}


@tagged("post_install", "-at_install")
class TestCalendarStrictest(CalendarCase):
    """Two people's copies of one meeting differ; Odoo has but one event."""

    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.sync()
        self.sync(self.bobs)
        self.event = self.make(
            partner_ids=[(6, 0, (self.anna.partner_id + self.bob.partner_id).ids)]
        )
        self.settle(self.account, self.bobs)
        self.google_id = self.event.gws_binding_ids[0].google_id
        self.mails()

    def sets(self, email, visibility):
        """One of them sets it on their own copy in Google, and syncs."""
        self.change(self.google_id, email, visibility=visibility)
        self.sync(self.account if email == ANNA else self.bobs)

    def at_googles(self):
        return [
            self.world.event(email, self.google_id).get("visibility", "default")
            for email in (ANNA, BOB)
        ]

    def test_the_strictest_is_shown_and_each_copy_keeps_its_own(self):
        for email, chosen, shown, copies in (
            (BOB, "private", "private", ["default", "private"]),
            (ANNA, "public", "private", ["public", "private"]),
            (ANNA, "confidential", "confidential", ["confidential", "private"]),
            (BOB, "default", "confidential", ["confidential", "default"]),
            (BOB, "private", "confidential", ["confidential", "private"]),
            (ANNA, "default", "private", ["default", "private"]),
            (BOB, "default", False, ["default", "default"]),
            (ANNA, "public", "public", ["public", "default"]),
        ):
            with self.subTest(who=email, chose=chosen):
                self.sets(email, chosen)
                self.assertEqual(self.event.privacy, shown)
                self.settle(self.account, self.bobs)
                self.assertEqual(self.event.privacy, shown)
                self.assertEqual(self.at_googles(), copies)
        self.assertFalse(self.conflicts())

    def test_another_edit_does_not_carry_it_to_the_others(self):
        self.sets(BOB, "private")
        self.edit(self.event, location="Room 7")
        self.settle(self.account, self.bobs)
        self.assertEqual(self.at_googles(), ["default", "private"])
        self.assertEqual(self.event.privacy, "private")

    def test_the_organisers_edit_in_odoo_reaches_the_own_copy(self):
        self.sets(BOB, "private")
        self.edit(self.event, privacy="public")
        self.settle(self.account, self.bobs)
        self.assertEqual(self.at_googles(), ["public", "private"])
        self.assertEqual(self.event.privacy, "private", "Bob's is stricter")
        self.edit(self.event, privacy="confidential")
        self.sync(self.bobs)
        self.settle(self.account, self.bobs)
        self.assertEqual(self.at_googles(), ["confidential", "private"])
        self.assertEqual(self.event.privacy, "confidential")

    def test_whoever_leaves_takes_the_secret_along(self):
        self.sets(BOB, "private")
        self.drop(self.google_id, BOB)
        self.sync(self.bobs)
        self.assertFalse(self.event.privacy)

    def test_two_guests_of_a_stranger(self):
        for order in ((ANNA, BOB), (BOB, ANNA)):
            for private in order:
                with self.subTest(first=order[0], private=private):
                    uid = f"{order[0]}{private}@else.org"
                    for email in order:
                        self.world.seed_raw(email, self.invitation(uid, email, private))
                        self.sync(self.account if email == ANNA else self.bobs)
                    row = self.env["gws.event.binding"].search([("ical_uid", "=", uid)])
                    self.assertEqual(len(row), 2)
                    self.assertEqual(row.event_id.privacy, "private")
                    for _round in range(2):
                        for account in (self.account, self.bobs):
                            self.sync(account)
                            self.assertEqual(self.writes(), 0)
                    self.assertEqual(row.event_id.privacy, "private")

    def invitation(self, uid, email, private):
        return {
            "id": uid.replace("@", "").replace(".", ""),
            "iCalUID": uid,
            "summary": "Invited",
            "organizer": {"email": "boss@else.org"},
            "attendees": [
                {"email": guest, "self": guest == email} for guest in (ANNA, BOB)
            ],
            **({"visibility": "private"} if email == private else {}),
            **timed(at(2, 9), at(2, 10)),
        }


@tagged("post_install", "-at_install")
class TestCalendarKinds(CalendarCase):
    def setUp(self):
        super().setUp()
        self.sync()

    def seed(self, **body):
        body = {**OWN, **timed(at(1, 10), at(1, 11)), **body}
        return self.world.seed_raw(ANNA, body)["id"]

    def test_out_of_office_and_focus_time_come_as_busy(self):
        words = {"outOfOffice": "Out of office", "focusTime": "Focus time"}
        for kind, title in words.items():
            for given in (None, "Nowruz"):
                with self.subTest(kind=kind, given=given):
                    body = {"summary": given} if given else {}
                    google_id = self.seed(
                        eventType=kind, transparency="transparent", **body
                    )
                    self.sync()
                    event = self.event_of(google_id)
                    self.assertEqual(event.name, given or title)
                    self.assertEqual(event.show_as, "busy")
                    self.sync()
                    self.assertEqual(self.writes(), 0)

    def test_an_edit_of_a_block_is_taken_back_and_kept(self):
        google_id = self.seed(eventType="outOfOffice", summary="Away")
        self.sync()
        before = self.world.event(ANNA, google_id)
        event = self.event_of(google_id)
        self.edit(event, name="Here after all", start=at(2, 9), stop=at(2, 10))
        for _round in range(3):
            self.sync()
            self.assertEqual(self.writes(), 0)
        self.assertEqual((event.name, event.start), ("Away", at(1, 10)))
        kept = {row.field: row.odoo_value for row in self.conflicts()}
        self.assertEqual(kept["title"], "Here after all")
        self.assertIn("when", kept)
        self.assertEqual(self.world.event(ANNA, google_id), before)
        self.edit(event, location="Somewhere")
        self.sync()
        self.assertFalse(event.location, "also the second time")
        self.change(google_id, summary="Still away")
        self.sync()
        self.assertEqual(event.name, "Still away")

    def test_a_block_deleted_in_odoo_stays_in_google(self):
        google_id = self.seed(eventType="focusTime", summary="Deep work")
        self.sync()
        self.remove(self.event_of(google_id))
        for _round in range(2):
            self.sync()
            self.assertEqual(self.writes(), 0)
        self.assertFalse(self.events_in_odoo())
        self.drop(google_id)
        self.sync()
        self.assertFalse(self.bindings())

    def test_what_is_no_appointment_stays_out_though_google_sends_it(self):
        """Should the listing's filter ever be ignored."""
        google_id = self.put(summary="Talk")
        self.sync()
        resource = self.world.event(ANNA, google_id)
        items = [
            {**resource, "id": f"kind{number}", "iCalUID": f"k{number}", "eventType": k}
            for number, k in enumerate(
                ("birthday", "workingLocation", "never heard of")
            )
        ]
        run = self.run_job()
        with self.acts() as env:
            calendar = env["gws.calendar"].browse(self.calendar.id)
            run.account = calendar.account_id
            env["gws.calendar.pull"]._apply_items(run, calendar, items)
        self.assertEqual(self.events_in_odoo().mapped("name"), ["Talk"])
        self.assertEqual(len(self.bindings()), 1)

    def test_private_events_of_somebody_elses_calendar_are_busy(self):
        for role in ("reader", "freeBusyReader", "writerWithoutPrivateAccess"):
            with self.subTest(role=role):
                team = self.other_calendar(f"Of {role}", access_role=role)
                google_id = self.world.seed_raw(
                    team.google_id,
                    {
                        "summary": "Secret",
                        "description": "Very",
                        "visibility": "private",
                        "organizer": {"email": "boss@else.org"},
                        **all_day(day(5), day(6)),
                    },
                )["id"]
                self.sync()
                event = self.event_of(google_id)
                self.assertEqual((event.name, event.privacy), ("Busy", "private"))
                self.assertNotIn("Very", event.description or "")
                self.edit(event, name="Mine")
                for _round in range(2):
                    self.sync()
                    self.assertEqual(self.writes(), 0)
                self.assertEqual(event.name, "Busy")
                self.assertFalse(self.bindings(state="quarantined"))


@tagged("post_install", "-at_install")
class TestCalendarBusyOnly(CalendarCase):
    def setUp(self):
        super().setUp()
        self.carla = self.guest("Carla", "carla@example.com")
        self.choose(True)

    def choose(self, busy_only):
        with self.acts(self.anna) as env:
            account = env["gws.account"].browse(self.account.id)
            account.calendar_busy_only = busy_only

    def put_secret(self, **body):
        guests = [
            {"email": ANNA, "responseStatus": "tentative"},
            {"email": "carla@example.com", "responseStatus": "accepted"},
        ]
        body = {"attendees": guests, "location": "Clinic", **body}
        google_id = self.put(summary="Dentist", description="Tooth", **body)
        self.mails()
        return google_id

    def assert_busy(self, event):
        self.assertEqual(event.name, "Busy")
        self.assertFalse(event.location)
        self.assertNotIn("Tooth", event.description or "")
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.assertFalse(event.with_user(self.anna).gws_other_guests)
        self.assertEqual(event.attendee_ids.state, "tentative")

    def test_only_the_time_and_the_own_answer_come(self):
        google_id = self.put_secret()
        before = self.world.event(ANNA, google_id)
        self.sync()
        self.assert_busy(self.event_of(google_id))
        for _round in range(2):
            self.sync()
            self.assertEqual(self.writes(), 0)
        self.assertEqual(self.world.event(ANNA, google_id), before)
        stored = str(self.binding(google_id).base)
        for word in ("Dentist", "Tooth", "Clinic", "carla"):
            self.assertNotIn(word, stored)

    def test_edits_in_google_move_the_time_and_nothing_else(self):
        google_id = self.put_secret()
        self.sync()
        event = self.event_of(google_id)
        self.change(
            google_id, summary="Surgery", location="", **timed(at(3, 9), at(3, 10))
        )
        self.sync()
        self.assert_busy(event)
        self.assertEqual(event.start, at(3, 9))

    def test_a_real_edit_goes_and_takes_no_blanks_along(self):
        google_id = self.put_secret()
        self.sync()
        before = self.world.event(ANNA, google_id)
        event = self.event_of(google_id)
        self.edit(event, start=at(3, 9), stop=at(3, 10))
        self.sync()
        after = self.world.event(ANNA, google_id)
        for key in ("summary", "description", "location", "attendees"):
            self.assertEqual(after[key], before[key], key)
        self.assertNotIn("visibility", after)
        self.assertIn(str(day(3)), after["start"]["dateTime"])
        self.assertEqual([to for _kind, to in self.mails()], ["carla@example.com"])
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_the_own_answer_goes_and_the_others_stay(self):
        google_id = self.put_secret()
        self.sync()
        event = self.event_of(google_id)
        with self.acts(self.anna) as env:
            env["calendar.attendee"].browse(event.attendee_ids.id).do_accept()
        self.sync()
        answers = {
            guest["email"]: guest["responseStatus"]
            for guest in self.world.event(ANNA, google_id)["attendees"]
        }
        self.assertEqual(answers, {ANNA: "accepted", "carla@example.com": "accepted"})

    def test_what_odoo_made_stays_whole(self):
        people = self.anna.partner_id + self.carla
        event = self.make(name="Ours", partner_ids=[(6, 0, people.ids)])
        self.sync()
        self.change(event.gws_binding_ids.google_id, location="Room 7")
        self.settle()
        self.assertEqual((event.name, event.location), ("Ours", "Room 7"))
        self.assertEqual(event.partner_ids, people)

    def test_switched_on_later_and_off_again(self):
        self.choose(False)
        google_id = self.put_secret()
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.name, "Dentist")
        self.choose(True)
        self.sync()
        self.assert_busy(event)
        self.assertEqual(self.writes(), 0)
        self.choose(False)
        self.sync()
        self.assertEqual((event.name, event.location), ("Dentist", "Clinic"))
        self.assertIn(self.carla, event.partner_ids)
        self.assertFalse(event.privacy)
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.mails(), [])
        self.assertFalse(self.conflicts())

    def test_what_nobody_can_read_tells_no_title_either(self):
        google_id = self.world.seed_raw(ANNA, {**OWN, "summary": "Dentist"})["id"]
        self.sync()
        row = self.binding(google_id)
        self.assertEqual(row.state, "quarantined")
        self.assertNotIn("Dentist", row.title)

    def test_a_colleague_who_sees_it_whole_keeps_it_whole(self):
        """Bob is a guest like Anna; he brings the meeting in as it is."""
        self.connect_bob()
        for order in ((ANNA, BOB), (BOB, ANNA)):
            with self.subTest(first=order[0]):
                uid = f"{order[0]}@else.org"
                for email in order:
                    self.world.seed_raw(email, self.invitation(uid, email))
                    self.sync(self.account if email == ANNA else self.bobs)
                row = self.env["gws.event.binding"].search([("ical_uid", "=", uid)])
                event = row.event_id
                self.assertEqual(len(event), 1)
                for _round in range(2):
                    for account in (self.account, self.bobs):
                        self.sync(account)
                        self.assertEqual(self.writes(), 0)
                self.assertEqual((event.name, event.location), ("Invited", "Here"))
                self.assertFalse(event.privacy)
                people = self.anna.partner_id + self.bob.partner_id
                self.assertLessEqual(people, event.partner_ids)
                # The organiser renames it: both calendars hear of it.
                for email in order:
                    changed = {**self.invitation(uid, email), "summary": "Renamed"}
                    self.world.seed_raw(email, changed)
                for _round in range(2):
                    for account in (self.account, self.bobs):
                        self.sync(account)
                        self.assertEqual(self.writes(), 0)
                self.assertEqual(event.name, "Renamed")
        self.assertFalse(self.conflicts())

    def invitation(self, uid, email):
        return {
            "id": uid.replace("@", "").replace(".", ""),
            "iCalUID": uid,
            "summary": "Invited",
            "location": "Here",
            "organizer": {"email": "boss@else.org"},
            "attendees": [
                {"email": guest, "self": guest == email, "responseStatus": "accepted"}
                for guest in (ANNA, BOB)
            ],
            **timed(at(2, 9), at(2, 10)),
        }

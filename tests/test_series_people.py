# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One series of two connected people is one series in Odoo."""

from odoo.tests import tagged

from .series_case import SeriesCase, berlin, span, weekly

ANNA, BOB = "anna@example.com", "bob@example.com"


@tagged("post_install", "-at_install")
class TestSeriesOfTwo(SeriesCase):
    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.sync()
        self.sync(self.bobs)

    def both(self, user=None, **values):
        people = (self.anna.partner_id | self.bob.partner_id).ids
        return self.make_series(user, partner_ids=[(6, 0, people)], **values)

    def invited(self, *lines, **body):
        return self.put_series(
            *(lines or [weekly(4)]),
            attendees=[
                {"email": ANNA, "responseStatus": "accepted"},
                {"email": BOB, "responseStatus": "needsAction"},
            ],
            **body,
        )

    def answers(self, google_id, email=BOB):
        return [
            next(a["responseStatus"] for a in r["attendees"] if a["email"] == email)
            for r in self.instances(google_id)
        ]

    def in_odoo(self, series, user):
        return [
            e.attendee_ids.filtered(lambda a: a.partner_id == user.partner_id).state
            for e in self.occurrences(series)
        ]

    def respond_in_google(self, google_id, answer):
        guests = self.world.event(BOB, google_id)
        guests = guests or next(
            r
            for r in self.instances(google_id.split("_")[0], BOB)
            if r["id"] == google_id
        )
        attendees = [
            {**a, "responseStatus": answer} if a["email"] == BOB else a
            for a in guests["attendees"]
        ]
        self.change(google_id, BOB, attendees=attendees)

    def respond(self, event, answer, which):
        with self.acts(self.bob) as env:
            env["calendar.event"].browse(event.id).change_attendee_status(answer, which)

    def test_made_in_google(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        self.assertEqual(len(self.events_in_odoo()), 4)
        self.assertEqual(self.events_in_odoo(), self.events_in_odoo(self.bob))
        series = self.series_of(google_id)
        self.assertEqual(self.series_of(google_id, self.bobs), series)

    def test_the_guest_syncs_first(self):
        google_id = self.invited()
        self.settle(self.bobs, self.account)
        self.assertEqual(len(self.events_in_odoo()), 4)
        self.assertEqual(
            self.series_of(google_id).calendar_event_ids.user_id, self.anna
        )

    def test_made_in_odoo(self):
        series = self.both()
        self.settle(self.account, self.bobs)
        self.assertEqual(len(self.world.events(ANNA)), 1)
        self.assertEqual(len(self.world.events(BOB)), 1)
        self.assertEqual(len(series.gws_binding_ids), 2)
        self.assertEqual(len(self.events_in_odoo()), 4)

    def test_the_guest_answers_all_in_odoo(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        series = self.series_of(google_id)
        self.respond(self.occurrences(series)[0], "accepted", "all_events")
        self.sync()
        self.assertEqual(self.writes(), 0, "the answer is Bob's to give")
        self.sync(self.bobs)
        self.assertEqual(self.writes(), 1)
        self.settle(self.account, self.bobs)
        self.assertEqual(self.answers(google_id), ["accepted"] * 4)

    def test_the_guest_answers_one_in_odoo(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        series = self.series_of(google_id)
        self.respond(self.occurrences(series)[2], "declined", "self_only")
        self.settle(self.bobs, self.account)
        self.assertEqual(self.answers(google_id).count("declined"), 1)
        self.assertEqual(self.in_odoo(series, self.bob).count("declined"), 1)

    def test_the_guest_answers_in_google(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        series = self.series_of(google_id)
        self.respond_in_google(google_id, "tentative")
        self.settle(self.account, self.bobs)
        self.assertEqual(self.in_odoo(series, self.bob), ["tentative"] * 4)
        one = self.instances(google_id, BOB)[1]["id"]
        self.respond_in_google(one, "declined")
        self.settle(self.bobs, self.account)
        self.assertEqual(
            self.in_odoo(series, self.bob),
            ["tentative", "declined", "tentative", "tentative"],
        )

    def test_the_organiser_moves_and_renames(self):
        series = self.both()
        self.settle(self.account, self.bobs)
        series = self.edit_all(series, start=berlin(1, 15), stop=berlin(1, 16))
        self.settle(self.account, self.bobs)
        self.edit(self.occurrences(series)[1], name="Special")
        self.settle(self.account, self.bobs)
        titles = [r["summary"] for r in self.instances(self.master(series)["id"], BOB)]
        self.assertEqual(titles.count("Special"), 1)
        self.assertEqual(len(self.events_in_odoo(self.bob)), 4)

    def test_the_organiser_changes_it_in_google(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        self.change(google_id, **span(0, 16))
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.settle(self.bobs, self.account)
        self.assertEqual(
            self.occurrences(self.series_of(google_id))[0].start, berlin(0, 16)
        )

    def test_the_organiser_deletes(self):
        series = self.both()
        self.settle(self.account, self.bobs)
        self.remove(self.occurrences(series)[1])
        self.settle(self.account, self.bobs)
        self.assertEqual(len(self.instances(self.master(series)["id"], BOB)), 3)
        with self.acts(self.anna) as env:
            event = env["calendar.event"].browse(self.occurrences(series)[0].id)
            event.action_mass_deletion("all_events")
        self.settle(self.account, self.bobs)
        self.assertFalse(self.world.events(BOB))
        self.assertFalse(self.bindings(self.bobs))

    def test_the_guest_leaves_in_google(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        self.drop(google_id, BOB)
        self.settle(self.bobs, self.account)
        self.assertEqual(
            self.in_odoo(self.series_of(google_id), self.bob), ["declined"] * 4
        )

    def test_the_guest_may_not_rename(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        self.edit_all(self.series_of(google_id), self.bob, name="Bob's word")
        self.settle(self.account, self.bobs)
        names = {r["summary"] for r in self.instances(google_id)}
        self.assertEqual(names, {"Bob's word"}, "carried by the organiser's account")

    def test_the_strictest_privacy_is_shown(self):
        google_id = self.invited()
        self.settle(self.account, self.bobs)
        series = self.series_of(google_id)
        self.change(google_id, BOB, visibility="private")
        self.sync(self.bobs)
        self.assertEqual(set(self.occurrences(series).mapped("privacy")), {"private"})
        for account in (self.account, self.bobs):
            self.sync(account)
            self.assertEqual(self.writes(), 0, "each keeps their own")
        self.change(google_id, BOB, visibility="default")
        self.sync(self.bobs)
        self.assertEqual(set(self.occurrences(series).mapped("privacy")), {False})
        self.settle(self.account, self.bobs)

    def test_this_and_following(self):
        series = self.both(count=6)
        self.settle(self.account, self.bobs)
        new = self.edit_following(self.occurrences(series)[3], name="New")
        self.settle(self.account, self.bobs)
        self.assertEqual(len(self.world.events(BOB)), 2)
        self.assertEqual(len(self.events_in_odoo(self.bob)), 6)
        self.assertEqual(len(new.gws_binding_ids), 2)

    def test_invited_to_one_occurrence_only(self):
        series = self.make_series()
        self.settle(self.account, self.bobs)
        second = self.occurrences(series)[1]
        self.edit(second, partner_ids=[(4, self.bob.partner_id.id)])
        self.settle(self.account, self.bobs)
        self.assertEqual(self.events_in_odoo(self.bob), second)
        with self.acts(self.bob) as env:
            env["calendar.event"].browse(second.id).change_attendee_status(
                "accepted", "self_only"
            )
        self.settle(self.bobs, self.account)
        found = self.instances(self.master(series)["id"])[1]["attendees"]
        answers = {a["email"]: a["responseStatus"] for a in found}
        self.assertEqual(answers[BOB], "accepted")

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Reset Account*: what colleagues in the same Odoo keep, and what they lose."""

from odoo.tests import tagged

from .reset_case import ANNA, BOB, CHIEF, ResetCase


@tagged("post_install", "-at_install")
class TestResetColleagues(ResetCase):
    """Bob works in the same Odoo, and mostly is connected, too."""

    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.sync()
        self.sync(self.bobs)

    def meet(self, organizer, guest):
        google_id = self.put(organizer, summary="Meeting", attendees=[{"email": guest}])
        self.sync()
        self.sync(self.bobs)
        self.mails()
        event = self.events_in_odoo().filtered(lambda e: e.name == "Meeting")
        self.assertEqual(len(event), 1)
        self.assertEqual(len(event.gws_binding_ids), 2)
        return google_id, event

    def test_a_meeting_that_bob_organises_stays_for_all(self):
        _google_id, event = self.meet(BOB, ANNA)
        seen = self.preview("both")
        self.assertEqual((seen["google_event_count"], seen["odoo_event_count"]), (0, 0))
        for next_sync in ("all", "new"):
            with self.subTest(next_sync=next_sync):
                self.reset("both", next_sync)
                self.assertEqual(self.writes(), 0)
                self.assertTrue(event.exists())
                self.assertIn(self.anna.partner_id, event.partner_ids)
                self.reconnect()
                self.sync(self.bobs)
                self.assertEqual(self.here(), ["Meeting"])
                self.assertEqual(self.here(self.bob), ["Meeting"])
                self.assertEqual(self.titles(), ["Meeting"])
                self.assertEqual(self.mails(), [])

    def test_a_meeting_of_a_stranger_with_bob_stays_in_odoo(self):
        self.put(CHIEF, summary="Chief's", attendees=[{"email": ANNA}, {"email": BOB}])
        self.sync()
        self.sync(self.bobs)
        self.reset("odoo")
        self.assertEqual(self.here(self.bob), ["Chief's"])
        self.reconnect()
        self.sync(self.bobs)
        self.assertEqual(self.here(), ["Chief's"])
        self.assertEqual(self.here(self.bob), ["Chief's"])

    def test_annas_meeting_goes_in_google_and_bob_does_not_decline(self):
        _google_id, event = self.meet(ANNA, BOB)
        self.reset("google")
        self.sync(self.bobs)
        self.assertEqual(self.titles(BOB), [])
        self.assertEqual(self.here(self.bob), ["Meeting"])
        answers = event.attendee_ids.filtered(
            lambda a: a.partner_id == self.bob.partner_id
        ).mapped("state")
        self.assertNotIn("declined", answers)
        self.reconnect()
        self.settle(self.account, self.bobs)
        self.assertEqual(self.titles(BOB), ["Meeting"])
        self.assertEqual(self.here(), ["Meeting"])

    def test_annas_meeting_goes_from_odoo_and_comes_back_once(self):
        self.meet(ANNA, BOB)
        self.reset("odoo")
        self.assertEqual(self.here(self.bob), [])
        self.sync(self.bobs)
        self.assertEqual(self.writes(), 0)
        self.reconnect()
        self.assertEqual(self.here(), ["Meeting"])
        self.bobs.calendar_ids._forget_cursor()
        self.settle(self.account, self.bobs)
        self.assertEqual(self.here(), ["Meeting"])
        self.assertEqual(self.here(self.bob), ["Meeting"])

    def test_annas_meeting_goes_on_both_sides_for_good(self):
        _google_id, event = self.meet(ANNA, BOB)
        self.reset("both")
        self.assertFalse(event.exists())
        self.assertEqual(self.titles(BOB), [])
        self.sync(self.bobs)
        self.reconnect()
        self.settle(self.account, self.bobs)
        self.assertEqual(self.here(), [])
        self.assertEqual(self.mails(), [])

    def test_a_calendar_that_bob_syncs_too_is_nobodys_to_delete(self):
        team = self.other_calendar()
        self.put(team.google_id, summary="Team's")
        self.world.share_calendar(team.google_id, BOB, "writer")
        self.sync()
        self.bobs.calendars_listed = False
        self.sync(self.bobs)
        theirs = self.bobs.calendar_ids.filtered(
            lambda c: c.google_id == team.google_id
        )
        theirs.with_user(self.bob).selected = True
        self.sync(self.bobs)
        self.reset("both")
        self.assertEqual(self.titles(team.google_id), ["Team's"])
        self.assertEqual(self.here(self.bob), ["Team's"])

    def test_a_calendar_of_somebody_else_is_not_emptied(self):
        shared = self.world.add_calendar(CHIEF, "Chief's calendar")
        self.world.share_calendar(shared, ANNA, "writer")
        self.put(shared, summary="Chief's")
        self.account.calendars_listed = False
        self.sync()
        calendar = self.account.calendar_ids.filtered(lambda c: c.google_id == shared)
        calendar.with_user(self.anna).write({"selected": True, "is_default": True})
        self.make(name="Anna's")
        self.sync()
        self.assertEqual(self.titles(shared), ["Anna's", "Chief's"])
        self.reset("google")
        self.assertEqual(self.titles(shared), ["Chief's"])

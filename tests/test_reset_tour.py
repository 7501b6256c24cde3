# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Reset Account* in a browser: by the user in the preferences, by an administrator."""

from odoo.tests import tagged

from .test_tours import ANNA, WEEK, BrowserCase, day_of_week, timed

DIALOG = ".modal .o_form_view"
POLICY = f"{DIALOG} [name=event_policy] .form-check-label"
NEXT = f"{DIALOG} [name=next_sync] .form-check-label"


class ResetBrowserCase(BrowserCase):
    """Anna's week is synced; one meeting in it has two guests."""

    def setUp(self):
        super().setUp()
        self.account = self.connect(self.anna, calendar_sync_from="2020-01-01")
        self.world.put_event(
            ANNA,
            {
                "summary": "Angebot besprechen",
                "attendees": [{"email": "zoe@example.org"}, {"email": "max@else.org"}],
                **timed(day_of_week(9), "10:00", "11:00"),
            },
        )
        with self.odoo(self.anna) as env:
            account = env["gws.account"].browse(self.account.id)
            account.action_sync_calendar()
        self.world.mails.clear()

    def opens_dialog(self, path, tab):
        person = self.person
        self.opens(path)
        person.clicks(".o_form_view .nav-link", tab)
        person.clicks("button[name=action_gws_reset]", "Reset Account")
        person.sees(DIALOG, "Existing Events")

    def state(self):
        """The account's; the page may still be asking for something."""
        with self.odoo() as env:
            return env["gws.account"].browse(self.account.id).state

    def count(self, name):
        return self.person.text(f"{DIALOG} [name={name}]").strip()


@tagged("post_install", "-at_install")
class TestResetInBrowser(ResetBrowserCase):
    def test_a_user_resets_their_account(self):
        person = self.person
        self.logs_in("anna")
        self.opens_dialog(f"/odoo/my-preferences/{self.anna.id}", "Calendar")

        # nothing goes anywhere unless it is chosen
        self.assertEqual(self.count("google_event_count"), "0")
        self.assertEqual(self.count("odoo_event_count"), "0")
        person.sees(".modal button", "Confirm")
        person.misses(f"{DIALOG} [name=confirmation] input")

        person.clicks(POLICY, "Delete from the current Google")
        number = str(len(WEEK) + 1)
        person.sees(f"{DIALOG} [name=google_event_count]", number)
        person.clicks(NEXT, "all existing")
        person.sees(f"{DIALOG} [name=preview]", "sent to Google anew")
        self.assertEqual(self.count("odoo_event_count"), "0")
        self.assertEqual(self.count("guest_count"), "0")
        person.clicks(f"{DIALOG} [name=tell_guests] input")
        person.sees(f"{DIALOG} [name=guest_count]", "2")
        person.clicks(f"{DIALOG} [name=tell_guests] input")
        person.sees(f"{DIALOG} [name=guest_count]", "0")
        person.misses(".modal button[name=action_confirm_typed]")
        person.picture("20_reset")

        person.types(f"{DIALOG} [name=confirmation] input", "anna@else.org")
        person.look("document.activeElement.blur()")
        person.misses(".modal button[name=action_confirm_typed]")
        person.types(f"{DIALOG} [name=confirmation] input", ANNA)
        person.look("document.activeElement.blur()")
        person.clicks(".modal button", "Delete and reset")
        person.misses(".modal")
        person.sees(".o_notification", "The reset is done")
        person.sees(".o_form_view")
        person.check()

        self.assertEqual(self.state(), "draft")
        self.assertEqual(self.world.events(ANNA), [])
        self.assertEqual(self.world.mails, [])
        for _day, _start, _end, title, _place in WEEK:
            self.assertTrue(self.in_odoo(title), title)


@tagged("post_install", "-at_install")
class TestResetUnderWayInBrowser(ResetBrowserCase):
    def test_an_administrator_sees_how_far_it_is(self):
        person = self.person
        self.logs_in("admin")
        self.opens_dialog(f"/odoo/users/{self.anna.id}", "Calendar")
        person.clicks(POLICY, "Delete from both")
        person.sees(f"{DIALOG} [name=odoo_event_count]", str(len(WEEK) + 1))
        person.types(f"{DIALOG} [name=confirmation] input", ANNA)
        person.look("document.activeElement.blur()")
        self.google.faults.rate_limit(
            "rateLimitExceeded", 429, 600, None, ("POST", "/batch/")
        )
        person.clicks(".modal button", "Delete and reset")
        person.misses(".modal")
        person.sees(".o_notification", "slow down")
        self.opens(f"/odoo/google-accounts/{self.account.id}")
        person.sees(".o_form_view .alert", f"0 of {len(WEEK) + 1}")
        person.misses("button[name=action_resume]")
        person.misses("button[name=action_reset]")
        person.picture("21_reset_under_way")
        person.check()
        self.assertEqual(self.state(), "paused")
        self.assertEqual(len(self.world.events(ANNA)), len(WEEK) + 1)
        self.assertEqual(self.in_odoo("Yoga"), 0)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of *Reset Account* share: a filled calendar and the wizard."""

from .calendar_case import CalendarCase

ANNA, BOB, CHIEF = "anna@example.com", "bob@example.com", "chief@else.org"
CANCELLED = "cancellation"


class ResetCase(CalendarCase):
    """Anna's calendar: one event from Google, one from Odoo, one she is invited to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", groups="base.group_user,base.group_system")

    def setUp(self):
        super().setUp()
        self.world.add_account(CHIEF, "Chief")
        self.carla = self.guest("Carla", "carla@else.org")

    def fill(self):
        """Titles begin with where an event was made."""
        self.put(summary="Google's", attendees=[{"email": "carla@else.org"}])
        self.put(CHIEF, summary="Invited", attendees=[{"email": ANNA}])
        self.make(
            name="Odoo's",
            partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)],
        )
        self.sync()
        self.assertEqual(self.here(), ["Google's", "Invited", "Odoo's"])
        self.assertEqual(self.titles(), ["Google's", "Invited", "Odoo's"])
        self.mails()

    def reset(self, policy, next_sync="all", user=None, account=None, **values):
        """A person confirms the wizard; what it answers. The log starts empty."""
        self.google.log.clear()
        with self.acts(user or self.anna) as env:
            wizard = env["gws.reset"].create(
                {
                    "account_id": (account or self.account).id,
                    "event_policy": policy,
                    "next_sync": next_sync,
                    **values,
                }
            )
            return wizard.action_confirm()

    def preview(self, policy, next_sync="all", user=None, **values):
        with self.acts(user or self.anna) as env:
            wizard = env["gws.reset"].create(
                {
                    "account_id": self.account.id,
                    "event_policy": policy,
                    "next_sync": next_sync,
                    **values,
                }
            )
            names = [n for n in wizard._fields if n.endswith("_count")] + ["preview"]
            return {name: wizard[name] for name in names}

    def reconnect(self):
        """Anna grants access again and presses the button."""
        self.assertEqual(self.account.state, "draft")
        self.connect_calendar(self.anna)
        self.sync()

    def here(self, user=None):
        """Titles in Odoo, once for each event."""
        return sorted(self.events_in_odoo(user).mapped("name"))

    def assert_reset(self):
        """Ready to connect again: nothing of the old connection is left."""
        account = self.account
        self.assertEqual(account.state, "draft")
        self.assertFalse(account.calendar_resetting)
        self.assertFalse(account.last_sync)
        self.assertFalse(any(account.calendar_ids.mapped("sync_token")))
        self.assertFalse(self.secret_of(account).refresh_token)
        self.assertFalse(self.bindings().filtered("reset"))
        self.assertEqual(self.google.log.count("POST", "/revoke"), 1)

    def mailing_requests(self):
        """How many calls since the log was emptied asked Google to mail guests."""
        calls = self.google.log.entries()
        return sum(call.query.get("sendUpdates") == ["all"] for call in calls)

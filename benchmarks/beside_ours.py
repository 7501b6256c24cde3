# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How this addon does the work of ``beside``."""

import beside
import measure


class Ours(beside.Side):
    def configure(self):
        measure.configure(self.env, self.google)

    def connect(self, login):
        return measure.connect(self.env, self.google, login).user_id

    def sync(self, user):
        answer = self.env["gws.calendar.sync"]._press(self._account(user), seconds=600)
        if answer["status"] != "ok":
            raise SystemExit(f"The sync did not end well: {answer}")

    def sync_all(self):
        self.env["gws.account"]._cron_sync_appointments()

    def deliver(self):
        self.env["gws.account"]._cron_deliver()

    def reset(self, user):
        account = self._account(user)
        choices = {"event_policy": "google", "next_sync": "all"}
        wizard = self.env["gws.reset"].create({"account_id": account.id, **choices})
        wizard.action_confirm()
        while account.calendar_resetting:
            self.deliver()

    def singles(self):
        account = self._account(self.anna)
        domain = [("account_id", "=", account.id), ("kind", "=", "single")]
        return self.env["gws.event.binding"].search(domain, order="id").event_id

    def series(self, google_id):
        return (
            self.env["gws.event.binding"]
            .search([("google_id", "=", google_id)])
            .recurrence_id
        )

    def _account(self, user):
        return self.env["gws.account"].search([("user_id", "=", user.id)])

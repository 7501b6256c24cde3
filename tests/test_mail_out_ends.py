# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail whose account ends, changes, or is not the one that sent it first."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import hooks
from .mail_out_case import ANNA, READ, SENDING, MailOutCase

CLARA = "clara@customer.example"


@tagged("post_install", "-at_install")
class TestMailOutEnds(MailOutCase):
    def _system_server(self):
        robot = self.make_user("robot", email="odoo@example.com")
        account = self.connect(robot, scopes=READ, calendar_enabled=False)
        self.env["ir.mail_server"].create(
            {
                "name": "Google",
                "smtp_authentication": "gws",
                "gws_account_id": account.id,
                "from_filter": "odoo@example.com",
                "sequence": 1,
            }
        )
        return account

    # -- an account that is no more ----------------------------------------------

    def test_an_account_takes_its_personal_server_along(self):
        server = self.server
        self.account.action_disconnect()
        self.account.unlink()
        self.assertFalse(server.exists())
        mail = self.mail()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(len(self.elsewhere), 1)

    def test_a_deleted_user_leaves_no_server_for_everybody(self):
        server = self.server
        self.other_server.sequence = 99
        self.account.action_disconnect()
        self.anna.unlink()
        self.assertFalse(server.exists())
        mail = self.mail(user=self.env.user, email_from="odoo@example.com")
        self.assertEqual(mail.state, "sent")

    def test_a_server_without_an_account_is_passed_over(self):
        robot = self._system_server()
        self.mail(user=self.env.user, email_from="odoo@example.com")
        self.assertEqual(len(self.receivers), 1)
        robot.action_disconnect()
        robot.unlink()
        self.env.invalidate_all()
        self.elsewhere.clear()
        mail = self.mail(user=self.env.user, email_from="odoo@example.com")
        self.assertEqual(mail.state, "sent", mail.failure_reason)
        self.assertEqual(len(self.elsewhere), 1)

    def test_without_the_addon_mail_takes_another_server(self):
        """What would stay is a server of Odoo's without a host: it fails each mail."""
        self._system_server()
        self.server.copy({"owner_user_id": False, "active": False})
        hooks.uninstall_hook(self.env)
        servers = self.env["ir.mail_server"].with_context(active_test=False)
        self.assertEqual(servers.search([]), self.other_server)

    # -- a mail in doubt ----------------------------------------------------------

    def test_a_mail_in_doubt_is_looked_for_where_it_was_sent(self):
        """Another account sends now; in its Sent the mail cannot be."""
        self._system_server()
        self.other_server.unlink()
        with self.unseen():
            mail = self.mail()
        self.assertWaits(mail, "gave no answer")
        self.account.send_via_gmail = False
        for _again in range(4):
            self.time_passes(minutes=6)
            self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.receivers, [CLARA])

    def test_a_mail_in_doubt_waits_for_an_account_that_cannot_be_asked(self):
        self._system_server()
        self.other_server.unlink()
        with self.unseen():
            mail = self.mail()
        self.account.send_via_gmail = False
        self.account.action_disconnect()
        for _again in range(4):
            self.time_passes(minutes=70)
            self.queue()
        self.assertWaits(mail, "gave no answer")
        self.assertAlmostEqual(self.minutes_until(mail), 60, delta=1)
        self.assertEqual(self.receivers, [CLARA])
        self.connect(self.anna, scopes=READ)
        self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.receivers, [CLARA])

    def test_a_mail_in_doubt_of_an_identity_that_was_put_aside_is_a_persons(self):
        with self.unseen():
            mail = self.mail()
        self._put_aside()
        self.queue()
        self.assertEqual(mail.state, "exception")
        self.assertIn("Look into Sent", mail.failure_reason)
        self.assertFalse(self.elsewhere)
        mail.action_retry()
        self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(len(self.elsewhere), 1)

    def _put_aside(self):
        self.account.action_disconnect()
        self.account.active = False
        self.time_passes(minutes=20)
        self.elsewhere.clear()

    def test_the_same_when_another_account_sends(self):
        robot = self._system_server()
        self.other_server.unlink()
        with self.unseen():
            mail = self.mail()
        self._put_aside()
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.queue()
        self.assertEqual(mail.state, "exception")
        self.assertIn("Look into Sent", mail.failure_reason)
        self.assertEqual(self.receivers, [CLARA])
        mail.action_retry()
        self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.rows()[-1].account_id, robot)

    def test_a_mail_in_doubt_of_a_deleted_account_is_a_persons(self):
        for delete in (self.account.unlink, self.anna.unlink):
            with self.subTest(delete.__self__._name), self.env.cr.savepoint() as here:
                with self.unseen():
                    message = self.post(self.clara)
                mail = self.mails_of(message)
                self.account.action_disconnect()
                delete()
                self.env.invalidate_all()
                self.queue()
                self.assertEqual(mail.state, "exception")
                self.assertIn("Look into Sent", mail.failure_reason)
                self.assertFalse(self.elsewhere, "it is out already")
                notice = message.notification_ids
                self.assertEqual(notice.notification_status, "exception")
                mail.action_retry()
                self.queue()
                self.assertEqual(mail.state, "sent")
                here.rollback()
                self.elsewhere.clear()

    # -- the limit of a day ---------------------------------------------------------

    def test_the_limit_of_a_project_lasts_as_long_as_google_says(self):
        self.account.send_fallback = "next"
        self.google.faults.rate_limit(
            reason="dailyLimitExceeded",
            status=403,
            times=99,
            retry_after=5 * 3600,
            match=("POST", SENDING),
        )
        mail = self.mail()
        self.assertWaits(mail)
        self.assertAlmostEqual(self.minutes_until(mail), 300, delta=3)
        self.queue()
        self.assertFalse(self.elsewhere, "nothing was withdrawn")
        self.google.faults.clear()
        self.time_passes(hours=5, minutes=2)
        self.queue()
        self.assertEqual(self.receivers, [CLARA])

    # -- aliases ------------------------------------------------------------------

    def test_an_alias_that_needs_no_confirmation(self):
        """Google tells the state of those only that were to be confirmed."""
        client = type(self.env["gws.client"]._gmail(self.account))
        rows = [
            {"sendAsEmail": ANNA},
            {"sendAsEmail": "team@example.com", "treatAsAlias": True},
            {"sendAsEmail": "new@example.com", "verificationStatus": "pending"},
            {
                "sendAsEmail": "odd@example.com",
                "verificationStatus": "verificationStatusUnspecified",
            },
        ]
        self.patch(client, "send_as", lambda _client: rows)
        self.account.action_refresh_send_addresses()
        self.assertEqual(self.server.from_filter, "anna@example.com,team@example.com")

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which way a mail takes: Gmail, the next server, or none for now."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from .mail_out_case import ANNA, READ, SEND, SENDING, MailOutCase

CLARA = "clara@customer.example"


@tagged("post_install", "-at_install")
class TestMailOutWays(MailOutCase):
    # -- the switch ---------------------------------------------------------------

    def test_the_switch_makes_a_personal_server_of_odoo(self):
        self.assertEqual(self.server.owner_user_id, self.anna)
        self.assertEqual(self.server.smtp_authentication, "gws")
        self.assertEqual(self.server.from_filter, ANNA)
        self.assertEqual(self.anna.outgoing_mail_server_id, self.server)
        self.assertEqual(self.anna.outgoing_mail_server_type, "gws")
        self.env["res.users"]._gc_personal_mail_servers()
        self.assertTrue(self.server.exists())

    def test_switched_off_mail_takes_the_other_server(self):
        self.account.send_via_gmail = False
        self.assertFalse(self.server.exists())
        self.post()
        self.assertFalse(self.receivers)
        self.assertEqual(len(self.elsewhere), 1)

    def test_only_an_administrator_switches(self):
        account = self.account.with_user(self.anna)
        with self.assertRaises(AccessError):
            account.send_via_gmail = False
        with self.assertRaises(AccessError):
            account.send_fallback = "next"
        for kind in ("gws", "default"):
            self.env["ir.config_parameter"].set_param(
                "base_setup.default_external_email_server", True
            )
            with self.assertRaises(UserError):
                self.env["res.users"].with_user(
                    self.anna
                ).action_setup_outgoing_mail_server(kind)
        self.assertTrue(self.server.exists())

    def test_the_users_form_has_the_switch(self):
        self.anna.write({"gws_send_via_gmail": False})
        self.assertFalse(self.server.exists())
        self.anna.write({"gws_send_via_gmail": True, "gws_send_fallback": "next"})
        self.assertEqual(self.account.send_fallback, "next")
        self.assertTrue(self.account.send_server_ids)

    def test_somebodys_own_server_is_not_thrown_away(self):
        bob = self.make_user("bob")
        own = self.env["ir.mail_server"].create(
            {
                "name": "Bob's",
                "smtp_host": "smtp.bob.example",
                "owner_user_id": bob.id,
                "from_filter": bob.email,
            }
        )
        account = self.connect(bob, scopes=READ)
        with self.assertRaises(UserError):
            account.send_via_gmail = True
        self.assertTrue(own.exists())

    def test_deleting_the_server_is_switching_off(self):
        self.server.unlink()
        self.assertFalse(self.account.send_via_gmail)

    def test_the_consent_asks_for_what_sending_needs(self):
        scopes = self.env["gws.client"]._wanted_scopes(self.account)
        self.assertLessEqual({*SEND, *READ}, set(scopes))
        self.account.send_via_gmail = False
        scopes = self.env["gws.client"]._wanted_scopes(self.account)
        self.assertFalse({*SEND, *READ} & set(scopes))

    # -- whose mail ---------------------------------------------------------------

    def test_mail_from_another_address_takes_another_server(self):
        self.mail(email_from='"Anna" <anna@elsewhere.example>')
        self.assertFalse(self.receivers)
        self.assertEqual(len(self.elsewhere), 1)

    def test_without_another_server_it_says_why_it_does_not_leave(self):
        self.other_server.active = False
        mail = self.mail(email_from='"Anna" <anna@elsewhere.example>')
        self.assertEqual(mail.state, "exception")
        self.assertEqual(mail.failure_type, "mail_from_invalid")
        self.assertIn("anna@elsewhere.example", mail.failure_reason)
        self.assertIn(ANNA, mail.failure_reason)
        self.assertFalse(self.receivers or self.elsewhere)
        self.assertEqual(self.requests_to("sendAs"), 1, "it might be a new alias")
        [notice] = self.post(email_from="anna@elsewhere.example").notification_ids
        self.assertEqual(notice.notification_status, "exception")
        self.assertEqual(notice.failure_type, "mail_from_invalid")
        with self.assertRaises(MailDeliveryException):
            self.mail(email_from="anna@elsewhere.example", send=False).send(
                raise_exception=True
            )
        self.world.add_alias(ANNA, "anna@elsewhere.example", verified=True)
        mail.mark_outgoing()
        mail.send()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(len(self.receivers), 1)

    def test_a_server_in_odoos_configuration_is_another_way(self):
        self.other_server.active = False
        with patch.dict(config.options, {"smtp_server": "relay.example.com"}):
            self.mail(email_from='"Anna" <anna@elsewhere.example>')
        self.assertEqual(len(self.elsewhere), 1)

    def test_somebody_else_does_not_send_as_anna(self):
        bob = self.make_user("bob")
        self.elsewhere.clear()
        self.mail(user=bob)
        self.assertFalse(self.receivers)
        self.assertEqual(len(self.elsewhere), 1)
        with self.assertRaises(ValidationError):
            self.mail(user=bob, mail_server_id=self.server.id)

    def test_what_a_job_writes_for_anna_leaves_as_annas(self):
        """Invoices that are sent in batches: a job writes, she is the author."""
        job = self.env.ref("base.user_root")
        bob = self.make_user("bob")
        self.elsewhere.clear()
        author = {"author_id": self.anna.partner_id.id}
        mail = self.mail(user=job, **author)
        self.assertEqual(mail.state, "sent")
        self.assertEqual(len(self.receivers), 1)
        self.mail(user=job)
        self.mail(user=job, message_type="email", **author)
        self.mail(user=bob, **author)
        self.env["ir.config_parameter"].set_param(
            "mail.disable_personal_mail_servers", True
        )
        self.mail(user=job, **author)
        self.assertEqual(len(self.receivers), 1)
        self.assertEqual(len(self.elsewhere), 4)

    def test_what_the_gateway_took_in_does_not_leave_signed_by_anna(self):
        """Anybody can write her address into a From."""
        self.mail(message_type="email")
        self.assertFalse(self.receivers)
        self.assertEqual(len(self.elsewhere), 1)

    def test_aliases_send_too(self):
        self.world.add_alias(ANNA, "sales@example.com", "Sales", verified=True)
        self.world.add_alias(ANNA, "new@example.com", verified=False)
        self.account.action_refresh_send_addresses()
        self.assertEqual(self.server.from_filter, "anna@example.com,sales@example.com")
        mail = self.mail(email_from='"Sales" <sales@example.com>')
        self.assertEqual(mail.state, "sent")
        [(_recipients, sent)] = self.departed
        self.assertEqual(sent["From"], "Sales <sales@example.com>")
        self.mail(email_from="new@example.com")
        self.assertEqual(len(self.receivers), 1, "that one is not confirmed yet")
        self.world.remove_alias(ANNA, "sales@example.com")
        self.account.action_refresh_send_addresses()
        self.assertEqual(self.server.from_filter, ANNA)

    def test_aliases_are_looked_up_once_a_day(self):
        self.daily()
        self.assertEqual(self.requests_to("sendAs"), 1)
        self.daily()
        self.assertEqual(self.requests_to("sendAs"), 1)
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), hours=25)
        self.account.send_address_ids.checked_at = yesterday
        self.world.add_alias(ANNA, "sales@example.com")
        self.daily()
        self.assertIn("sales@example.com", self.server.from_filter)

    def test_the_companys_own_sender_is_nobodys_alias(self):
        """Odoo's own mail must not leave through whoever caused it."""
        self.env["mail.alias.domain"].create(
            {"name": "example.com", "default_from": "odoo"}
        )
        self.world.add_alias(ANNA, "odoo@example.com")
        self.account.action_refresh_send_addresses()
        self.assertEqual(self.server.from_filter, ANNA)

    def test_the_screen_says_that_the_address_differs(self):
        self.assertFalse(self.account.send_problem)
        self.anna.email = "anna@elsewhere.example"
        self.assertIn("anna@elsewhere.example", self.account.send_problem)
        self.account.granted_scopes = ""
        self.assertIn("grant access", self.account.send_problem)

    # -- system mail -----------------------------------------------------------------

    def _system_server(self, **values):
        robot = self.make_user("robot", email="odoo@example.com")
        account = self.connect(robot, scopes=READ, calendar_enabled=False)
        server = self.env["ir.mail_server"].create(
            {
                "name": "Google",
                "smtp_authentication": "gws",
                "gws_account_id": account.id,
                "from_filter": "odoo@example.com",
                "sequence": 1,
                **values,
            }
        )
        return account, server

    def test_a_google_account_is_the_server_of_system_mail(self):
        self._system_server()
        mail = self.mail(user=self.env.user, email_from="odoo@example.com")
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.world.sent_mails[0].by, "odoo@example.com")

    def test_other_senders_go_out_in_the_servers_name(self):
        self._system_server()
        self.other_server.unlink()
        self.mail(
            user=self.env.user,
            email_from='"Bob Baker" <bob@elsewhere.example>',
            reply_to="bob@elsewhere.example",
        )
        [(_recipients, sent)] = self.departed
        self.assertIn("Bob Baker", sent["From"])
        self.assertIn("<odoo@example.com>", sent["From"])
        self.assertEqual(sent["Reply-To"], "bob@elsewhere.example")
        self.assertNotIn("X-Google-Original-From", sent)

    def test_a_wrong_sender_is_said_before_anything_is_sent(self):
        _account, server = self._system_server(from_filter=False)
        self.google.log.clear()
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            mail = self.mail(
                user=self.env.user,
                email_from="bob@elsewhere.example",
                mail_server_id=server.id,
            )
        self.assertEqual(mail.state, "exception")
        self.assertEqual(mail.failure_type, "mail_from_invalid")
        self.assertIn("bob@elsewhere.example", mail.failure_reason)
        self.assertIn("odoo@example.com", mail.failure_reason)
        self.assertEqual(self.requests_to(SENDING), 0)
        self.assertEqual(self.requests_to("sendAs"), 1, "it might be a new alias")

    def test_an_alias_nobody_heard_of_yet_is_found(self):
        account, server = self._system_server(from_filter=False)
        self.world.add_alias("odoo@example.com", "bob@elsewhere.example")
        mail = self.mail(
            user=self.env.user,
            email_from="bob@elsewhere.example",
            mail_server_id=server.id,
        )
        self.assertEqual(mail.state, "sent")
        self.assertIn("bob@elsewhere.example", account.send_address_ids.mapped("email"))

    def test_googles_list_of_addresses_is_not_for_us(self):
        self.account.action_refresh_send_addresses()
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), hours=25)
        self.account.send_address_ids.checked_at = yesterday
        self.google.faults.answer(
            403,
            "insufficientPermissions",
            "Insufficient Permission",
            times=9,
            match=("GET", "sendAs"),
        )
        self.assertEqual(self.mail().state, "sent")
        self.server.from_filter = "anna@example.com,sales@example.com"
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            mail = self.mail(email_from="sales@example.com")
        self.assertEqual(mail.failure_type, "mail_from_invalid")
        self.assertFalse(self.server.gws_resume_at)

    def test_a_server_needs_an_account(self):
        with self.assertRaises(UserError):
            self._system_server(gws_account_id=False)

    # -- a dead grant -----------------------------------------------------------------

    def _revoke(self, fallback):
        self.account.send_fallback = fallback
        self.world.tokens.revoke_account(ANNA)
        self.google.faults.expire_access_tokens(ANNA)

    def test_revoked_mail_waits_until_the_account_is_connected_again(self):
        self._revoke("wait")
        mail = self.mail()
        self.assertWaits(mail)
        self.assertEqual(self.account.state, "reconnect")
        self.assertEqual(mail.gws_account_id, self.account)
        self.assertEqual(len(self.account.activity_ids), 1)
        self.google.log.clear()
        self.time_passes(hours=1, minutes=1)
        self.mail(email_to="dora@customer.example")
        self.queue()
        self.assertEqual(self.google.log.count(), 0, "no call can succeed")
        self.assertEqual(len(self.account.activity_ids), 1, "told once")
        self.assertFalse(self.elsewhere)
        self.connect(self.anna, scopes=READ)
        self.assertFalse(mail.scheduled_date, "its turn is now")
        self.queue()
        self.assertEqual(sorted(self.receivers), [CLARA, "dora@customer.example"])

    def test_revoked_mail_takes_the_next_server(self):
        self._revoke("next")
        mail = self.mail()
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(self.account.state, "reconnect")
        self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(len(self.elsewhere), 1)
        self.mail(email_to="dora@customer.example")
        self.assertEqual(len(self.elsewhere), 2, "at once, from then on")
        self.assertFalse(self.receivers)

    def test_who_has_it_does_not_get_it_by_the_next_server_too(self):
        self.account.send_fallback = "next"
        people = self.clara | self.dora
        mail = self.mail(send=False, email_to=False, recipient_ids=[(6, 0, people.ids)])
        with self.before_send(2, lambda: self._revoke("next")):
            mail.send()
        self.assertEqual(self.receivers, [CLARA])
        self.queue()
        self.assertEqual(mail.state, "sent")
        [(_message, recipients)] = self.elsewhere
        self.assertEqual(recipients, ["dora@customer.example"])

    def test_a_mail_in_doubt_does_not_take_the_next_server(self):
        with self.unseen():
            mail = self.mail()
        self._revoke("next")
        self.account.action_disconnect()
        for _again in range(3):
            self.time_passes(hours=2)
            self.queue()
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(self.elsewhere, "it may be out already, and it is")
        self.connect(self.anna, scopes=READ)
        self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.receivers, [CLARA])

    def test_disconnected_archived_and_not_granted_are_the_same(self):
        for way in (
            lambda: self.account.action_disconnect(),
            lambda: setattr(self.account, "granted_scopes", "openid"),
            lambda: self.set_params(enabled=False),
        ):
            for fallback in ("wait", "next"):
                self.elsewhere.clear()
                self.connect(self.anna, scopes=READ)
                self.set_params(enabled=True)
                self.account.send_fallback = fallback
                way()
                mail = self.mail()
                if fallback == "next":
                    self.assertEqual(mail.state, "sent")
                    self.assertEqual(len(self.elsewhere), 1)
                else:
                    self.assertWaits(mail)
                    self.assertFalse(self.elsewhere)
                self.assertFalse(self.receivers)
                mail.unlink()

    def test_the_administrators_pause_holds_mail_until_it_is_lifted(self):
        self.account.send_fallback = "next"
        self.set_params(paused=True)
        mail = self.mail()
        self.assertWaits(mail, "paused")
        self.assertFalse(self.elsewhere)
        self.set_params(paused=False)
        self.daily()
        self.queue()
        self.assertEqual(self.receivers, [CLARA])

    def test_the_owners_pause_is_about_their_calendar(self):
        self.account.action_pause()
        self.mail()
        self.assertEqual(self.receivers, [CLARA])

    def test_a_copy_of_the_database_sends_nothing(self):
        self.account.send_fallback = "next"
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        mail = self.mail()
        self.assertWaits(mail, "copy")
        self.assertFalse(self.receivers)
        self.assertFalse(self.elsewhere)

    def test_a_template_that_asks_for_the_server(self):
        self.account.send_fallback = "next"
        self.account.action_disconnect()
        mail = self.mail(mail_server_id=self.server.id)
        self.assertEqual(mail.state, "sent")
        self.assertEqual(len(self.elsewhere), 1)

    def test_a_missing_switch_in_googles_console(self):
        self.google.faults.disable_api("gmail")
        mail = self.mail()
        self.assertWaits(mail, "not switched on")
        self.google.log.clear()
        self.mail(email_to="dora@customer.example")
        self.assertEqual(self.google.log.count(), 0)
        self.google.faults.enable_api("gmail")
        self.time_passes(hours=1, minutes=1)
        self.queue()
        self.assertEqual(len(self.receivers), 2)

    # -- the setup doctor ---------------------------------------------------------

    def _findings(self):
        found = self.env["gws.doctor"]._examine(self.account)
        return {(one.level, one.anchor): one.message for one in found}

    def test_the_doctor_looks_at_sending(self):
        found = self._findings()
        self.assertNotIn(("wrong", "send-mail-as"), found)
        self.assertIn("Gmail sends as anna@example.com.", found.values())
        self.world.add_alias(ANNA, "new@example.com", verified=False)
        self.assertIn("new@example.com", self._findings()["note", "send-mail-as"])
        self.anna.email = "anna@elsewhere.example"
        found = self._findings()["wrong", "send-mail-as"]
        self.assertIn("anna@elsewhere.example", found)

    def test_the_doctor_on_missing_permissions(self):
        self.account.granted_scopes = " ".join(SEND)
        self.assertIn("Sent", self._findings()["note", "missing-scope"])
        self.account.granted_scopes = "openid"
        self.assertIn("Not granted", self._findings()["wrong", "missing-scope"])
        self.account.send_via_gmail = False
        self.assertNotIn(("wrong", "missing-scope"), self._findings())

    def test_the_doctor_on_a_server_with_a_wrong_filter(self):
        self.server.from_filter = "sales@example.com"
        self.env["ir.mail_server"].create(
            {
                "name": "System",
                "smtp_authentication": "gws",
                "gws_account_id": self.account.id,
                "from_filter": "sales@example.com",
            }
        )
        self.assertIn("sales@example.com", self._findings()["wrong", "send-mail-as"])
        self.assertEqual(self.server.from_filter, ANNA, "its own is mended")

    # -- Test Connection ---------------------------------------------------------------

    def test_the_test_tells_the_truth(self):
        self.world.add_alias(ANNA, "sales@example.com")
        notice = self.server.test_smtp_connection()
        self.assertEqual(notice["params"]["type"], "success")
        self.assertIn("sales@example.com", notice["params"]["message"])
        self.assertFalse(self.world.sent_mails, "nothing is sent")
        self.server.from_filter = "anna@example.com,other@example.com"
        with self.assertRaisesRegex(UserError, "other@example.com"):
            self.server.test_smtp_connection()
        self.server.from_filter = "elsewhere.example"
        with self.assertRaisesRegex(UserError, "elsewhere.example"):
            self.server.test_smtp_connection()
        self.server.from_filter = "example.com"
        self.server.test_smtp_connection()

    def test_the_test_of_what_cannot_send(self):
        self.google.faults.disable_api("gmail")
        with self.assertRaisesRegex(UserError, "not switched on"):
            self.server.test_smtp_connection()
        self.google.faults.enable_api("gmail")
        self.world.mail_service(ANNA, False)
        with self.assertRaises(UserError):
            self.server.test_smtp_connection()
        self.world.mail_service(ANNA, True)
        self.account.granted_scopes = "openid"
        with self.assertRaisesRegex(UserError, "has not allowed"):
            self.server.test_smtp_connection()
        self.account.granted_scopes = " ".join(SEND)
        notice = self.server.test_smtp_connection()
        self.assertIn("reading was not allowed", notice["params"]["message"])
        self._revoke("wait")
        with self.assertRaisesRegex(UserError, "no longer accepts"):
            self.server.test_smtp_connection()

    def test_the_users_own_test_button(self):
        self.env["ir.config_parameter"].set_param(
            "base_setup.default_external_email_server", True
        )
        users = self.env["res.users"].with_user(self.anna)
        self.assertEqual(
            users.action_test_outgoing_mail_server()["params"]["type"], "success"
        )

    def test_the_size_limit_is_gmails(self):
        self.assertEqual(self.server._get_max_email_size(), 34.0)
        self.server.action_retrieve_max_email_size()
        self.assertEqual(self.server.max_email_size, 34.0)
        self.assertEqual(self.other_server._get_max_email_size(), 10)

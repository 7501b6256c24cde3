# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two users file the same mail at the same moment: real connections, real commits."""

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_calendar_real_cursors import RealCase

MAIL = "<at-once@home.example>"


@tagged("post_install", "-at_install")
class TestTwoImport(RealCase):
    def setUp(self):
        super().setUp()
        with self.committed() as env:
            clara = env["res.partner"].create(
                {"name": "Clara", "email": "gws_real_clara@home.example"}
            )
            self.clara_id = clara.id
            self.staged = {
                name: env["gws.message"]
                .create(
                    {
                        "account_id": self.ids[name],
                        "direction": "in",
                        "google_id": f"real-{name}",
                        "message_id": MAIL,
                        "subject": "At once",
                        "email_from": clara.email,
                        "partner_ids": [(4, clara.id)],
                    }
                )
                .id
                for name in self.ids
            }

    def remove_all(self):
        with self.committed() as env:
            env["gws.message"].browse(self.staged.values()).unlink()
            env["mail.message"].search([("message_id", "=", MAIL)]).unlink()
            env["res.partner"].browse(self.clara_id).unlink()
        return super().remove_all()

    def act(self, env, name):
        env["gws.message"].browse(self.staged[name]).action_import()

    def test_the_second_one_begins_anew_and_finds_it(self):
        with self.committed(self.user_ids["bob"]) as bob:
            # What Bob sees from here on is what was there at this moment.
            bob["gws.message"].browse(self.staged["bob"]).mapped("subject")
            with self.committed(self.user_ids["anna"]) as anna:
                self.act(anna, "anna")
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self.act(bob, "bob")
            # As Odoo does with a request whose transaction failed so.
            bob.cr.rollback()
            bob.invalidate_all()
            self.act(bob, "bob")
        with self.committed() as env:
            mails = env["mail.message"].search([("message_id", "=", MAIL)])
            self.assertEqual(len(mails), 1)
            for number in self.staged.values():
                self.assertEqual(
                    env["gws.message"].browse(number).mail_message_ids, mails
                )

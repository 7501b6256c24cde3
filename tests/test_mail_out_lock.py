# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two processes send for one account: real connections, which the other tests fake."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..services import gws_mail_send
from ..services.gws_mail_session import Postponed

SEEN = "google_workspace.test_of_two_senders"


@tagged("post_install", "-at_install")
class TestTwoSenders(TransactionCase):
    def setUp(self):
        super().setUp()
        # No such account: nobody else takes this lock.
        self.session = SimpleNamespace(account=SimpleNamespace(id=-7), mail=True)
        self.lock = (gws_mail_send.LOCK_SPACE, -7)
        self.other = db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(self._forget)

    def _forget(self):
        self.other.rollback()
        self.other.execute("DELETE FROM ir_config_parameter WHERE key = %s", [SEEN])
        self.other.commit()
        self.other.close()

    def _notes(self):
        return self.env["gws.mail.send"]._notes(self.session)

    def _is_locked(self):
        """Whether the lock is taken, asked by the other process."""
        if gws_mail_send._try_lock(self.other, self.lock):
            self.other.execute("SELECT pg_advisory_unlock(%s, %s)", self.lock)
            return False
        return True

    def _other_writes_and_ends(self, _seconds):
        self.other.execute(
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, 'yes')", [SEEN]
        )
        self.other.commit()
        self.other.execute("SELECT pg_advisory_unlock(%s, %s)", self.lock)

    def test_the_second_sees_what_the_first_wrote_while_it_waited(self):
        self.assertTrue(gws_mail_send._try_lock(self.other, self.lock))
        with patch.object(gws_mail_send.time, "sleep", self._other_writes_and_ends):
            with self._notes() as notes:
                notes.env.cr.execute(
                    "SELECT value FROM ir_config_parameter WHERE key = %s", [SEEN]
                )
                self.assertEqual(notes.env.cr.fetchall(), [("yes",)])

    def test_the_lock_is_let_go_of_whatever_happens(self):
        def breaks(notes):
            with mute_logger("odoo.sql_db"):
                notes.env.cr.execute("SELECT nothing FROM nowhere")

        def ends(_notes):
            raise KeyboardInterrupt

        for act in (breaks, ends, lambda notes: None):
            try:
                with self._notes() as notes:
                    self.assertTrue(self._is_locked())
                    act(notes)
            except (Exception, KeyboardInterrupt) as error:
                self.assertNotIsInstance(error, AssertionError)
            self.assertFalse(self._is_locked())

    def test_who_waits_too_long_comes_back_later(self):
        self.assertTrue(gws_mail_send._try_lock(self.other, self.lock))
        with patch.object(gws_mail_send, "LOCK_PATIENCE", 0.3):
            with self.assertRaises(Postponed) as caught, self._notes():
                self.fail("The lock is another's.")
        self.assertTrue(caught.exception.wait.everybody)
        self.other.execute("SELECT pg_advisory_unlock(%s, %s)", self.lock)

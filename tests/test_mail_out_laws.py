# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The law of outgoing mail, over the real stack: whatever breaks at whatever step, in
the end everybody has the mail, once."""

import random
from contextlib import ExitStack

from odoo import fields
from odoo.tests import tagged

from .mail_out_case import ANNA, READ, SENDING, Killed, MailOutCase

ROUNDS, MOST_ROUNDS = 6, 40
AT_SEND, AT_READ = ("POST", SENDING), ("GET", "/messages")


@tagged("post_install", "-at_install")
class TestMailOutLaws(MailOutCase):
    def test_everybody_gets_it_once(self):
        for seed in range(10):
            with self.subTest(seed=seed):
                self.chance = random.Random(seed)
                self.world.sent_mails.clear()
                self.env["mail.mail"].search([]).unlink()
                wanted = self._write(seed)
                for _round in range(ROUNDS):
                    self._a_round(self._trouble())
                self.google.faults.clear()
                self._come_back()
                for _round in range(MOST_ROUNDS):
                    if not self._waiting():
                        break
                    self._a_round(None)
                self.assertFalse(self._waiting().mapped("failure_reason"))
                self.assertEqual(sorted(self.receivers), sorted(wanted))
                self.assertFalse(self.elsewhere)

    def _write(self, seed):
        """Mails to one or several people; the addresses that are to get one."""
        wanted = []
        for number in range(4):
            names = [
                f"s{seed}m{number}p{n}@customer.example"
                for n in range(self.chance.randint(1, 5))
            ]
            partners = self.env["res.partner"].create(
                [{"name": name, "email": name} for name in names]
            )
            extra = f"s{seed}m{number}x@customer.example"
            self.mail(send=False, email_to=extra, recipient_ids=[(6, 0, partners.ids)])
            wanted += [*names, extra]
        return wanted

    def _waiting(self):
        self.env.invalidate_all()
        return self.env["mail.mail"].search([("state", "!=", "sent")])

    def _a_round(self, trouble):
        """One run of the queue; some run at a time when less mail may go out."""
        limit = self.chance.choice([2, 3, 30])
        self.env["ir.config_parameter"].set_param(
            "mail.server.personal.limit.minutes", limit
        )
        self.server.write({"owner_limit_time": False, "owner_limit_count": 0})
        with ExitStack() as stack:
            if trouble:
                number = self.chance.randint(1, 4)
                stack.enter_context(self.before_send(number, trouble))
            stack.enter_context(self.killed())
            # Not process_email_queue: that lets nothing through that kills.
            now = fields.Datetime.now()
            self._waiting().filtered(
                lambda mail: (
                    mail.state == "outgoing"
                    and (not mail.scheduled_date or mail.scheduled_date <= now)
                )
            ).send()
        self.env.invalidate_all()
        self.google.faults.clear()
        self._come_back()
        self.time_passes(False, minutes=self.chance.choice([1, 3, 12, 90]))

    def _come_back(self):
        if self.account.state == "reconnect":
            self.connect(self.anna, scopes=READ)

    def _trouble(self):
        """Something that happens while one of the mails is handed over."""
        faults, chance = self.google.faults, self.chance

        def dies():
            raise Killed

        return chance.choice(
            [
                lambda: faults.lose_answer(match=AT_SEND),
                lambda: faults.garble(match=AT_SEND),
                lambda: faults.truncate(match=AT_SEND),
                lambda: faults.drop_request(match=AT_SEND),
                lambda: faults.fail(503, times=3, match=AT_SEND),
                lambda: faults.rate_limit(status=429, times=20, match=AT_SEND),
                lambda: faults.lose_mail(keep="vanish"),
                lambda: faults.fail(500, times=20, match=AT_READ),
                lambda: self.world.stop_sending(ANNA, 1800),
                lambda: self._revoke(),
                dies,
                None,
            ]
        )

    def _revoke(self):
        self.world.tokens.revoke_account(ANNA)
        self.google.faults.expire_access_tokens(ANNA)

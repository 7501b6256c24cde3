# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing lost, nothing sent twice: every fault at every step, over HTTP."""

import base64
from functools import partial
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .fakes import gmail_query
from .mail_out_case import ANNA, SEND, SENDING, Killed, MailOutCase

CLARA = "clara@customer.example"
LOST = ("lose_answer", "truncate", "garble")


@tagged("post_install", "-at_install")
class TestMailOutFaults(MailOutCase):
    def assertOnce(self, mail, receivers=(CLARA,)):
        self.assertEqual(mail.state, "sent", mail.failure_reason)
        self.assertEqual(sorted(self.receivers), sorted(receivers))
        self.assertEqual(set(self.rows().mapped("state")), {"sent"})

    # -- a lost answer ----------------------------------------------------------

    def test_an_answer_lost_after_the_effect_is_settled_by_looking(self):
        for fault in LOST:
            with self.subTest(fault):
                self.world.sent_mails.clear()
                with self.unseen(fault):
                    mail = self.mail(subject=fault)
                self.assertWaits(mail, "gave no answer")
                self.assertEqual(self.receivers, [CLARA], "it is out all the same")
                self.time_passes(minutes=3)
                self.google.log.clear()
                self.queue()
                self.assertOnce(mail)
                self.assertEqual(self.requests_to(SENDING), 0)
                row = self.rows()[-1]
                self.assertTrue(row.rfc_message_id)
                self.assertEqual(row.google_id, self.world.sent(ANNA)[0]["id"])

    def test_what_is_in_sent_already_is_settled_at_once(self):
        for fault in LOST:
            with self.subTest(fault):
                self.world.sent_mails.clear()
                getattr(self.google.faults, fault)(match=("POST", SENDING))
                self.assertOnce(self.mail(subject=fault))
                self.assertFalse(self.server.gws_resume_at)

    def test_googles_search_lags_behind_its_folders(self):
        with self.unseen():
            mail = self.mail()
        nothing = patch.object(
            gmail_query, "parse", lambda text: lambda *_mail: not text
        )
        nothing.start()
        self.addCleanup(nothing.stop)
        self.time_passes(minutes=30)
        self.queue()
        self.assertOnce(mail)

    def test_a_server_error_may_hide_a_sent_mail_and_is_looked_into(self):
        self.google.faults.fail(503, times=9, match=("POST", SENDING))
        mail = self.mail()
        self.assertWaits(mail)
        self.assertEqual(self.requests_to(SENDING), 1, "never a second time unasked")
        self.google.faults.clear()
        self.time_passes(minutes=3)
        self.queue()
        self.assertWaits(mail, "gave no answer")
        self.assertFalse(self.receivers, "Gmail's listing may lag behind")
        self.time_passes(minutes=10)
        self.queue()
        self.assertOnce(mail)

    def test_a_cut_before_the_effect_is_sent_again_when_it_is_not_in_sent(self):
        self.google.faults.drop_request(match=("POST", SENDING))
        mail = self.mail()
        self.assertWaits(mail)
        for _again in range(4):
            self.time_passes(minutes=4)
            self.queue()
        self.assertOnce(mail)

    def test_only_the_mail_in_doubt_waits_for_the_listing(self):
        self.google.faults.drop_request(match=("POST", SENDING))
        first = self.mail()
        second = self.mail(email_to="dora@customer.example", send=False)
        self.queue()
        self.assertWaits(first)
        self.time_passes(minutes=3)
        self.queue()
        self.assertWaits(first, "gave no answer")
        self.assertEqual(second.state, "sent")
        self.assertEqual(self.receivers, ["dora@customer.example"])

    def test_a_mail_that_google_took_and_dropped_is_sent_again(self):
        self.google.faults.lose_mail(keep="vanish")
        mail = self.mail()
        self.assertWaits(mail, "gave no answer")
        for _again in range(4):
            self.time_passes(minutes=4)
            self.queue()
        self.assertOnce(mail)

    def test_the_looking_itself_may_fail(self):
        with self.unseen():
            mail = self.mail()
        self.google.faults.fail(500, times=9, match=("GET", "/messages"))
        self.time_passes(minutes=3)
        self.queue()
        self.assertWaits(mail)
        self.google.faults.clear()
        self.time_passes(minutes=30)
        self.queue()
        self.assertOnce(mail)

    def test_reading_the_message_id_may_fail(self):
        for fault in (*LOST, "drop_request", "fail"):
            with self.subTest(fault):
                self.world.sent_mails.clear()
                match = ("GET", "/messages/")
                getattr(self.google.faults, fault)(times=9, match=match)
                mail = self.mail()
                self.google.faults.clear()
                self.assertOnce(mail)
                self.queue()
                self.assertOnce(mail)

    def test_a_large_mail_whose_last_piece_has_no_answer(self):
        data = base64.b64encode(bytes(range(256)) * 4096 * 6)
        self.google.faults.lose_answer(times=1, match=("PUT", "/upload/"))
        mail = self.mail(attachment_ids=[(0, 0, {"name": "a.bin", "datas": data})])
        for _again in range(4):
            self.time_passes(minutes=4)
            self.queue()
        self.assertOnce(mail)

    # -- a killed process ---------------------------------------------------------

    def _kill(self, mail, when):
        """The process dies in the middle of the request; the database forgets all
        that was not committed."""
        client = type(self.env["gws.client"]._gmail(self.account))
        send = client.send

        def dies(this, raw, thread_id=None):
            if when == "after":
                send(this, raw, thread_id)
            raise Killed

        with patch.object(client, "send", dies), self.killed():
            mail.send()
        self.assertEqual(mail.state, "outgoing", "as if nothing had been")
        self.assertEqual(self.rows("trying").token, mail.gws_token, "committed")

    def test_killed_after_the_effect(self):
        mail = self.mail(send=False)
        self._kill(mail, "after")
        self.queue()
        self.assertOnce(mail)

    def test_killed_before_the_effect(self):
        mail = self.mail(send=False)
        self._kill(mail, "before")
        self.queue()
        self.assertWaits(mail, "gave no answer")
        for _again in range(4):
            self.time_passes(minutes=4)
            self.queue()
        self.assertOnce(mail)

    def test_rolled_back_after_it_was_sent(self):
        mail = self.mail(send=False)
        with self.killed():
            mail.send()
            raise Killed
        self.assertEqual(self.rows().state, "sent")
        self.assertEqual(mail.state, "outgoing")
        self.queue()
        self.assertOnce(mail)

    def test_killed_when_everybody_had_it_and_then_a_pause(self):
        message = self.post(self.clara, mail_auto_delete=False, force_send=False)
        mail = self.mails_of(message)
        with self.killed():
            mail.send()
            raise Killed
        self.set_params(paused=True)
        self.queue()
        self.assertOnce(mail)
        self.assertEqual(message.notification_ids.notification_status, "sent")

    # -- several recipients ---------------------------------------------------------

    def test_who_has_it_does_not_get_it_again(self):
        people = self.clara | self.dora | self.emil
        everybody = people.mapped("email")
        for fault, options in (
            ("drop_request", {}),
            ("fail", {"times": 9, "status": 500}),
            ("rate_limit", {"times": 99, "status": 429}),
        ):
            with self.subTest(fault):
                self.world.sent_mails.clear()
                mail = self.mail(
                    send=False, email_to=False, recipient_ids=[(6, 0, people.ids)]
                )
                breaks = partial(
                    getattr(self.google.faults, fault),
                    match=("POST", SENDING),
                    **options,
                )
                with self.before_send(2, breaks):
                    mail.send()
                self.google.faults.clear()
                self.assertEqual(mail.state, "outgoing")
                self.assertEqual(len(mail.recipient_ids), 2, "one is through")
                for _again in range(6):
                    self.time_passes(minutes=6)
                    self.queue()
                self.assertOnce(mail, everybody)

    def test_who_has_it_does_not_get_it_again_when_the_answer_was_lost(self):
        people = self.clara | self.dora | self.emil
        mail = self.mail(send=False, email_to=False, recipient_ids=[(6, 0, people.ids)])
        with self.before_send(2, partial(self.stop_answering, "lose_answer")):
            mail.send()
        self.google.faults.clear()
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(len(mail.recipient_ids), 2, "one is through")
        for _again in range(6):
            self.time_passes(minutes=6)
            self.queue()
        self.assertOnce(mail, people.mapped("email"))

    def test_who_is_sent_it_once_more_gets_it(self):
        message = self.post(self.clara)
        again = self.mail(
            send=False,
            mail_message_id=message.id,
            email_to=False,
            recipient_ids=[(6, 0, self.clara.ids)],
        )
        self.assertEqual(again.message_id, message.message_id)
        again.send()
        self.assertEqual(self.receivers, [CLARA, CLARA])

    def test_a_part_that_odoo_split_off_and_then_forgot(self):
        """Three a minute: the first three are a mail of their own, which ends with
        its process."""
        limit = "mail.server.personal.limit.minutes"
        self.env["ir.config_parameter"].set_param(limit, 3)
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "email": f"p{n}@customer.example"} for n in range(5)]
        )
        mail = self.mail(
            send=False, email_to=False, recipient_ids=[(6, 0, partners.ids)]
        )
        with self.killed():
            mail.send()
            raise Killed
        self.assertEqual(len(self.receivers), 3)
        self.assertEqual(mail.recipient_ids, partners)
        self.env["ir.config_parameter"].set_param(limit, 30)
        self.server.owner_limit_time = False
        self.queue()
        self.assertOnce(mail, partners.mapped("email"))

    def test_notifications_of_a_mail_that_waits(self):
        self.google.faults.rate_limit(status=429, times=99, match=("POST", SENDING))
        message = self.post(self.clara | self.dora)
        self.assertEqual(
            set(message.notification_ids.mapped("notification_status")), {"ready"}
        )
        self.google.faults.clear()
        self.time_passes(minutes=30)
        self.queue()
        self.assertEqual(
            set(message.notification_ids.mapped("notification_status")), {"sent"}
        )
        self.assertEqual(len(self.receivers), 2)

    # -- too much -----------------------------------------------------------------

    def test_the_limit_of_a_day_postpones_all_until_google_says(self):
        self.world.stop_sending(ANNA, 3 * 3600)
        mail = self.mail()
        self.assertWaits(mail, "Gmail takes no more mail")
        self.assertAlmostEqual(self.minutes_until(mail), 180, delta=3)
        self.google.log.clear()
        other = self.mail(email_to="dora@customer.example")
        self.assertWaits(other, "Gmail takes no more mail")
        self.assertEqual(self.google.log.count(), 0, "Google is not asked again")
        self.time_passes(hours=1)
        self.queue()
        self.assertFalse(self.receivers)
        self.time_passes(hours=2, minutes=5)
        self.queue()
        self.assertEqual(sorted(self.receivers), [CLARA, "dora@customer.example"])
        self.assertFalse(self.server.gws_resume_at)
        self.assertFalse(self.server.gws_attempts)

    def test_the_queue_is_woken_at_that_time(self):
        self.world.stop_sending(ANNA, 3600)
        mail = self.mail()
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)])
        self.assertIn(mail.scheduled_date, triggers.mapped("call_at"))

    def test_too_fast(self):
        for fault in (
            {"status": 429, "reason": "rateLimitExceeded"},
            {"status": 403, "reason": "userRateLimitExceeded"},
        ):
            with self.subTest(fault):
                self.world.sent_mails.clear()
                self.google.faults.rate_limit(
                    times=99, match=("POST", SENDING), **fault
                )
                mail = self.mail()
                self.assertWaits(mail)
                self.google.faults.clear()
                self.time_passes(minutes=30)
                self.queue()
                self.assertOnce(mail)

    def test_within_one_request_google_is_waited_for(self):
        self.google.faults.rate_limit(status=429, times=1, match=("POST", SENDING))
        self.assertOnce(self.mail())
        self.assertTrue(self.sleeps)

    # -- refused ------------------------------------------------------------------

    def test_a_refused_mail_fails_with_googles_words(self):
        self.google.faults.answer(
            400, "invalidArgument", "Invalid To header", match=("POST", SENDING)
        )
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            mail = self.mail()
        self.assertEqual(mail.state, "exception")
        self.assertIn("Invalid To header", mail.failure_reason)
        self.assertFalse(self.rows())
        mail.action_retry()
        self.queue()
        self.assertOnce(mail)

    def test_a_conversation_that_is_gone_does_not_stop_the_mail(self):
        self.mail()
        self.world.delete_mail(ANNA, self.world.sent(ANNA)[0]["id"])
        self.world.sent_mails.clear()
        first = self.env["mail.mail"].search([("state", "=", "sent")], limit=1)
        mail = self.mail(references=first.message_id)
        self.assertEqual(mail.state, "sent", mail.failure_reason)
        self.assertEqual(self.receivers, [CLARA])

    def test_without_the_right_to_read_a_person_looks(self):
        self.account.granted_scopes = " ".join(SEND)
        self.google.faults.lose_answer(match=("POST", SENDING))
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            mail = self.mail()
        self.assertEqual(mail.state, "exception")
        self.assertIn("Look into Sent", mail.failure_reason)
        self.queue()
        self.assertEqual(self.receivers, [CLARA], "nothing is sent unasked")
        mail.action_retry()
        self.queue()
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.receivers, [CLARA, CLARA], "the person wanted it so")

    def test_a_mail_without_a_queue_is_refused_in_words(self):
        servers = self.env["ir.mail_server"]
        self.world.stop_sending(ANNA, 3600)
        message = servers._build_email__(ANNA, [CLARA], "Hello", "Body")
        with self.assertRaisesRegex(Exception, "Gmail takes no more mail"):
            servers.send_email(message, mail_server_id=self.server.id)
        self.assertTrue(self.server.gws_resume_at)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever goes wrong between Gmail and Odoo, no mail is lost and none comes twice.

Every fault is met at every step, by a run that reads the history and by one that lists
everything.
"""

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..services.gws_mail_fetch import MAX_ATTEMPTS
from ..services.gws_runner import LOCK_SPACE
from .calendar_case import Killed
from .fakes import errors
from .mail_case import ANNA
from .mail_faults_case import BOMB, FAULTS, STEPS, MailFaultCase
from .test_calendar_faults import dying

# What cannot befall an answer without a body, as that of a change of labels.
OF_A_BODY = ("the answer is cut short", "the answer is broken JSON")


@tagged("post_install", "-at_install")
class TestMailFaults(MailFaultCase):
    def steps(self):
        """(step, whether everything is listed)."""
        for step in STEPS:
            if step not in ("list", "profile"):
                yield step, False
            if step in ("list", "profile", "batch"):
                yield step, True

    def test_a_fault_at_any_step(self):
        for step, listed in self.steps():
            for name, fault in FAULTS.items():
                with self.case(fault=name, step=step, listed=listed):
                    if listed:
                        self.forget_history()
                    fault(self.google.faults, STEPS[step], 1)
                    self.press()
                    self.check()

    def test_a_fault_that_stays_is_told_and_passes(self):
        for step, listed in self.steps():
            for name in FAULTS.keys() - {"401"}:
                if step in ("one mail", "new label"):
                    continue  # a batch, or a run, gets over these
                with self.case(fault=name, step=step):
                    if listed:
                        self.forget_history()
                    FAULTS[name](self.google.faults, STEPS[step], None)
                    answer = self.press()
                    if not self.staged(state="staged"):
                        self.assertEqual(answer["status"], "error", answer)
                    told = step == "modify" and name not in OF_A_BODY
                    if told or len(self.staged()) < 3:
                        self.assertIn("by itself", self.account.last_error or "")
                    self.google.faults.clear()
                    self.later(8 * 60)
                    self.trigger("cron_deliver")
                    self.assertEqual(len(self.staged()), 3, "nobody had to press")
                    self.check()

    def test_labels(self):
        self.world.put_label(ANNA, "New one")
        for path in ("/users/me/labels", "/settings/sendAs"):
            for name, fault in FAULTS.items():
                with self.case(fault=name, path=path):
                    self.world.delete_label(ANNA, "Odoo/Done")
                    fault(self.google.faults, (None, path), 1)
                    self.press("labels")
                    self.google.faults.clear()
                    self.sync("labels")
                    names = self.env["gws.label"].search([]).mapped("full_name")
                    self.assertEqual(names.count("New one"), 1)
                    self.assertIn("Odoo/Done", self.world.labels(ANNA))
                    self.check()

    def test_a_storm(self):
        for step in ("history", "batch", "modify"):
            self.google.faults.lose_answer(1, STEPS[step])
            self.google.faults.fail(500, 1, STEPS[step])
            self.google.faults.rate_limit(times=1, match=STEPS[step])
            self.google.faults.drop_request(1, STEPS[step])
        self.press()
        self.check()

    def test_no_more_at_once_than_gmail_takes(self):
        for number in range(12):
            self.mails[f"Mail {number}"] = self.put(subject=f"Mail {number}")
        self.world.gmail_at_once(in_batch=4)
        self.sync()
        self.check()

    def test_a_new_projects_quota(self):
        """6,000 units a minute are nearly 300 mails; the others come by themselves."""
        for number in range(297):
            self.mails[f"Mail {number}"] = self.put(subject=f"Mail {number}")
        self.account.mail_in_limit = 300
        self.world.gmail_quota("new")
        answer = self.press()
        self.assertEqual(answer["status"], "ok", answer)
        self.assertIn("in a minute", answer["message"])
        self.assertEqual(self.sleeps, [], "a minute's quota is not back in seconds")
        self.assertLess(295, len(self.staged()))
        self.assertLess(len(self.staged()), 300)
        # Some of them for the bomb and the label it needs, and at the limit.
        self.assertLessEqual(self.google.log.http_count, 10 + 2)
        self.trigger("cron_deliver")
        self.assertEqual(self.requests(), 0, "not before its time")
        self.later(1.1)
        self.trigger("cron_deliver")
        self.assertEqual(len(self.staged()), 300)
        self.later(2)
        self.check()

    def test_no_access(self):
        def no_mailbox():
            self.world.mail_service(ANNA, False)

        def no_scope():
            scopes = self.account.granted_scopes
            self.connect(self.anna, scopes=())
            self.account.granted_scopes = scopes  # Odoo believes that it has it

        cases = {
            "the API is off": lambda: self.google.faults.disable_api("gmail"),
            "there is no mailbox": no_mailbox,
            "the scope was not granted": no_scope,
            "a policy": lambda: self.google.faults.answer(
                403, "domainPolicy", "Not allowed", None, (None, "/gmail/v1|/batch")
            ),
            "a mail is forbidden": lambda: self.google.faults.answer(
                403, "forbidden", "Forbidden", None, STEPS["one mail"]
            ),
        }
        for name, act in cases.items():
            with self.case(why=name):
                act()
                answer = self.press()
                self.assertEqual(answer["status"], "error", answer)
                self.assertFalse(self.staged(), "nothing was set aside for that")
                self.google.faults.clear()
                self.world.mail_service(ANNA, True)
                self.connect_mail(self.anna)
                self.check()

    def test_a_grant_withdrawn_in_the_middle(self):
        for step in ("history", "batch", "modify"):
            with self.case(step=step):

                def revoke(entry, path=STEPS[step][1]):
                    if path in entry.path:
                        self.google.faults.revoke_tokens(ANNA)

                self.google.faults.before_each(revoke)
                self.assertEqual(self.press()["status"], "need_auth")
                self.assertEqual(self.account.state, "reconnect")
                self.google.faults.clear()
                self.assertEqual(self.press()["status"], "need_auth")
                self.trigger("cron_deliver")
                self.trigger("cron_sync_email_in")
                self.assertEqual(self.google.log.http_count, 0)
                self.connect_mail(self.anna)
                self.check()


@tagged("post_install", "-at_install")
class TestMailOneBad(MailFaultCase):
    """One mail is bad, or its labels are; the others do not wait for it."""

    def break_at(self, *names, status=500):
        bad = [self.mails[name] for name in names]

        def hook(entry):
            if any(entry.path.endswith(f"/messages/{one}") for one in bad):
                raise self.google_error(status)

        self.google.faults.before_each(hook)

    def google_error(self, status):
        if status >= 500:
            return errors.server_error(status)
        return errors.ApiError(status, "invalidArgument", "Invalid id", "global")

    def test_one_that_breaks_the_server_for_ever(self):
        for names in (["One"], ["One", "Two"], ["Two"]):
            with self.case(names=names):
                self.break_at(*names)
                self.press()
                others = {"One", "Two"} - set(names)
                staged = self.staged(state="staged")
                self.assertEqual(set(staged.mapped("subject")), others)
                for _try in range(MAX_ATTEMPTS - 1):
                    self.later(7 * 60)
                    self.run_job()
                self.assertEqual(len(self.staged(state="failed")), 1)
                self.later(7 * 60)
                self.run_job()
                failed = self.staged(state="failed") - self.staged(
                    google_id=self.mails["bomb"]
                )
                self.assertEqual(
                    set(failed.mapped("google_id")), {self.mails[n] for n in names}
                )
                self.assertTrue(all(failed.mapped("error")))
                self.settle()
                for name in names:
                    self.assertIn("Odoo/Failed", self.labels_of(self.mails[name]))

    def test_impatience_sets_nothing_aside(self):
        self.break_at("One")
        for _press in range(MAX_ATTEMPTS + 3):
            self.press()
        self.assertEqual(len(self.staged(state="failed")), 1)
        self.check()

    def test_one_that_google_refuses(self):
        self.break_at("One", status=400)
        self.sync()
        self.assertEqual(self.staged(state="staged").subject, "Two")
        self.settle()
        self.assertIn("Odoo/Failed", self.labels_of(self.mails["One"]))
        # The label, taken off and put on again, is another try.
        self.world.unlabel_mail(ANNA, self.mails["One"], "To Odoo")
        self.sync()
        self.world.label_mail(ANNA, self.mails["One"], "To Odoo")
        self.check()

    def test_one_whose_labels_google_refuses(self):
        self.google.faults.refuse_item(self.mails["One"])
        for _run in range(3):
            self.sync()
        self.assertEqual(self.requests(), 1)
        self.assertIn("Odoo/Done", self.labels_of(self.mails["Two"]))

    def test_one_whose_labels_break_the_server(self):
        self.google.faults.refuse_item(self.mails["One"], 500, "backendError", "Broken")
        self.press()
        self.later(10)
        self.mails["Three"] = self.put(subject="Three")
        self.press()
        self.assertIn("Odoo/Done", self.labels_of(self.mails["Two"]))
        for _try in range(MAX_ATTEMPTS):
            self.later(7 * 60)
            self.run_job()
        self.sync()
        self.assertEqual(self.requests(), 1, "it gave up")


@tagged("post_install", "-at_install")
class TestMailMeanwhile(MailFaultCase):
    """What people do in Gmail while a run is under way, or before it goes on."""

    def meanwhile(self, act, gone=()):
        for method in ("history.list", "messages.list", "getProfile"):
            with self.case(after=method):
                if method != "history.list":
                    self.forget_history()
                with self.under_way(method, act):
                    self.press()
                self.check(gone)

    def test_the_label_comes_off(self):
        for labels in (["To Odoo"], ["To Odoo", "INBOX"]):
            google_id = self.mails["One"]
            self.world.label_mail(ANNA, google_id, "INBOX")
            self.meanwhile(
                lambda ids=google_id, labels=labels: self.world.unlabel_mail(
                    ANNA, ids, *labels
                ),
                ["One"],
            )

    def test_it_is_deleted(self):
        self.meanwhile(lambda: self.world.delete_mail(ANNA, self.mails["One"]), ["One"])

    def test_it_goes_to_the_bin_and_back(self):
        self.meanwhile(lambda: self.world.trash_mail(ANNA, self.mails["One"]), ["One"])
        with self.under_way(
            "history.list", lambda: self.world.trash_mail(ANNA, self.mails["One"])
        ):
            self.press()
        self.check(["One"])
        self.world.untrash_mail(ANNA, self.mails["One"])
        self.check()

    def test_the_transfer_label_is_deleted(self):
        for method in ("history.list", "messages.list", "batch"):
            with self.case(after=method):
                if method == "messages.list":
                    self.forget_history()
                self.account.mail_remove_after_transfer = True
                with self.under_way(
                    method, lambda: self.world.delete_label(ANNA, "To Odoo")
                ):
                    self.press()
                answer = self.press()
                self.assertNotEqual(answer["status"], "ok")
                self.press("labels")
                self.assertFalse(self.account.mail_in_label_id)
                for message in self.staged(state="staged"):
                    self.assertIn("Odoo/Done", self.labels_of(message.google_id))
                # Chosen anew, whoever gives it to the same mails: each once.
                for google_id in self.mails.values():
                    self.world.label_mail(ANNA, google_id, "Other")
                self.account.mail_remove_after_transfer = False
                self.choose_labels("Odoo now", "Sent now")
                for google_id in self.mails.values():
                    self.world.label_mail(ANNA, google_id, "Odoo now")
                self.check()

    def test_the_transfer_label_is_renamed(self):
        self.world.rename_label(ANNA, "To Odoo", "Odoo/Inbox")
        self.check()
        self.sync("labels")
        self.assertEqual(self.account.mail_in_label_id.full_name, "Odoo/Inbox")

    def test_our_labels_are_deleted(self):
        for label in ("Odoo/Done", "Odoo/Failed"):
            with self.case(label=label):
                self.sync()
                self.world.delete_label(ANNA, label)
                self.mails["Three"] = self.put(subject="Three")
                self.mails["again"] = self.put(raw=BOMB)
                self.sync()
                self.sync()
                self.sync()
                self.assertEqual(self.requests(), 1)
                self.assertIn("Odoo/Done", self.labels_of(self.mails["Three"]))
                self.assertIn("Odoo/Failed", self.labels_of(self.mails["again"]))

    def test_the_history_is_too_old(self):
        self.world.age_history(ANNA)
        self.check()
        self.world.age_history(ANNA)
        self.mails["Three"] = self.put(subject="Three")
        self.check()

    def test_another_label_is_chosen(self):
        self.sync()
        self.mails["Three"] = self.put("Other", subject="Three")
        self.world.label_mail(ANNA, self.mails["One"], "Other")
        self.choose_labels("Other thing", "Sent thing")
        labels = self.env["gws.label"].search([("full_name", "=", "Other")])
        self.account.mail_in_label_id = labels
        self.check()

    def test_two_processes(self):
        with db_connect(self.env.cr.dbname).cursor() as cr:
            key = (LOCK_SPACE, self.account.id)
            cr.execute("SELECT pg_advisory_lock(%s, %s)", key)
            self.assertEqual(self.press()["status"], "running")
            self.trigger("cron_sync_email_in")
            self.trigger("cron_deliver")
            self.assertEqual(self.google.log.http_count, 0)
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", key)
        self.check()

    def test_out_of_time_at_every_look(self):
        for number in range(110):
            self.mails[f"Mail {number}"] = self.put(subject=f"Mail {number}")
        self.account.mail_in_limit = 200
        looks, running = 0, True
        while running:
            with self.case(looks=looks):
                running = self.press(looks=looks)["status"] == "running"
                self.assertEqual(self.account.mail_in_due, running)
                self.trigger("cron_deliver")
                self.assertEqual(len(self.staged()), 113)
                self.assertFalse(self.account.mail_in_due)
                self.check()
            looks += 1
        self.assertGreater(looks, 2, "nobody looked at the clock")


@tagged("post_install", "-at_install")
class TestMailKilled(MailFaultCase):
    """The process dies at every step there is; two later runs mend everything."""

    def die_everywhere(self, before=lambda: None, after=None):
        for where in ("before a commit", "after a commit", "after an answer"):
            step, died = 1, True
            while died:
                with self.case(where=where, step=step):
                    before()
                    died = False
                    with dying(self, step, where):
                        try:
                            self.press()
                        except Killed:
                            died = True
                    (after or self.check)()
                step += 1
            self.assertGreater(step, 3, "it died nowhere")

    def test_while_reading_the_history(self):
        self.die_everywhere()

    def test_while_listing(self):
        self.die_everywhere(self.forget_history)

    def test_with_the_label_off_and_into_the_bin(self):
        def before():
            self.account.mail_remove_after_transfer = True
            self.account.mail_trash_after_transfer = True

        def after():
            self.check()
            for name in ("One", "Two"):
                labels = self.labels_of(self.mails[name])
                self.assertIn("TRASH", labels)
                self.assertNotIn("To Odoo", labels)
            self.assertIn("To Odoo", self.labels_of(self.mails["bomb"]))
            self.assertNotIn("TRASH", self.labels_of(self.mails["bomb"]))

        self.die_everywhere(before, after)

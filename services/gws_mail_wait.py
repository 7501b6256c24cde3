# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail that cannot go out now: how long it waits, for whom, and who is told.

A mail that waits is *outgoing* in Odoo's queue, with the reason and the time of the
next try. Who got their part of it already comes out of it, so that the rest may go by
another server.
"""

import math
import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.mail import email_normalize_all

from ..gapi.errors import Forbidden, ReauthRequired, Transient
from ..mapping.mail_envelope import key
from ..sync import backoff
from .gws_mail_session import NotSent, Postponed, Wait

# Without an event that would wake them: somebody may have mended it.
LOOK_EVERY = timedelta(hours=1)
QUEUE = "mail.ir_cron_mail_scheduler_action"


class GwsMailWait(models.AbstractModel):
    _name = "gws.mail.wait"
    _description = "Google Workspace: mail that waits"

    # -- the batch ----------------------------------------------------------------

    @api.model
    def _send_mails(self, mails, session, send_one, auto_commit, told):
        """Send each of the mails by ``send_one(mail)``; those that cannot go wait.

        told  called with ids of mails that are through, or None
        """
        wait = self._obstacle(session.server)
        for mail in mails:
            if mail.state == "outgoing":
                wait = self._send_mail(mail, session, send_one, wait)
            if auto_commit is True:
                if told:
                    told(mail.ids)
                self.env.cr.commit()  # pylint: disable=invalid-commit
        if told:
            told(mails.ids)
        return True

    def _send_mail(self, mail, session, send_one, wait):
        """The Wait that the next mails of the batch have in common, or None."""
        if wait is None:
            session.mail = mail
            try:
                send_one(mail)
            except Postponed as postponed:
                wait = self._react(session.server, postponed.wait)
            else:
                self._well(session.server)
                return None
            finally:
                session.mail = self.env["mail.mail"]
        self._put_off(mail, wait.account or session.account, wait)
        return wait if wait.everybody else None

    @api.model
    def _stop(self, session, wait):
        """A mail of the queue waits; one without a queue is refused."""
        if session.mail:
            raise Postponed(wait)
        raise NotSent(self._react(session.server, wait).words)

    # -- why ------------------------------------------------------------------

    @api.model
    def _obstacle(self, server):
        """The Wait that keeps this server from sending anything now, or None."""
        words = self.env["gws.mail.words"]
        now = fields.Datetime.now()
        if paused := words._paused():
            return Wait(paused, now + LOOK_EVERY)
        if unusable := words._unusable(server):
            return Wait(unusable, now + LOOK_EVERY, connect=True)
        if server.gws_resume_at and server.gws_resume_at > now:
            reason = server.gws_wait_reason or words._busy()
            return Wait(reason, server.gws_resume_at)
        return None

    @api.model
    def _after(self, server, error):
        """The Wait that follows from an error of Google's; None: it is the mail's."""
        now = fields.Datetime.now()
        if isinstance(error, ReauthRequired):
            reason = server.gws_account_id._reconnect_words(error)
            return Wait(reason, now + LOOK_EVERY, connect=True, error=error)
        if isinstance(error, Forbidden) and error.kind == "daily_limit":
            pause = max(error.retry_after or 0, LOOK_EVERY.total_seconds())
            return self._later(server, error, pause)
        if isinstance(error, Forbidden):
            words = self.env["gws.mail.words"]._postponed(error, now + LOOK_EVERY)
            return Wait(words, now + LOOK_EVERY, connect=True, error=error)
        if isinstance(error, Transient):
            return self._later(server, error, error.retry_after)
        return None

    @api.model
    def _doubt(self, server, error):
        """The Wait of a mail that may be out."""
        pause = self._later(server, error, error and error.retry_after)
        words = self.env["gws.mail.words"]._looking()
        return Wait(words, pause.until, everybody=error is not None, error=error)

    @api.model
    def _busy(self):
        moment = fields.Datetime.now() + timedelta(minutes=1)
        return Wait(self.env["gws.mail.words"]._busy(), moment)

    def _later(self, server, error, retry_after):
        attempts = server.gws_attempts + 1
        delay = backoff.next_delay(attempts, retry_after, random.random())
        until = fields.Datetime.now() + timedelta(seconds=math.ceil(delay))
        words = self.env["gws.mail.words"]._postponed(error, until) if error else ""
        return Wait(words, until, error=error)

    # -- what follows ---------------------------------------------------------------

    @api.model
    def _react(self, server, wait):
        """Remember what holds for all mails of the server, tell who can mend it."""
        server, error = server.sudo(), wait.error
        account = server.gws_account_id
        if error is None:
            return wait
        if isinstance(error, ReauthRequired):
            account._mark_reconnect(error)
        elif isinstance(error, Forbidden) and error.kind == "client":
            account._notify_client_error(error)
        if not isinstance(error, ReauthRequired):
            if isinstance(error, Transient) and error.kind == "quota":
                self._tell(account, wait)
            server.write(
                {
                    "gws_attempts": server.gws_attempts + 1,
                    "gws_resume_at": wait.until,
                    "gws_refused": wait.connect,
                    "gws_wait_reason": self.env["gws.mail.words"]._postponed(
                        error, wait.until
                    ),
                }
            )
        return wait

    def _well(self, server):
        server = server.sudo()
        if server.gws_attempts or server.gws_resume_at:
            server.write(
                {
                    "gws_attempts": 0,
                    "gws_resume_at": False,
                    "gws_refused": False,
                    "gws_wait_reason": False,
                }
            )

    def _tell(self, account, wait):
        """The day's limit concerns the person who writes: once, on their screen."""
        account = account.with_context(lang=account.user_id.lang)
        account.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": account.env._("Gmail"),
                "message": wait.words,
            },
        )

    @api.model
    def _put_off(self, mail, account, wait):
        """Leave the mail in the queue, with the reason, until it is its turn again."""
        reached = self._reached(mail)
        gone = self._take_out(mail, reached) if reached else self.env["res.partner"]
        if not _has_recipients(mail):
            return self._close(mail, gone)
        elsewhere = wait.connect and account.send_fallback == "next"
        until = fields.Datetime.now() if elsewhere else wait.until
        mail.write(
            {
                "state": "outgoing",
                "failure_type": False,
                "failure_reason": wait.words,
                "scheduled_date": until,
                "gws_account_id": account.id,
            }
        )
        notices = (
            self.env["mail.notification"]
            .sudo()
            .search(
                [
                    ("notification_type", "=", "email"),
                    ("mail_mail_id", "=", mail.id),
                    ("notification_status", "not in", ("sent", "canceled")),
                ]
            )
        )
        through = notices.filtered(lambda notice: notice.res_partner_id in gone)
        through.write(_notice("sent"))
        (notices - through).write(_notice("ready"))
        self._wake(until)
        return None

    @api.model
    def _wake(self, moment=None):
        cron = self.env.ref(QUEUE, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(moment)

    @api.model
    def _reached(self, mail):
        """The addresses (keys) that got their part of this mail."""
        with self.env.registry.cursor() as cr:
            rows = api.Environment(cr, api.SUPERUSER_ID, {})["gws.mail.sending"]
            rows = rows._of_mail(mail.message_id, mail.sudo().gws_token)
            return rows.filtered(lambda row: row.state == "sent")._addresses()

    def _take_out(self, mail, reached):
        """Who is reached need not be reached again; returns the contacts."""
        gone = mail.recipient_ids.filtered(
            lambda partner: _all_in(partner.email, reached)
        )
        values = {"recipient_ids": [(3, partner.id) for partner in gone]}
        for name in ("email_to", "email_cc"):
            if _all_in(mail[name], reached):
                values[name] = False
        mail.write(values)
        return gone

    # -- other ways -----------------------------------------------------------------

    @api.model
    def _without_open_ends(self, mails):
        """Those of the mails that may go by a server that is not Gmail.

        A mail that may be out already waits until Gmail can be asked.
        """
        if not self.env["gws.mail.sending"].sudo().search_count([], limit=1):
            return mails
        kept = mails
        with self.env.registry.cursor() as cr:
            notes = api.Environment(cr, api.SUPERUSER_ID, {})["gws.mail.sending"]
            known = set(
                notes.search([("message_id", "in", mails.mapped("message_id"))]).mapped(
                    "message_id"
                )
            )
            for mail in mails.filtered(lambda mail: mail.message_id in known):
                rows = notes._of_mail(mail.message_id, mail.sudo().gws_token)
                open_ends = rows.filtered(lambda row: row.state != "sent")
                if open_ends:
                    kept -= mail
                    self._keep(mail, open_ends)
                elif rows:
                    gone = self._take_out(mail, rows._addresses())
                    if not _has_recipients(mail):
                        kept -= mail
                        self._close(mail, gone)
        return kept

    def _keep(self, mail, rows):
        """It waits until the account that tried can be asked. An identity that was put
        aside never can: then it is a person's."""
        account = self.env["gws.account"].sudo().browse(rows.account_id.ids)[:1]
        if not account.active:
            rows.state = "doubt"
            self._look_yourself(mail)
            return
        words = self.env["gws.mail.words"]._looking()
        self._put_off(mail, account, Wait(words, fields.Datetime.now() + LOOK_EVERY))

    def _look_yourself(self, mails):
        """These mails fail: only a person can say whether they are out."""
        failure = {
            "failure_type": "unknown",
            "failure_reason": self.env["gws.mail.words"]._look_yourself(),
        }
        mails.write({"state": "exception", "scheduled_date": False, **failure})
        for mail in mails:
            mail._postprocess_sent_message(
                success_pids=[], success_emails=[], **failure
            )

    def _close(self, mail, partners):
        """Everybody got it, only the queue did not know yet."""
        mail.write({"state": "sent", "failure_type": False, "failure_reason": False})
        mail._postprocess_sent_message(success_pids=partners, success_emails=[])

    @api.model
    def _leave_to_a_person(self, accounts):
        """Nobody can look any more whether these accounts' mails in doubt are out."""
        domain = [("account_id", "in", accounts.ids), ("state", "!=", "sent")]
        rows = self.env["gws.mail.sending"].sudo().search(domain)
        tokens = rows.filtered("token").mapped("token")
        domain = [("state", "=", "outgoing"), ("gws_token", "in", tokens)]
        self._look_yourself(self.env["mail.mail"].sudo().search(domain))

    @api.model
    def _forget_doubts(self, mails):
        """A person looked and wants these mails sent: what was in doubt is not out."""
        with self.env.registry.cursor() as cr:
            notes = api.Environment(cr, api.SUPERUSER_ID, {})["gws.mail.sending"]
            tokens = mails.sudo().mapped("gws_token")
            domain = [("token", "in", tokens), ("state", "=", "doubt")]
            notes.search(domain).unlink()


def _has_recipients(mail):
    return bool(mail.recipient_ids or mail.email_to or mail.email_cc)


def _all_in(emails, reached):
    found = [key(address) for address in email_normalize_all(emails or "")]
    return bool(found) and all(address in reached for address in found)


def _notice(status):
    return {
        "notification_status": status,
        "failure_type": False,
        "failure_reason": False,
    }

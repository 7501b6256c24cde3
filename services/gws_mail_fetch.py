# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was found comes into Odoo, oldest first, each mail once.

So many at a time as Gmail's quota and this computer's memory allow for. One mail that
Google cannot give keeps no other one waiting.
"""

import random
from datetime import timedelta

from odoo import api, fields, models

from ..gapi.errors import Gone, Rejected, Transient
from ..sync import backoff, mail_portion
from .gws_mail_find import BIN

# For one mail that breaks Google's server. With the waits between them that is a day:
# until then it may be the server.
MAX_ATTEMPTS = 12


class GwsMailFetch(models.AbstractModel):
    _name = "gws.mail.fetch"
    _description = "Gmail: into Odoo"

    @api.model
    def _fetch(self, run, client, what):
        """Fetch as many as a run takes; True when some of them must wait a while.

        What the account's number of mails at a time leaves over is for the next run.
        """
        account = run.account
        left = account[f"mail_{what}_limit"]
        portion = mail_portion.Portion(
            self.env["gws.client"]._param("gmail_units_per_minute")
        )
        tried, large, trouble = set(), None, None
        while left and portion.size:
            rows = self._waiting(run, what, tried, min(left, portion.size))
            if not rows:
                break
            if len(rows) > mail_portion.FEW and large is None:
                large = self._large(client, account[f"mail_{what}_label_id"].google_id)
            some = mail_portion.together(rows.mapped("google_id"), large or ())
            rows = rows[: len(some)]
            tried |= set(rows.ids)
            left -= len(rows)
            portion.took(len(rows))
            came, failed = self._fetch_some(run, client, rows, what)
            if run.stop_with:
                if not self._rests(run, run.stop_with):
                    raise run.stop_with
                run.stop_with = None
                break
            trouble = trouble or failed
            if failed and not came and len(rows) > 1:
                break  # that is the server
            run.check_time()
        if trouble:
            if not run.counts["created"]:
                run.error_kind = trouble.kind
            run.message = self.env["gws.runner"]._words(trouble)
        waiting = self.env["gws.mail.arrival"].search(
            [
                ("account_id", "=", account.id),
                ("direction", "=", what),
                ("state", "=", "waiting"),
            ]
        )
        run.waiting = len(waiting)
        if waiting and left and not portion.size:
            self._rests(run)
        return bool(run.resume_at) or self._wake(account, waiting)

    @api.model
    def _rests(self, run, error=None):
        """The minute's quota is used up: go on in a minute, on one's own.

        :param error: of Google's, when it says so; False when it says something else,
            or when this run has fetched nothing yet
        """
        if error and not (
            isinstance(error, Transient)
            and error.kind == "rate"
            and run.counts["created"]
        ):
            return False
        wait = max(61, getattr(error, "retry_after", None) or 0)
        run.resume_at = fields.Datetime.now() + timedelta(seconds=wait)
        run.account._trigger_delivery(run.resume_at)
        return True

    @api.model
    def _wake(self, account, rows):
        """Have the delivery job come when the first of these is to be tried again."""
        moments = [row.next_try for row in rows if row.next_try]
        if moments:
            account._trigger_delivery(min(moments))
        return bool(moments)

    def _waiting(self, run, what, tried, number):
        domain = [
            ("account_id", "=", run.account.id),
            ("direction", "=", what),
            ("state", "=", "waiting"),
            ("id", "not in", list(tried)),
        ]
        if not run.person:
            now = fields.Datetime.now()
            domain += ["|", ("next_try", "=", False), ("next_try", "<=", now)]
        return self.env["gws.mail.arrival"].search(domain, limit=number, order="id")

    def _large(self, client, label):
        """Ids of the mails that must not come together with others."""
        self.env["gws.runner"]._commit()
        return set(
            client.message_ids(
                [label], query=mail_portion.LARGE, spam_trash=label in BIN
            )
        )

    def _fetch_some(self, run, client, rows, what):
        """One batch: fetch, read, stage.

        :return: (how many were staged or set aside, an error of Google's server)
        """
        by_id = {row.google_id: row for row in rows}
        label = run.account[f"mail_{what}_label_id"].google_id
        self.env["gws.runner"]._commit()
        fetched, trouble, came = [], None, 0
        for google_id, result in list(client.raw(list(by_id), size=len(by_id))):
            row = by_id[google_id]
            if result.error is None:
                came += 1
                if self._is_here(label, result.value.label_ids):
                    fetched.append((row, result.value))
                else:
                    row.unlink()  # the person thought better of it
            elif isinstance(result.error, Transient) and result.error.kind == "server":
                trouble = result.error
                self._postpone(run, row, trouble)
            else:
                came += 1
                self._failed(run, row, result.error)
        # Ids need not tell a mail's age; Gmail's own time does.
        fetched.sort(key=lambda pair: pair[1].internal_date or 0)
        self.env["gws.mail.stage"]._stage(run, fetched)
        self.env["gws.runner"]._keep(run)
        self.env.invalidate_all()
        return came, trouble

    def _is_here(self, label, labels):
        return label in labels and (label in BIN or not BIN.intersection(labels))

    def _failed(self, run, row, error):
        """A mail that Google did not give."""
        if isinstance(error, Gone):
            row.unlink()  # deleted for good meanwhile
        elif isinstance(error, Rejected):
            words = self.env["gws.runner"]._words(error)
            self.env["gws.mail.stage"]._refuse(run, row, words)
        else:
            # What is forbidden, or too fast, is so for the whole mailbox.
            run.stop_with = run.stop_with or error

    def _postpone(self, run, row, error):
        """A mail at which Google's server breaks is tried again, at last set aside."""
        words = self.env["gws.runner"]._words(error)
        if self._is_over(row, error, words):
            self.env["gws.mail.stage"]._refuse(run, row, words)

    @api.model
    def _is_over(self, row, error, words=False):
        """Note one more attempt; True when it was the last one.

        A person who presses meanwhile makes no attempt of the count.
        """
        now = fields.Datetime.now()
        if row.next_try and row.next_try > now:
            return False
        if row.attempts >= MAX_ATTEMPTS:
            return True
        attempts = row.attempts + 1
        delay = backoff.next_delay(attempts, error.retry_after, random.random())
        row.write(
            {
                "attempts": attempts,
                "error": words,
                "next_try": now + timedelta(seconds=delay),
            }
        )
        return False

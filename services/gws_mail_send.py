# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sending: one mail to exactly its recipients, once, whatever happens on the way.

1. What was tried before and is not settled is looked for in Sent (``_settle``).
2. Who got the mail already is left out.
3. A row of ``gws.mail.sending`` is committed, then the mail is handed to Gmail.
4. The answer is written down; without one the row stays as it is, and the mail waits.

One mail of an account at a time, whatever the number of processes: Gmail refuses
more, and two would not see each other's rows.
"""

import time
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from odoo import api, fields, models

from ..gapi.errors import Gone, GoogleError, Rejected
from ..gapi.gmail import MOST_BYTES
from ..mapping.mail_envelope import as_bytes, key, readdress
from .gws_mail_session import NotSent, Wait
from .gws_mail_wait import LOOK_EVERY

MARKER = "X-Odoo-Gws"
LOCK_SPACE = 0x67777302  # "gws", 2
LOCK_PATIENCE = 20  # seconds: other mails of this account go first
# Gmail's listing may lag behind a mail that was sent. Somewhere it must have an end.
SETTLED_AFTER = timedelta(minutes=10)
LOOK_AGAIN = timedelta(minutes=2)
CHUNK = 50  # mails whose headers are read in one request
MISSED = 20  # Message-IDs that are read beside the mail's own
CLOCKS_DIFFER = timedelta(minutes=10)


class GwsMailSend(models.AbstractModel):
    _name = "gws.mail.send"
    _description = "Google Workspace: sending mail"

    @api.model
    def _send_message(self, session, message, recipients):
        """Send ``message`` to these addresses; changes its headers.

        Raises Postponed (a mail of the queue) or NotSent.
        """
        if wait := self.env["gws.mail.wait"]._obstacle(session.server):
            self._stop(session, wait)
        with self._notes(session) as notes:
            message_id = str(message["Message-Id"])
            token = session.mail.sudo().gws_token
            rows = notes._of_mail(message_id, token)
            for row in rows.filtered(lambda row: row.state != "sent"):
                self._settle(session, row)
            reached = rows.exists()._addresses()
            left = [address for address in recipients if key(address) not in reached]
            if not left:
                return
            row = notes.create(
                {
                    "account_id": session.account.id,
                    "token": token,
                    "message_id": message_id,
                    "recipients": "\n".join(dict.fromkeys(map(key, left))),
                }
            )
            raw, thread_id = self._compose(session, message, left, row)
            notes.env.cr.commit()  # pylint: disable=invalid-commit
            self._hand_over(session, row, raw, thread_id)

    @api.model
    def _compose(self, session, message, recipients, row):
        """(bytes, thread id or None): the mail as Gmail gets it."""
        readdress(message, recipients, session.before)
        thread_id = self.env["gws.mail.thread"]._thread(session, message, row)
        del message["Return-Path"]  # Gmail writes its own
        del message[MARKER]
        message[MARKER] = row.marker
        raw = as_bytes(message)
        if len(raw) > MOST_BYTES:
            raise NotSent(self.env["gws.mail.words"]._too_large(len(raw)))
        return raw, thread_id

    @api.model
    def _hand_over(self, session, row, raw, thread_id):
        """The request, and what its answer makes of the row."""
        try:
            sent = session.client.send(raw, thread_id)
        except (Gone, Rejected) as error:
            if thread_id and not error.outcome_unknown:
                # The conversation may be gone; the mail is no worse for that.
                return self._hand_over(session, row, raw, None)
            self._failed(session, row, error)
        except GoogleError as error:
            self._failed(session, row, error)
        else:
            self._write(
                row,
                state="sent",
                google_id=sent["id"],
                thread_id=sent.get("threadId") or False,
            )
            self._read_message_id(session, row)

    @api.model
    def _failed(self, session, row, error):
        """No good answer: is the mail out, or not?"""
        if error.outcome_unknown:
            if self._found_at_once(session, row, error):
                return
            wait = self.env["gws.mail.wait"]._doubt(session.server, error)
            self._in_doubt(session, row, wait)
        row.unlink()
        row.env.cr.commit()  # pylint: disable=invalid-commit
        self._refused(session, error)

    @api.model
    def _refused(self, session, error):
        """Google will not do this now (Postponed), or never (NotSent)."""
        if wait := self.env["gws.mail.wait"]._after(session.server, error):
            self._stop(session, wait)
        raise NotSent(self.env["gws.mail.words"]._refused(error)) from error

    @api.model
    def _stop(self, session, wait):
        """End the sending of this mail for now."""
        self.env["gws.mail.wait"]._stop(session, wait)

    # -- a lost answer --------------------------------------------------------

    @api.model
    def _may_look(self, account):
        """Whether the consent lets us see what is in Sent."""
        return account._is_granted("mail")

    @api.model
    def _found_at_once(self, session, row, error):
        """Whether a mail whose answer was lost stands in Sent already."""
        if not self._may_look(session.account) or error.kind == "timeout":
            return False  # who waited that long is told to come back
        try:
            found = self._look(session.client, row)
        except GoogleError:
            return False  # there will be a calmer moment
        if found:
            self._write(row, state="sent", **found)
        return bool(found)

    @api.model
    def _in_doubt(self, session, row, wait):
        """The mail may be out: wait and look, or ask a person who can."""
        if wait and self._may_look(session.account):
            self._stop(session, wait)
        self._write(row, state="doubt")
        raise NotSent(self.env["gws.mail.words"]._look_yourself())

    @api.model
    def _settle(self, session, row):
        """What became of an earlier try: the row is "sent" afterwards, or gone.

        Only in the Sent of the account that tried it can the mail be; it need not be
        the one that sends now.
        """
        account = session.account.browse(row.account_id.id)
        other = account != session.account
        if other and not account.active:
            self._in_doubt(session, row, None)  # its owner has another identity now
        if other and self.env["gws.mail.words"]._unusable_account(account):
            self._look_later(session, account, LOOK_EVERY)
        if not self._may_look(account):
            self._in_doubt(session, row, None)
        client = self.env["gws.client"]._gmail(account) if other else session.client
        try:
            found = self._look(client, row)
        except GoogleError as error:
            if other:
                self.env["gws.client"]._handle_error(account, error)
                self._look_later(session, account)
            self._refused(session, error)
        if found:
            self._write(row, state="sent", **found)
        elif row.tried_at > fields.Datetime.now() - SETTLED_AFTER:
            self._look_later(session, account)
        else:
            row.unlink()

    def _look_later(self, session, account, pause=LOOK_AGAIN):
        """Only this mail waits, until that account can be asked."""
        words = self.env["gws.mail.words"]._looking()
        until = fields.Datetime.now() + pause
        self._stop(session, Wait(words, until, everybody=False, account=account))

    @api.model
    def _look(self, client, row):
        """Values of the mail with this row's marker among what was sent since; {}."""
        seen = set()
        for ids in self._candidates(client, row):
            new = [message_id for message_id in ids if message_id not in seen]
            seen.update(new)
            if new and (found := self._among(client, row, new)):
                return found
        return {}

    @api.model
    def _candidates(self, client, row):
        """Yield lists of ids of what may be it. Google's search can lag behind its
        labels, and a label's newest mails need not come first: so both are asked."""
        if row.google_id:
            yield [row.google_id]
        yield client.messages(["SENT"], spam_trash=True).ids[:CHUNK]
        since = int((row.tried_at - CLOCKS_DIFFER).timestamp())
        found = client.message_ids(["SENT"], f"after:{since}", spam_trash=True)
        while some := list(islice(found, CHUNK)):
            yield some

    @api.model
    def _among(self, client, row, ids):
        for message_id, headers, message in self._headers(client, ids):
            if headers.get(MARKER.lower()) == row.marker:
                return {
                    "google_id": message_id,
                    "thread_id": message.get("threadId") or False,
                    "rfc_message_id": headers.get("message-id") or False,
                }
        return {}

    @api.model
    def _headers(self, client, ids):
        """Yield (id, {name in small letters: value}, Google's message)."""
        results = client.metadata(ids, [MARKER, "Message-ID"])
        for message_id, result in results.items():
            if isinstance(result.error, Gone):
                continue
            if result.error:
                raise result.error
            headers = (result.value.get("payload") or {}).get("headers") or []
            values = {
                (one.get("name") or "").lower(): (one.get("value") or "").strip()
                for one in headers
            }
            yield message_id, values, result.value

    @api.model
    def _read_message_id(self, session, row):
        """The Message-ID that Gmail gave the mail; whether the mail is there at all.

        Google may answer "sent" to a mail that it then drops. Such a mail is not in
        Sent: it waits and is looked for like one whose answer was lost.
        """
        if not self._may_look(session.account):
            return
        # With it those that could not be read when it was their turn.
        rows = row | row.search(
            [
                ("account_id", "=", session.account.id),
                ("state", "=", "sent"),
                ("google_id", "!=", False),
                ("rfc_message_id", "=", False),
                ("tried_at", ">", fields.Datetime.now() - timedelta(days=1)),
            ],
            limit=MISSED,
        )
        try:
            found = {
                google_id: headers.get("message-id") or False
                for google_id, headers, _message in self._headers(
                    session.client, rows.mapped("google_id")
                )
            }
        except GoogleError:
            return  # it is out; the next mail asks again
        for one in rows.filtered(lambda one: one.google_id in found):
            self._write(one, rfc_message_id=found[one.google_id])
        if row.google_id not in found:
            self._write(row, state="trying")
            wait = self.env["gws.mail.wait"]._doubt(session.server, None)
            self._in_doubt(session, row, wait)

    # -- the rows ---------------------------------------------------------------

    @api.model
    def _write(self, row, **values):
        row.write(values)
        row.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    @contextmanager
    def _notes(self, session):
        """``gws.mail.sending`` in a transaction of its own, this account's alone."""
        with self.env.registry.cursor() as cr:
            lock = (LOCK_SPACE, session.account.id)
            end = time.monotonic() + LOCK_PATIENCE
            while not _try_lock(cr, lock):
                if time.monotonic() > end:
                    self._stop(session, self.env["gws.mail.wait"]._busy())
                time.sleep(0.1)
            cr.rollback()  # what others committed while we waited is to be seen
            try:
                env = api.Environment(cr, api.SUPERUSER_ID, {})
                yield env["gws.mail.sending"]
            except BaseException:
                # What is not committed is not so; nor would an aborted transaction
                # let go of the lock.
                cr.rollback()
                raise
            finally:
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _try_lock(cr, lock):
    cr.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
    return cr.fetchone()[0]

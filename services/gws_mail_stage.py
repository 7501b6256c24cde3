# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A raw mail becomes a staged message: read, matched, its files kept."""

import logging
from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import formataddr, plaintext2html

from ..mapping import mail

_logger = logging.getLogger(__name__)

LONGEST_ID = (
    500  # of a Message-ID; indexes of the database take no more than 2,700 bytes
)


class GwsMailStage(models.AbstractModel):
    _name = "gws.mail.stage"
    _description = "Gmail: staging"

    @api.model
    def _stage(self, run, fetched):
        """Stage fetched mails: [(arrival, `gapi.gmail.RawMessage`)], which are used up.

        Many at once; when that fails one by one, and what cannot be taken in is set
        aside with the reason.
        """
        mails = []
        while fetched:
            if one := self._read(run, *fetched.pop(0)):
                mails.append(one)
        mails = self._wanted(run, mails)
        try:
            with self.env.cr.savepoint():
                self._take(run, mails)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            for one in mails:
                self._take_alone(run, one)

    def _read(self, run, row, value):
        """(arrival, Mail, RawMessage), or None for a mail that cannot be read."""
        try:
            message = mail.read(value.raw)
        except mail.Unreadable as error:
            self._refuse(run, row, self._unreadable_words(error), value.thread_id)
            return None
        return row, message, value._replace(raw=b"")

    def _wanted(self, run, mails):
        """Without those that are to be left out, or are here under another id."""
        excluded = self.env["gws.mail.people"]._excluded(
            run.account, [message for _row, message, _value in mails]
        )
        seen = self._known_ids(run.account, mails)
        wanted = []
        for (row, message, value), is_excluded in zip(mails, excluded, strict=True):
            if is_excluded:
                run.note(f"{row.google_id}: left out")
                run.left_out += 1
                row.write({"state": "left", "labelled": True, "error": False})
                continue
            if message.message_id and self._id(message) in seen:
                run.note(f"{row.google_id}: is here already")
                row.write(self._taken(message))
                continue
            seen.add(self._id(message))
            wanted.append((row, message, value))
        return wanted

    def _known_ids(self, account, mails):
        """Message-IDs, of these mails, that were staged before."""
        ids = [self._id(message) for _r, message, _v in mails if message.message_id]
        rows = self.env["gws.mail.arrival"].search(
            [
                ("account_id", "=", account.id),
                ("message_id", "in", ids),
                ("state", "=", "staged"),
            ]
        )
        return set(rows.mapped("message_id"))

    def _id(self, message):
        return message.message_id[:LONGEST_ID] or False

    def _taken(self, message):
        """Values of the row of a mail that is in Odoo."""
        return {
            "state": "staged",
            "message_id": self._id(message),
            "error": False,
            "attempts": 0,
            "next_try": False,
        }

    def _take_alone(self, run, one):
        row, _message, value = one
        try:
            with self.env.cr.savepoint():
                self._take(run, [one])
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            _logger.exception("A Gmail message could not be staged")
            words = self.env._(
                "Odoo could not take this mail in (%(error)s).",
                error=type(error).__name__,
            )
            self._refuse(run, row, words, value.thread_id)

    def _take(self, run, mails):
        """Make the staged messages, with their files."""
        people = self.env["gws.mail.people"]
        others = people._others(run.account, [message for _r, message, _v in mails])
        matched = people._match(
            run.account, {address for some in others for address, _name in some}
        )
        staged = self.env["gws.message"].create(
            [
                self._values(row, message, value, some, matched)
                for (row, message, value), some in zip(mails, others, strict=True)
            ]
        )
        files = self._keep_files(staged, mails)
        for (row, message, _value), one in zip(mails, staged, strict=True):
            one.body = self._body(message, files[one])
            row.write(self._taken(message))
        self.env.flush_all()
        run.count("created", len(staged))

    def _values(self, row, message, value, others, matched):
        known = [matched[a].id for a, _n in others if len(matched.get(a, ())) == 1]
        open_ones = [a for a, _n in others if len(matched.get(a, ())) != 1]
        return {
            "account_id": row.account_id.id,
            "direction": row.direction,
            "google_id": row.google_id,
            "thread_id": value.thread_id,
            "message_id": self._id(message),
            "in_reply_to": " ".join(message.in_reply_to) or False,
            "references": " ".join(message.references) or False,
            "subject": message.subject,
            "email_from": self._said([message.sender] if message.sender else []),
            "email_to": self._said(message.to),
            "email_cc": self._said(message.cc),
            "reply_to": self._said(message.reply_to),
            "date": self._date(message, value.internal_date),
            "partner_ids": [fields.Command.set(list(dict.fromkeys(known)))],
            "unknown": ", ".join(open_ones) or False,
            "auto": message.auto or False,
            "note": self._problem_words(message.problems),
        }

    def _said(self, people):
        """People as a header shows them."""
        return (
            ", ".join(
                formataddr((one.name, one.address)) if one.address else one.name
                for one in people
            )
            or False
        )

    def _date(self, message, internal_date):
        """When it was sent, UTC; Gmail's own time of arrival when it does not say."""
        if message.date:
            return message.date.replace(tzinfo=None)
        if internal_date:
            seconds = int(internal_date) // 1000
            return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
        return fields.Datetime.now()

    # -- files and text -----------------------------------------------------

    def _keep_files(self, staged, mails):
        """Attachments as files of the staged messages.

        :return: {message: {content id: file's id}}, for pictures shown in a text
        """
        pairs = [
            (one, file)
            for one, (_row, message, _value) in zip(staged, mails, strict=True)
            for file in message.attachments
        ]
        # What a browser would run as a page of Odoo's is kept as plain text.
        kept = (
            self.env["ir.attachment"]
            .with_context(attachments_mime_plainxml=True, image_no_postprocess=True)
            .create(
                [
                    {
                        "name": file.name,
                        "raw": file.content,
                        "mimetype": file.mimetype,
                        "res_model": "gws.message",
                        "res_id": one.id,
                    }
                    for one, file in pairs
                ]
            )
        )
        shown = {one: {} for one in staged}
        ids = {one: [] for one in staged}
        for (one, file), row in zip(pairs, kept, strict=True):
            ids[one].append(row.id)
            if file.cid:
                shown[one][file.cid.strip("<>")] = row.id
        for one, numbers in ids.items():
            if numbers:
                one.attachment_ids = [fields.Command.set(numbers)]
        return shown

    def _body(self, message, shown):
        """Safe HTML: scripts and forms are gone, pictures of the mail are linked."""
        text = message.html or plaintext2html(message.text or "")
        return self.env["gws.mail.body"]._clean(text, shown)

    # -- what goes wrong ------------------------------------------------------

    @api.model
    def _refuse(self, run, row, words, thread_id=None):
        """Set a mail aside, visible to its owner, with the reason."""
        row.write(
            {
                "state": "refused",
                "labelled": False,
                "error": words,
                "attempts": 0,
                "next_try": False,
            }
        )
        self.env["gws.message"].create(
            {
                "account_id": row.account_id.id,
                "direction": row.direction,
                "google_id": row.google_id,
                "thread_id": thread_id,
                "subject": self.env._("(a mail that could not be read)"),
                "state": "failed",
                "error": words,
                "date": fields.Datetime.now(),
            }
        )
        run.count("quarantined")
        run.note(f"{row.google_id}: set aside, {words}")

    def _unreadable_words(self, error):
        words = {
            "no_mail": self.env._("This is no mail: it has no header."),
            "parts": self.env._("It has too many parts to be a real mail."),
            "depth": self.env._("Its parts are nested too deep to be a real mail."),
            "header": self.env._("Its header is too long to be a real mail."),
        }
        return words.get(error.code) or str(error)

    def _problem_words(self, problems):
        """What had to be mended, for the owner to look twice; False for nothing."""
        words = {
            "structure": self.env._("its parts did not end as they should"),
            "encoding": self.env._("a part was not encoded as it says"),
            "charset": self.env._("a text was not in the script it says"),
            "people": self.env._("an address was not well formed"),
            "date": self.env._("its date was impossible"),
            "doubles": self.env._("a header was there twice"),
        }
        said = [words.get(problem, problem) for problem in problems]
        if not said:
            return False
        return self.env._(
            "This mail had faults that were mended: %(what)s.",
            what=self.env["gws.words"]._list(said),
        )

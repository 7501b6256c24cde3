# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Acting on mail like a person in Gmail, and on what is around it.

Mixed into ``World``. The same history, threads and notifications as through the API,
without HTTP, OAuth and quotas. ``email`` is the account's address; a label is named by
its id or its name. Settings of the fake are in ``gmail_rules.py``.
"""

from . import (
    gmail_compose,
    gmail_delivery,
    gmail_labels,
    gmail_read,
    gmail_send,
    gmail_store,
    times,
)
from .gmail_model import SYSTEM
from .gmail_rules import MailRules


class MailWorld(MailRules):
    # --- reading --------------------------------------------------------------------

    def mailbox(self, email, label=None):
        """All mails (of one label), newest first, as ``gmail_read.row`` says."""
        with self.lock:
            box = self._box(email)
            wanted = label and self._label_id(box, label)
            return [
                gmail_read.row(box, mail)
                for mail in box.newest_first()
                if not wanted or wanted in mail.labels
            ]

    def mail(self, email, mail_id):
        """One mail with its texts and the names of its files, or None."""
        with self.lock:
            box = self._box(email)
            mail = box.mails.get(mail_id)
            return None if mail is None else gmail_read.whole(box, mail)

    def raw_mail(self, email, mail_id):
        """The bytes of a mail."""
        with self.lock:
            return self._box(email).mails[mail_id].raw

    def sent(self, email):
        """What this person sent, newest first."""
        return self.mailbox(email, "SENT")

    def labels(self, email):
        """{name: id} of the labels this person made."""
        with self.lock:
            return {label.name: label.id for label in self._box(email).labels.values()}

    def departed(self, raw=False):
        """Everything that was sent, as plain values; ``raw`` with the bytes in base64.

        The same as ``sent_mails``, for other processes.
        """
        with self.lock:
            return [gmail_send.as_dict(row, raw) for row in self.sent_mails]

    # --- mails ----------------------------------------------------------------------

    def put_mail(self, email, mail, labels=("INBOX", "UNREAD"), date=None, thread=None):
        """Put a mail in as it is; returns its id.

        ``mail`` is its bytes, its text, or what ``gmail_compose`` builds one of. Labels
        that do not exist are made. ``date`` (ISO text or milliseconds) is Gmail's own
        date, now when not given. Without ``thread`` it joins the one it answers to.
        """
        with self.lock:
            box = self._box(email)
            raw = self._bytes(mail)
            ids = [self._label_id(box, label, make=True) for label in labels]
            if thread is None:
                thread = gmail_read.thread_of(box, raw)
            date = None if date is None else _millis(date)
            return gmail_store.add(self, box, raw, ids, date, thread).id

    def receive_mail(self, email, mail):
        """A mail from outside arrives, as servers deliver it; returns its id."""
        with self.lock:
            return gmail_delivery.receive(
                self, self._box(email).email, self._bytes(mail)
            ).id

    def reply_from_outside(self, email, mail_id, text="Thanks!", sender=None):
        """Somebody answers this mail; returns the answer's id in the same mailbox."""
        with self.lock:
            outline = self._mail(email, mail_id).parsed
            people = outline.addresses("Reply-To") or outline.addresses("To", "From")
            mine = self._box(email).email.lower()
            others = [address for _n, address in people if address.lower() != mine]
            subject = outline.header("Subject")
            if not subject.lower().startswith("re:"):
                subject = f"Re: {subject}"
            parts = {
                "from": sender or next(iter(others), "somebody@example.net"),
                "to": self._box(email).email,
                "subject": subject,
                "text": text,
                "in_reply_to": outline.message_id,
            }
            return self.receive_mail(email, parts)

    def send_mail(self, email, mail, thread=None):
        """This person writes a mail in Gmail; returns its id in Sent."""
        with self.lock:
            if isinstance(mail, dict):
                mail = {"from": self._box(email).email, **mail}
            box = self._box(email)
            return gmail_send.dispatch(self, box, self._bytes(mail), thread).id

    def bounce(self, email, mail_id, address=None, reason=None):
        """A mail comes back from this recipient; returns the report's id."""
        with self.lock:
            mail = self._mail(email, mail_id)
            if address is None:
                address = mail.parsed.addresses("To", "Cc", "Bcc")[0][1]
            box = self._box(email)
            return gmail_delivery.bounce(self, box, mail, address, reason).id

    def read_mail(self, email, mail_id):
        self.unlabel_mail(email, mail_id, "UNREAD")

    def unread_mail(self, email, mail_id):
        self.label_mail(email, mail_id, "UNREAD")

    def star_mail(self, email, mail_id, starred=True):
        change = self.label_mail if starred else self.unlabel_mail
        change(email, mail_id, "STARRED")

    def archive_mail(self, email, mail_id):
        self.unlabel_mail(email, mail_id, "INBOX")

    def trash_mail(self, email, mail_id):
        self.label_mail(email, mail_id, "TRASH")

    def untrash_mail(self, email, mail_id):
        """The trash's button "Move to inbox"."""
        self._relabel(email, mail_id, ["INBOX"], ["TRASH"])

    def delete_mail(self, email, mail_id):
        """Delete for ever."""
        with self.lock:
            gmail_store.delete(self, self._box(email), [self._mail(email, mail_id)])

    def label_mail(self, email, mail_id, *labels):
        """Put labels on; ones that do not exist are made."""
        self._relabel(email, mail_id, labels, ())

    def unlabel_mail(self, email, mail_id, *labels):
        self._relabel(email, mail_id, (), labels)

    # --- labels ---------------------------------------------------------------------

    def put_label(self, email, name):
        """Make a label (with the branches above it, as the screen does); its id."""
        with self.lock:
            box = self._box(email)
            parts = name.split("/")
            for depth in range(1, len(parts)):
                self._label_id(box, "/".join(parts[:depth]), make=True)
            return gmail_labels.new(box, name).id

    def rename_label(self, email, label, name):
        """Rename a label; what hangs below it comes along."""
        with self.lock:
            box = self._box(email)
            known = box.labels[self._label_id(box, label)]
            below = f"{known.name}/"
            gmail_labels.check_name(box, name, known)
            for other in box.labels.values():
                if other.name.startswith(below):
                    other.name = f"{name}/{other.name.removeprefix(below)}"
            known.name = name

    def delete_label(self, email, label):
        """Delete a label and what hangs below it; the mails stay."""
        with self.lock:
            box = self._box(email)
            known = box.labels[self._label_id(box, label)]
            for other in list(box.labels.values()):
                if other is known or other.name.startswith(f"{known.name}/"):
                    gmail_store.forget_label(self, box, other.id)

    # --- inside ---------------------------------------------------------------------

    def _box(self, email):
        account = self.account(email)
        if account is None:
            raise KeyError(email)
        return gmail_store.box_of(self, account.email)

    def _mail(self, email, mail_id):
        return self._box(email).mails[mail_id]

    def _bytes(self, mail):
        if isinstance(mail, dict):
            mail = {"from": "somebody@example.net", **mail}
            return gmail_compose.build(self, mail)
        return mail.encode() if isinstance(mail, str) else bytes(mail)

    def _label_id(self, box, label, make=False):
        if label in SYSTEM or label in box.labels:
            return label
        known = {one.name.lower(): one.id for one in box.labels.values()}
        if label.lower() not in known and make:
            return gmail_labels.new(box, label).id
        return known[label.lower()]

    def _relabel(self, email, mail_id, add, remove):
        with self.lock:
            box, mail = self._box(email), self._mail(email, mail_id)
            add = [self._label_id(box, label, make=True) for label in add]
            remove = [self._label_id(box, label) for label in remove]
            gmail_store.relabel(self, box, [mail], add, remove)


def _millis(date):
    if isinstance(date, str):
        moment = times.parse_instant(date)
        if moment is None:
            raise ValueError(f"No date with an offset: {date}")
        return int(moment.timestamp() * 1000)
    return int(date)

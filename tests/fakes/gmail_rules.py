# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a world's Gmail is like: its settings, limits and addresses, as verbs.

Mixed into ``World`` by ``gmail_world.MailWorld``.
"""

from . import gmail_oddities, gmail_quotas, gmail_store
from .gmail_model import SendAs

JSON_LIMIT = 5 * 1024**2
RULES = {
    "message_ids": ("foreign", "keep", "replace"),
    "mail_base64": ("bare", "padded", "plus"),
    "batch_modify_missing": ("ignore", "refuse"),
}


class MailRules:
    def _init_mail(self):
        self.mailboxes = {}
        # What was sent from this world: ``gmail_send.Sent``, oldest first.
        self.sent_mails = []
        self.mail_notifications = []
        # What becomes of a Message-ID; how base64 is written: see ``RULES``.
        self.message_ids = "foreign"
        self.mail_base64 = "bare"
        self.batch_modify_missing = "ignore"
        # Whether history records leave out the labels of their mails.
        self.bare_history = False
        self.mails_per_day = None
        # Bytes of a JSON request; larger ones are for ``/upload``.
        self.mail_json_limit = JSON_LIMIT
        self.spam_senders = set()
        self.dead_addresses = set()
        self.lost_mails = []
        self.uploads = {}
        self.gmail_quotas = gmail_quotas.GmailQuotas(self)

    def take_lost_mail(self):
        """What ``faults.lose_mail`` ordered for the mail that is sent now, or None."""
        return self.lost_mails.pop(0) if self.lost_mails else None

    def mail_rules(self, bare_history=None, json_limit=None, **rules):
        """Set what is given; ``rules`` are the names and values of ``RULES``.

        ``message_ids``: Gmail keeps them, replaces them, or replaces foreign ones.
        ``mail_base64``: without padding, with it, or with "+" and "/" in it.
        ``batch_modify_missing``: unknown ids are ignored or refuse the whole.
        ``bare_history``: records tell no labels. ``json_limit``: bytes.
        """
        for name, value in rules.items():
            if value not in RULES[name]:
                raise ValueError(f"{name} is one of {RULES[name]}, not {value!r}.")
            setattr(self, name, value)
        if bare_history is not None:
            self.bare_history = bare_history
        if json_limit is not None:
            self.mail_json_limit = json_limit

    def gmail_quota(self, era=None, per_minute=None):
        """Units a minute and person, of "new" or "old" projects; None: no limit."""
        self.gmail_quotas.set(era, per_minute)

    def gmail_at_once(self, at_once=None, in_batch=None):
        """429 for more requests of a person beside each other, more calls of a batch.

        Google names no numbers: 50 calls in a batch are well, more "not recommended".
        """
        self.gmail_quotas.limit_at_once(at_once, in_batch)

    def mail_limit(self, per_day=None):
        """Mails a person may send in 24 hours; None: as many as they like."""
        self.mails_per_day = per_day

    def stop_sending(self, email, seconds):
        """This person sent too much: 429 with a time, until then."""
        with self.lock:
            self._box(email).blocked_until = self.clock.time() + seconds

    def mail_service(self, email, enabled):
        """Whether this account has Gmail at all."""
        with self.lock:
            self._box(email).enabled = enabled

    def age_history(self, email=None):
        """Every history id given so far is too old, of one account or of all."""
        with self.lock:
            boxes = [self._box(email)] if email else self.mailboxes.values()
            for box in boxes:
                gmail_store.age(box)

    def add_alias(
        self, email, address, name="", verified=True, default=False, reply_to=""
    ):
        """An address this account may send from, once it is verified."""
        with self.lock:
            box = self._box(email)
            box.aliases = [a for a in box.aliases if a.email.lower() != address.lower()]
            if default:
                for alias in box.aliases:
                    alias.default = False
            box.aliases.append(SendAs(address, name, verified, default, reply_to))

    def remove_alias(self, email, address):
        with self.lock:
            box = self._box(email)
            box.aliases = [a for a in box.aliases if a.email.lower() != address.lower()]

    def spam_from(self, address):
        """What comes from this address is spam."""
        self.spam_senders.add(address.lower())

    def undeliverable(self, address):
        """Mail to this address comes back at once, with a report."""
        self.dead_addresses.add(address.lower())

    def spoil_mail(self, email, mail_id, *oddities):
        """Show this mail as odd as real answers are: see ``gmail_oddities.SPOILS``."""
        unknown = set(oddities) - set(gmail_oddities.SPOILS)
        if unknown:
            raise ValueError(f"There are no such oddities: {sorted(unknown)}.")
        with self.lock:
            self._mail(email, mail_id).oddities.update(oddities)

    def put_odd_mails(self, email):
        """One mail of every oddity seen in real mailboxes: {name: id}."""
        return {
            name: self.put_mail(email, raw)
            for name, raw in gmail_oddities.samples().items()
        }

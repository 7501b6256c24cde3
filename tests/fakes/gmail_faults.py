# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Faults of the Gmail API: mails that get lost, uploads that break off.

Mixed into ``Faults``; ``clear()`` forgets them with the others.
"""


class MailFaults:
    def lose_mail(self, times=1, keep="sent"):
        """The next mails are answered with 200 and never delivered.

        ``keep`` "sent": they stand in Sent all the same; "vanish": not even there.
        """
        if keep not in ("sent", "vanish"):
            raise ValueError(
                f"A lost mail is kept in 'sent' or vanishes, not {keep!r}."
            )
        self.world.lost_mails += [keep] * times

    def short_chunk(self, keep=0, times=1):
        """Of the next chunks of uploads only ``keep`` bytes arrive."""
        self.short_chunks += [keep] * times

    def end_uploads(self, status=404):
        """Every upload that is not done is over: 404, or 410."""
        with self.world.lock:
            for session in self.world.uploads.values():
                if session.answer is None:
                    session.status = status

    def age_history(self, email=None):
        """Every history id given so far is a 404 from now on, of one person or all."""
        self.world.age_history(email)

    def stop_sending(self, email, seconds):
        """429 for mails of this person until then, with the time in words."""
        self.world.stop_sending(email, seconds)

    def part_of_chunk(self, chunk):
        """What of a chunk is not lost on the way (the app's side)."""
        return chunk[: self.short_chunks.pop(0)] if self.short_chunks else chunk

    def _clear_mail(self):
        self.short_chunks = []
        self.world.lost_mails.clear()
        for box in self.world.mailboxes.values():
            box.blocked_until = 0.0

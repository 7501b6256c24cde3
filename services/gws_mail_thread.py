# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Conversations: what a mail refers to, and which one of Gmail's it belongs to.

Gmail gives mails Message-IDs of its own, so Odoo's and the recipients' names for one
mail differ. Both are written into References: Odoo's lead an answer back to the record
whoever answers, Gmail's let the recipient's mail program show the conversation. Gmail
itself wants to be told the conversation, besides References and an equal subject.
"""

from odoo import api, models
from odoo.tools.mail import unfold_references

from ..gapi.errors import GoogleError, Rejected

MOST = 20  # mail servers refuse headers without end


class GwsMailThread(models.AbstractModel):
    _name = "gws.mail.thread"
    _description = "Google Workspace: conversations of sent mail"

    @api.model
    def _thread(self, session, message, row):
        """Write References and In-Reply-To; return Gmail's thread id or None.

        row  the ``gws.mail.sending`` of this mail
        """
        own = row.message_id
        references = [
            one
            for one in unfold_references(str(message["References"] or ""))
            if one != own
        ]
        earlier = self._earlier(row, references)
        mine = self._last(session, earlier, row)
        seen = mine or self._from_colleagues(session, earlier)
        names, last = self._names(references, earlier, seen, row)
        del message["References"]
        message["References"] = " ".join([*names, own])
        if last:
            del message["In-Reply-To"]
            message["In-Reply-To"] = last
        if mine:
            return mine.thread_id
        return self._thread_of_arrived(session, references, seen)

    def _earlier(self, row, references):
        """Sent mails of any account that the references mean, oldest first."""
        if not references:
            return row.browse()
        return row.search(
            [("message_id", "in", references), ("state", "=", "sent")], order="id"
        )

    def _last(self, session, earlier, row):
        """The account's own last mail in the conversation, to the same people first."""
        people = row._addresses()
        ours = earlier.filtered(
            lambda one: one.account_id.id == session.account.id and one.thread_id
        )
        same = ours.filtered(lambda one: people & one._addresses())
        return (same or ours)[-1:]

    def _from_colleagues(self, session, earlier):
        """The last mail of the conversation that came into this mailbox from one."""
        addresses = self.env["gws.mail.sender"]._verified(session.account)
        return earlier.filtered(
            lambda one: one.rfc_message_id and addresses & one._addresses()
        )[-1:]

    def _names(self, references, earlier, seen, row):
        """(every name of what is referred to, the name of the last of them).

        One mail of Odoo is several of Gmail's: its recipient knows theirs, the
        sender's mailbox the one that it has (``seen``).
        """
        people = row._addresses()
        names, last = [], None
        for reference in references:
            known = [
                one
                for one in earlier
                if one.message_id == reference and one.rfc_message_id
            ]
            theirs = [one for one in known if people & one._addresses()]
            own = [one for one in known if one == seen and one not in theirs]
            given = [one.rfc_message_id for one in (*own, *theirs)]
            names += [reference, *given]
            last = (given or [reference])[-1]
        return list(dict.fromkeys(names))[-MOST:], last

    def _thread_of_arrived(self, session, references, from_colleague):
        """The conversation of a mail that came into this mailbox, from outside or
        from a colleague."""
        if not references or not session.account._is_granted("mail"):
            return None
        from_outside = (
            self.env["mail.message"]
            .sudo()
            .search(
                [("message_id", "in", references), ("message_type", "=", "email")],
                order="id desc",
                limit=1,
            )
        )
        for name in (
            *from_outside.mapped("message_id"),
            *from_colleague.mapped("rfc_message_id"),
        ):
            if name not in session.threads:
                session.threads[name] = self._find(session, name)
            if session.threads[name]:
                return session.threads[name]
        return None

    def _find(self, session, name):
        try:
            found = session.client.find(name)
        except (Rejected, ValueError):
            return ""  # a name that cannot be asked for
        except GoogleError as error:
            # Nothing is sent yet; without the conversation it would stay apart.
            self.env["gws.mail.send"]._refused(session, error)
        return found[0][1] if found else ""

    @api.model
    def _in_odoo(self, message_ids):
        """The same Message-IDs, with Odoo's name before each one that Gmail gave."""
        known = self.env["gws.mail.sending"]._odoo_ids(message_ids)
        names = []
        for message_id in message_ids:
            if message_id in known:
                names.append(known[message_id])
            names.append(message_id)
        return names

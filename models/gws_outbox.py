# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class GwsOutbox(models.Model):
    """Notes that a record changed, appended by the transaction that changed it.

    A note says *what* moved, never what to send: the sender computes that from the
    agreement and the present, so ten edits are one request and order is no matter.
    Plain numbers instead of references: a note outlives its record and takes no lock.
    """

    _name = "gws.outbox"
    _description = "Google Workspace Outbox"
    _log_access = False
    _order = "id"

    event_id = fields.Integer(index=True)
    recurrence_id = fields.Integer(help="A series any of whose events changed.")
    partner_id = fields.Integer(help="A contact that somebody subscribes to.")
    binding_id = fields.Integer(
        help="The binding of a record that was deleted, or, beside one of the others, "
        "that stands for that record from now on."
    )
    cause = fields.Char(default="person")

    @api.model
    def _note(self, event_ids=(), binding_ids=(), recurrence_ids=(), cause=None):
        """Remember changes; they are written once, just before the commit.

        ``cause``: who made them, when it is not what the context says.
        """
        data = self.env.cr.precommit.data
        if "gws_notes" not in data:
            data["gws_notes"] = {}
            self.env.cr.precommit.add(self._flush_notes)
        cause = cause or self._cause()
        notes = data["gws_notes"]
        told = self._told_by_odoo(event_ids) if cause == "person" else ()
        for event_id in event_ids:
            notes["event_id", event_id] = "offline" if event_id in told else cause
        if recurrence_ids:
            told = (
                self._series_told_by_odoo(recurrence_ids) if cause == "person" else ()
            )
        for number in recurrence_ids:
            if notes.get(("recurrence_id", number)) != "split":
                notes["recurrence_id", number] = "offline" if number in told else cause
        told = self._deleted_while_resting(binding_ids) if cause == "person" else ()
        for binding_id in binding_ids:
            notes["binding_id", binding_id] = "offline" if binding_id in told else cause

    @api.model
    def _note_successor(self, bindings, record):
        """Remember that ``bindings`` stand for ``record`` from now on.

        Odoo makes a series anew when all of it moves; in Google it stays the same one.
        """
        self._note()  # the flush is on its way
        name = "event_id" if record._name == "calendar.event" else "recurrence_id"
        successors = self.env.cr.precommit.data.setdefault("gws_successors", {})
        for binding in bindings:
            successors[binding.id] = {name: record.id}
        self._note(**{f"{name}s": record.ids})

    @api.model
    def _note_partners(self, partner_ids, deleted=False):
        """Remember that contacts changed, or are gone (those that were bound)."""
        self._note()  # the flush is on its way
        name = "gws_partners_gone" if deleted else "gws_partners"
        self.env.cr.precommit.data.setdefault(name, set()).update(partner_ids)

    def _flush_partner_notes(self):
        """The rows of contacts that somebody subscribes to, or did."""
        data = self.env.cr.precommit.data
        gone = data.pop("gws_partners_gone", set())
        changed = data.pop("gws_partners", set()) - gone
        rows = self.env["gws.partner.binding"].sudo().with_context(active_test=False)
        bound = rows._read_group([("partner_id", "in", list(changed))], ["partner_id"])
        return [
            {"partner_id": number}
            for number in sorted(gone | {partner.id for (partner,) in bound})
        ]

    @api.model
    def _flush_notes(self):
        """Write the notes of this transaction and wake the delivery after commit."""
        notes = self.env.cr.precommit.data.pop("gws_notes", None) or {}
        successors = self.env.cr.precommit.data.pop("gws_successors", {})
        rows = [{"binding_id": key, **to} for key, to in successors.items()]
        rows += [
            {name: number, "cause": cause}
            for (name, number), cause in notes.items()
            if name != "binding_id" or number not in successors
        ]
        rows += self._flush_partner_notes()
        if not rows:
            return
        self.sudo().create(rows)
        self.env["gws.account"]._trigger_delivery()

    @api.model
    def _told_by_odoo(self, event_ids):
        """Ids of the events whose organiser's calendar rests (switched off, pulled
        only, disconnected): Odoo mails their guests now, Google must not later."""
        accounts = self.env["gws.account"]
        partners = accounts._calendar_partners()
        events = self.env["calendar.event"].sudo().browse(event_ids)
        known = events.filtered(lambda e: e.user_id.partner_id.id in partners)
        return set((known - accounts._announced(known)).ids)

    @api.model
    def _series_told_by_odoo(self, recurrence_ids):
        """The same of series: ids of the recurrences."""
        series = self.env["calendar.recurrence"].sudo().browse(recurrence_ids).exists()
        first = {one.id: one.calendar_event_ids[:1].id for one in series}
        told = self._told_by_odoo([number for number in first.values() if number])
        return {number for number, event_id in first.items() if event_id in told}

    @api.model
    def _deleted_while_resting(self, binding_ids):
        """The same of events that are gone: ids of their bindings."""
        resting = self.env["gws.account"]._resting_calendars()
        bindings = self.env["gws.event.binding"].sudo().browse(binding_ids)
        return {
            binding.id
            for binding in bindings
            if binding.role == "owner" and binding.calendar_id.id in resting
        }

    @api.model
    def _cause(self):
        """Who made this change: guests hear only of what a person did by hand."""
        if self.env.context.get("import_file") or self.env.context.get("install_mode"):
            return "bulk"
        if not self.env["gws.client"]._is_enabled():
            return "off"  # Odoo tells the guests itself while we are switched off
        return "person"

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settle a conflict the way a person chose, after the fact.

The chosen value becomes an ordinary edit in Odoo: the outbox carries it to Google
like any other. A value that Google may not be sent (somebody else's meeting) is taken
back by the sync, which says so in a new conflict.
"""

from odoo import api, models
from odoo.exceptions import UserError

from ..mapping import odoo_event
from ..mapping.model import RemoteEvent
from ..sync.merge import Base


class GwsCalendarConflict(models.AbstractModel):
    _name = "gws.calendar.conflict"
    _description = "Google Calendar: settle a conflict"

    @api.model
    def _take(self, conflict, winner):
        """Write the winner's value to the event in Odoo, as the account's user."""
        value = conflict.odoo_value if winner == "odoo" else conflict.google_value
        if conflict.field == "deleted":
            return self._take_existence(conflict, value)
        record = self.env[conflict.res_model].sudo().browse(conflict.res_id).exists()
        binding = conflict.binding_id
        if not record and binding.kind == "series":
            record = binding.recurrence_id.sudo()  # Odoo made it anew since then
        if not record:
            raise UserError(self.env._("This event no longer exists in Odoo."))
        name, colon, key = conflict.field.partition(":")
        changes = {name: {key: value} if colon else value}
        if record._name == "calendar.recurrence":
            self._take_for_series(conflict, record, changes)
        else:
            account = conflict.account_id
            local = self.env["gws.calendar.local"]
            quiet = local._events(account, record.ids)
            local._update_event(
                account, quiet, changes, binding.calendar_id.default_reminders
            )
        if binding and not conflict.winner:
            # Whoever was held for the answer goes on, in this direction.
            binding.base = self._agreed(binding.base, name, key, conflict.google_value)
        if record._name == "calendar.recurrence":
            self.env["gws.outbox"]._note(recurrence_ids=record.ids)
        else:
            self.env["gws.outbox"]._note(event_ids=record.ids)
        return None

    def _take_for_series(self, conflict, record, changes):
        """Write the chosen value to all occurrences that say what the series says."""
        series = self.env["gws.calendar.series"]
        binding, account = conflict.binding_id, conflict.account_id
        read = series._read_one(account, record.id, series._known(binding))
        remote = RemoteEvent(binding.google_id, kind="master", form=read.form)
        _changed, known = series._update(
            account,
            record.id,
            read,
            changes,
            remote,
            binding.calendar_id.default_reminders,
            binding,
        )
        binding.write({"series_first": known.first, "series_last": known.last})

    def _agreed(self, stored, name, key, value):
        """The stored agreement with Google's value of the field on both sides."""
        sides = Base.load(stored)
        if sides is None:
            return stored
        for side in (sides.local, sides.remote):
            if key:
                side[name] = {k: v for k, v in side[name].items() if k != key}
                if value is not None:
                    side[name][key] = value
            else:
                side[name] = value
        return sides.dump()

    def _take_existence(self, conflict, value):
        """ "deleted" against an edit: delete after all, or make the event again."""
        event = self.env["calendar.event"].sudo().browse(conflict.res_id).exists()
        if value == "deleted":
            event.unlink()
            return
        if event:
            return
        values = odoo_event.write(value, self.env._("(No title)"))
        user = conflict.account_id.user_id
        partners = self.env["gws.calendar.local"]._partners(value["attendees"])
        people = {p.id for p in partners.values()} | {user.partner_id.id}
        made = (
            self.env["calendar.event"]
            .with_user(user)
            .sudo()
            .create(
                {**values, "user_id": user.id, "partner_ids": [(6, 0, list(people))]}
            )
        )
        conflict.res_id = made.id

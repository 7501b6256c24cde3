# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settle a conflict the way a person chose, after the fact.

The chosen value becomes an ordinary edit in Odoo: the outbox carries it to Google
like any other. A value that Google may not be sent (somebody else's meeting) is taken
back by the sync, which says so in a new conflict.
"""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..mapping import odoo_event
from ..mapping.model import RemoteEvent
from ..sync.merge import Base
from .gws_calendar_push import LOOK_AGAIN


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
            agreed = conflict.google_value
            binding.base = self._agreed(binding.base, name, key, agreed, agreed)
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
        base = Base.load(binding.base)
        form = {
            **read.form,
            "rule": (base and base.remote["rule"]) or read.form["rule"],
        }
        remote = RemoteEvent(binding.google_id, kind="master", form=form)
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

    @api.model
    def _asked(self, bindings, forms):
        """{binding: names of the fields about which a person has not decided yet}.

        ``forms``: Odoo's side now. Who types Google's value has decided; who types
        what it was before has nothing against Google's; any other value is the one
        that the question is about.
        """
        asked = {}
        for row in self.env["gws.calendar.plan"]._open_conflicts(bindings):
            binding = row.binding_id
            form = forms.get(binding.ref)
            if form is None or row.field == "deleted":
                continue
            name, _colon, key = row.field.partition(":")
            mine = form.get(name)
            mine = (mine or {}).get(key) if key else mine
            if self._same(binding, name, mine, row.google_value):
                binding.base = self._agreed(
                    binding.base, name, key, mine, row.google_value
                )
                row.winner = "google"
            elif self._is_withdrawn(binding, name, key, mine):
                binding.etag = LOOK_AGAIN
                row.winner = "google"
            else:
                row._refresh(mine, row.google_value)
                asked.setdefault(binding, set()).add(row.field)
        return {binding: frozenset(names) for binding, names in asked.items()}

    def _same(self, binding, name, mine, theirs):
        """Whether a person would say that both sides say the same."""
        if name == "description":
            return _plain(mine) == _plain(theirs)
        if name == "reminders" and theirs is None:
            theirs = binding.calendar_id.default_reminders or []
        return mine == theirs

    def _is_withdrawn(self, binding, name, key, mine):
        base = Base.load(binding.base)
        before = base.local.get(name) if base else None
        if key:
            before = (before or {}).get(key)
        return base is not None and before == mine

    def _agreed(self, stored, name, key, mine, theirs):
        """The stored agreement with these values of the field, as each side spells."""
        sides = Base.load(stored)
        if sides is None:
            return stored
        for side, value in ((sides.local, mine), (sides.remote, theirs)):
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
        self.env["gws.calendar.link"]._restore(made, conflict.link)


def _plain(text):
    """A description without its markup: each side has a hand of its own."""
    return " ".join(html2plaintext(text or "", include_references=False).split())

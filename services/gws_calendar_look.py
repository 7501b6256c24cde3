# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How an account sees what Google answers: the one way in for every event.

Out-of-office times and the private events of others have a name here and are never
written to; an account may ask to see nothing but "Busy" at all.
"""

import dataclasses

from odoo import api, models

from ..gapi.calendar import EVENT_TYPES
from ..mapping import disguise, google_event
from ..mapping.model import normalize_email


class GwsCalendarLook(models.AbstractModel):
    _name = "gws.calendar.look"
    _description = "Google Calendar: how an account sees an event"

    @api.model
    def _read(self, calendar, resource):
        """A resource of this calendar → RemoteEvent. Raises Unreadable."""
        account = calendar.account_id
        own = normalize_email(account.email)
        remote = google_event.read(resource, own, calendar.time_zone or "")
        if remote.form is None:
            return remote
        # The words are the owner's, whoever's process this is.
        words = self.with_context(lang=account.user_id.lang)
        if remote.event_type in (disguise.OUT_OF_OFFICE, disguise.FOCUS_TIME):
            remote = disguise.block(remote, words._block_words(remote.event_type))
        elif calendar.access_role != "owner" and disguise.is_private_of_others(remote):
            remote = disguise.hide_private(remote, words._busy_words())
        if account.calendar_busy_only and not self._is_ours(remote):
            form = disguise.as_busy(remote.form, words._busy_words(), own)
            remote = dataclasses.replace(remote, form=form)
        return remote

    @api.model
    def _is_appointment(self, remote):
        """Birthdays and working locations are none, if Google sends them after all."""
        return remote.event_type in (*EVENT_TYPES, disguise.HIDDEN)

    @api.model
    def _is_writable(self, remote):
        """Google takes hardly any change of its other kinds of events."""
        return remote.event_type == "default"

    @api.model
    def _unseen(self, account, shared):
        """The fields of an event that this account leaves to the others showing it."""
        hidden = account.calendar_busy_only and shared
        return frozenset(disguise.BLANKED if hidden else ())

    def _is_ours(self, remote):
        """Made in this database's Odoo, where nobody needs to hide it."""
        mark = remote.private_properties.get(google_event.PROPERTY_DATABASE)
        return bool(mark) and mark == self.env["gws.client"]._database_uuid()

    def _busy_words(self):
        return self.env._("Busy")

    def _block_words(self, kind):
        if kind == disguise.FOCUS_TIME:
            return self.env._("Focus time")
        return self.env._("Out of office")

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who a guest of Google's is in Odoo, and whether Odoo takes them in.

The account's policy decides about guests who are no users of this database. Rooms,
Google's own addresses and Odoo's mail aliases are never contacts, whatever it says.
"""

import dataclasses

from odoo import api, models
from odoo.tools import email_normalize

from ..mapping.guest_names import file_guests, is_person, spell_guests
from ..mapping.model import normalize_email
from ..sync import guests
from ..sync.merge import Base
from .gws_calendar_local import QUIET

# One process at a time makes contacts: two would make the same one twice.
LOCK = (0x67777301, 0x67757374)  # ("gws", 1), "gust"


class GwsCalendarGuests(models.AbstractModel):
    _name = "gws.calendar.guests"
    _description = "Google Calendar: who the guests are"

    # -- one person, several addresses --------------------------------

    @api.model
    def _names(self):
        """{another address of a connected user: the Google address they go by}.

        Others go by the only address they have.
        """
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search([("state", "!=", "draft"), ("email", "!=", False)], order="id")
        )
        names = {}
        for account in accounts:
            own = normalize_email(account.email)
            user = account.user_id
            for email in (user.partner_id.email_normalized, user.login):
                email = normalize_email(email or "")
                if email and email != own:
                    names.setdefault(email, own)
        for account in accounts:
            names.pop(normalize_email(account.email), None)
        return names

    @api.model
    def _filed(self, remotes, names=None):
        """RemoteEvents with their guests filed by person."""
        if not any(remote.form and remote.form["attendees"] for remote in remotes):
            return remotes
        names = self._names() if names is None else names
        if not names:
            return remotes
        return [
            dataclasses.replace(
                remote,
                form={
                    **remote.form,
                    "attendees": file_guests(remote.form["attendees"], names),
                },
            )
            if remote.form
            else remote
            for remote in remotes
        ]

    @api.model
    def _base(self, binding, names=None):
        """The binding's agreement with its guests filed by person, or None."""
        base = Base.load(binding.base)
        if base is None:
            return None
        names = self._names() if names is None else names
        if not names:
            return base
        local, remote = (
            {**side, "attendees": file_guests(side.get("attendees") or {}, names)}
            for side in (base.local, base.remote)
        )
        return Base(local, remote)

    @api.model
    def _spelt(self, binding, changes, names):
        """What a patch says, with the guests as Google's list spells them."""
        if not changes.get("attendees"):
            return changes
        own = normalize_email(binding.account_id.email)
        spelt = spell_guests(
            changes["attendees"], binding.raw_attendees or (), names, own
        )
        return {**changes, "attendees": spelt}

    # -- who is taken in ----------------------------------------------

    @api.model
    def _welcome(self, account, emails):
        """{address: partner} of those whom the account's policy lets into an event."""
        emails = {email for email in emails if email and is_person(email)}
        partners = self.env["gws.calendar.local"]._partners(emails)
        inside = {
            email: partner
            for email, partner in partners.items()
            if partner.user_ids.filtered(lambda u: u.active and not u.share)
        }
        if account.calendar_unknown_guests == "never" or len(inside) == len(partners):
            return inside
        aliases = self._aliases(partners.keys() - inside.keys())
        return {e: p for e, p in partners.items() if e in inside or e not in aliases}

    @api.model
    def _aliases(self, emails):
        """Those of the addresses that are Odoo's own: mail to them makes records."""
        found = self.env["mail.alias.domain"].sudo()._find_aliases(sorted(emails))
        return {email_normalize(email) or email for email in found if email}

    @api.model
    def _bases(self, calendar, remotes, bindings, forms):
        """{google id: agreement} of what is bound, ready to be merged.

        ``forms``: {google id: Odoo's form}. Guests whom Odoo can hold by now, and
        could not when the agreement was made, are left to arrive like new ones.
        """
        names = self._names() if bindings else {}
        bases, missing = {}, {}
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            base = self._base(binding, names) if binding else None
            if base is None:
                continue
            bases[remote.google_id] = base
            form = forms.get(remote.google_id)
            if form and remote.form:
                missing[remote.google_id] = guests.left_out(base, form, remote.form)
        able = self._able(calendar.account_id, set().union(*missing.values()))
        for google_id, emails in missing.items():
            if emails & able:
                bases[google_id] = guests.forget(bases[google_id], emails & able)
        return bases

    def _able(self, account, emails):
        """Those of the addresses whom Odoo can hold by now."""
        if not emails:
            return set()
        able = set(self._welcome(account, emails))
        if account.calendar_unknown_guests == "create":
            able |= self._strangers(account, emails)
        return able

    @api.model
    def _own_answer(self, account, remote):
        """How the account's user stands to an event that does not list them.

        Their own events they attend. To somebody else's they are invited by way of a
        group, and have not answered.
        """
        organizer = remote.organizer_email
        own = remote.organizer_self or not organizer or not is_person(organizer)
        return "accepted" if own else "needsAction"

    # -- contacts -----------------------------------------------------

    def _strangers(self, account, emails):
        """Those of the addresses that Odoo may make a contact for, and has none.

        An archived contact was put away by somebody: it is neither doubled nor used.
        """
        emails = {email for email in emails if email and is_person(email)}
        if not emails:
            return set()
        known = (
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            .search([("email_normalized", "in", sorted(emails))])
        )
        emails -= set(known.mapped("email_normalized"))
        emails -= self.env["gws.calendar.local"]._partners(emails).keys()
        return emails - self._aliases(emails)

    @api.model
    def _make_contacts(self, run, steps):
        """Contacts for the unknown guests that these steps are about to bring.

        Only where the account's policy says so. They are called as Google calls them,
        or by their address. Commits: another process must see them at once.
        """
        account = run.account
        if account.calendar_unknown_guests != "create":
            return
        called = {}
        for step in steps:
            if step.plan.local not in ("create", "update"):
                continue
            coming = step.plan.to_local.get("attendees") or {}
            labels = {
                normalize_email(guest.get("email")): guest.get("displayName")
                for guest in step.remote.raw_attendees
            }
            for email, answer in coming.items():
                if answer is not None:
                    called[email] = called.get(email) or labels.get(email)
        if not self._strangers(account, called.keys()):
            return
        runner = self.env["gws.runner"]
        runner._commit()
        self.env.cr.execute("SELECT pg_advisory_lock(%s, %s)", LOCK)
        try:
            runner._commit()  # what the process before us made is seen from here on
            missing = self._strangers(account, called.keys())
            self._create_contacts(account, {e: called[e] for e in sorted(missing)})
            runner._commit()
        except BaseException:
            self.env.cr.rollback()
            raise
        finally:
            self.env.cr.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)

    def _create_contacts(self, account, called):
        user = account.user_id
        self.env["res.partner"].with_user(user).sudo().with_context(
            **QUIET, lang=user.lang
        ).create([{"name": called[e] or e, "email": e} for e in called])

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's side of the calendar: events read as forms, forms written as events.

Everything here works in batches and in the caller's transaction; nothing is
committed and nothing is sent. Writes carry the ``gws_sync`` context, so that they
are not taken for a person's edit, and mail nobody.
"""

from odoo import api, models
from odoo.tools import is_html_empty

from ..mapping import odoo_event
from ..mapping.model import normalize_email
from ..sync.merge import Base

# Google mails the guests and rings; Odoo's chatter need not tell the sync's work.
QUIET = {
    "gws_sync": True,
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "tracking_disable": True,
    # Odoo's own google_calendar, where it is installed, has nothing to send.
    "no_calendar_sync": True,
    "default_need_sync": False,
}


class GwsCalendarLocal(models.AbstractModel):
    _name = "gws.calendar.local"
    _description = "Google Calendar: Odoo's side"

    @api.model
    def _events(self, account, ids=()):
        """The events of those ids, archived ones too, seen as the account's user."""
        user = account.user_id
        return (
            self.env["calendar.event"]
            .with_user(user)
            .sudo()
            .with_context(
                **QUIET, active_test=False, tz=user.tz or "UTC", lang=user.lang
            )
            .with_company(user.company_id)
            .browse(ids)
        )

    # -- people -------------------------------------------------------

    @api.model
    def _addresses(self, partners):
        """{partner id: the address Google knows them by}.

        A connected user is known by their Google account, which need not be the
        address on their contact.
        """
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search(
                [
                    ("user_id.partner_id", "in", partners.ids),
                    ("state", "!=", "draft"),
                    ("email", "!=", False),
                ]
            )
        )
        known = {a.user_id.partner_id.id: normalize_email(a.email) for a in accounts}
        return {
            partner.id: known.get(partner.id)
            or partner.email_normalized
            or normalize_email(partner.email)
            for partner in partners.sudo()
        }

    @api.model
    def _partners(self, emails):
        """{address: partner} for the addresses Odoo knows; none is ever created.

        Connected accounts come first, then internal users, then other contacts; of
        several contacts with one address the oldest is taken.
        """
        emails = {email for email in emails if email}
        if not emails:
            return {}
        found = {}
        accounts = self.env["gws.account"].sudo().search([("state", "!=", "draft")])
        for account in accounts:
            email = normalize_email(account.email)
            if email in emails:
                found[email] = account.user_id.partner_id
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                [("email_normalized", "in", sorted(emails - found.keys()))], order="id"
            )
        )
        for partner in partners.sorted(self._preference):
            found.setdefault(partner.email_normalized, partner)
        return found

    def _preference(self, partner):
        """Colleagues before portal users before contacts."""
        users = partner.user_ids.filtered("active")
        return not users.filtered(lambda user: not user.share), not users

    @api.model
    def _organised(self, account, refs, by_others=False):
        """Those of the records (model, id) that the account's user organises.

        ``by_others``: those that another user organises.
        """
        if not refs:
            return set()
        ids = [number for model, number in refs if model == "calendar.event"]
        rows = [number for model, number in refs if model == "calendar.recurrence"]
        user = account.user_id.id
        domain = ["|", ("id", "in", ids), ("recurrence_id", "in", rows)]
        if by_others:
            domain += [("user_id", "!=", False), ("user_id", "!=", user)]
        else:
            domain += [("user_id", "=", user)]
        events = self._events(account).search(domain)
        known = {("calendar.event", event.id) for event in events}
        known |= {("calendar.recurrence", row.id) for row in events.recurrence_id}
        return {ref for ref in refs if ref in known}

    # -- reading ------------------------------------------------------

    @api.model
    def _forms(self, events):
        """{event id: form} of the events that exist; one round of queries for all."""
        addresses = self._addresses(events.attendee_ids.partner_id)
        return {event.id: self._form(event, addresses) for event in events}

    def _form(self, event, addresses):
        description = event.description
        attendees = {}
        for attendee in event.attendee_ids:
            address = addresses.get(attendee.partner_id.id)
            if address:
                attendees[address] = attendee.state or "needsAction"
        return odoo_event.read(
            {
                "name": event.name,
                "description": ""
                if not description or is_html_empty(description)
                else str(description),
                "location": event.location,
                "start": event.start,
                "stop": event.stop,
                "allday": event.allday,
                "start_date": event.start_date,
                "stop_date": event.stop_date,
                "privacy": event.privacy,
                "show_as": event.show_as,
                "alarms": [(a.alarm_type, a.duration_minutes) for a in event.alarm_ids],
                "attendees": attendees,
                "video": self.env["gws.calendar.meet"]._link_of(event),
            }
        )

    @api.model
    def _other_guests(self, events):
        """{event id: [(name or address, Google's answer)]} of guests Odoo lacks.

        Guests of a Google event who were not taken in: only Google's own list names
        them. The organiser's list is preferred: a guest may see less of it. What goes
        with its series has the series' guests.
        """
        bindings = (
            self.env["gws.event.binding"]
            .sudo()
            .search(
                [
                    ("raw_attendees", "!=", False),
                    ("account_id.calendar_busy_only", "=", False),
                    "|",
                    ("event_id", "in", events.ids),
                    ("recurrence_id", "in", events.sudo().recurrence_id.ids),
                ]
            )
            .sorted(lambda binding: (not binding.event_id, binding.role != "owner"))
        )
        partners = events.sudo().attendee_ids.partner_id
        addresses = self._addresses(partners)
        names = self.env["gws.calendar.guests"]._names()
        others = {}
        for event in events.sudo():
            binding = bindings.filtered(
                lambda b, event=event: (
                    b.event_id == event
                    or (b.recurrence_id and b.recurrence_id == event.recurrence_id)
                )
            )[:1]
            if not binding:
                continue
            known = {normalize_email(binding.account_id.email)}
            for partner in event.attendee_ids.partner_id:
                known |= {addresses.get(partner.id), partner.email_normalized}
            # Whom Odoo had and took off is being taken off in Google, too.
            base = Base.load(binding.base)
            known |= (base.local.get("attendees") or {}).keys() if base else set()
            others[event.id] = [
                (
                    guest.get("displayName") or guest.get("email") or "",
                    guest.get("responseStatus") or "needsAction",
                )
                for guest in binding.raw_attendees
                if names.get(email := normalize_email(guest.get("email") or ""), email)
                not in known
            ]
        return others

    # -- writing ------------------------------------------------------

    @api.model
    def _create_events(self, account, remotes, default_reminders, private_title):
        """Create one event for each RemoteEvent, all at once → events, same order."""
        return self._events(account).create(
            self._event_values(account, remotes, default_reminders, private_title)
        )

    @api.model
    def _event_values(self, account, remotes, default_reminders, private_title):
        """Values for create(), one dict for each RemoteEvent."""
        partners = self.env["gws.calendar.guests"]._welcome(
            account,
            {email for r in remotes for email in (*r.form["attendees"],)}
            | {r.organizer_email for r in remotes},
        )
        alarms = self._alarms(r.form["reminders"] for r in remotes) | self._alarms(
            [default_reminders]
        )
        vals_list = []
        for remote in remotes:
            form = remote.form
            values = odoo_event.write(form, private_title or self.env._("(No title)"))
            values["user_id"] = self._organizer(account, remote, partners)
            answers = self._answers(account, remote, partners)
            values["partner_ids"] = [(6, 0, list(answers))]
            values["attendee_ids"] = [
                (0, 0, {"partner_id": partner, "state": answer})
                for partner, answer in answers.items()
            ]
            wanted = self._wanted(form["reminders"], default_reminders)
            values["alarm_ids"] = [(6, 0, [alarms[tuple(r)] for r in wanted])]
            vals_list.append(values)
        return vals_list

    @api.model
    def _update_event(self, account, event, changes, default_reminders):
        """Write a plan's ``to_local`` to one event, or to several of one series that
        say the same; True if that changed anything."""
        event = event.with_user(event.user_id[:1] or account.user_id).sudo()
        answers_before = {attendee: attendee.state for attendee in event.attendee_ids}
        values = odoo_event.write(changes, self.env._("(No title)"))
        if "reminders" in changes:
            wanted = self._wanted(changes["reminders"], default_reminders)
            alarms = self._alarms([wanted])
            values["alarm_ids"] = [(6, 0, [alarms[tuple(r)] for r in wanted])]
        answers = self._apply_guests(
            account, event, changes.get("attendees") or {}, values
        )
        if values:
            event.write(values)
        changed = bool(values)
        # The host resets answers when the time moves; Google has said what they are.
        for attendee in event.attendee_ids:
            partner = attendee.partner_id.id
            answer = answers.get(partner, answers_before.get(attendee))
            if answer and attendee.state != answer:
                attendee.state = answer
                changed = True
        return changed

    def _apply_guests(self, account, event, difference, values):
        """Put guests on or off in ``values`` → {partner id: answer} to set."""
        if not difference:
            return {}
        partners = self.env["gws.calendar.guests"]._welcome(account, difference)
        own = account.user_id.partner_id
        addresses = self._addresses(event.attendee_ids.partner_id)
        present = {address: pid for pid, address in addresses.items()}
        commands, answers = [], {}
        for email, answer in difference.items():
            partner_id = present.get(email) or partners.get(email, own.browse()).id
            if not partner_id:
                continue
            if answer is None:
                # The owner of the calendar stays: the event is in their calendar.
                if partner_id != own.id:
                    commands.append((3, partner_id))
                continue
            answers[partner_id] = answer
            if email not in present:
                commands.append((4, partner_id))
        if commands:
            values["partner_ids"] = commands
        return answers

    @api.model
    def _add_owner(self, account, event_id, remote):
        """Put the event into the calendar of the account's user, as their own copy is.

        Google does not list an organiser who is no guest; in Odoo only the people of
        an event see it.
        """
        event = self._events(account, [event_id])
        own = account.user_id.partner_id
        if own in event.partner_ids:
            return
        answer = remote.form["attendees"].get(normalize_email(account.email))
        event.write({"partner_ids": [(4, own.id)]})
        event.attendee_ids.filtered(lambda a: a.partner_id == own).write(
            {
                "state": answer
                or self.env["gws.calendar.guests"]._own_answer(account, remote)
            }
        )

    @api.model
    def _delete_events(self, events):
        """Delete events whose Google side is gone."""
        events.exists().unlink()

    @api.model
    def _decline(self, account, events):
        """The account's user no longer takes part; the meeting goes on without them."""
        mine = events.attendee_ids.filtered(
            lambda a: a.partner_id == account.user_id.partner_id
        )
        mine.filtered(lambda a: a.state != "declined").state = "declined"

    def _organizer(self, account, remote, partners):
        """The user who organises: the account's, another internal user, or nobody."""
        if remote.organizer_self or not remote.organizer_email:
            return account.user_id.id
        partner = partners.get(remote.organizer_email)
        user = (
            partner.user_ids.filtered(lambda u: u.active and not u.share)[:1]
            if (partner)
            else None
        )
        return user.id if user else False

    def _answers(self, account, remote, partners):
        """{partner id: answer} of the guests taken in and the account's user."""
        own = account.user_id.partner_id.id
        answers = {}
        for email, answer in remote.form["attendees"].items():
            partner = partners.get(email)
            if partner:
                answers[partner.id] = answer
        if own not in answers:
            answers[own] = self.env["gws.calendar.guests"]._own_answer(account, remote)
        return answers

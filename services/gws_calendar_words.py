# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fields and values of the neutral form in words, for the person who looks.

Times are in their zone, everything is in their language. What has no words here is
shown as it is.
"""

from datetime import date, timedelta

from odoo import api, models
from odoo.tools import format_date, format_datetime, format_time, html2plaintext

from ..mapping.when import parse_utc

LONGEST = 200  # characters of a text


class GwsCalendarWords(models.AbstractModel):
    _name = "gws.calendar.words"
    _description = "Google Calendar: values in words"

    @api.model
    def _field(self, field):
        """``title`` → "Title"; ``attendees:<e-mail>`` → "Guest <name>"."""
        name, _colon, key = (field or "").partition(":")
        if key:
            return self.env._("Guest %(name)s", name=self._guest(key))
        words = {
            "title": self.env._("Title"),
            "description": self.env._("Description"),
            "location": self.env._("Place"),
            "when": self.env._("Time"),
            "visibility": self.env._("Privacy"),
            "show_as": self.env._("Show as"),
            "reminders": self.env._("Reminders"),
            "attendees": self.env._("Guests"),
            "video": self.env._("Video call"),
            "rule": self.env._("Repetition"),
            "deleted": self.env._("The event itself"),
        }
        return words.get(name, name)

    @api.model
    def _value(self, field, value):
        """A value of that field as a person reads it; "" for none."""
        name, _colon, key = (field or "").partition(":")
        if key:
            return self._answer(value)
        if name == "deleted":
            return self._existence(value)
        if name == "reminders":
            return self._reminders(value)
        if value in (None, False, "", {}, []):
            return ""
        if name == "when":
            return self._when(value)
        if name in ("visibility", "show_as"):
            return self._choice("privacy" if name == "visibility" else name, value)
        if name == "description":
            return _short(html2plaintext(value, include_references=False))
        if name == "attendees":
            said = [f"{self._guest(k)} ({self._answer(v)})" for k, v in value.items()]
            return self.env["gws.words"]._list(said)
        return _short(str(value))

    @api.model
    def _answers(self):
        """{Google's word for an answer: ours}."""
        return {
            "accepted": self.env._("accepted"),
            "declined": self.env._("declined"),
            "tentative": self.env._("maybe"),
            "needsAction": self.env._("no answer yet"),
        }

    def _answer(self, value):
        if not value:
            return self.env._("not invited")
        return self._answers().get(value, value)

    def _guest(self, email):
        partner = self.env["gws.calendar.local"]._partners([email]).get(email)
        return partner.name if partner else email

    def _existence(self, value):
        """ "deleted", or the whole event: what it is called and when it is."""
        if not isinstance(value, dict):
            return self.env._("deleted")
        told = [value["title"] or self.env._("(No title)"), self._when(value["when"])]
        return self.env["gws.words"]._list(told)

    def _when(self, when):
        if when["all_day"]:
            first = date.fromisoformat(when["start"])
            last = max(date.fromisoformat(when["end"]) - timedelta(days=1), first)
            days = [format_date(self.env, day) for day in (first, last)]
            return days[0] if first == last else " – ".join(days)
        zone = self.env.user.tz or "UTC"
        start, end = (
            parse_utc(when[side]).replace(tzinfo=None) for side in ("start", "end")
        )
        begin = format_datetime(self.env, start, tz=zone, dt_format="short")
        if self._day(start, zone) == self._day(end, zone):
            return (
                f"{begin} – {format_time(self.env, end, tz=zone, time_format='short')}"
            )
        return f"{begin} – {format_datetime(self.env, end, tz=zone, dt_format='short')}"

    def _day(self, moment, zone):
        return format_datetime(self.env, moment, tz=zone, dt_format="yyyy-MM-dd")

    def _choice(self, field, value):
        """Odoo's own word for a choice of the event."""
        labels = (
            self.env["calendar.event"]._fields[field]._description_selection(self.env)
        )
        return dict(labels).get(value, self.env._("As usual"))

    def _reminders(self, reminders):
        if reminders is None:
            return self.env._("As usual")
        if not reminders:
            return self.env._("None")
        return self.env["gws.words"]._list(
            [self._reminder(*pair) for pair in reminders]
        )

    def _reminder(self, method, minutes):
        if minutes and minutes % 1440 == 0:
            span = self.env._("%s days before", minutes // 1440)
        elif minutes and minutes % 60 == 0:
            span = self.env._("%s hours before", minutes // 60)
        else:
            span = self.env._("%s minutes before", minutes)
        return (
            self.env._("%(span)s by e-mail", span=span) if method == "email" else span
        )


def _short(text):
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"

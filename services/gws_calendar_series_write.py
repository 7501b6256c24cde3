# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's side of a series, written: made, changed, moved, brought forward, deleted.

Nothing is sent and nobody is mailed. An event that moves with its series is moved, not
made anew, so that what people attached to it stays.
"""

import dataclasses

from odoo import api, models

from ..mapping import odoo_event, recurrence, series
from ..mapping.model import RemoteEvent
from ..sync.merge import MAP_FIELDS, Base


class GwsCalendarSeries(models.AbstractModel):
    _inherit = "gws.calendar.series"

    @api.model
    def _make(self, account, remotes, absent, default_reminders, private_title):
        """Create a series for each RemoteEvent, all at once → [(recurrence id, Known)].

        ``absent``: {google id: keys} of occurrences that were called off. A series
        that is over, or has nothing left, gives (False, None).
        """
        local = self.env["gws.calendar.local"]
        templates = local._event_values(
            account, remotes, default_reminders, private_title
        )
        made, rules = [], []
        for remote in remotes:
            keys = self._keys(account, remote.form)
            gone = set(absent.get(remote.google_id, ()))
            left = [key for key in keys if key not in gone]
            made.append((keys, left))
            if left:
                rules.append(self._fields_of(remote.form, keys[0]))
        recurrences = iter(self._settled(self._recurrences(account).create(rules)))
        vals_list, result = [], []
        for remote, template, (keys, left) in zip(
            remotes, templates, made, strict=True
        ):
            if not left:
                result.append((False, None))
                continue
            one = next(recurrences)
            vals_list += [
                {**template, **self._occurrence_values(remote.form, one, key)}
                for key in left
            ]
            known = series.Known(
                form=remote.form, first=keys[0], last=keys[-1], absent=frozenset()
            )
            result.append((one.id, known))
        events = local._events(account).create(vals_list)
        for number, group in events.grouped(lambda e: e.recurrence_id.id).items():
            self._recurrences(account, [number]).base_event_id = group[0]
        return result

    @api.model
    def _extend(self, account, number, read, absent, default_reminders):
        """Make the events of a series that came into sight → key of the last one.

        ``absent``: keys of what Google called off.
        """
        local = self.env["gws.calendar.local"]
        one = self._recurrences(account, [number])
        keys = [key for key in self._keys(account, read.form) if key > read.last]
        if not keys:
            return read.last
        remote = RemoteEvent(google_id="", kind="master", form=read.form)
        (template,) = local._event_values(account, [remote], default_reminders, "")
        # Odoo's people are the series' people, whoever brings it forward.
        template["user_id"] = one.calendar_event_ids[:1].user_id.id
        local._events(account).create(
            [
                {**template, **self._occurrence_values(read.form, one, key)}
                for key in keys
                if key not in absent
            ]
        )
        return keys[-1]

    def _occurrence_values(self, form, one, key):
        zone = form["rule"]["zone"]
        when = recurrence.occurrence_when(form["when"], zone, key)
        return {
            **odoo_event.write_when(when),
            "recurrency": True,
            "follow_recurrence": True,
            "recurrence_id": one.id,
        }

    @api.model
    def _update(
        self, account, number, read, changes, remote, default_reminders, binding
    ):
        """Write a plan's ``to_local`` to a series → (changed anything, Known).

        ``read``: the Series as it is; ``binding``: its row, or none yet. A field
        reaches the occurrences that say what the series said. What is an exception in
        Google speaks for itself: Google lists it when it changes.
        """
        local = self.env["gws.calendar.local"]
        changed = False
        alone = self._exceptions(binding)
        for ids, values in self._portions(read, changes, alone).items():
            events = local._events(account, ids)
            changed |= local._update_event(account, events, values, default_reminders)
        guests = {**read.form["attendees"], **changes.get("attendees", {})}
        agreed = {
            **read.form,
            "rule": self._rule_now(read, remote, binding),
            **changes,
            "attendees": {k: answer for k, answer in guests.items() if answer},
        }
        first, last = read.first, read.last
        if {"when", "rule"} & changes.keys():
            remote = dataclasses.replace(remote, form=agreed)
            first, last = self._arrange(
                account, number, read, remote, default_reminders, binding
            )
            changed = True
        return changed, series.Known(
            form=agreed, first=first, last=last, absent=read.missing
        )

    def _rule_now(self, read, remote, binding):
        """The rule as Google has it, unless Odoo's was edited.

        Google's may leave the day to the start; Odoo's words are bound to the old one.
        """
        base = Base.load(binding.base) if binding else None
        same = base and base.local.get("rule") == read.form["rule"]
        return remote.form["rule"] if same else read.form["rule"]

    def _portions(self, read, changes, alone):
        """{event ids: changes} — the occurrences that follow the series in them."""
        forms = {
            key: read.changed.get(key) or read.expected(key)
            for key in read.ids.keys() - alone
        }
        portions = {}
        for name, value in changes.items():
            if name in ("when", "rule"):
                continue
            said = read.form.get(name)
            if name in MAP_FIELDS:
                for key, answer in value.items():
                    same = [
                        k for k, f in forms.items() if f[name].get(key) == said.get(key)
                    ]
                    known = portions.setdefault(_ids(read, same), {})
                    known[name] = {**known.get(name, {}), key: answer}
                continue
            # The link to join is the series' own, whatever each had in Odoo.
            same = [
                k for k, f in forms.items() if name == "video" or f.get(name) == said
            ]
            portions.setdefault(_ids(read, same), {})[name] = value
        portions.pop((), None)
        return portions

    def _arrange(self, account, number, read, remote, default_reminders, binding):
        """Bring the events of a series to where its rule and times now want them.

        ``remote.form``: what the series says from now on.

        → (first, last) key. Nothing is left when all of it is over: then the series
        stays as it was, in the past.
        """
        local = self.env["gws.calendar.local"]
        form = remote.form
        zone = form["rule"]["zone"]
        one = self._recurrences(account, [number])
        keys = self._keys(account, form, read)
        if not keys:
            return read.first, read.last
        # What people called off in Odoo and Google does not know yet stays called off.
        agreed = set((binding and binding.series_absent) or ())
        found = series.rearrange(
            read.ids, keys, zone, read.missing, read.missing - agreed
        )
        alone = self._exceptions(binding)
        edited = self._move_parts(binding, found.keys)
        old_keys = {event_id: key for key, event_id in read.ids.items()}
        events = local._events(account, found.ids.values()).with_context(
            gws_rearrange=True
        )
        for key, event_id in found.ids.items():
            old_key = old_keys[event_id]
            if key == old_key and key in alone:
                continue
            values = self._moved(read, form, old_key, key, old_key in edited)
            if values:
                self._move(account, events.browse(event_id), values)
        local._events(account, found.left).unlink()
        if found.empty:
            (template,) = local._event_values(account, [remote], default_reminders, "")
            local._events(account).create(
                [
                    {**template, **self._occurrence_values(form, one, key)}
                    for key in found.empty
                ]
            )
        one.write(self._fields_of(form, keys[0]))
        self._settled(one)
        one.base_event_id = one._get_first_event()
        return keys[0], keys[-1]

    def _move_parts(self, binding, keys):
        """Rows of occurrences after these moved ({old key: new key}) → keys edited.

        Google gives up exceptions whose day is gone. What was edited in Odoo and is
        still on its way follows its occurrence.
        """
        edited = set()
        if not binding:
            return edited
        rows = self.env["gws.event.binding"].search(
            [("master_id", "=", binding.id), ("kind", "=", "instance")]
        )
        for row in rows:
            old = row.original_start
            new = keys.get(old)
            if new == old:
                continue
            if new is None or row.state != "pending":
                row.unlink()
                continue
            edited.add(old)
            row.write(
                {
                    "original_start": new,
                    "google_id": f"{binding.google_id}@{new}",
                    "etag": False,
                    "base": False,
                    "gone": False,
                }
            )
        return edited

    def _moved(self, read, form, old_key, key, edited):
        """Values for an event whose occurrence was ``old_key`` and is ``key`` now.

        ``edited``: what it says alone is news that Google has not heard.
        """
        zone = form["rule"]["zone"]
        when = recurrence.occurrence_when(form["when"], zone, key)
        own = read.changed.get(old_key)
        if key == old_key:
            before = read.expected(old_key)["when"]
            if before == when or (own and own["when"] != before):
                return {}
            return odoo_event.write_when(when)
        values = {**odoo_event.write_when(when), "gws_original_start": False}
        if own and not edited:
            plain = {n: v for n, v in form.items() if n not in ("when", "video")}
            values.update(odoo_event.write(plain, self.env._("(No title)")))
        return values

    def _move(self, account, event, values):
        """Move an event; the host resets answers then, which is not ours to do."""
        event = event.with_user(event.user_id or account.user_id).sudo()
        answers = {attendee: attendee.state for attendee in event.attendee_ids}
        event.write(values)
        for attendee, answer in answers.items():
            if attendee.state != answer:
                attendee.state = answer

    @api.model
    def _add_occurrence(self, account, number, remote, key, default_reminders):
        """Make the event of one occurrence that Google shows again → its id."""
        local = self.env["gws.calendar.local"]
        (template,) = local._event_values(account, [remote], default_reminders, "")
        event = local._events(account).create(
            {
                **template,
                "recurrency": True,
                "follow_recurrence": remote.form["when"]["start"] == key,
                "recurrence_id": number,
                "gws_original_start": key,
            }
        )
        return event.id

    @api.model
    def _delete(self, account, numbers):
        """Delete series with all their events."""
        recurrences = self._recurrences(account, numbers).exists()
        events = recurrences.calendar_event_ids
        recurrences.unlink()
        events.exists().unlink()

    @api.model
    def _shorten(self, account, number, read):
        """Odoo's rule ends where people deleted the rest of the series."""
        if read.shortened:
            self._recurrences(account, [number]).write(
                {"end_type": "end_date", "until": read.shortened}
            )
            self._settled(self._recurrences(account, [number]))

    def _settled(self, recurrences):
        """Have Odoo write a rule's text, and read it back, now and in our name.

        Left to a later flush, that would look like a person's edit.
        """
        recurrences.flush_recordset(["rrule"])
        return recurrences


def _ids(read, keys):
    """Event ids of some occurrences, as a key of a dict."""
    return tuple(read.ids[key] for key in keys)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One event or series on its way through a sync, and who else has it."""

from ..mapping.model import normalize_email

MODEL = "calendar.event"


class Step:
    """One event or series on its way: what it is and what is planned for it.

    ``ref``: (model, id) of its record in Odoo, or None. ``series``: of a series, how
    Odoo's side was read; ``known``: what is to be remembered of it. ``part``: of an
    occurrence, its series' binding and its key.
    """

    __slots__ = (
        "binding",
        "known",
        "note_count",
        "pair",
        "part",
        "plan",
        "ref",
        "remote",
        "series",
    )

    def __init__(self, binding, ref, remote, pair, planned, series=None, part=None):
        self.binding = binding
        self.ref = ref
        self.remote = remote
        self.pair = pair
        self.plan = planned
        self.series = series
        self.known = None
        self.part = part
        # Which note of the outbox this step has seen: a newer one is a newer edit.
        self.note_count = binding.note_count if binding else 0

    @property
    def is_series(self):
        if self.binding:
            return self.binding.kind == "series"
        return self.remote.kind == "master"

    @property
    def event_id(self):
        """The event's id; of a series, or of none, False."""
        return self.ref[1] if self.ref and self.ref[0] == "calendar.event" else False

    @property
    def recurrence_id(self):
        found = self.ref and self.ref[0] == "calendar.recurrence"
        return self.ref[1] if found else False


class Shared:
    """What the copies of one event do for it: write it, answer for their own users.

    There is one in each calendar that shows it, also in two of one account.
    """

    __slots__ = ("rows",)

    def __init__(self, rows=()):
        self.rows = list(rows)

    def __bool__(self):
        return bool(self.rows)

    def add(self, row):
        self.rows.append(row)

    def outside(self, calendar):
        """The copies in other calendars than this one."""
        return Shared(row for row in self.rows if row.calendar_id != calendar)

    def is_written(self, account):
        """Whether another copy carries the meeting; a rest of its own calendar is one
        that ends, so what was edited waits for it."""
        return any(
            row.role == "owner"
            and (row.account_id == account or row.calendar_id._goes("push"))
            for row in self.rows
        )

    @property
    def answering(self):
        return frozenset(
            normalize_email(row.account_id.email)
            for row in self.rows
            if row.role == "guest" and row.calendar_id._goes("push")
        )

    def join(self, other):
        """Take in what they have of the whole series."""
        self.rows += other.rows


def of_refs(refs):
    """The domain of the bindings that stand for one of these records."""
    ids = {MODEL: [], "calendar.recurrence": []}
    for model, number in refs:
        ids[model].append(number)
    return [
        "|",
        ("event_id", "in", ids[MODEL]),
        ("recurrence_id", "in", ids["calendar.recurrence"]),
    ]

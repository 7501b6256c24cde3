# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One API call after authentication: who asks, for what, with which rights."""

from dataclasses import dataclass, field

from . import errors, gmail_store
from .model import rank


@dataclass
class Call:
    """``email`` is the account that acts, None for Google itself."""

    world: object
    method_id: str
    email: str | None
    params: dict = field(default_factory=dict)
    body: dict | None = None
    headers: dict = field(default_factory=dict)
    base_url: str = ""
    path: str = ""
    scopes: frozenset = frozenset()
    media: bytes | None = field(default=None, repr=False)

    def mailbox(self):
        """The mailbox of the account that acts."""
        return gmail_store.box_of(self.world, self.email)

    def calendar(self, name="calendarId"):
        """The calendar of the path; 404 without any access to it."""
        calendar_id = self.params[name]
        if calendar_id == "primary" and self.email:
            calendar_id = self.email
        calendar = self.world.calendars.get(calendar_id)
        if calendar is None and calendar_id.lower() in self.world.accounts:
            calendar = self.world.calendars[self.world.account(calendar_id).email]
        if calendar is None or self.world.role(calendar, self.email) is None:
            raise errors.not_found()
        return calendar

    def role(self, calendar):
        return self.world.role(calendar, self.email)

    def need_writer(self, calendar):
        """The role, or 403 below ``writerWithoutPrivateAccess``."""
        role = self.role(calendar)
        if rank(role) < rank("writerWithoutPrivateAccess"):
            raise errors.needs_writer()
        return role

    def check_match(self, copy):
        """412 when ``If-Match`` names another etag than the copy's."""
        wanted = self.headers.get("if-match")
        if wanted in (None, "*"):
            return
        tags = [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
        if copy.resource["etag"] not in tags:
            raise errors.condition_not_met()

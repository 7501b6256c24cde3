# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

WRITABLE_ROLES = ("owner", "writer", "writerWithoutPrivateAccess")
# What a person may choose; the rest is Google's or the sync's.
CHOICES = {"selected", "is_default", "direction"}


class GwsCalendar(models.Model):
    """One calendar in an account's list: whether it syncs, and how far it got."""

    _name = "gws.calendar"
    _description = "Google Calendar"
    _order = "is_primary desc, name, id"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    google_id = fields.Char("Google id", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    is_primary = fields.Boolean("Main calendar", readonly=True)
    selected = fields.Boolean(
        "Sync", help="Events of this calendar are kept in step with Odoo."
    )
    is_default = fields.Boolean(
        "For new events", help="New events made in Odoo go to this calendar."
    )
    direction = fields.Selection(
        [
            ("both", "Both ways"),
            ("pull", "From Google to Odoo only"),
            ("push", "From Odoo to Google only"),
        ],
        help="Empty: as your account says. It narrows that and never widens it.",
    )
    access_role = fields.Char("Your role", readonly=True)
    writable = fields.Boolean(compute="_compute_writable")
    time_zone = fields.Char(readonly=True)
    background_color = fields.Char(readonly=True)
    default_reminders = fields.Json(readonly=True)
    channel_ids = fields.One2many("gws.channel", "calendar_id")
    watch_after = fields.Datetime(
        readonly=True, copy=False, help="Google refused to watch it; ask again then."
    )
    binding_ids = fields.One2many("gws.event.binding", "calendar_id")

    # The cursor. It is stored only once its last page is applied, together with
    # what it was made for: another query or another start date needs a full listing.
    sync_token = fields.Char(readonly=True, copy=False)
    listing_version = fields.Integer(readonly=True, copy=False)
    listed_from = fields.Date(readonly=True, copy=False)
    # A listing under way: where it goes on, and when it began if it is a full one.
    page_token = fields.Char(readonly=True, copy=False)
    full_since = fields.Datetime(readonly=True, copy=False)

    _google_unique = models.Constraint(
        "UNIQUE (account_id, google_id)",
        "This calendar is already in the list.",
    )

    @api.depends("access_role")
    def _compute_writable(self):
        for calendar in self:
            calendar.writable = calendar.access_role in WRITABLE_ROLES

    @api.constrains("is_default", "access_role")
    def _check_default_is_writable(self):
        for calendar in self:
            if calendar.is_default and not calendar.writable:
                raise ValidationError(
                    self.env._(
                        "New events cannot go to “%(name)s”: you may only read it.",
                        name=calendar.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        calendars._keep_one_default()
        self.env.registry.clear_cache()
        return calendars

    def write(self, vals):
        if not self.env.su and (refused := sorted(vals.keys() - CHOICES)):
            raise AccessError(
                self.env._(
                    "Only what is synced can be chosen here, not: %(names)s",
                    names=", ".join(refused),
                )
            )
        turned = self.filtered(
            lambda c: "direction" in vals and c.direction != vals["direction"]
        )
        result = super().write(vals)
        if turned:
            turned.sudo()._start_over()
        if {"is_default", "direction", "access_role"} & vals.keys():
            self.env.registry.clear_cache()
        if vals.get("is_default"):
            self._keep_one_default()
        if vals.get("selected"):
            self.account_id._wake_calendar()
        return result

    def _keep_one_default(self):
        """The calendar chosen last for new events is the only one."""
        for chosen in self.filtered("is_default"):
            others = chosen.account_id.calendar_ids - chosen
            others.filtered("is_default").is_default = False
            if not chosen.selected:
                chosen.selected = True

    # -- direction ----------------------------------------------------

    def _goes(self, way):
        """Whether changes travel ``way`` ("pull" or "push") in this calendar.

        The account and the calendar must both allow it. A calendar that may only be
        read has no choice of its own.
        """
        self.ensure_one()
        choices = (self.account_id.calendar_direction, self._own_direction())
        return all(choice in (False, "both", way) for choice in choices)

    def _own_direction(self):
        return self.writable and self.direction

    def _going(self, way):
        """Those of the calendars in which changes travel that way."""
        return self.filtered(lambda calendar: calendar._goes(way))

    def _is_open(self):
        """Whether events of Odoo may be put into this calendar; no for none."""
        return bool(self and self.selected and self.writable and self._goes("push"))

    def _to_list(self):
        """Those whose changes must be asked for.

        One that only sends is listed once, for what it had; then its writes find out
        by themselves what moved.
        """
        return self.filtered(
            lambda c: c.selected and (c._goes("pull") or not c.sync_token)
        )

    def _start_over(self):
        """Another direction: look at everything again, once, on both sides."""
        self._forget_cursor()
        self.binding_ids.filtered(lambda b: not b.recheck).recheck = True
        self.account_id.calendar_scanned = False
        # The first sync is a person's to start.
        self.account_id.filtered("last_sync")._wake_calendar()

    def _forget_cursor(self):
        """The next sync lists everything and reconciles it with what is bound."""
        self.write({"sync_token": False, "page_token": False, "full_since": False})

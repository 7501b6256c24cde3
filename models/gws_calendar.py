# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

WRITABLE_ROLES = ("owner", "writer", "writerWithoutPrivateAccess")
# What a person may choose; the rest is Google's or the sync's.
CHOICES = {"selected", "is_default"}


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
        result = super().write(vals)
        if "is_default" in vals:
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

    def _forget_cursor(self):
        """The next sync lists everything and reconciles it with what is bound."""
        self.write({"sync_token": False, "page_token": False, "full_since": False})

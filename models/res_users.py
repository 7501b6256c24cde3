# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The settings of a user's Google account, shown on the user.

My Profile and Settings ▸ Users show the same fields. They are the account's own; a
draft account is made when the first of them is filled in.
"""

from odoo import api, fields, models

from .gws_account import OWNER_SETTINGS

READABLE = (
    "gws_account_id",
    "gws_account_ids",
    "gws_email",
    "gws_state",
    "gws_last_sync",
    "gws_last_error",
    "gws_granted",
    "gws_configured",
    "gws_reset_words",
    "gws_calendar_new_since",
)
WRITEABLE = tuple(f"gws_{name}" for name in OWNER_SETTINGS if name != "calendar_ids")
ADMIN_WRITEABLE = ("gws_email", "gws_log_enabled", "gws_send_via_gmail")


def _setting(kind, name, **kwargs):
    """A field of the account, shown and written through the user."""
    return kind(related=f"gws_account_ids.{name}", readonly=False, **kwargs)


class ResUsers(models.Model):
    _inherit = "res.users"

    # One account is in use; those put aside are archived.
    gws_account_ids = fields.One2many(
        "gws.account",
        "user_id",
        "Google accounts",
        context={"active_test": True},
    )
    gws_account_id = fields.Many2one(
        "gws.account",
        "Google account",
        compute="_compute_gws_account_id",
    )
    gws_configured = fields.Boolean(compute="_compute_gws_configured")
    gws_state = fields.Selection(related="gws_account_ids.state", string="Google")
    gws_last_sync = fields.Datetime(related="gws_account_ids.last_sync")
    gws_last_error = fields.Text(related="gws_account_ids.last_error")
    gws_granted = fields.Char("Granted", compute="_compute_gws_granted")
    gws_email = _setting(fields.Char, "email")
    gws_client_id = _setting(fields.Char, "client_id")
    gws_client_secret = _setting(fields.Char, "client_secret")
    gws_log_enabled = _setting(fields.Boolean, "log_enabled")

    gws_calendar_enabled = _setting(fields.Boolean, "calendar_enabled")
    gws_calendar_sync_from = _setting(fields.Date, "calendar_sync_from")
    gws_calendar_direction = _setting(fields.Selection, "calendar_direction")
    gws_calendar_conflict_rule = _setting(fields.Selection, "calendar_conflict_rule")
    gws_calendar_unknown_guests = _setting(fields.Selection, "calendar_unknown_guests")
    gws_calendar_guest_mail = _setting(fields.Selection, "calendar_guest_mail")

    gws_calendar_new_since = fields.Datetime(
        related="gws_account_ids.calendar_new_since"
    )
    gws_reset_words = fields.Char(related="gws_account_ids.calendar_reset_words")
    gws_calendar_meet = _setting(fields.Selection, "calendar_meet")

    gws_calendar_busy_only = _setting(fields.Boolean, "calendar_busy_only")

    gws_contact_enabled = _setting(fields.Boolean, "contact_enabled")
    gws_contact_auto_export = _setting(fields.Boolean, "contact_auto_export")
    gws_contact_delete_unsubscribed = _setting(
        fields.Boolean, "contact_delete_unsubscribed"
    )
    gws_contact_sync_title = _setting(fields.Boolean, "contact_sync_title")
    gws_contact_sync_tags = _setting(fields.Boolean, "contact_sync_tags")
    gws_contact_sync_photo = _setting(fields.Boolean, "contact_sync_photo")
    gws_contact_domain = _setting(fields.Char, "contact_domain")

    gws_mail_enabled = _setting(fields.Boolean, "mail_enabled")
    gws_mail_in_label_id = _setting(fields.Many2one, "mail_in_label_id")
    gws_mail_out_label_id = _setting(fields.Many2one, "mail_out_label_id")
    gws_mail_in_limit = _setting(fields.Integer, "mail_in_limit")
    gws_mail_out_limit = _setting(fields.Integer, "mail_out_limit")
    gws_mail_remove_after_transfer = _setting(
        fields.Boolean, "mail_remove_after_transfer"
    )
    gws_send_via_gmail = _setting(fields.Boolean, "send_via_gmail")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + [*READABLE, *WRITEABLE]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + list(WRITEABLE)

    def _has_field_access(self, field, operation):
        """Colleagues may read each other's user record, but not these fields of it.

        Not ``groups`` on the fields: the users' own form shows them, too. A search
        over all users is no user's own, hence refused as well.
        """
        if field.name.startswith("gws_") and not self._gws_visible():
            return False
        return super()._has_field_access(field, operation)

    def _gws_visible(self):
        return (
            self.env.su
            or self._origin == self.env.user
            or self.env.user.has_group("base.group_system")
        )

    @api.depends("gws_account_ids.active")
    def _compute_gws_account_id(self):
        for user in self:
            user.gws_account_id = user.sudo().gws_account_ids[:1]

    @api.depends_context("uid")
    def _compute_gws_configured(self):
        """Whether a client is there: only then can access be granted."""
        client = self.env["gws.client"]
        for user in self:
            user.gws_configured = client._is_configured(user.sudo().gws_account_ids[:1])

    @api.depends("gws_account_ids.granted_scopes")
    def _compute_gws_granted(self):
        """The features that the consent covers, in words."""
        for user in self:
            user.gws_granted = user.sudo().gws_account_ids[:1]._granted_words()

    @api.model_create_multi
    def create(self, vals_list):
        ours = [self._gws_pop(vals) for vals in vals_list]
        users = super().create(
            [
                {name: value for name, value in vals.items() if name not in settings}
                for vals, settings in zip(vals_list, ours, strict=True)
            ]
        )
        for user, settings in zip(users, ours, strict=True):
            if settings:
                user.write(settings)
        return users

    def write(self, vals):
        if self._gws_pop(vals):
            if self != self.env.user:
                self.check_access("write")
            for user in self:
                self.env["gws.account"]._ensure_for_user(user)
            self.invalidate_recordset(["gws_account_ids"])
        result = super().write(vals)
        if "gws_client_secret" in vals:
            # What was typed must not stay readable in this transaction's cache.
            self.invalidate_recordset(["gws_client_secret"])
        return result

    @api.model
    def _gws_pop(self, vals):
        """The settings of a Google account among ``vals``."""
        names = (*WRITEABLE, *ADMIN_WRITEABLE)
        return {name: vals[name] for name in names if name in vals}

    # -- buttons ------------------------------------------------------------

    def _gws_own(self):
        """The account behind a button of the preferences."""
        self.ensure_one()
        if self != self.env.user:
            self.check_access("write")
        account = self.env["gws.account"]._ensure_for_user(self)
        return account.with_env(self.env)

    def action_gws_prepare(self):
        """Make the draft account, so that its settings can be filled in."""
        self._gws_own()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_gws_connect(self):
        return self._gws_own().action_connect()

    def action_gws_disconnect(self):
        return self._gws_own().action_disconnect()

    def action_gws_pause(self):
        return self._gws_own().action_pause()

    def action_gws_resume(self):
        return self._gws_own().action_resume()

    def action_gws_reset(self):
        return self._gws_own().action_reset()

    def action_gws_diagnose(self):
        return self._gws_own().action_diagnose()

    def action_gws_sync_calendar(self):
        return self._gws_own().action_sync_calendar()

    def action_gws_open_account(self):
        """The account with its list of calendars."""
        account = self._gws_own()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Google account"),
            "res_model": "gws.account",
            "res_id": account.id,
            "views": [[False, "form"]],
        }

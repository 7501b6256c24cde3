# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class GwsAccount(models.Model):
    """A reset under way: its state on the account, and what it forbids meanwhile."""

    _inherit = "gws.account"

    # After a reset with "only new events" (services/gws_calendar_new_only.py).
    calendar_new_since = fields.Datetime(
        "Only events made since",
        readonly=True,
        copy=False,
        help="A reset left everything older alone, on both sides.",
    )
    calendar_new_after = fields.Json(
        readonly=True, copy=False, help="The last records of Odoo that are old."
    )
    calendar_resetting = fields.Boolean("Being reset", readonly=True, copy=False)
    calendar_reset_total = fields.Integer(readonly=True, copy=False)
    calendar_reset_problem = fields.Char(
        readonly=True, copy=False, help="Why something could not be deleted."
    )
    calendar_reset_words = fields.Char(compute="_compute_calendar_reset_words")

    @api.depends("calendar_resetting", "calendar_reset_total", "state")
    def _compute_calendar_reset_words(self):
        bindings = self.env["gws.event.binding"].sudo()
        for account in self:
            if not account.calendar_resetting:
                account.calendar_reset_words = False
                continue
            total = account.calendar_reset_total
            left = bindings.search_count(
                [("account_id", "=", account.id), ("reset", "!=", False)]
            )
            account.calendar_reset_words = account._reset_words(total - left, total)

    def _reset_words(self, done, total):
        if self.state == "reconnect":
            return self.env._(
                "The reset waits: %(done)s of %(total)s events are done. Connect "
                "again to let it delete the rest in Google, or disconnect to leave "
                "the rest there.",
                done=done,
                total=total,
            )
        return self.env._(
            "The calendar is being reset: %(done)s of %(total)s events are done. "
            "Nothing is synchronized meanwhile. To stop it, disconnect; the rest then "
            "stays where it is.",
            done=done,
            total=total,
        )

    def write(self, vals):
        """A new consent lets a reset go on, not the sync."""
        resetting = self.browse()
        if vals.get("state") == "connected":
            resetting = self.sudo().filtered("calendar_resetting").with_env(self.env)
        if not resetting:
            return super().write(vals)
        super(GwsAccount, resetting).write({**vals, "state": "paused"})
        resetting._trigger_delivery()
        return super(GwsAccount, self - resetting).write(vals)

    def action_reset(self):
        """Open the wizard: for one's own account, or for anybody's as administrator."""
        self.ensure_one()
        self.check_access("write")
        self._check_not_resetting()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reset Google Calendar Account"),
            "res_model": "gws.reset",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    def action_resume(self):
        self._check_not_resetting()
        return super().action_resume()

    def _check_not_resetting(self):
        for account in self:
            if account.calendar_resetting:
                raise UserError(account.calendar_reset_words)

    def _disconnect(self):
        told = super()._disconnect()
        if self.calendar_resetting:
            self.env["gws.calendar.reset"]._end(self)
        return told

    def _settings_to_carry(self):
        """What is old stays old when the user connects another Google account."""
        names = ("calendar_new_since", "calendar_new_after")
        return {
            **super()._settings_to_carry(),
            **{name: self[name] for name in names},
        }

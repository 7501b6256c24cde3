# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dialog *Reset Account*: two choices, what they would do, and the word for it.

``gws.calendar.reset`` does the work. Programs call ``action_confirm``; the dialog's
button asks for the account's address first when something is deleted in Google.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

COUNTS = (
    "google_event_count",
    "google_series_count",
    "odoo_event_count",
    "odoo_series_count",
    "kept_event_count",
    "kept_series_count",
    "guest_count",
    "lost_count",
)


class GwsReset(models.TransientModel):
    _name = "gws.reset"
    _description = "Reset of a Google Calendar account"

    account_id = fields.Many2one("gws.account", required=True, ondelete="cascade")
    email = fields.Char(related="account_id.email", related_sudo=False)
    event_policy = fields.Selection(
        [
            ("keep", "Leave them untouched"),
            ("google", "Delete from the current Google Calendar account"),
            ("odoo", "Delete from Odoo"),
            ("both", "Delete from both"),
        ],
        "User's Existing Events",
        required=True,
        default="keep",
    )
    next_sync = fields.Selection(
        [
            ("new", "Synchronize only new events"),
            ("all", "Synchronize all existing events"),
        ],
        "Next Synchronization",
        required=True,
        default="new",
    )
    tell_guests = fields.Boolean("Tell the guests", help="Google mails them.")
    confirmation = fields.Char(
        "Type the address to confirm", help="The address of the Google account."
    )
    is_typed = fields.Boolean(compute="_compute_is_typed")

    # The preview: what confirming would do.
    preview = fields.Text(compute="_compute_preview")
    google_event_count = fields.Integer("Events", compute="_compute_preview")
    google_series_count = fields.Integer("Series", compute="_compute_preview")
    odoo_event_count = fields.Integer(compute="_compute_preview")
    odoo_series_count = fields.Integer(compute="_compute_preview")
    kept_event_count = fields.Integer(compute="_compute_preview")
    kept_series_count = fields.Integer(compute="_compute_preview")
    guest_count = fields.Integer(
        compute="_compute_preview", help="Guests whom Google would mail."
    )
    lost_count = fields.Integer(
        compute="_compute_preview", help="Changes that would never reach Google."
    )

    @api.depends("account_id", "event_policy", "next_sync", "tell_guests")
    def _compute_preview(self):
        for reset in self:
            if not (reset.account_id and reset.event_policy and reset.next_sync):
                reset.update(dict.fromkeys(COUNTS, 0))
                reset.preview = False
                continue
            reset.account_id.check_access("read")
            counts = (
                self.env["gws.calendar.reset.plan"]
                .sudo()
                ._preview(reset.account_id.sudo(), reset.event_policy, reset.next_sync)
            )
            guests = counts["guests"] if reset.tell_guests else 0
            numbers = (
                *counts["google"],
                *counts["odoo"],
                *counts["kept"],
                guests,
                counts["lost"],
            )
            reset.update(dict(zip(COUNTS, numbers, strict=True)))
            reset.preview = " ".join(reset._sentences())

    def _sentences(self):
        """What the choices mean, beside the numbers."""
        policy, new = self.event_policy, self.next_sync == "new"
        told = []
        if policy == "keep":
            told.append(self.env._("Nothing is deleted anywhere."))
        elif policy == "google":
            told.append(
                self.env._(
                    "Deleted in Google is what this user organises; a series goes as a "
                    "whole. Invitations of others stay."
                )
            )
        else:
            told.append(
                self.env._(
                    "Deleted is what this user organises; a series goes as a whole. "
                    "Meetings that others organise stay in Google, and stay in Odoo "
                    "where colleagues take part in them."
                )
            )
        if new:
            told.append(
                self.env._(
                    "After connecting again, only events made from now on are "
                    "synchronized; older ones stay as they are, on each side."
                )
            )
        elif policy == "google":
            told.append(
                self.env._(
                    "After connecting again, everything is synchronized: what stayed "
                    "in Odoo is sent to Google anew."
                )
            )
        elif policy == "odoo":
            told.append(
                self.env._(
                    "After connecting again, everything is synchronized: what stayed "
                    "in Google comes back to Odoo."
                )
            )
        else:
            told.append(
                self.env._(
                    "After connecting again, everything is synchronized; what is on "
                    "both sides is recognised, nothing is doubled."
                )
            )
        return told

    @api.depends("confirmation", "account_id", "google_event_count")
    def _compute_is_typed(self):
        for reset in self:
            deletes = reset.google_event_count or reset.google_series_count
            wanted, typed = (
                (text or "").strip().lower()
                for text in (reset.account_id.email, reset.confirmation)
            )
            reset.is_typed = typed == wanted or not deletes

    def action_confirm_typed(self):
        """The dialog's button: nothing in Google goes by a slip of the mouse."""
        self.ensure_one()
        if not self.is_typed:
            raise UserError(
                self.env._(
                    "Type %(email)s to confirm that events are deleted in Google.",
                    email=self.account_id.email or "",
                )
            )
        return self.action_confirm()

    def action_confirm(self):
        """Reset the account; what takes longer goes on in the background.

        The owner may do it, and an administrator. Commits as it goes. Raises
        AccessError, and UserError when it cannot begin (then nothing is changed).
        """
        self.ensure_one()
        self.account_id.check_access("write")
        account = self.account_id.sudo()
        self.env["gws.calendar.reset"].sudo()._confirm(
            account, self.event_policy, self.next_sync, self.tell_guests
        )
        if account.calendar_resetting:
            kind, message = "info", account.last_error or account.calendar_reset_words
        elif account.last_error:
            kind, message = "warning", account.last_error
        else:
            kind = "success"
            message = self.env._("The reset is done. Connect again when you like.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.mail import email_split_tuples

SHOWN_NAMES = 3  # people of a mail that a list names


class GwsMessage(models.Model):
    """The lists *Incoming messages* and *Outgoing messages*: people, fetching, help."""

    _inherit = "gws.message"

    sender = fields.Char(compute="_compute_people")
    recipients = fields.Char(compute="_compute_people")

    @api.depends("email_from", "email_to")
    def _compute_people(self):
        """Names where a mail tells them: addresses are for the form."""
        for message in self:
            message.sender = self._names(message.email_from)
            message.recipients = self._names(message.email_to)

    @api.model
    def _names(self, text):
        names = [name or address for name, address in email_split_tuples(text or "")]
        if not names:
            return text
        shown = ", ".join(names[:SHOWN_NAMES])
        more = len(names) - SHOWN_NAMES
        return f"{shown} +{more}" if more > 0 else shown

    # -- fetching -----------------------------------------------------

    @api.model
    def _direction(self):
        return "out" if self.env.context.get("gws_direction") == "out" else "in"

    @api.model
    def action_sync_now(self):
        """Fetch now what carries the label of the list's direction."""
        account = self.env["gws.account"]._ensure_for_user(self.env.user)
        return account.with_env(self.env)._press_mail(self._direction())

    @api.model
    def get_notice(self, direction):
        """Why no mail comes, for the top of a list.

        :return: {"message", "mend"}, ``mend`` when the preferences mend it; None when
            all is well
        """
        account = self.env["gws.account"]._of_user(self.env.user)
        refusal = self.env["gws.mail.status"]._refusal(account, direction)
        if refusal:
            return {"message": refusal["message"], "mend": True}
        cron = self.env.ref(
            f"google_workspace.cron_sync_email_{direction}", raise_if_not_found=False
        )
        if cron and cron.sudo().active:
            return None
        message = self.env._(
            "Mail comes only when you fetch it yourself: the scheduled action is "
            "switched off."
        )
        return {"message": message, "mend": False}

    @api.model
    def action_gws_preferences(self):
        """The user's own settings, where mail is switched on."""
        action = self.env["res.users"].action_get()
        return {**action, "res_id": self.env.uid}

    @api.model
    def get_empty_list_help(self, help_message):
        """An empty list offers to fetch; the attributes pass no field of HTML."""
        out = self._direction() == "out"
        button = Markup(
            '<p><a type="action" class="btn btn-primary" data-model="gws.message" '
            'data-method="%s">%s</a></p>'
        ) % (
            "action_sync_out_now" if out else "action_sync_now",
            self.env._("Sync outgoing now") if out else self.env._("Sync incoming now"),
        )
        return super().get_empty_list_help(Markup(help_message or "") + button)

    @api.model
    def action_sync_out_now(self):
        """The same for outgoing mail, for a link that brings no context."""
        return self.with_context(gws_direction="out").action_sync_now()

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """Imported mails in the chatter, and on the screen of a contact's button."""

    _inherit = "mail.message"

    gws_sender = fields.Char("Sender", compute="_compute_gws_sender")
    gws_body_shown = fields.Html(
        "Mail text", compute="_compute_gws_body", sanitize=False
    )
    gws_has_remote = fields.Boolean(compute="_compute_gws_body")

    @api.depends("author_id", "email_from")
    def _compute_gws_sender(self):
        for message in self:
            name = message.author_id.display_name
            message.gws_sender = name or self.env["gws.message"]._names(
                message.email_from
            )

    @api.depends("body")
    @api.depends_context("gws_show_remote")
    def _compute_gws_body(self):
        """The text; pictures from the internet only when they are asked for."""
        bodies = self.env["gws.mail.body"]
        for message in self:
            safe, message.gws_has_remote = bodies._without_remote(message.body)
            wanted = self.env.context.get("gws_show_remote")
            message.gws_body_shown = message.body if wanted else safe

    def _field_store_repr(self, field_name):
        """In a chatter pictures from the internet do not load by themselves either."""
        if field_name == "body":
            return [Store.Attr("body", lambda message: message._gws_body_in_chatter())]
        return super()._field_store_repr(field_name)

    def _gws_body_in_chatter(self):
        if not self.gws_direction:
            return self.body
        return self.env["gws.mail.body"]._without_remote(self.body)[0]

    def action_gws_show_remote(self):
        """The same mail, with its pictures from the internet."""
        self.ensure_one()
        form = self.env.ref("google_workspace.mail_message_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.subject or self.env._("Mail"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[form.id, "form"]],
            "context": {"gws_show_remote": True},
        }

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screens of a contact show, and when they show nothing of Google at all."""

from odoo import api, fields, models

OURS = (
    "//*[starts-with(@name, 'gws_') or starts-with(@for, 'gws_')"
    " or starts-with(@name, 'action_gws_')]"
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    gws_in_google = fields.Boolean(compute="_compute_gws_in_google")

    @api.depends("gws_subscribed")
    @api.depends_context("uid")
    def _compute_gws_in_google(self):
        """Whether there is something to open at Google."""
        rows = self._gws_bindings(self._origin.ids).filtered("resource_name")
        there = set(rows.partner_id.ids)
        for partner in self:
            partner.gws_in_google = partner._origin.id in there

    # -- switched off: as if the addon were not there --------------------

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env["gws.client"]._is_enabled())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        # The filters stay: saved searches and other modules name them.
        if view_type != "search" and not self.env["gws.client"]._is_enabled():
            for node in arch.xpath(OURS):
                if node.getparent() is not None:
                    node.getparent().remove(node)
        return arch, view

    # -- buttons ---------------------------------------------------------

    def action_gws_open_google(self):
        """The contact in the current user's Google Contacts."""
        self.ensure_one()
        return self._gws_bindings(self.ids).with_env(self.env).action_open_google()

    @api.model
    def action_gws_preferences(self):
        """The current user's own settings, where access is granted."""
        return {**self.env["res.users"].action_get(), "res_id": self.env.uid}

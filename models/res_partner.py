# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    gws_subscribed = fields.Boolean(
        "Sync to Google",
        compute="_compute_gws_subscribed",
        inverse="_inverse_gws_subscribed",
        search="_search_gws_subscribed",
        help="Your own choice: this contact is kept up to date in your Google "
        "Contacts.",
    )
    gws_contact_state = fields.Selection(
        selection=lambda self: (
            self.env["gws.partner.binding"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="In Google",
        compute="_compute_gws_contact_state",
    )
    gws_contact_note = fields.Char(
        "Google Contacts",
        compute="_compute_gws_contact_state",
        help="Why it is not, or not as it should be, in your Google Contacts.",
    )

    # -- the current user's subscription --------------------------------

    @api.model
    def _gws_bindings(self, partner_ids=None):
        """The current user's living subscriptions, of these contacts or of all."""
        domain = self._gws_binding_domain()
        if partner_ids is not None:
            domain.append(("partner_id", "in", partner_ids))
        return self.env["gws.partner.binding"].sudo().search(domain)

    @api.model
    def _gws_binding_domain(self):
        return [
            ("user_id", "=", self.env.uid),
            ("account_id.active", "=", True),
            ("partner_id", "!=", False),
        ]

    @api.depends_context("uid")
    def _compute_gws_subscribed(self):
        subscribed = set(self._gws_bindings(self._origin.ids).partner_id.ids)
        for partner in self:
            partner.gws_subscribed = partner._origin.id in subscribed

    def _inverse_gws_subscribed(self):
        wanted = self.filtered("gws_subscribed")
        wanted._gws_subscribe()
        (self - wanted)._gws_unsubscribe()

    @api.model
    def _search_gws_subscribed(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = (
            self.env["gws.partner.binding"]
            .sudo()
            ._search(self._gws_binding_domain())
            .subselect("partner_id")
        )
        domain = Domain.FALSE
        if True in value:
            domain |= Domain("id", "in", rows)
        if False in value:
            domain |= Domain("id", "not in", rows)
        return domain

    @api.depends("gws_subscribed")
    @api.depends_context("uid", "lang")
    def _compute_gws_contact_state(self):
        account = self.env["gws.account"]._of_user(self.env.user)
        waits = self.env["gws.contact.status"]._waits(account)
        known = {row.partner_id.id: row for row in self._gws_bindings(self._origin.ids)}
        for partner in self:
            row = known.get(partner._origin.id)
            partner.gws_contact_state = row.state if row else False
            partner.gws_contact_note = row and (
                row.error or (row.state == "pending" and waits)
            )

    def _gws_subscribe(self):
        """Subscribe the current user to these contacts."""
        self._gws_check_user()
        if self:
            self.check_access("read")
            account = self.env["gws.account"]._ensure_for_user(self.env.user)
            self.env["gws.partner.binding"]._subscribe(account, self.ids)
            self.invalidate_recordset(["gws_subscribed"])

    def _gws_unsubscribe(self):
        """End the current user's subscription of these contacts."""
        account = self.env["gws.account"]._of_user(self.env.user)
        if self and account:
            self.env["gws.partner.binding"]._unsubscribe(account, self.ids)
            self.invalidate_recordset(["gws_subscribed"])

    def _gws_check_user(self):
        if not self.env.user._is_internal():
            raise AccessError(
                self.env._("Only internal users can connect a Google account.")
            )

    # -- actions on a selection -----------------------------------------

    def action_gws_subscribe(self):
        """*Add to Google Contacts*, for any number of contacts at once."""
        self._gws_subscribe()
        account = self.env["gws.account"]._of_user(self.env.user)
        action, _why_not = self.env["gws.contact.review"]._open(account)
        return action or self.env["gws.contact.status"]._subscribed_words(self)

    def action_gws_unsubscribe(self):
        """*Remove from Google Contacts*."""
        before = self.filtered("gws_subscribed")
        before._gws_unsubscribe()
        return self.env["gws.contact.status"]._unsubscribed_words(before)

    def action_gws_send_again(self):
        """Send a contact that was deleted in Google, or set aside, once more."""
        return self._gws_bindings(self.ids).with_env(self.env).action_send_again()

    # -- what changed ---------------------------------------------------

    def write(self, vals):
        if vals.keys() == {"gws_subscribed"}:
            # The user's own choice: the contact itself is neither written nor locked,
            # and whoever may read it may choose it.
            act = (
                self._gws_subscribe if vals["gws_subscribed"] else self._gws_unsubscribe
            )
            act()
            return True
        result = super().write(vals)
        if vals.keys() - self._gws_ignored_fields():
            self._gws_note_change(vals)
        return result

    @api.model
    def _gws_ignored_fields(self):
        """Fields whose change no contact in Google would show."""
        return {"gws_subscribed", "message_follower_ids", "message_ids", "activity_ids"}

    def _gws_note_change(self, vals):
        """Remember that these contacts, and who shows their name, moved."""
        if not self.env["gws.account"]._any_contacts():
            return
        changed = set(self.ids)
        if {"name", "is_company"} & vals.keys():
            # A company's name stands on the contacts below it.
            below = self.sudo().with_context(active_test=False)
            changed |= set(below.search([("id", "child_of", self.ids)]).ids)
        self.env["gws.outbox"]._note_partners(changed)

    def unlink(self):
        bound = []
        if self.env["gws.account"]._any_contacts():
            rows = self.env["gws.partner.binding"].sudo()
            rows = rows.with_context(active_test=False)
            bound = rows.search([("partner_id", "in", self.ids)]).partner_id.ids
        result = super().unlink()
        if bound:
            self.env["gws.partner.binding"].invalidate_model(["partner_id"])
            self.env["gws.outbox"]._note_partners(bound, deleted=True)
        return result

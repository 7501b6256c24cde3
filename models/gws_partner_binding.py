# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("synced", "In step"),
    ("pending", "Waiting to be sent"),
    ("resting", "Not sent"),
    ("deleted", "Deleted in Google"),
    ("quarantined", "Set aside"),
]


class GwsPartnerBinding(models.Model):
    """One contact in one user's Google Contacts: the subscription and its state.

    The row stands beside the contact. ``active`` is the subscription itself, the
    person's choice; the rest is the sync's. A row that is no longer active stays: a
    second subscription must find what is in Google, and who ended one does not get it
    back by itself.

    ``partner_id`` is empty once the contact is deleted in Odoo; the row is then what
    still has to be done in Google.
    """

    _name = "gws.partner.binding"
    _description = "Google Contact"
    _rec_name = "resource_name"
    _order = "id desc"
    # Nobody but the sync writes here, by the thousand: who and when is in gws.run.
    _log_access = False

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="set null"
    )
    active = fields.Boolean("Subscribed", default=True)
    resource_name = fields.Char("Google id", readonly=True, index="btree_not_null")
    etag = fields.Char(readonly=True)
    # Read by the sync alone, and large: not with every row that a list shows.
    base = fields.Json(
        readonly=True,
        prefetch="gws_sides",
        help="The values that Odoo wrote into Google.",
    )
    seen = fields.Json(
        readonly=True,
        prefetch="gws_sides",
        help="What Google held when its etag was read.",
    )
    fingerprint = fields.Char(
        readonly=True, help="Stands for what Odoo wanted when both were in step."
    )
    photo = fields.Json(
        readonly=True, help="The picture that Odoo sent: its checksum, its address."
    )
    adopted = fields.Boolean(
        readonly=True, help="It was in Google before; Odoo only added to it."
    )
    state = fields.Selection(STATES, default="pending", required=True, readonly=True)
    error = fields.Char("Why", readonly=True)
    title = fields.Char(compute="_compute_title", help="How the contact is called.")
    removing = fields.Boolean(readonly=True, help="To be taken out of Google.")
    doubled = fields.Boolean(
        readonly=True, help="A second one of the same contact: taken out in any case."
    )
    listed = fields.Boolean(readonly=True, help="Named by the full listing under way.")
    # Delivery: how often it was tried, when it is tried again.
    sent_at = fields.Datetime(
        readonly=True,
        help="Sent as new, and not answered: it may be in Google. Of one that has its "
        "Google id: its deletion was sent.",
    )
    unheard = fields.Json(
        readonly=True,
        prefetch="gws_sides",
        help="What was sent as new, never answered and sent again. Should it turn up, "
        "it is known by this.",
    )
    note_count = fields.Integer(
        readonly=True, help="Counts up with each change noted, so that none is lost."
    )
    attempts = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True)

    _partner_unique = models.UniqueIndex(
        "(account_id, partner_id) WHERE partner_id IS NOT NULL",
        "This contact is already subscribed to.",
    )
    _resource_unique = models.UniqueIndex(
        "(account_id, resource_name) WHERE resource_name IS NOT NULL",
        "This Google contact is already bound.",
    )
    _pending = models.Index("(account_id, next_try) WHERE state = 'pending'")
    _orphans = models.Index("(account_id) WHERE partner_id IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        # Said here, it need not be computed and written once more for each row.
        accounts = self.env["gws.account"].browse(v["account_id"] for v in vals_list)
        for vals, account in zip(vals_list, accounts, strict=True):
            vals["user_id"] = account.user_id.id
        return super().create(vals_list)

    @api.depends("partner_id.display_name", "seen")
    def _compute_title(self):
        for binding in self:
            names = (binding.seen or {}).get("names") or [{}]
            binding.title = (
                binding.partner_id.sudo().display_name
                or names[0].get("displayName")
                or names[0].get("givenName")
                or ""
            )

    # -- the subscription ---------------------------------------------

    @api.model
    def _subscribe(self, account, partner_ids):
        """Subscribe ``account`` to contacts; those it has already stay as they are."""
        rows = self.sudo().with_context(active_test=False)
        known = rows.search(
            [("account_id", "=", account.id), ("partner_id", "in", list(partner_ids))]
        )
        again = known.filtered(lambda row: not row.active or row.removing)
        again._again(removing=False, active=True)
        fresh = set(partner_ids) - set(known.partner_id.ids)
        rows.create(
            [
                {"account_id": account.id, "partner_id": number}
                for number in sorted(fresh)
            ]
        )
        if again or fresh:
            account._trigger_delivery()
        if not account._any_contacts():
            self.env.registry.clear_cache()

    @api.model
    def _unsubscribe(self, account, partner_ids):
        """End subscriptions. What is in Google goes when the account says so."""
        rows = self.sudo().search(
            [("account_id", "=", account.id), ("partner_id", "in", list(partner_ids))]
        )
        rows._end(account.contact_delete_unsubscribed)

    def _end(self, remove):
        """These subscriptions are over; ``remove``: also what is in Google."""
        sent = self.filtered(lambda row: row.resource_name or row.sent_at)
        remove = sent if remove else self.browse()
        remove._again(removing=True, active=False)
        for account in remove.account_id:
            account._trigger_delivery()
        (self - remove).write({"active": False, "state": "synced", "error": False})

    @api.model
    def _merge(self, partners, kept):
        """Contacts become one, ``kept``: of each account one row stays.

        The one that is alive and in Google stays, that of ``kept`` before the others.
        """
        rows = self.sudo().with_context(active_test=False)
        rows = rows.search([("partner_id", "in", partners.ids)])
        for own in rows.grouped("account_id").values():
            best = own.sorted(
                lambda row: (
                    not row.active,
                    not (row.resource_name or row.sent_at),
                    row.partner_id != kept,
                    row.id,
                )
            )
            doubles = best[1:]
            there = doubles.filtered(lambda row: row.resource_name or row.sent_at)
            (doubles - there).unlink()
            there._again(partner_id=False, active=False, removing=True, doubled=True)
            # Before Odoo moves them one by one, and meets two of the same.
            self.env.flush_all()
            for account in there.account_id:
                account._trigger_delivery()

    def _again(self, **values):
        """Have these rows looked at by the next delivery."""
        for count, rows in self.grouped("note_count").items():
            rows.write(
                {
                    "state": "pending",
                    "error": False,
                    "attempts": 0,
                    "next_try": False,
                    "note_count": count + 1,
                    **values,
                }
            )

    # -- buttons ------------------------------------------------------

    def action_send_again(self):
        """Send what was set aside, or was deleted in Google, once more."""
        self.check_access("read")
        rows = self.sudo().filtered(lambda r: r.state in ("quarantined", "deleted"))
        if rows.filtered(lambda row: not row.partner_id and not row.removing):
            raise UserError(self.env._("This contact no longer exists in Odoo."))
        gone = rows.filtered(lambda row: row.state == "deleted")
        gone._forget_google()
        rows._again(fingerprint=False)
        for account in rows.account_id:
            account._trigger_delivery()
        return True

    def action_unsubscribe(self):
        """End the subscription, from its own row."""
        self.check_access("read")
        rows = self.sudo()
        for account, own in rows.grouped("account_id").items():
            own._end(account.contact_delete_unsubscribed)
        return True

    def action_open_partner(self):
        """The contact in Odoo."""
        self.ensure_one()
        self.check_access("read")
        partner = self.sudo().partner_id
        if not partner:
            raise UserError(self.env._("This contact no longer exists in Odoo."))
        return partner.with_env(self.env).get_formview_action()

    def action_open_google(self):
        """The contact in Google Contacts."""
        self.ensure_one()
        if not self.resource_name:
            return False
        number = self.resource_name.removeprefix("people/")
        return {
            "type": "ir.actions.act_url",
            "url": f"https://contacts.google.com/person/{number}",
            "target": "new",
        }

    def _forget_google(self):
        """Nothing of these rows is in Google any more."""
        self.write(
            {
                "resource_name": False,
                "etag": False,
                "base": False,
                "seen": False,
                "photo": False,
                "fingerprint": False,
                "adopted": False,
                "sent_at": False,
            }
        )

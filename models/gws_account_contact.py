# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

# People and companies, but neither extra addresses nor colleagues.
DEFAULT_DOMAIN = "[('type', '=', 'contact'), ('partner_share', '=', True)]"
# Settings that change what a contact looks like in Google.
LOOKS = ("contact_sync_title", "contact_sync_tags", "contact_sync_photo")


class GwsAccount(models.Model):
    """The contacts of an account: what the owner chose, and how far the sync is."""

    _inherit = "gws.account"

    contact_sync_tags = fields.Boolean(
        "Tags as labels",
        help="The tags of a contact become labels in Google Contacts.",
    )
    contact_sync_photo = fields.Boolean(
        "Photos",
        help="A contact's picture goes along, unless the contact has one in Google. "
        "Each costs a request of its own.",
    )
    contact_domain = fields.Char(
        "Which new contacts",
        default=DEFAULT_DOMAIN,
        help="Only contacts that match are added by themselves.",
    )
    contact_title_fields = fields.Boolean(
        compute="_compute_contact_title_fields",
        help="Whether contacts have a title in this database.",
    )
    contact_new_after = fields.Integer(
        readonly=True, copy=False, help="The last contact that is not new."
    )
    contact_last_sync = fields.Datetime(
        "Contacts synchronized", readonly=True, copy=False
    )
    contact_sync_token = fields.Char(
        readonly=True, copy=False, groups="base.group_system"
    )
    contact_listing_version = fields.Integer(readonly=True, copy=False)
    contact_due = fields.Boolean(
        readonly=True, copy=False, help="A sync was started and goes on by itself."
    )
    contact_next_try = fields.Datetime(readonly=True, copy=False)
    contact_attempts = fields.Integer(readonly=True, copy=False)
    contact_review_until = fields.Datetime(
        readonly=True,
        copy=False,
        help="Nothing new is sent by itself until then: the owner looks for contacts "
        "that Google has already.",
    )
    contact_brake = fields.Integer(
        "Contacts held back",
        readonly=True,
        copy=False,
        help="A sync would have taken this many contacts out of Google and stopped to "
        "ask.",
    )
    contact_brake_released = fields.Boolean(readonly=True, copy=False)
    partner_binding_ids = fields.One2many("gws.partner.binding", "account_id")
    contact_label_ids = fields.One2many("gws.contact.label", "account_id")
    contact_count = fields.Integer(compute="_compute_contact_counts")
    contact_problem_count = fields.Integer(compute="_compute_contact_counts")
    contact_words = fields.Char("Contacts in Google", compute="_compute_contact_words")
    contact_granted = fields.Boolean(
        compute="_compute_contact_granted",
        help="Whether the consent covers contacts.",
    )

    @api.depends_context("uid")
    def _compute_contact_title_fields(self):
        self.contact_title_fields = bool(self.env["gws.contact.local"]._title_field())

    def _compute_contact_counts(self):
        counts = {
            (account.id, state): count
            for account, state, count in self.env["gws.partner.binding"]
            .sudo()
            ._read_group(
                [("account_id", "in", self.ids)],
                ["account_id", "state"],
                ["__count"],
            )
        }
        for account in self:
            own = {
                state: n
                for (number, state), n in counts.items()
                if number == account.id
            }
            account.contact_count = sum(own.values())
            account.contact_problem_count = sum(
                own.get(state, 0) for state in ("quarantined", "deleted", "resting")
            )

    @api.depends_context("lang")
    def _compute_contact_words(self):
        for account in self:
            account.contact_words = self.env["gws.contact.status"]._count_words(account)

    @api.depends("granted_scopes")
    def _compute_contact_granted(self):
        for account in self:
            account.contact_granted = account._is_granted("contact")

    @api.constrains("contact_domain")
    def _check_contact_domain(self):
        for account in self:
            try:
                domain = account._contact_domain()
                domain.validate(self.env["res.partner"])
            except Exception as error:
                raise ValidationError(
                    self.env._("This is no filter on contacts: %(error)s", error=error)
                ) from None

    def _contact_domain(self):
        """Which contacts may be added by themselves, as a Domain."""
        self.ensure_one()
        known = {"uid": self.user_id.id}
        return Domain(safe_eval(self.contact_domain or DEFAULT_DOMAIN, known))

    # -- what a choice brings with it ----------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts.filtered("contact_auto_export")._new_from_now()
        return accounts

    def write(self, vals):
        before = {account: account.contact_auto_export for account in self.sudo()}
        result = super().write(vals)
        if vals.get("contact_auto_export"):
            fresh = [account.id for account, on in before.items() if not on]
            self.browse(fresh)._new_from_now()
        if {"contact_enabled", *LOOKS} & vals.keys():
            for account in self.sudo():
                account._wake_contacts()
        return result

    def _new_from_now(self):
        """What is created in Odoo from here on is new."""
        self.env.cr.execute("SELECT coalesce(max(id), 0) FROM res_partner")
        [last] = self.env.cr.fetchone()
        self.sudo().write({"contact_new_after": last})

    def _take_subscriptions(self, old):
        """What the owner chose of contacts holds for their other Google account, too.

        What is in the earlier one stays there.
        """
        chosen = old.with_context(active_test=True).partner_binding_ids.partner_id
        self.env["gws.partner.binding"]._subscribe(self, chosen.ids)

    # -- who is watched: asked at every save of a contact, hence cached -

    @api.model
    @tools.ormcache()
    def _any_contacts(self):
        """Whether anybody subscribes to contacts at all."""
        rows = self.env["gws.partner.binding"].sudo()
        return bool(rows.with_context(active_test=False).search_count([], limit=1))

    # -- buttons ------------------------------------------------------

    def action_sync_contacts(self):
        """Send the contacts now, whatever wait is on, and tell how it went.

        A person may press it for their own account, an administrator for any.
        """
        self.check_access("write")
        answers = [
            self.env["gws.contact.sync"]._press(account.sudo()) for account in self
        ]
        failed = [a for a in answers if a["status"] not in ("ok", "running")]
        message = " ".join(
            a["message"] for a in (failed or answers) if a.get("message")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Google Contacts"),
                "message": message,
                "type": "warning" if failed else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_release_contact_brake(self):
        """The person looked: take the contacts that were held back out of Google."""
        self.check_access("write")
        self.sudo().write({"contact_brake_released": True, "contact_brake": 0})
        return self.action_sync_contacts()

    def action_open_contacts(self):
        """The contacts this account subscribes to, and how they are."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "google_workspace.gws_partner_binding_action"
        )
        action["domain"] = [("account_id", "=", self.id)]
        if self.env.context.get("gws_problems") and self.contact_problem_count:
            action["context"] = {"search_default_problems": 1}
        return action

    def _wake_contacts(self):
        """Have the next delivery sync the contacts of these accounts."""
        asleep = self.sudo().filtered(
            lambda a: a.contact_enabled and a.state == "connected" and not a.contact_due
        )
        if asleep:
            asleep.contact_due = True
            self._trigger_delivery()

    # -- scheduled actions --------------------------------------------

    @api.model
    def _cron_sync_contacts(self):
        self.env["gws.contact.schedule"]._sync_all()

    @api.model
    def _cron_import_new_contacts(self):
        self.env["gws.contact.schedule"]._import_new()

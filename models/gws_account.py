# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The account: one Odoo user and one Google identity, and what the user chose.

Promises: only the owner and administrators see an account; the owner changes its
settings and nothing else; a user has one account in use, earlier identities stay
archived with what was bound to them. No secret is a field of this model: the tokens
and the own client secret live behind ``gws.secrets``.

It does not talk to Google itself: ``gws.client`` and ``gws.oauth`` do.
"""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tools import format_date

SECRET_MASK = "********"
STATES = [
    ("draft", "Not connected"),
    ("connected", "Connected"),
    ("reconnect", "Needs reconnecting"),
    ("paused", "Paused"),
]
# What an owner may change. Everything else is the administrator's or the machine's.
CALENDAR_SETTINGS = (
    "calendar_enabled",
    "calendar_sync_from",
    "calendar_direction",
    "calendar_conflict_rule",
    "calendar_unknown_guests",
    "calendar_guest_mail",
    "calendar_meet",
    "calendar_busy_only",
)
CONTACT_SETTINGS = (
    "contact_enabled",
    "contact_auto_export",
    "contact_delete_unsubscribed",
    "contact_sync_title",
    "contact_sync_tags",
    "contact_sync_photo",
    "contact_domain",
)
MAIL_SETTINGS = (
    "mail_enabled",
    "mail_in_label_id",
    "mail_out_label_id",
    "mail_in_limit",
    "mail_out_limit",
    "mail_remove_after_transfer",
    "mail_trash_after_transfer",
    "mail_after_transfer",
    "mail_skip_internal",
    "mail_excluded",
)
OWNER_SETTINGS = (
    "client_id",
    "client_secret",
    *CALENDAR_SETTINGS,
    "calendar_ids",  # each calendar has its own rights
    *CONTACT_SETTINGS,
    *MAIL_SETTINGS,
)
ADMIN_SETTINGS = ("log_enabled", "send_via_gmail")


class GwsAccount(models.Model):
    _name = "gws.account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Google account"
    _order = "user_id, id"
    _rec_names_search = ["email", "user_id"]

    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    email = fields.Char(
        "Google address",
        help="The Google account. It is filled in when access is granted; before "
        "that, it is the account that Google's page proposes.",
    )
    google_sub = fields.Char(
        "Google identity", readonly=True, copy=False, help="Google's own number for it."
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, index=True
    )
    last_sync = fields.Datetime("Last synchronization", readonly=True, copy=False)
    last_error = fields.Text("Last problem", readonly=True, copy=False)
    last_error_from = fields.Char(
        readonly=True, copy=False, help="Whose problem that is: the calendar's, …"
    )
    granted_scopes = fields.Char("Granted scopes", readonly=True, copy=False)
    log_enabled = fields.Boolean(
        "Write a log",
        groups="base.group_system",
        help="Each synchronization writes what it did, and why, into Odoo's log "
        "table (Settings ▸ Technical ▸ Logging). Kept for 30 days.",
    )

    # Own OAuth client, instead of the one in the general settings.
    client_id = fields.Char("Own client ID", copy=False)
    client_secret = fields.Char(
        "Own client secret",
        compute="_compute_client_secret",
        inverse="_inverse_client_secret",
        help="Write-only: reading it gives asterisks when one is stored.",
    )

    calendar_enabled = fields.Boolean("Synchronize calendars", default=True)
    calendar_sync_from = fields.Date(
        "Synchronize from",
        help="Events that end before this day are left alone. It must be in the past; "
        "without it nothing is synchronized.",
    )
    calendar_direction = fields.Selection(
        [
            ("both", "Both ways"),
            ("pull", "From Google to Odoo only"),
            ("push", "From Odoo to Google only"),
        ],
        "Direction",
        required=True,
        default="both",
    )

    calendar_ids = fields.One2many("gws.calendar", "account_id", "Calendars")

    contact_enabled = fields.Boolean("Synchronize contacts")
    contact_auto_export = fields.Boolean(
        "Add new contacts automatically",
        help="Contacts that are created in Odoo go to Google by themselves.",
    )
    contact_delete_unsubscribed = fields.Boolean(
        "Remove from Google when unsubscribed",
        help="A contact that is no longer synced to Google is deleted there. Of one "
        "that was in Google before, only what Odoo wrote is taken away. Otherwise it "
        "stays as it is and is no longer kept up to date.",
    )
    contact_sync_title = fields.Boolean("Synchronize titles", default=True)

    mail_enabled = fields.Boolean("Transfer mail")
    mail_in_label_id = fields.Many2one("gws.label", "Label of incoming mail")
    mail_out_label_id = fields.Many2one("gws.label", "Label of outgoing mail")
    mail_in_limit = fields.Integer("Incoming mails at a time", default=50)
    mail_out_limit = fields.Integer("Outgoing mails at a time", default=50)
    mail_remove_after_transfer = fields.Boolean("Remove the label after the transfer")
    send_via_gmail = fields.Boolean(
        "Send mail through Gmail", groups="base.group_system"
    )

    # The same person may have connected different identities over time. Each of them
    # belongs to one user at a time: two users would see and change each other's data.
    _user_identity_unique = models.UniqueIndex(
        "(user_id, google_sub) WHERE google_sub IS NOT NULL",
        "This user already has an account for this Google identity.",
    )
    _identity_unique = models.UniqueIndex(
        "(google_sub) WHERE google_sub IS NOT NULL AND active AND state != 'draft'",
        "This Google account is already connected by another user.",
    )
    _user_active_unique = models.UniqueIndex(
        "(user_id) WHERE active",
        "A user has one Google account in use. Archive the other one first.",
    )

    def init(self):
        """Create the table of the secrets: it refers to ours."""
        self.env["gws.secrets"]._create_table()

    @api.depends("email", "user_id.name")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account.email or account.user_id.name or ""

    # -- secrets ------------------------------------------------------------

    def _compute_client_secret(self):
        stored = self.env["gws.secrets"]._accounts_with("client_secret", self._ids)
        for account in self:
            account.client_secret = SECRET_MASK if account.id in stored else False

    def _inverse_client_secret(self):
        """Store what was typed. The mask means "unchanged"."""
        for account in self:
            if account.client_secret != SECRET_MASK:
                self.env["gws.secrets"]._write_secret(
                    account.id, client_secret=(account.client_secret or "").strip()
                )
        # What was typed must not stay readable in this transaction's cache.
        self.invalidate_recordset(["client_secret"])

    # -- rules --------------------------------------------------------------

    @api.constrains("calendar_sync_from")
    def _check_calendar_sync_from(self):
        for account in self:
            today = fields.Date.context_today(
                self.with_context(tz=account.user_id.tz or "UTC")
            )
            if account.calendar_sync_from and account.calendar_sync_from >= today:
                raise ValidationError(
                    self.env._(
                        "“Synchronize from” must be a day in the past: choose a day "
                        "before %(today)s.",
                        today=format_date(self.env, today),
                    )
                )

    @api.constrains("mail_in_limit", "mail_out_limit")
    def _check_mail_limits(self):
        for account in self:
            if account.mail_in_limit < 1 or account.mail_out_limit < 1:
                raise ValidationError(
                    self.env._("The number of mails at a time must be at least 1.")
                )

    @api.constrains("mail_in_label_id", "mail_out_label_id")
    def _check_labels(self):
        for account in self:
            labels = account.mail_in_label_id | account.mail_out_label_id
            if labels.account_id - account:
                raise ValidationError(
                    self.env._("Choose a label of this Google account.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        self._check_owner_may_write(vals)
        vals = self._clean(vals)
        moved = self.browse()
        if "client_id" in vals:
            moved = self.filtered(
                lambda a: (
                    a.state != "draft" and (a.client_id or False) != vals["client_id"]
                )
            )
        result = super().write(vals)
        moved._client_changed()
        return result

    @api.model
    def _clean(self, vals):
        """Trim what people paste: Google's console adds blanks and line ends."""
        cleaned = dict(vals)
        for name in ("email", "client_id", "client_secret"):
            if isinstance(vals.get(name), str):
                cleaned[name] = vals[name].strip() or False
        return cleaned

    def _check_owner_may_write(self, vals):
        """An owner writes settings. The rest is the administrator's or ours."""
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        allowed = set(OWNER_SETTINGS)
        if all(account.state == "draft" for account in self):
            allowed.add("email")
        if refused := sorted(set(vals) - allowed):
            raise AccessError(
                self.env._(
                    "Only an administrator can change these settings of a Google "
                    "account: %(names)s",
                    names=", ".join(refused),
                )
            )

    def _client_changed(self):
        """The tokens belong to the OAuth client they were issued to."""
        if not self:
            return
        self.env["gws.secrets"]._forget_tokens(self.ids)
        self.sudo().write(
            {
                "state": "reconnect",
                "last_error": self.env._(
                    "The OAuth client was changed. Grant access again."
                ),
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_connected(self):
        if any(account.state != "draft" for account in self):
            raise UserError(
                self.env._(
                    "Disconnect the Google account first: then Google withdraws the "
                    "access that was granted."
                )
            )

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("A Google account cannot be duplicated: each is one consent.")
        )

    # -- questions others ask ------------------------------------------------

    @api.model
    def _of_user(self, user):
        """The account that ``user`` has in use; empty when there is none. Sudo."""
        return self.sudo().search([("user_id", "=", user.id)], limit=1)

    @api.model
    def _ensure_for_user(self, user):
        """The account of ``user``, made as a draft when there is none. Sudo."""
        if not user._is_internal():
            raise AccessError(
                self.env._("Only internal users can connect a Google account.")
            )
        account = self._of_user(user)
        if account:
            return account
        try:
            with self.env.cr.savepoint():
                return self.sudo().create({"user_id": user.id})
        except UniqueViolation as error:
            # A second press at the same moment: begun anew, it finds the account.
            raise ConcurrencyError(str(error)) from error

    def _features(self):
        """Names of the features switched on: calendar, contact, mail, send."""
        self.ensure_one()
        account = self.sudo()
        switches = {
            "calendar": account.calendar_enabled,
            "contact": account.contact_enabled,
            "mail": account.mail_enabled,
            "send": account.send_via_gmail,
        }
        return [name for name, on in switches.items() if on]

    def _settings_to_carry(self):
        """The settings a new identity of the same user starts with."""
        self.ensure_one()
        own = ("mail_in_label_id", "mail_out_label_id", "mail_after_transfer")
        mail = (name for name in MAIL_SETTINGS if name not in own)
        names = (
            "client_id",
            *CALENDAR_SETTINGS,
            *CONTACT_SETTINGS,
            *mail,
            *ADMIN_SETTINGS,
        )
        return {name: self[name] for name in names}

    def _is_granted(self, feature):
        """Whether the user's consent covers ``feature`` (see ``_features``)."""
        self.ensure_one()
        return self.env["gws.client"]._is_granted(self, feature)

    def _granted_words(self):
        """The features that the consent covers, for a screen; "" for none."""
        if not self or not self.granted_scopes:
            return ""
        words = self.env["gws.oauth"]._feature_name
        names = ("calendar", "contact", "mail", "send")
        granted = [words(name) for name in names if self._is_granted(name)]
        return self.env["gws.words"]._list(granted)

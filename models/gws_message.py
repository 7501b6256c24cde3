# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

STATES = [
    ("staged", "To be imported"),
    ("imported", "Imported"),
    ("failed", "Set aside"),
]


class GwsMessage(models.Model):
    """A mail fetched from Gmail, waiting to be assigned to contacts.

    Its owner's alone: nobody else reads it, administrators neither, until the owner
    imports it. What it becomes is a ``mail.message`` on a contact or another record.
    """

    _name = "gws.message"
    _description = "Gmail message"
    _order = "date desc, id desc"
    _rec_name = "subject"
    _rec_names_search = ["subject", "email_from", "email_to"]

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        related="account_id.user_id", store=True, index=True, string="Owner"
    )
    direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing")], required=True, readonly=True
    )
    google_id = fields.Char("Gmail id", required=True, readonly=True, copy=False)
    thread_id = fields.Char("Gmail thread", readonly=True, index="btree_not_null")
    message_id = fields.Char("Message-ID", readonly=True, index="btree_not_null")
    in_reply_to = fields.Char(readonly=True)
    references = fields.Text(readonly=True)
    subject = fields.Char(readonly=True)
    email_from = fields.Char("From", readonly=True)
    email_to = fields.Char("To", readonly=True)
    email_cc = fields.Char("Cc", readonly=True)
    reply_to = fields.Char("Answers go to", readonly=True)
    date = fields.Datetime(readonly=True, index=True)
    body = fields.Html(readonly=True, sanitize_style=True, strip_classes=True)
    body_shown = fields.Html(
        "Text", compute="_compute_body_shown", sanitize=False, readonly=True
    )
    has_remote = fields.Boolean(compute="_compute_body_shown")
    remote_shown = fields.Boolean(
        readonly=True, help="The owner wants to see pictures from the internet."
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "gws_message_attachment_rel",
        "message_id",
        "attachment_id",
        "Attachments",
        readonly=True,
        bypass_search_access=True,
    )
    attachment_count = fields.Integer(compute="_compute_attachment_count")
    partner_ids = fields.Many2many(
        "res.partner",
        "gws_message_partner_rel",
        "message_id",
        "partner_id",
        "Contacts",
        help="Contacts that the people of this mail were found to be.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        compute="_compute_partner_id",
        store=True,
        help="The first of them, to group by.",
    )
    unknown = fields.Char(
        "Unknown or unclear",
        readonly=True,
        help="Addresses that no contact has, or more than one.",
    )
    auto = fields.Selection(
        [
            ("bounce", "Delivery report"),
            ("auto_reply", "Automatic reply"),
            ("list", "Mailing list"),
        ],
        "Kind",
        readonly=True,
    )
    note = fields.Char(
        "Mended", readonly=True, help="What had to be mended to read this mail."
    )
    state = fields.Selection(STATES, default="staged", required=True, readonly=True)
    error = fields.Char("Why", readonly=True)
    mail_message_ids = fields.Many2many(
        "mail.message",
        "gws_message_mail_message_rel",
        "message_id",
        "mail_message_id",
        "In Odoo",
        readonly=True,
        help="The messages it became, or was already.",
    )

    _google_unique = models.UniqueIndex(
        "(account_id, google_id)", "This Gmail message is here already."
    )

    @api.depends("body", "remote_shown")
    def _compute_body_shown(self):
        bodies = self.env["gws.mail.body"]
        for message in self:
            safe, message.has_remote = bodies._without_remote(message.body)
            message.body_shown = message.body if message.remote_shown else safe

    @api.depends("attachment_ids")
    def _compute_attachment_count(self):
        for message in self:
            message.attachment_count = len(message.attachment_ids)

    @api.depends("partner_ids")
    def _compute_partner_id(self):
        for message in self:
            message.partner_id = message.partner_ids[:1]

    @api.model
    def _forget(self, domain):
        """Delete staged mails whose owner goes: of rows that the database deletes by
        itself the files would stay, and be nobody's."""
        self.sudo().search(domain).unlink()

    def action_open_gmail(self):
        """The mail in Gmail."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"https://mail.google.com/mail/u/{self.account_id.email or 0}/#all/"
            f"{self.google_id}",
            "target": "new",
        }

    def action_show_remote(self):
        """Load the pictures that are somewhere in the internet."""
        self.check_access("read")
        self.sudo().remote_shown = True
        return True

    def action_import_to_record(self):
        """Import to a record with a chatter instead of the contacts."""
        self.check_access("read")
        chosen = self.filtered(lambda message: message.state != "failed")
        return self.env["gws.message.import"]._open(chosen, False, "record")

    # -- import -------------------------------------------------------

    def action_import(self):
        """Import mails whose people are all known; ask about the others."""
        return self._import_or_ask(remove=False)

    def action_import_and_remove(self):
        """The same, and take them out of the staging list."""
        return self._import_or_ask(remove=True)

    def _import_or_ask(self, remove):
        """Import mails whose people are all known; ask about the others."""
        self.check_access("read")
        self = self.env["gws.mail.import"]._in_all_companies(self)
        importer = self.env["gws.mail.import"]
        staged = self.filtered(lambda message: message.state == "staged")
        self._match_again(staged)
        clear = staged.filtered(importer._is_clear)
        for message in clear:
            importer._import(message)
        open_ones = staged - clear
        if remove:
            done = self.filtered(lambda message: message.state == "imported")
            done.sudo().unlink()
        if open_ones:
            return self.env["gws.message.import"]._open(open_ones, remove)
        return self._imported_notice(len(clear))

    @api.model
    def _imported_notice(self, count, left=0):
        """A notice that says how many mails were imported, and how many were not."""
        words = self.env._("%s mails imported.", count)
        if count == 1:
            words = self.env._("One mail imported.")
        elif not count:
            words = self.env._("No mail imported.")
        if left:
            words += " " + self.env._("%s stay in the list: nobody was chosen.", left)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Gmail"),
                "message": words,
                "type": "success" if count and not left else "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _match_again(self, messages):
        """Contacts may have been made since the mail was fetched, or be gone."""
        people = self.env["gws.mail.people"]
        for message in messages:
            account = message.account_id.sudo()
            addresses = people._open_addresses(message)
            if not addresses and not message.partner_ids:
                addresses = [a for a, _n in people._said_others(account, message)]
            matched = people._match(account, addresses)
            found = [matched[a] for a in addresses if len(matched.get(a, ())) == 1]
            left = [a for a in addresses if len(matched.get(a, ())) != 1]
            if addresses != people._open_addresses(message) or found:
                message.sudo().write(
                    {
                        "partner_ids": [(4, partner.id) for partner in found],
                        "unknown": ", ".join(left) or False,
                    }
                )

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Staged mails with people whom Odoo does not know, or knows twice: the user decides.

Also the way to import mails to any other record with a chatter.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

# What may be done with an address, by those who may make contacts and by the others.
CHOICES, WITHOUT_MAKING = "create,link,skip", "link,skip"


class GwsMessageImport(models.TransientModel):
    _name = "gws.message.import"
    _description = "Import Gmail messages"

    message_ids = fields.Many2many(
        "gws.message",
        string="Mails",
        readonly=True,
        default=lambda self: self._default_message_ids(),
    )
    line_ids = fields.One2many("gws.message.import.line", "wizard_id", "People")
    remove = fields.Boolean("Take them out of the list afterwards")
    target = fields.Selection(
        [("contacts", "Their contacts"), ("record", "Another record")],
        "Import to",
        default="contacts",
        required=True,
    )
    record_ref = fields.Reference(selection="_selection_record_ref", string="Record")
    message_count = fields.Integer("Number of mails", compute="_compute_counts")
    nobody_count = fields.Integer(compute="_compute_counts")
    line_count = fields.Integer(compute="_compute_counts")

    @api.depends("message_ids", "line_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.message_count = len(wizard.message_ids)
            wizard.line_count = len(wizard.line_ids)
            # Mail to oneself: no contact to put it on.
            wizard.nobody_count = len(
                wizard.message_ids.filtered(
                    lambda mail: not mail.partner_ids and not mail.unknown
                )
            )

    @api.model
    def _selection_record_ref(self):
        """Models with a chatter that the user may write on, by name."""
        models_ = (
            self.env["ir.model"]
            .sudo()
            .search([("is_mail_thread", "=", True), ("transient", "=", False)])
        )
        usable = [
            (model.model, model.name)
            for model in models_
            if model.model in self.env
            and not self.env[model.model]._abstract
            and self.env["gws.mail.import"]._is_place(model.model)
            and self.env[model.model].has_access("write")
        ]
        return sorted(usable, key=lambda pair: pair[1])

    # -- opening ----------------------------------------------------------

    @api.model
    def _default_message_ids(self):
        """Those of the action that asked for a wizard, or what is selected."""
        context = self.env.context
        if context.get("active_model") == "gws.message":
            return context.get("gws_message_ids") or context.get("active_ids")
        return context.get("gws_message_ids")

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever makes a wizard without lines gets them for its mails."""
        wizards = super().create(vals_list)
        for wizard, vals in zip(wizards, vals_list, strict=True):
            if "line_ids" not in vals:
                lines = self._lines(wizard.message_ids)
                wizard.line_ids = [fields.Command.create(line) for line in lines]
        return wizards

    @api.model
    def _open(self, messages, remove, target="contacts"):
        """The wizard for staged mails, as an action."""
        wizard = self.create(
            {
                "message_ids": [fields.Command.set(messages.ids)],
                "remove": remove,
                "target": target,
            }
        )
        return wizard._action()

    def _action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import mails"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
            # Enough to make the same wizard anew.
            "context": {
                "dialog_size": "extra-large",
                "gws_message_ids": self.message_ids.ids,
                "default_remove": self.remove,
                "default_target": self.target,
            },
        }

    @api.model
    def _lines(self, messages):
        """One line for each address that is unknown or ambiguous."""
        people = self.env["gws.mail.people"]
        names, subjects, counts = {}, {}, {}
        for message in messages:
            said = people._said_names(message)
            for address in people._open_addresses(message):
                names[address] = names.get(address) or said.get(address)
                subjects.setdefault(address, message.subject)
                counts[address] = counts.get(address, 0) + 1
        found = people._match(messages.account_id[:1].sudo(), list(counts))
        may_make = self.env["res.partner"].has_access("create")
        lines = []
        for address, count in counts.items():
            candidates = found.get(address, self.env["res.partner"])
            lines.append(
                {
                    "address": address,
                    "name": names[address] or address.partition("@")[0],
                    "subject": subjects[address],
                    "message_count": count,
                    "candidate_ids": [fields.Command.set(candidates.ids)],
                    "why": "several" if candidates else "unknown",
                    "choices": CHOICES if may_make else WITHOUT_MAKING,
                    "choice": self._usual_choice(candidates, may_make),
                    # Of several a person says which: nobody is guessed.
                    "partner_id": candidates.id if len(candidates) == 1 else False,
                }
            )
        return lines

    def _usual_choice(self, candidates, may_make):
        if candidates:
            return "link"
        return "create" if may_make else "skip"

    # -- buttons ----------------------------------------------------------

    def action_make_all(self):
        """A contact for everybody whom Odoo does not know.

        Whoever is known twice was perhaps left out with all: then a person says which.
        """
        self.ensure_one()
        self.line_ids.filtered(
            lambda line: line.why == "several" and line.choice == "skip"
        ).choice = "link"
        self.line_ids.filtered(
            lambda line: line.why == "unknown" and line.choices == CHOICES
        ).choice = "create"
        return self._action()

    def action_leave_all_out(self):
        """Nobody of them: mails go to the contacts that are known."""
        self.ensure_one()
        self.line_ids.choice = "skip"
        return self._action()

    def action_import(self):
        """Do what was chosen, then import; mails left without a contact stay."""
        self.ensure_one()
        self = self.env["gws.mail.import"]._in_all_companies(self)
        self.message_ids.check_access("read")
        if self.target == "record":
            return self._import_to_record()
        importer = self.env["gws.mail.import"]
        people = self.env["gws.mail.people"]
        done = self.env["gws.message"]
        staged = self.message_ids.filtered(lambda m: m.state == "staged")
        asked = {a for message in staged for a in people._open_addresses(message)}
        chosen = {
            line.address: line._partner()
            for line in self.line_ids
            if line.address in asked
        }
        for message in staged:
            partners = self.env["res.partner"].union(
                *(
                    chosen.get(address, self.env["res.partner"])
                    for address in people._open_addresses(message)
                )
            )
            if partners or message.partner_ids:
                message.sudo().write(
                    {
                        "partner_ids": [(4, partner.id) for partner in partners],
                        "unknown": False,
                    }
                )
                importer._import(message, chosen=chosen)
                done |= message
        return self._finish(done)

    def action_confirm(self):
        """The same, by the name that all wizards of this addon know."""
        return self.action_import()

    def _import_to_record(self):
        if not self.record_ref:
            raise UserError(self.env._("Choose the record to import to."))
        importer = self.env["gws.mail.import"]
        done = self.message_ids.filtered(lambda m: m.state != "failed")
        for message in done:
            importer._import(message, self.record_ref)
        return self._finish(done)

    def _finish(self, done):
        left, count = len(self.message_ids - done), len(done)
        notice = self.env["gws.message"]._imported_notice(count, left)
        if self.remove:
            done.sudo().unlink()
        return notice


class GwsMessageImportLine(models.TransientModel):
    _name = "gws.message.import.line"
    _description = "Import Gmail messages: a person"
    _order = "why desc, id"

    wizard_id = fields.Many2one(
        "gws.message.import", required=True, ondelete="cascade", index=True
    )
    address = fields.Char("E-mail address", required=True, readonly=True)
    name = fields.Char(help="The name of the contact to be made.")
    subject = fields.Char("First mail", readonly=True)
    message_count = fields.Integer("Mails", readonly=True)
    candidate_ids = fields.Many2many("res.partner", readonly=True)
    why = fields.Selection(
        [("unknown", "Unknown"), ("several", "Several contacts")],
        "In Odoo",
        readonly=True,
        default="unknown",
    )
    choice = fields.Selection(
        [
            ("create", "Make a contact"),
            ("link", "It is this contact"),
            ("skip", "Leave out"),
        ],
        "What to do",
        required=True,
        default="create",
    )
    choices = fields.Char(default=CHOICES, readonly=True)
    partner_id = fields.Many2one("res.partner", "Contact")

    def _partner(self):
        """The contact that was chosen or made; empty when left out."""
        self.ensure_one()
        partners = self.env["res.partner"]
        if self.choice == "link":
            if not self.partner_id:
                raise UserError(
                    self.env._(
                        "Choose a contact for %(address)s.", address=self.address
                    )
                )
            return self.partner_id
        if self.choice == "create":
            # Somebody may have made the contact since the wizard was opened.
            account = self.wizard_id.message_ids.account_id[:1].sudo()
            people = self.env["gws.mail.people"]
            known = people._match(account, [self.address]).get(self.address, partners)
            if self.why == "unknown" and len(known) == 1:
                return partners.browse(known.id)
            name = (self.name or "").strip() or self.address
            return partners.create({"name": name, "email": self.address})
        return partners

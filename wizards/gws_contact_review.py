# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The list *Contacts you have already*: what of Odoo may be in Google, and what then.

``gws.contact.pairing`` finds and adopts. Shown to the account's owner alone: a person's
own contacts in Google are nobody else's business.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What may be done with a contact that is new, with one that Odoo has sent before.
NEW, SENT = "adopt,create,skip", "adopt,keep"
NAMED = 5  # so many contacts a message names


class GwsContactReview(models.TransientModel):
    _name = "gws.contact.review"
    _description = "Contacts that Google has already"

    account_id = fields.Many2one("gws.account", required=True, ondelete="cascade")
    line_ids = fields.One2many("gws.contact.review.line", "review_id")
    pair_count = fields.Integer(compute="_compute_pair_count")

    @api.depends("line_ids")
    def _compute_pair_count(self):
        for review in self:
            review.pair_count = len(review.line_ids)

    # -- opening ----------------------------------------------------------

    @api.model
    def _open(self, account, exported=False):
        """Look for what Google has → (the action that shows it or None, why not)."""
        if account.user_id != self.env.user:
            return None, self.env._("Only the owner of the account is shown this list.")
        found, why_not = self.env["gws.contact.pairing"]._propose(account, exported)
        if not found:
            return None, why_not
        review = self.sudo().create(
            {
                "account_id": account.id,
                "line_ids": [fields.Command.create(self._line(one)) for one in found],
            }
        )
        return review.with_env(self.env)._action(), ""

    def _line(self, found):
        row, persons = found["row"], found["persons"]
        return {
            "binding_id": row.id,
            "partner_id": row.partner_id.id,
            "why": found["why"],
            "choice": "keep" if row.resource_name else "create",
            "choices": SENT if row.resource_name else NEW,
            "candidate_ids": [fields.Command.create(one) for one in persons],
        }

    def _action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts you have already"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # -- buttons ----------------------------------------------------------

    def action_use_all(self):
        """Take the one in Google wherever it is clear which."""
        self._check_own()
        self.line_ids.filtered("candidate_id").choice = "adopt"
        return self._action()

    def action_make_all_new(self):
        """Leave everything in Google alone."""
        self._check_own()
        for line in self.line_ids:
            line.choice = "keep" if line.choices == SENT else "create"
        return self._action()

    def action_discard(self):
        """No answer: what is new is made in Google, as if nobody had asked."""
        self._check_own()
        self.env["gws.contact.pairing"].sudo()._end(self.account_id.sudo())
        return {"type": "ir.actions.act_window_close"}

    def action_confirm(self):
        """Do what was chosen, then sync.

        Raises UserError, with nothing changed, when a choice is not clear, and when
        Google cannot be asked.
        """
        self._check_own()
        account = self.account_id
        lines = self.line_ids.filtered(
            lambda line: line.binding_id.account_id == account
        )
        adopted = lines.filtered(lambda line: line.choice == "adopt")
        adopted._check_clear()
        # Before anything is committed: what is not to be sent must not slip out.
        skipped = lines.filtered(lambda line: line.choice == "skip").binding_id.sudo()
        skipped.filtered("active")._end(account.contact_delete_unsubscribed)
        lost = self.env["gws.contact.pairing"]._adopt(
            account,
            {line.binding_id: line.candidate_id.resource_name for line in adopted},
        )
        notice = account.action_sync_contacts()
        if lost:
            params = notice["params"]
            params["message"] = f"{self._lost_words(lost)} {params['message']}"
            params["type"] = "warning"
        return notice

    def _lost_words(self, rows):
        names = [row.title for row in rows[:NAMED]]
        if len(rows) > NAMED:
            names.append("…")
        return self.env._(
            "Not used, because they changed in Google or in Odoo meanwhile: %(names)s.",
            names=self.env["gws.words"]._list(names),
        )

    def _check_own(self):
        self.ensure_one()
        self.check_access("write")
        if self.sudo().account_id.user_id != self.env.user:
            raise AccessError(
                self.env._("Only the owner of the account is shown this list.")
            )


class GwsContactReviewLine(models.TransientModel):
    _name = "gws.contact.review.line"
    _description = "Contact that Google may have already"
    _order = "id"

    review_id = fields.Many2one(
        "gws.contact.review", required=True, index=True, ondelete="cascade"
    )
    binding_id = fields.Many2one(
        "gws.partner.binding", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "In Odoo", ondelete="cascade")
    partner_details = fields.Text("Known by", compute="_compute_partner_details")
    candidate_ids = fields.One2many("gws.contact.review.candidate", "line_id")
    is_clear = fields.Boolean(compute="_compute_is_clear")
    candidate_id = fields.Many2one(
        "gws.contact.review.candidate",
        "In Google",
        compute="_compute_candidate_id",
        store=True,
        readonly=False,
        domain="[('line_id', '=', id)]",
    )
    details = fields.Text("Known by in Google", compute="_compute_details")
    why = fields.Selection(
        [("email", "E-mail"), ("phone", "Phone"), ("name", "Name")],
        "In common",
        readonly=True,
    )
    choice = fields.Selection(
        [
            ("adopt", "Use the one in Google"),
            ("create", "Make a new one"),
            ("keep", "Keep both"),
            ("skip", "Do not sync"),
        ],
        "What to do",
        required=True,
        default="create",
    )
    choices = fields.Char(default=NEW, readonly=True)

    @api.depends("partner_id")
    def _compute_partner_details(self):
        for line in self:
            partner = line.partner_id
            known = [text for text in (partner.email, partner.phone) if text]
            line.partner_details = "\n".join(known)

    @api.depends("candidate_ids")
    def _compute_is_clear(self):
        for line in self:
            line.is_clear = len(line.candidate_ids) == 1

    @api.depends("candidate_ids")
    def _compute_candidate_id(self):
        """The only one; of several a person says which."""
        for line in self:
            if len(line.candidate_ids) == 1:
                line.candidate_id = line.candidate_ids

    @api.depends("candidate_id.details", "candidate_ids")
    def _compute_details(self):
        for line in self:
            line.details = line.candidate_id.details
            if not line.candidate_id and len(line.candidate_ids) > 1:
                line.details = self.env._(
                    "One of %(count)s: choose which", count=len(line.candidate_ids)
                )

    @api.onchange("candidate_id")
    def _onchange_candidate_id(self):
        """Who says which one it is wants to use it."""
        if self.candidate_id and not self.is_clear:
            self.choice = "adopt"

    def action_open_google(self):
        """The contact in Google Contacts, to look at."""
        self.ensure_one()
        self.check_access("read")
        number = (self.candidate_id.resource_name or "").removeprefix("people/")
        return {
            "type": "ir.actions.act_url",
            "url": f"https://contacts.google.com/person/{number}",
            "target": "new",
        }

    def _check_clear(self):
        """Each of these names one contact in Google, and no two the same."""
        if open_line := self.filtered(lambda line: not line.candidate_id)[:1]:
            raise UserError(
                self.env._(
                    "Choose which contact in Google %(name)s is.",
                    name=open_line.partner_id.display_name,
                )
            )
        taken = {}
        for line in self:
            name = line.candidate_id.resource_name
            if first := taken.setdefault(name, line) - line:
                raise UserError(
                    self.env._(
                        "“%(google)s” in Google is chosen for two contacts: "
                        "%(first)s and %(second)s.",
                        google=line.candidate_id.name,
                        first=first.partner_id.display_name,
                        second=line.partner_id.display_name,
                    )
                )


class GwsContactReviewCandidate(models.TransientModel):
    _name = "gws.contact.review.candidate"
    _description = "Contact in Google"
    _order = "id"

    line_id = fields.Many2one(
        "gws.contact.review.line", required=True, index=True, ondelete="cascade"
    )
    resource_name = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    details = fields.Text(readonly=True, help="E-mail addresses and phone numbers.")

    @api.depends("name", "details", "line_id.is_clear")
    def _compute_display_name(self):
        """Where there are several, a name does not tell them apart."""
        for person in self:
            parts = [person.name]
            if not person.line_id.is_clear:
                parts += (person.details or "").splitlines()
            person.display_name = " · ".join(filter(None, parts))

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dialog of the setup doctor: one line a step. ``gws.doctor`` does the looking."""

from odoo import api, fields, models

GUIDE = "/google_workspace/guide"


class GwsDiagnosis(models.TransientModel):
    _name = "gws.diagnosis"
    _description = "Google Workspace: setup check"

    account_id = fields.Many2one("gws.account", readonly=True, ondelete="cascade")
    line_ids = fields.One2many("gws.diagnosis.line", "diagnosis_id", readonly=True)
    wrong_count = fields.Integer(compute="_compute_wrong_count")

    @api.depends("line_ids.level")
    def _compute_wrong_count(self):
        for diagnosis in self:
            lines = diagnosis.line_ids
            diagnosis.wrong_count = len(
                lines.filtered(lambda line: line.level == "wrong")
            )

    @api.model
    def _open(self, account):
        """Examine and show. ``account`` may be empty: then the system's setup only."""
        findings = self.env["gws.doctor"]._examine(account)
        diagnosis = self.create(
            {
                "account_id": account.id,
                "line_ids": [
                    fields.Command.create(
                        {
                            "name": finding.step,
                            "level": finding.level,
                            "message": finding.message,
                            "link": finding.anchor and f"{GUIDE}#{finding.anchor}",
                        }
                    )
                    for finding in findings
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check the setup"),
            "res_model": "gws.diagnosis",
            "res_id": diagnosis.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_again(self):
        return self._open(self.account_id)


class GwsDiagnosisLine(models.TransientModel):
    _name = "gws.diagnosis.line"
    _description = "Google Workspace: step of the setup check"

    diagnosis_id = fields.Many2one("gws.diagnosis", required=True, ondelete="cascade")
    name = fields.Char("Step", readonly=True)
    level = fields.Selection(
        [("ok", "In order"), ("note", "Note"), ("wrong", "Wrong")], readonly=True
    )
    message = fields.Char(readonly=True)
    link = fields.Char(readonly=True)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IrCron(models.Model):
    _inherit = "ir.cron"

    def method_direct_trigger(self):
        """Run by hand, a job does the whole of its work: nobody is left for later.

        What this very transaction changed is part of it, where the job can see it.
        """
        self.env.flush_all()
        self.env["gws.outbox"]._flush_notes()
        with self.env["gws.calendar.schedule"]._by_hand():
            return super().method_direct_trigger()

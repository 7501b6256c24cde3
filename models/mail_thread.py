# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools.mail import unfold_references


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Answers refer to the Message-ID that Gmail gave a mail: with Odoo's beside
        it the answer finds its record. A mail of Odoo's own that comes back is known
        by Odoo's name, too."""
        parsed = super().message_parse(message, save_original=save_original)
        names = self.env["gws.mail.thread"]
        replied = [parsed["in_reply_to"]] if parsed.get("in_reply_to") else []
        references = unfold_references(parsed.get("references") or "")
        known = names._in_odoo([*references, *replied])
        if known != [*references, *replied]:
            parsed["references"] = " ".join(dict.fromkeys(known))
            parent = self._get_parent_message(parsed)
            parsed.update(self._message_parse_extract_from_parent(parent))
        parsed["message_id"] = names._in_odoo([parsed["message_id"]])[0]
        return parsed

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact's picture, for those who want it: one request each.

A picture that a person gave the contact in Google is theirs and stays; so is one that
they put in the place of ours.
"""

import base64

from odoo import api, models

from ..gapi.errors import Gone, GoogleError
from ..mapping import person_read

SENT = "?"  # address of a picture that was sent and is not answered for

# What Google takes; a drawing (SVG) or another kind of picture stays in Odoo.
FORMATS = ("image/jpeg", "image/png")


class GwsContactPhoto(models.AbstractModel):
    _name = "gws.contact.photo"
    _description = "Google Contacts: pictures"

    @api.model
    def _checksums(self, account, partners):
        """{contact id: checksum of its picture}; nothing without the option."""
        if not account.contact_sync_photo or not partners:
            return {}
        rows = (
            self.env["ir.attachment"]
            .sudo()
            .search_fetch(
                [
                    ("res_model", "=", "res.partner"),
                    ("res_field", "=", "image_1920"),
                    ("res_id", "in", partners.ids),
                    ("mimetype", "in", FORMATS),
                ],
                ["res_id", "checksum"],
            )
        )
        return {row.res_id: row.checksum for row in rows}

    @api.model
    def _send(self, run, client, wanted):
        """Send the pictures that moved; until then their rows stay pending."""
        moved = [row for row in wanted if row.id in run.pictures]
        run.pictures.clear()
        for row in moved:
            self._send_one(run, client, row, wanted[row])
            self.env["gws.runner"]._keep(run)
            if run.stop_with:
                return
            run.check_time()

    @api.model
    def _is_to_send(self, row, want):
        """Whether Google must be given another picture, or have ours taken off."""
        if not row.account_id.contact_sync_photo:
            return False
        if want.photo == (row.photo or {}).get("checksum"):
            return False
        there = (row.seen or {}).get("photos")
        return self._is_ours(row) if there else bool(want.photo)

    def _is_ours(self, row):
        """Whether Google shows the picture that Odoo sent, and not a person's own."""
        there = (row.seen or {}).get("photos") or [{}]
        sent = (row.photo or {}).get("url")
        # Nothing is sent where a person's own is: the unanswered one is ours.
        return bool(sent and sent in (SENT, person_read.photo_key(there[0].get("url"))))

    @api.model
    def _take_away(self, run, client, rows):
        """Take Odoo's pictures off contacts that stay in Google without Odoo."""
        for row in rows.filtered(self._is_ours):
            self.env["gws.runner"]._commit()
            try:
                resource = client.delete_photo(row.resource_name) or {}
            except Gone:
                continue
            except GoogleError as error:
                self.env["gws.contact.push"]._refused(run, row, error)
                return
            row.photo = False
            if resource.get("etag"):
                seen = person_read.read(resource)
                row.write({"etag": resource["etag"], "seen": seen})

    def _send_one(self, run, client, row, want):
        checksum, name = want.photo, row.resource_name
        image = checksum and base64.b64decode(row.partner_id.sudo().image_512)
        before = row.photo
        row.photo = {"checksum": False, "url": SENT}
        self.env["gws.runner"]._commit()
        try:
            if checksum:
                resource = client.set_photo(name, image)
            else:
                resource = client.delete_photo(name)
        except GoogleError as error:
            if not error.outcome_unknown:
                row.photo = before
            self.env["gws.contact.push"]._refused(run, row, error)
            return
        values = {}
        resource = resource or {}
        if resource.get("etag"):
            seen = person_read.read(resource)
            photos = seen.get("photos") or [{}]
            url = person_read.photo_key(photos[0].get("url"))
            values.update(etag=resource["etag"], seen=seen)
            values["photo"] = {"checksum": checksum, "url": url} if checksum else False
        else:
            # Not told what it is now: a later change reads the contact first.
            values["photo"] = {"checksum": checksum, "url": ""} if checksum else False
        row.write(values)
        self.env["gws.contact.push"]._in_step(run, row, want)
        run.count("pushed")
        run.note(f"contact {row.partner_id.id}: picture")

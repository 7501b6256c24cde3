# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Staged mails become messages on contacts and other records: once, and silently.

A mail that Odoo has already by another road (an alias, a colleague, Odoo's own sending)
is recognised by its Message-ID and linked, never written a second time. Nobody is
notified. Whoever may read a contact may file a mail with it; on any other record one
needs what Odoo asks of those who write on its chatter.
"""

import re

from odoo import api, models
from odoo.tools import SQL, email_normalize

LINK = re.compile(r"/web/image/(\d+)")
# A channel is no record to file a mail with: its members are many.
NO_PLACE = ("discuss.channel",)


class GwsMailImport(models.AbstractModel):
    _name = "gws.mail.import"
    _description = "Gmail: import"

    @api.model
    def _is_clear(self, message):
        """Whether a staged mail can be imported without asking anything."""
        return bool(message.partner_ids) and not message.unknown

    @api.model
    def _in_all_companies(self, records):
        """The same records; companies that the user has not in view are there, too."""
        companies = self.env.company | self.env.user.company_ids
        return records.with_context(allowed_company_ids=companies.ids)

    @api.model
    def _is_place(self, model):
        """Whether mails may be filed with the records of this model."""
        return model not in NO_PLACE and not model.startswith("gws.")

    @api.model
    def _import(self, message, record=None, chosen=None):
        """Import one staged mail, as the current user.

        :param record: where to instead of its contacts, any record with a chatter
        :param chosen: {address: contact} as the user said just now
        :return: the messages it is in Odoo now
        """
        message.check_access("read")
        targets = [record] if record else self._targets(message)
        known = self._known(message)
        # By another road than a user's import, who files it with each contact.
        elsewhere = known.filtered(lambda one: not one.gws_direction)
        done = self.env["mail.message"]
        for target in targets:
            here = known.filtered(
                lambda one, target=target: (
                    one.model == target._name and one.res_id == target.id
                )
            )
            if here:
                done |= here
            elif elsewhere and not record:
                done |= elsewhere[:1]  # it is beside what it belongs to already
            else:
                done |= self._write(message, target, chosen or {})
        self._tell_whose(done, message.partner_ids)
        message.sudo().write(
            {
                "state": "imported",
                "error": False,
                "mail_message_ids": [(4, one.id) for one in done],
            }
        )
        return done

    def _tell_whose(self, done, partners):
        """Each contact counts a mail once: on its own chatter, or where it lies."""
        own = done.filtered(lambda one: one.model == "res.partner")
        for one in own:
            one.sudo().gws_partner_ids = [(4, one.res_id)]
        others = partners.filtered(
            lambda partner: partner.id not in own.mapped("res_id")
        )
        (done - own or done[:1]).sudo().write(
            {"gws_partner_ids": [(4, partner.id) for partner in others]}
        )

    def _targets(self, message):
        """The contacts of a mail, and the record that the mail it answers is on."""
        targets = list(message.partner_ids.with_env(self.env))
        parent = self._parent(message)
        model = parent.model or "res.partner"
        # An imported mail lies with each of its people; they need not be this one's.
        is_copy = model == "res.partner" and parent.sudo().gws_direction
        if not is_copy and model in self.env and self._is_place(model):
            record = self.env[model].browse(parent.res_id).exists()
            if (
                record
                and record not in targets
                and hasattr(record, "message_post")
                and record.has_access(record._mail_post_access)
            ):
                targets.append(record)
        return targets

    def _known(self, message):
        """Messages of Odoo that are this very mail."""
        messages = self.env["mail.message"].sudo()
        if not message.message_id:
            return message.mail_message_ids.with_env(self.env)
        found = messages.search(
            [
                ("message_id", "in", self._names([message.message_id])),
                ("message_type", "not in", ("notification", "user_notification")),
            ],
            order="id",
        )
        return found.with_env(self.env).filtered(lambda one: one.has_access("read"))

    def _names(self, message_ids):
        """With Odoo's own for mails that Odoo sent and Gmail gave another one."""
        return self.env["gws.mail.thread"]._in_odoo(message_ids)

    def _parent(self, message, target=None):
        """The message that this mail answers, the nearest that Odoo has."""
        refs = (message.in_reply_to or "").split()
        refs += reversed((message.references or "").split())
        if not refs:
            return self.env["mail.message"]
        refs = self._names(refs)
        domain = [("message_id", "in", refs)]
        if target is not None:
            domain += [("model", "=", target._name), ("res_id", "=", target.id)]
        found = self.env["mail.message"].sudo().search(domain, order="id")
        found = found.with_env(self.env)
        for ref in refs:
            for one in found.filtered(
                lambda one, ref=ref: one.sudo().message_id == ref
            ):
                if one.has_access("read"):
                    return one
        return self.env["mail.message"]

    def _write(self, message, target, chosen):
        """One message on the chatter of ``target``, as if it had come by mail."""
        self._check_may_write(target)
        self._alone(target)
        files = self._copies(message, target)
        message_values = {
            "model": target._name,
            "res_id": target.id,
            "message_type": "email",
            # A note: customers who may see the record must not see this mail.
            "subtype_id": self.env.ref("mail.mt_note").id,
            "is_internal": True,
            "author_id": self._author(message, chosen).id or False,
            "email_from": message.email_from,
            "subject": message.subject,
            "date": message.date,
            "body": self._body(message, files),
            "attachment_ids": [(4, copy.id) for copy in files.values()],
            "parent_id": self._parent(message, target).id or False,
            "gws_direction": message.direction,
        }
        if message.message_id:
            message_values["message_id"] = message.message_id
        if message.reply_to:
            message_values["reply_to"] = message.reply_to
        return self.env["mail.message"].sudo().create(message_values).sudo(False)

    def _alone(self, target):
        """Who files mail with the same record at this moment begins anew, and finds
        this one: PostgreSQL lets no two change one row unseen, and Odoo repeats a
        request that it ended so."""
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET id = id WHERE id = %(id)s",
                table=SQL.identifier(target._table),
                id=target.id,
            )
        )

    def _check_may_write(self, target):
        is_contact = target._name == "res.partner"
        target.check_access("read" if is_contact else target._mail_post_access)

    def _author(self, message, chosen):
        """The contact who wrote it; for outgoing mail the owner's own, if nobody's."""
        own = message.user_id.partner_id
        address = email_normalize(message.email_from or "")
        if address in self.env["gws.mail.people"]._own(message.account_id.sudo()):
            return own
        found = chosen.get(address) or message.partner_ids.filtered(
            lambda partner: address and partner.email_normalized == address
        )
        return found[:1] or (own if message.direction == "out" else found)

    def _copies(self, message, target):
        """{id of a staged file: its copy on the record}."""
        return {
            file.id: file.copy(
                {"res_model": target._name, "res_id": target.id, "name": file.name}
            )
            for file in message.sudo()
            .attachment_ids.with_context(
                attachments_mime_plainxml=True, image_no_postprocess=True
            )
            .sorted("id")
        }

    def _body(self, message, files):
        """The text, with its pictures taken from the copies."""

        def link(match):
            copy = files.get(int(match[1]))
            return f"/web/image/{copy.id}" if copy else match[0]

        return LINK.sub(link, str(message.body or ""))

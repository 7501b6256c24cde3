# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's side of a contact: what its subscriber may read of it, as Google's values.

Everything is read as the user whose account it is, in all of their companies: record
rules and company rules hold at each sync, not only when the subscription began.
"""

import hashlib
import json
import re

from odoo import api, models
from odoo.tools import email_split, html2plaintext

from odoo.addons.phone_validation.tools import phone_validation

from ..mapping import person

# Odoo 19 itself has none of these; well-known modules add them.
TITLE_FIELDS = ("title", "title_id", "salutation")
BIRTHDAY_FIELDS = ("birthdate_date", "birthday", "birthdate", "date_of_birth")
DEPARTMENT_FIELDS = ("department_id", "department")
FIRST_NAME_FIELDS = ("firstname", "first_name")
LAST_NAME_FIELDS = ("lastname", "last_name")
MOBILE_FIELDS = ("mobile",)
EXTENSION = re.compile(r"[a-z#]", re.IGNORECASE)  # "ext. 7", "x7", "#7"


class GwsContactLocal(models.AbstractModel):
    _name = "gws.contact.local"
    _description = "Google Contacts: Odoo's side"

    # -- who may read what --------------------------------------------

    @api.model
    def _reader(self, account):
        """``res.partner`` as the owner of ``account`` sees it, archived ones too."""
        user = account.user_id
        return (
            self.env["res.partner"]
            .with_user(user)
            .with_context(
                allowed_company_ids=user.company_ids.ids,
                active_test=False,
                lang=user.lang,
                tz=user.tz,
            )
        )

    @api.model
    def _readable(self, account, partner_ids):
        """Those of the contacts that the owner may read now, as the owner."""
        reader = self._reader(account)
        if not account.user_id.active or not reader.has_access("read"):
            return reader
        return reader.search([("id", "in", list(partner_ids))], order="id")

    @api.model
    def _why_not(self, partner):
        """Why a readable contact is not sent, in words; "" when it is."""
        if not partner.active:
            return self.env._("Archived in Odoo.")
        if not (partner.name or "").strip():
            return self.env._("It has no name: only contacts with a name are sent.")
        return ""

    # -- values -------------------------------------------------------

    @api.model
    def _values(self, account, partners, labels):
        """What Odoo wants in Google: {id: {field: [raw, …]}}, see ``mapping.person``.

        :param partners: readable contacts, as their reader
        :param labels: {category id or None: resource name}, None: the label of all
        """
        return {
            partner.id: person.values(self._facts(account, partner, labels))
            for partner in partners
        }

    @api.model
    def _fingerprint(self, values, photo=None):
        """A short text that is equal for equal values."""
        text = json.dumps([values, photo], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def _facts(self, account, partner, labels):
        """One contact as plain facts, the shape ``mapping.person.values`` takes."""
        country = partner.country_id
        facts = {
            "name": partner.name,
            "is_company": partner.is_company,
            "function": partner.function,
            "company": not partner.is_company and partner.commercial_company_name,
            "department": self._text(partner, DEPARTMENT_FIELDS),
            "first_name": self._text(partner, FIRST_NAME_FIELDS),
            "last_name": self._text(partner, LAST_NAME_FIELDS),
            "emails": self._emails(partner.email),
            "phones": self._phones(partner),
            "address": {
                "street": partner.street,
                "street2": partner.street2,
                "city": partner.city,
                "zip": partner.zip,
                "region": partner.state_id.name,
                "country": country.name,
                "country_code": country.code,
            },
            "website": partner.website,
            "link": self._link(partner),
            "birthday": self._birthday(partner),
            "note": self._note(partner.comment),
            "marker": (self.env["gws.client"]._database_uuid(), partner.id),
            "groups": self._groups(account, partner, labels),
            "lang": partner.lang,
            "country_code": country.code,
        }
        if account.contact_sync_title:
            facts["title"] = self._text(partner, TITLE_FIELDS)
        return facts

    @api.model
    def _title_field(self):
        """The field that holds a contact's title in this database, or None."""
        fields = self.env["res.partner"]._fields
        return next((name for name in TITLE_FIELDS if name in fields), None)

    def _value(self, partner, names):
        """The first of these fields that exists, may be read, and is filled in."""
        for name in names:
            field = partner._fields.get(name)
            if field is not None and partner._has_field_access(field, "read"):
                if value := partner[name]:
                    return value
        return None

    def _text(self, partner, names):
        value = self._value(partner, names)
        if isinstance(value, models.BaseModel):
            return value[:1].sudo().display_name or ""
        field = next((partner._fields[n] for n in names if n in partner._fields), None)
        if value and field is not None and field.type == "selection":
            return dict(field._description_selection(partner.env)).get(value, value)
        return value or ""

    def _emails(self, text):
        """Every address in the field, however people put several into it."""
        return email_split(re.sub(r"[;|\r\n\t]+", ",", text or ""))

    def _phones(self, partner):
        phones = [("phone", "work"), *((name, "mobile") for name in MOBILE_FIELDS)]
        return [
            {"value": number, "type": kind}
            for name, kind in phones
            for number in self._numbers(partner, self._value(partner, (name,)))
        ]

    def _numbers(self, partner, text):
        """The number in E.164, or as it was typed when it is none.

        Several in one field are told apart when each of them is a number.
        """
        text = (text or "").strip()
        if not text:
            return []
        if whole := self._e164(partner, text):
            return [whole]
        parts = [part for part in re.split(r"\s*[;/,|\n]\s*", text) if part]
        numbers = [self._e164(partner, part) for part in parts]
        return numbers if len(numbers) > 1 and all(numbers) else [text]

    def _e164(self, partner, text):
        """ "+4930123456" (with " ext. 7" where one was given); "" for no number."""
        country = partner.country_id or self.env.company.country_id
        code = country.code or None
        number = phone_validation.phone_format(
            text, code, country.phone_code, "E164", raise_exception=False
        )
        if not re.fullmatch(r"\+[1-9]\d{6,14}", number):
            # Without the library for it Odoo leaves numbers as they are.
            bare = re.sub(r"[\s().\-/\u00a0]", "", text)
            known = re.fullmatch(r"(?:\+|00)([1-9]\d{6,14})", bare)
            return f"+{known[1]}" if known else ""
        if EXTENSION.search(text):
            extension = phone_validation.phone_parse(text, code).extension
            number = f"{number} ext. {extension}" if extension else number
        return number

    def _link(self, partner):
        """Where the record is in Odoo."""
        params = self.env["ir.config_parameter"].sudo()
        base = (params.get_param("web.base.url") or "").rstrip("/")
        return f"{base}/odoo/contacts/{partner.id}" if base else ""

    def _birthday(self, partner):
        value = self._value(partner, BIRTHDAY_FIELDS)
        return str(value)[:10] if value else ""

    def _note(self, html):
        return html2plaintext(html or "", include_references=False).strip()

    def _groups(self, account, partner, labels):
        groups = [labels[None]] if None in labels else []
        if account.contact_sync_tags:
            tags = partner.sudo().category_id.ids
            groups += [labels[tag] for tag in tags if tag in labels]
        return groups

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts in a browser: what a person sees, writes and deletes."""

import html
import re
from urllib.parse import quote

from ..fakes.people_testing import PeopleCase

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


class TestContactPage(PeopleCase):
    page = "/_emulator/contacts/anna@example.com"

    def get(self, path=None, expect=200):
        status, _headers, text = self.http("GET", path or self.page)
        self.assertEqual(status, expect, text)
        return text

    def post(self, path=None, expect=302, **form):
        status, _headers, text = self.http("POST", path or self.page, form=form)
        self.assertEqual(status, expect, text)
        return text

    def card(self, name):
        return f"{self.page}?contact={quote(name, safe='')}"

    def form_of(self, name):
        """The edit form as a browser would send it back."""
        text = self.get(self.card(name)).partition('id="edit"')[2]
        form = {
            key: html.unescape(value)
            for key, value in re.findall(r'<input name="(\w+)" value="([^"]*)"', text)
        }
        areas = re.findall(
            r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', text, re.S
        )
        for key, value in areas:
            form[key] = html.unescape(value).replace("\n", "\r\n")
        form["label"] = re.findall(r'value="([^"]*)" checked', text)
        return form

    def only(self):
        (contact,) = self.world.contacts(self.anna)
        return contact

    def test_the_way_there(self):
        self.assertIn(f'href="{self.page}"', self.get("/"))
        self.get("/_emulator/contacts/nobody@example.com", 404)
        self.get(self.card("people/c5"), 404)
        headers = {"Host": "evil.example.com"}
        self.assertEqual(self.http("GET", self.page, headers=headers)[0], 403)

    def test_create(self):
        group = self.world.put_group(self.anna, "Customers")
        self.post(
            given="Ada",
            family="Lovelace",
            company="Analytical Engines",
            phones="+49 30 1234 | work\r\n0170 5",
            emails="ada@example.com",
            note="First line\r\nSecond line",
            label=group["resourceName"].split("/")[1],
            create=1,
        )
        contact = self.only()
        self.assertEqual(contact["names"][0]["displayName"], "Ada Lovelace")
        phones = [(p["value"], p.get("type")) for p in contact["phoneNumbers"]]
        self.assertEqual(phones, [("+49 30 1234", "work"), ("0170 5", None)])
        self.assertEqual(contact["organizations"][0]["name"], "Analytical Engines")
        self.assertEqual(len(contact["memberships"]), 2)
        text = self.get()
        digits = contact["resourceName"].removeprefix("people/")
        self.assertIn(f'<tr id="contact-{digits}">', text)
        for word in ("Ada Lovelace", "ada@example.com", "Analytical", "Customers"):
            self.assertIn(word, text)

    def test_what_is_refused_is_told(self):
        text = self.post(create=1, given="x" * 1025, expect=200)
        self.assertIn('id="error"', text)
        text = self.post(create=1, expect=200)
        self.assertIn("Must specify", text)

    def test_labels_filter(self):
        self.make("Ada")
        self.make("Bob")
        self.post(name="Customers", add=1)
        group = self.world.groups(self.anna)[-1]["resourceName"]
        name = self.world.contacts(self.anna)[0]["resourceName"]
        self.groups.members().modify(
            resourceName=group, body={"resourceNamesToAdd": [name]}
        ).execute()
        text = self.get(f"{self.page}?label={group.split('/')[1]}")
        self.assertIn("<span id=count>1</span>", text)
        self.assertIn("Ada</a>", text)
        self.assertNotIn("Bob</a>", text)
        self.assertIn('id="error"', self.post(name="Customers", add=1, expect=200))

    def test_the_card_shows_everything(self):
        name = self.world.seed_raw_contact(
            self.anna,
            {
                "names": [
                    {
                        "displayName": "<Ada>",
                        "metadata": {"source": {"type": "PROFILE", "id": "1"}},
                    }
                ],
                "addresses": [{"formattedValue": "A\nB", "type": "Old"}],
                "birthdays": [{"text": "01/02/1970"}],
            },
        )["resourceName"]
        text = self.get(self.card(name))
        for words in ("&lt;Ada&gt;", "PROFILE", "A<br>B", "Old", "01/02/1970"):
            self.assertIn(words, text)
        self.assertNotIn("<Ada>", text)
        self.assertIn("no picture", text)
        self.world.set_photo(self.anna, name, PNG)
        self.assertIn('src="data:image/png;base64,', self.get(self.card(name)))

    def test_saving_an_untouched_form_writes_nothing(self):
        name = self.make("Ada Lovelace", phoneNumbers="1", biographies="one\ntwo")
        etag = self.only()["etag"]
        self.post(self.card(name), **self.form_of(name), save=1)
        self.assertEqual(self.only()["etag"], etag)

    def test_an_edit_keeps_what_it_does_not_touch(self):
        name = self.make("Ada Lovelace", phoneNumbers="1", biographies="one\ntwo")
        phones = [{"value": "1", "type": "Old"}, {"value": "2"}]
        names = [{"honorificPrefix": "Dr.", "givenName": "Ada", "familyName": "L."}]
        change = {"phoneNumbers": phones, "names": names}
        self.world.change_contact(self.anna, name, change)
        form = self.form_of(name)
        form["phones"] = "3 | mobile\r\n" + form["phones"]
        form["given"] = "Eva"
        self.post(self.card(name), **form, save=1)
        after = self.only()
        shown = [(p["value"], p.get("type")) for p in after["phoneNumbers"]]
        self.assertEqual(shown, [("3", "mobile"), ("1", "Old"), ("2", None)])
        self.assertEqual(after["names"][0]["displayName"], "Dr. Eva L.")
        self.assertEqual(after["biographies"][0]["value"], "one\ntwo")

    def test_labels_and_emptied_fields(self):
        name = self.make("Ada", biographies="note", emailAddresses="a@b.cc")
        form = {**self.form_of(name), "note": "", "emails": "", "label": ["starred"]}
        self.post(self.card(name), **form, save=1)
        after = self.only()
        self.assertNotIn("biographies", after)
        self.assertNotIn("emailAddresses", after)
        self.assertEqual(self.form_of(name)["label"], ["starred"])
        self.post(self.card(name), **{**self.form_of(name), "label": []}, save=1)
        self.assertEqual(len(self.only()["memberships"]), 1)

    def test_delete_and_restore(self):
        name = self.make("Ada")
        self.post(self.card(name), delete=1)
        self.assertEqual(self.world.contacts(self.anna), [])
        text = self.get()
        self.assertIn("<h2>Trash</h2>", text)
        self.post(restore=name)
        self.assertEqual(self.only()["resourceName"], name)
        self.assertNotIn("<h2>Trash</h2>", self.get())
        self.assertIn('id="error"', self.post(restore=name, expect=200))

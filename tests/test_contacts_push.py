# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's contacts in Google: what goes over, what it costs, what stays Google's."""

from odoo.tests import tagged

from .contact_case import ANNA, ContactCase


@tagged("post_install", "-at_install")
class TestContactsPush(ContactCase):
    def test_a_person_of_a_company(self):
        germany = self.env.ref("base.de")
        company = self.make(
            subscribe=False, name="Adler GmbH", is_company=True, website="adler.example"
        )
        partner = self.make(
            name="Clara Schumann",
            parent_id=company.id,
            function="Head of Sales",
            email="Clara <clara@adler.example>; c.schumann@home.example",
            phone="030 901820",
            street="Unter den Linden 1",
            zip="10117",
            city="Berlin",
            country_id=germany.id,
            comment="<p>Likes <b>music</b></p>",
        )
        self.sync()
        person = self.person(partner)
        self.assertEqual(self.shown(person), "Clara Schumann")
        [organisation] = person["organizations"]
        self.assertEqual(organisation["name"], "Adler GmbH")
        self.assertEqual(organisation["title"], "Head of Sales")
        self.assertEqual(
            self.texts(person, "emailAddresses"),
            ["clara@adler.example", "c.schumann@home.example"],
        )
        self.assertEqual(self.texts(person, "phoneNumbers"), ["+4930901820"])
        [address] = person["addresses"]
        self.assertEqual(address["city"], "Berlin")
        self.assertEqual(address["countryCode"], "DE")
        self.assertIn(
            f"/odoo/contacts/{partner.id}", " ".join(self.texts(person, "urls"))
        )
        self.assertEqual(self.texts(person, "biographies"), ["Likes *music*"])
        self.assertEqual(self.labels(person), ["Odoo"])
        self.assertEqual(self.row(partner).state, "synced")

    def test_a_thousand(self):
        self.make_many(1000)
        self.sync()
        self.assertEqual(len(self.there()), 1000)
        self.assertLessEqual(self.writes(), 5 + 2)
        self.assertLessEqual(self.requests() - self.writes(), 3)
        self.sync()
        self.assertEqual(self.requests(), 1, "an unchanged sync")

    def test_one_edit(self):
        partner = self.make(phone="+49 30 901820")
        self.make_many(3)
        self.sync()
        self.edit(partner, phone="+49 30 901821")
        self.deliver()
        self.assertLessEqual(self.requests(), 2)
        self.assertEqual(
            self.texts(self.person(partner), "phoneNumbers"), ["+4930901821"]
        )

    def test_what_the_user_added_stays(self):
        partner = self.make(phone="+49 30 901820", email="clara@example.com")
        self.sync()
        name = self.row(partner).resource_name
        group = self.world.put_group(ANNA, "Choir")
        there = self.world.contact(ANNA, name)
        self.change(
            name,
            phoneNumbers=[
                {"value": "+4917012345", "type": "Holiday"},
                *there["phoneNumbers"],
            ],
            biographies=[{"value": "Sings alto", "contentType": "TEXT_PLAIN"}],
            memberships=[
                *there["memberships"],
                {
                    "contactGroupMembership": {
                        "contactGroupResourceName": group["resourceName"]
                    }
                },
            ],
        )
        self.edit(partner, phone="+49 30 901821", comment="Pays late")
        self.deliver()
        person = self.person(partner)
        self.assertEqual(
            self.texts(person, "phoneNumbers"), ["+4917012345", "+4930901821"]
        )
        self.assertEqual(person["phoneNumbers"][0]["type"], "Holiday")
        self.assertEqual(self.labels(person), ["Choir", "Odoo"])
        self.assertEqual(self.texts(person, "biographies"), ["Sings alto\n\nPays late"])

    def test_unsubscribing_keeps_or_removes(self):
        partner = self.make()
        self.sync()
        self.subscribe(partner, wanted=False)
        self.sync()
        self.assertEqual(len(self.there()), 1)
        self.assertFalse(partner.with_user(self.anna).gws_subscribed)
        self.subscribe(partner)
        self.sync()
        self.assertEqual(len(self.there()), 1, "the same one, not a second")
        self.choose(contact_delete_unsubscribed=True)
        self.subscribe(partner, wanted=False)
        self.deliver()
        self.assertEqual(self.there(), [])
        self.sync()
        self.assertEqual(
            [g["name"] for g in self.world.groups(ANNA) if g["name"] == "Odoo"], []
        )

    def test_deleted_in_google_stays_deleted(self):
        partner = self.make()
        self.sync()
        self.drop(self.row(partner).resource_name)
        self.edit(partner, phone="+49 30 901821")
        self.deliver()
        self.assertEqual(self.there(), [])
        self.assertEqual(self.row(partner).state, "deleted")
        self.sync()
        self.assertEqual(self.there(), [])
        with self.acts(self.anna) as env:
            env["res.partner"].browse(partner.id).action_gws_send_again()
        self.deliver()
        self.assertEqual(len(self.there()), 1)
        self.assertEqual(self.row(partner).state, "synced")

    def test_without_a_name(self):
        company = self.make(subscribe=False, name="Adler GmbH", is_company=True)
        partner = self.make(name=False, type="delivery", parent_id=company.id)
        self.sync()
        self.assertEqual(self.there(), [])
        row = self.row(partner)
        self.assertEqual(row.state, "resting")
        self.assertIn("name", row.error)
        self.edit(partner, name="Warehouse")
        self.deliver()
        self.assertEqual([self.shown(p) for p in self.there()], ["Warehouse"])

    def test_one_that_breaks_googles_server_stops_nobody(self):
        self.make_many(60)
        self.make(name="Poison")
        self.google.faults.break_on_contact("Poison")
        for _try in range(4):
            self.press()
        self.assertEqual(len(self.there()), 60)
        waiting = self.env["gws.partner.binding"].search([("state", "=", "pending")])
        self.assertEqual(waiting.partner_id.name, "Poison")
        self.assertTrue(waiting.error)
        self.google.faults.clear()
        self.sync()
        self.assertEqual(len(self.there()), 61)

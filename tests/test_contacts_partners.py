# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens to contacts in Odoo: merged, archived, deleted, out of sight."""

from odoo.tests import tagged

from .contact_case import ANNA, ContactCase


@tagged("post_install", "-at_install")
class TestContactsPartners(ContactCase):
    def merge(self, *partners):
        """An administrator merges contacts into the first of them."""
        with self.acts() as env:
            env["base.partner.merge.automatic.wizard"]._merge(
                [partner.id for partner in partners],
                env["res.partner"].browse(partners[0].id),
            )

    def test_merged_one_subscribed(self):
        kept = self.make(subscribe=False, name="Clara Schumann")
        other = self.make(name="Clara Wieck")
        self.sync()
        name = self.row(other).resource_name
        self.merge(kept, other)
        self.deliver()
        self.assertEqual(self.row(kept).resource_name, name, "the same one goes on")
        self.assertEqual([self.shown(p) for p in self.there()], ["Clara Schumann"])

    def test_merged_both_subscribed(self):
        kept = self.make(name="Clara Schumann")
        other = self.make(name="Clara Wieck")
        self.sync()
        self.assertEqual(len(self.there()), 2)
        self.merge(kept, other)
        self.deliver()
        self.assertEqual([self.shown(p) for p in self.there()], ["Clara Schumann"])
        self.assertTrue(self.row(kept).active)
        self.assertFalse(
            self.env["gws.partner.binding"]
            .with_context(active_test=False)
            .search([("partner_id", "=", False)])
        )

    def test_archived(self):
        partner = self.make()
        self.sync()
        self.edit(partner, active=False)
        self.deliver()
        self.assertEqual(len(self.there()), 1, "it stays, as unsubscribed")
        self.assertEqual(self.row(partner).state, "resting")
        self.edit(partner, phone="+49 30 901820")
        self.deliver()
        [person] = self.there()
        self.assertFalse(person.get("phoneNumbers"), "and is not kept up to date")
        self.edit(partner, active=True)
        self.deliver()
        self.assertEqual(
            self.texts(self.person(partner), "phoneNumbers"), ["+4930901820"]
        )
        self.choose(contact_delete_unsubscribed=True)
        self.edit(partner, active=False)
        self.deliver()
        self.assertEqual(self.there(), [])
        self.edit(partner, active=True)
        self.deliver()
        self.assertEqual(len(self.there()), 1, "back again, once")

    def test_deleted(self):
        kept, gone = self.make(name="Clara"), self.make(name="Robert")
        self.sync()
        with self.acts(self.anna) as env:
            env["res.partner"].browse(gone.id).unlink()
        self.deliver()
        self.assertEqual(len(self.there()), 2, "not without the option")
        self.choose(contact_delete_unsubscribed=True)
        with self.acts(self.anna) as env:
            env["res.partner"].browse(kept.id).unlink()
        self.deliver()
        self.assertEqual([self.shown(p) for p in self.there()], ["Robert"])

    def test_a_company_is_renamed(self):
        company = self.make(subscribe=False, name="Adler GmbH", is_company=True)
        partner = self.make(parent_id=company.id)
        self.sync()
        self.edit(company, name="Adler AG")
        self.deliver()
        self.assertEqual(
            self.texts(self.person(partner), "organizations", "name"), ["Adler AG"]
        )

    def test_a_right_taken_away(self):
        self.choose(contact_delete_unsubscribed=True)
        partner = self.make(name="Clara")
        self.make(name="Robert")
        self.sync()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.edit(partner, user=self.env.ref("base.user_root"), company_id=other.id)
        self.deliver()
        self.assertEqual([self.shown(p) for p in self.there()], ["Robert"])
        row = self.row(partner)
        self.assertEqual(row.state, "resting")
        self.assertTrue(row.active)
        self.anna.company_ids |= other
        self.trigger("cron_sync_contacts")
        self.assertEqual(
            sorted(self.shown(p) for p in self.there()), ["Clara", "Robert"]
        )

    def test_a_rule_that_hides_all_asks_first(self):
        self.choose(contact_delete_unsubscribed=True)
        self.make_many(30)
        self.sync()
        self.env["ir.rule"].create(
            {
                "name": "Nobody",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": "[('name', 'not like', 'Contact')]",
            }
        )
        self.trigger("cron_sync_contacts")
        self.assertEqual(len(self.there()), 30)
        self.assertEqual(self.account.contact_brake, 30)
        self.assertIn("30", self.account.last_error)
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_release_contact_brake()
        self.assertEqual(self.there(), [])

    def test_new_contacts_go_by_themselves(self):
        self.make(subscribe=False, name="Old")
        self.choose(contact_auto_export=True)
        new = self.make(subscribe=False, name="New")
        self.make(subscribe=False, name="Depot", type="delivery", parent_id=new.id)
        self.trigger("cron_import_new_contacts")
        self.assertEqual([self.shown(p) for p in self.there()], ["New"])
        self.subscribe(new, wanted=False)
        self.trigger("cron_import_new_contacts")
        self.assertFalse(self.row(new).active, "who left is not brought back")

    def test_tags_become_labels(self):
        vip = self.env["res.partner.category"].create({"name": "VIP"})
        group = self.world.put_group(ANNA, "VIP")
        partner = self.make(category_id=[(4, vip.id)])
        self.sync()
        self.assertEqual(self.labels(self.person(partner)), ["Odoo"])
        self.choose(contact_sync_tags=True)
        self.deliver()
        self.assertEqual(self.labels(self.person(partner)), ["Odoo", "VIP"])
        self.assertEqual(
            [g["name"] for g in self.world.groups(ANNA)].count("VIP"), 1, group
        )
        self.edit(partner, category_id=[(3, vip.id)])
        self.deliver()
        self.assertEqual(self.labels(self.person(partner)), ["Odoo"])

    def test_a_label_deleted_in_google_comes_back(self):
        first = self.make(name="Clara")
        self.sync()
        [label] = [g for g in self.world.groups(ANNA) if g["name"] == "Odoo"]
        self.world.delete_group(ANNA, label["resourceName"])
        second = self.make(name="Robert")
        self.sync()
        self.assertEqual(self.labels(self.person(second)), ["Odoo"])
        self.sync()
        self.assertEqual(self.labels(self.person(first)), ["Odoo"])

    def test_who_may_only_read_chooses_all_the_same(self):
        reader = self.make_user("ben")
        partner = self.make(subscribe=False)
        before = partner.write_date
        with self.acts(reader) as env:
            env["res.partner"].browse(partner.id).gws_subscribed = True
        self.assertTrue(partner.with_user(reader).gws_subscribed)
        self.assertFalse(partner.with_user(self.anna).gws_subscribed)
        self.assertEqual(partner.write_date, before)

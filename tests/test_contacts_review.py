# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts that a person has in Google already: found, shown, adopted."""

import base64
import io
import logging
import time
from contextlib import contextmanager
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..mapping import person
from ..services.gws_runner import LOCK_SPACE
from .contact_case import ANNA, ContactCase

_logger = logging.getLogger(__name__)


def named(given, family=""):
    return [{"givenName": given, **({"familyName": family} if family else {})}]


def values(*texts):
    return [{"value": text} for text in texts]


def picture(colour):
    stream = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(stream, "PNG")
    return stream.getvalue()


class ReviewMixin:
    """What Anna does with the list."""

    def add(self, *partners):
        """*Add to Google Contacts*; what the screen is told to do."""
        self.google.log.clear()
        with self.acts(self.anna) as env:
            numbers = [partner.id for partner in partners]
            return env["res.partner"].browse(numbers).action_gws_subscribe()

    def is_list(self, action):
        return action.get("res_model") == "gws.contact.review"

    def review(self, action):
        """The list behind an action, as the owner has it."""
        self.assertTrue(self.is_list(action), action)
        review = self.env["gws.contact.review"].browse(action["res_id"])
        return review.with_user(self.account.user_id)

    def line(self, action, partner):
        lines = self.review(action).line_ids
        return lines.filtered(lambda line: line.partner_id.id == partner.id)

    def answers(self, action, choices):
        """{partner: choice, or the contact in Google that it is}, then *Confirm*."""
        with self.acts(self.anna) as env:
            review = env["gws.contact.review"].browse(action["res_id"])
            for partner, choice in choices.items():
                [line] = review.line_ids.filtered(
                    lambda line, partner=partner: line.partner_id.id == partner.id
                )
                if choice.startswith("people/"):
                    line.candidate_id = line.candidate_ids.filtered(
                        lambda one, name=choice: one.resource_name == name
                    )
                    choice = "adopt"
                line.choice = choice
            return review.action_confirm()

    def look_again(self):
        """*Look for contacts you have already*."""
        with self.acts(self.anna) as env:
            return (
                env["gws.account"].browse(self.account.id).action_gws_review_contacts()
            )

    def first_sync(self):
        with self.acts(self.anna) as env:
            return (
                env["gws.account"].browse(self.account.id).action_first_sync_contacts()
            )

    def deliver_in_passing(self):
        """The delivery as the scheduler runs it."""
        self.google.log.clear()
        with self.acts() as env:
            env["gws.contact.schedule"]._deliver()


@tagged("post_install", "-at_install")
class TestContactsFound(ReviewMixin, ContactCase):
    def test_three_reasons(self):
        by_mail = self.put(
            names=named("Mum"), emailAddresses=values("Clara@Example.com")
        )
        by_phone = self.put(names=named("R."), phoneNumbers=values("+49 30 901820"))
        by_name = self.put(names=named("José", "Núñez"))
        self.put(names=named("Nobody", "Else"), emailAddresses=values("n@e.example"))
        clara = self.make(False, name="Clara Schumann", email="clara@example.com")
        robert = self.make(False, name="Robert Schumann", phone="+4930901820")
        jose = self.make(False, name="Jose Nunez")
        new = self.make(False, name="Wholly New", email="new@example.com")
        action = self.add(clara, robert, jose, new)
        self.assertEqual(self.requests(), 1, "one listing")
        found = {
            line.partner_id.id: (line.why, line.candidate_id.resource_name, line.choice)
            for line in self.review(action).line_ids
        }
        self.assertEqual(
            found,
            {
                clara.id: ("email", by_mail, "create"),
                robert.id: ("phone", by_phone, "create"),
                jose.id: ("name", by_name, "create"),
            },
        )
        line = self.line(action, clara)
        self.assertEqual(line.candidate_id.display_name, "Mum")
        self.assertEqual(line.details, "Clara@Example.com")
        self.assertIn(by_mail.removeprefix("people/"), line.action_open_google()["url"])

    def test_nothing_found(self):
        self.put(names=named("Robert", "Schumann"))
        clara = self.make(False, email="clara@example.com")
        action = self.add(clara)
        self.assertFalse(self.is_list(action))
        self.assertIn("1 contacts added", action["params"]["message"])
        self.assertFalse(self.account.contact_review_until)
        self.assertFalse(self.account.contact_last_sync, "looking is no sync")
        self.deliver_in_passing()
        self.assertEqual(len(self.there()), 2)

    def test_never_proposed(self):
        """What is bound, what bears our mark, what was deleted, who is out of sight."""
        bound = self.make(name="Bound", email="bound@example.com")
        gone = self.make(name="Gone", email="gone@example.com")
        self.sync()
        self.drop(self.row(gone).resource_name)
        self.sync()
        self.assertEqual(self.row(gone).state, "deleted")
        uuid = self.env["gws.client"]._database_uuid()
        for email, marker in (
            ("marked@example.com", {"clientData": [person.marker(uuid, 10**6)]}),
            ("gone@example.com", {}),
        ):
            self.put(emailAddresses=values(email), **marker)
        twin = self.make(False, name="Twin", email="bound@example.com")
        marked = self.make(False, name="Marked", email="marked@example.com")
        hidden = self.make(False, name="Hidden", email="hidden@example.com")
        self.put(emailAddresses=values("hidden@example.com"))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.subscribe(hidden)
        hidden.company_id = company
        self.assertFalse(self.is_list(self.add(twin, marked, bound)))

    def test_bound_under_a_former_name(self):
        bound = self.make(name="Bound", email="bound@example.com")
        self.sync()
        there = self.row(bound).resource_name
        self.world.rename_contact(ANNA, there)
        twin = self.make(False, name="Twin", email="bound@example.com")
        self.assertFalse(self.is_list(self.add(twin)))

    def test_another_databases_mark_is_no_mark(self):
        marker = person.marker("another-database", 1)
        self.put(emailAddresses=values("clara@example.com"), clientData=[marker])
        clara = self.make(False, email="clara@example.com")
        self.assertTrue(self.is_list(self.add(clara)))

    def test_several(self):
        first = self.put(names=named("Clara"), emailAddresses=values("c@example.com"))
        second = self.put(names=named("Wieck"), emailAddresses=values("c@example.com"))
        partner = self.make(False, email="c@example.com")
        action = self.add(partner)
        line = self.line(action, partner)
        self.assertFalse(line.candidate_id)
        self.assertEqual(line.details, "One of 2: choose which")
        self.assertEqual(
            sorted(line.candidate_ids.mapped("resource_name")), sorted([first, second])
        )
        self.assertEqual(
            sorted(line.candidate_ids.mapped("display_name")),
            ["Clara · c@example.com", "Wieck · c@example.com"],
        )
        with self.assertRaisesRegex(UserError, "Choose which"):
            self.answers(action, {partner: "adopt"})
        self.answers(action, {partner: second})
        self.assertEqual(self.row(partner).resource_name, second)
        self.assertEqual(len(self.there()), 2)

    def test_one_for_two(self):
        name = self.put(emailAddresses=values("c@example.com"))
        one = self.make(False, name="Clara", email="c@example.com")
        two = self.make(False, name="Robert", email="c@example.com")
        action = self.add(one, two)
        with self.assertRaisesRegex(UserError, "for two contacts: Clara and Robert"):
            self.answers(action, {one: name, two: name})
        self.answers(action, {one: name, two: "create"})
        self.assertEqual(self.row(one).resource_name, name)
        self.assertEqual(len(self.there()), 2)

    def test_a_thousand_and_a_thousand(self):
        book = [
            {
                "names": named("Contact", f"{n:05d}"),
                "emailAddresses": values(f"contact{n}@example.com"),
                "phoneNumbers": values(f"+49 30 901{n:06d}"),
            }
            for n in range(1000)
        ]
        for person_of_google in book:
            self.put(**person_of_google)
        with self.acts(self.anna) as env:
            partners = env["res.partner"].create(
                [
                    {"name": f"Contact {n:05d}", "email": f"contact{n}@example.com"}
                    for n in range(1000)
                ]
            )
        start = time.monotonic()
        action = self.add(*self.env["res.partner"].browse(partners.ids))
        looked = time.monotonic() - start
        self.assertLessEqual(self.requests(), 2, "a page a thousand, and its end")
        self.assertEqual(len(self.review(action).line_ids), 1000)
        self.google.log.clear()
        start = time.monotonic()
        with self.acts(self.anna) as env:
            review = env["gws.contact.review"].browse(action["res_id"])
            review.action_use_all()
            review.action_confirm()
        adopted = time.monotonic() - start
        _logger.info(
            "1,000 of Odoo beside 1,000 of Google: %.1f s to the list, %.1f s to adopt "
            "and send them",
            looked,
            adopted,
        )
        self.deliver()
        self.assertEqual(len(self.there()), 1000)
        rows = self.env["gws.partner.binding"].search(
            [("account_id", "=", self.account.id)]
        )
        self.assertEqual(set(rows.mapped("state")), {"synced"})
        self.assertTrue(all(rows.mapped("adopted")))
        self.assertLess(looked, 15)

    def test_five_thousand_without_a_pair(self):
        with self.acts(self.anna) as env:
            partners = env["res.partner"].create(
                [{"name": f"Contact {n:05d}"} for n in range(5000)]
            )
        self.put(names=named("Nobody", "Else"))
        start = time.monotonic()
        action = self.add(*self.env["res.partner"].browse(partners.ids))
        looked = time.monotonic() - start
        _logger.info("5,000 without a pair: %.1f s to the notice", looked)
        self.assertFalse(self.is_list(action))
        self.assertEqual(self.requests(), 1)


@tagged("post_install", "-at_install")
class TestContactsAdopted(ReviewMixin, ContactCase):
    def setUp(self):
        super().setUp()
        self.choir = self.world.put_group(ANNA, "Choir")["resourceName"]
        memberships = [
            {"contactGroupMembership": {"contactGroupResourceName": name}}
            for name in ("contactGroups/myContacts", self.choir)
        ]
        self.own = {
            "names": named("Mum"),
            "emailAddresses": values("clara@example.com"),
            "phoneNumbers": [{"value": "+49 30 1111", "type": "Holiday"}],
            "biographies": [{"value": "Sings alto", "contentType": "TEXT_PLAIN"}],
            "memberships": memberships,
        }
        self.name = self.put(**self.own)
        self.world.set_photo(ANNA, self.name, picture("red"))
        self.partner = self.make(
            False,
            name="Clara Schumann",
            email="clara@example.com",
            phone="+49 30 901820",
            comment="<p>Plays the piano</p>",
            image_1920=base64.b64encode(picture("blue")),
        )

    def mine(self):
        """What is there, without what Google counts up."""
        there = self.world.contact(ANNA, self.name)
        return {
            name: [
                {k: v for k, v in raw.items() if k != "metadata"} for raw in there[name]
            ]
            for name in (*self.own, "photos")
            if there.get(name)
        }

    def test_adopted(self):
        action = self.add(self.partner)
        notice = self.answers(action, {self.partner: "adopt"})
        self.assertEqual(notice["params"]["type"], "success", notice)
        [there] = self.there()
        self.assertEqual(self.shown(there), "Mum", "her name stays as she has it")
        self.assertEqual(
            self.texts(there, "phoneNumbers"), ["+49 30 1111", "+4930901820"]
        )
        self.assertEqual(self.texts(there, "emailAddresses"), ["clara@example.com"])
        self.assertEqual(
            self.texts(there, "biographies"), ["Sings alto\n\nPlays the piano"]
        )
        self.assertEqual(self.labels(there), ["Choir", "Odoo"])
        row = self.row(self.partner)
        self.assertEqual((row.state, row.adopted), ("synced", True))
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_its_name_stays_until_odoo_changes_it(self):
        self.answers(self.add(self.partner), {self.partner: "adopt"})
        self.edit(self.partner, phone="+49 30 901821")
        self.deliver()
        self.assertEqual(self.shown(self.person(self.partner)), "Mum")
        self.edit(self.partner, name="Clara Wieck")
        self.deliver()
        self.assertEqual(self.shown(self.person(self.partner)), "Clara Wieck")
        [conflict] = self.env["gws.conflict"].search(
            [("account_id", "=", self.account.id)]
        )
        self.assertEqual(conflict.google_value, "Mum", "and what she wrote is kept")

    def test_removed_only_what_odoo_wrote_goes(self):
        self.choose(contact_sync_photo=True, contact_delete_unsubscribed=True)
        before = self.mine()
        self.answers(self.add(self.partner), {self.partner: "adopt"})
        self.assertNotEqual(self.mine(), before)
        self.change(
            self.name,
            phoneNumbers=[*self.mine()["phoneNumbers"], *values("+49 30 2222")],
        )
        self.subscribe(self.partner, wanted=False)
        self.deliver()
        after = self.mine()
        self.assertEqual(
            [raw["value"] for raw in after.pop("phoneNumbers")],
            ["+49 30 1111", "+49 30 2222"],
        )
        before.pop("phoneNumbers")
        self.assertEqual(after, before)
        there = self.world.contact(ANNA, self.name)
        self.assertFalse(there.get("clientData"))
        self.assertFalse(there.get("urls"))
        self.assertEqual(self.world.photo(ANNA, self.name), picture("red"))

    def test_removed_odoos_picture_goes_too(self):
        self.choose(contact_sync_photo=True, contact_delete_unsubscribed=True)
        self.world.set_photo(ANNA, self.name, None)
        self.answers(self.add(self.partner), {self.partner: "adopt"})
        self.sync()
        self.assertTrue(self.world.photo(ANNA, self.name))
        self.subscribe(self.partner, wanted=False)
        self.deliver()
        self.assertIsNone(self.world.photo(ANNA, self.name))
        self.assertEqual(self.shown(self.world.contact(ANNA, self.name)), "Mum")

    def test_a_picture_changed_in_google_stays(self):
        self.choose(contact_sync_photo=True, contact_delete_unsubscribed=True)
        self.world.set_photo(ANNA, self.name, None)
        self.answers(self.add(self.partner), {self.partner: "adopt"})
        self.sync()
        self.world.set_photo(ANNA, self.name, picture("green"))
        self.subscribe(self.partner, wanted=False)
        self.sync()
        self.assertEqual(self.world.photo(ANNA, self.name), picture("green"))

    def test_equal_values_are_her_own(self):
        self.choose(contact_delete_unsubscribed=True)
        self.change(
            self.name,
            names=named("Clara", "Schumann"),
            phoneNumbers=values("+49 30 901820"),
            biographies=[{"value": "Plays the piano", "contentType": "TEXT_PLAIN"}],
        )
        before = self.mine()
        self.answers(self.add(self.partner), {self.partner: "adopt"})
        self.subscribe(self.partner, wanted=False)
        self.deliver()
        self.assertEqual(self.mine(), before)

    def test_made_new(self):
        before = self.mine()
        self.answers(self.add(self.partner), {})
        self.assertEqual(self.mine(), before, "the one she had is untouched")
        self.assertEqual(len(self.there()), 2)
        self.assertFalse(self.row(self.partner).adopted)

    def test_skipped(self):
        self.answers(self.add(self.partner), {self.partner: "skip"})
        self.assertFalse(self.row(self.partner).active)
        self.deliver()
        self.assertEqual(len(self.there()), 1)
        self.assertFalse(self.is_list(self.look_again()), "not asked again")


@tagged("post_install", "-at_install")
class TestContactsAskedWhen(ReviewMixin, ContactCase):
    """When the list opens, what waits for the answer, what happens meanwhile."""

    def setUp(self):
        super().setUp()
        self.name = self.put(
            names=named("Mum"), emailAddresses=values("clara@example.com")
        )
        self.partner = self.make(False, name="Clara", email="clara@example.com")

    def test_new_ones_wait_changes_go(self):
        old = self.make(name="Robert")
        self.sync()
        self.add(self.partner)
        self.edit(old, name="Robert S.")
        for delivers in (self.deliver_in_passing, self.deliver):
            delivers()
            self.assertEqual(
                sorted(self.shown(p) for p in self.there()), ["Mum", "Robert S."]
            )
        self.trigger("cron_import_new_contacts")
        self.assertEqual(len(self.there()), 2)
        until = self.account.contact_review_until
        self.assertLessEqual(until, fields.Datetime.now() + timedelta(hours=1))
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id)]
        )
        self.assertIn(until, triggers.mapped("call_at"), "it goes on by itself then")
        self.account.contact_review_until = fields.Datetime.now() - timedelta(minutes=1)
        self.deliver_in_passing()
        self.assertEqual(len(self.there()), 3)

    def test_a_due_sync_does_not_answer(self):
        self.add(self.partner)
        self.account.contact_due = True
        self.deliver_in_passing()
        self.assertEqual(len(self.there()), 1)
        self.assertTrue(self.account.contact_review_until)

    def test_discarded(self):
        action = self.add(self.partner)
        with self.acts(self.anna) as env:
            env["gws.contact.review"].browse(action["res_id"]).action_discard()
        self.deliver_in_passing()
        self.assertEqual(len(self.there()), 2)

    def test_a_sync_goes_over_it(self):
        self.add(self.partner)
        self.sync()
        self.assertEqual(len(self.there()), 2)
        self.assertFalse(self.account.contact_review_until)

    def test_so_does_the_schedule(self):
        self.add(self.partner)
        with self.acts() as env:
            env["gws.contact.schedule"]._sync_all()
        self.assertEqual(len(self.there()), 2)
        self.assertFalse(self.account.contact_review_until)

    def test_first_sync(self):
        self.subscribe(self.partner)
        self.assertTrue(self.is_list(self.first_sync()))
        self.sync()
        action = self.first_sync()
        self.assertFalse(self.is_list(action), "only who has never sent any is asked")
        self.assertEqual(action["tag"], "display_notification")
        with self.acts(self.anna) as env:
            account = env["gws.account"].browse(self.account.id)
            other = self.make(name="Mum")
            self.assertFalse(self.is_list(account.action_sync_contacts()), other)

    def test_google_out_of_reach(self):
        self.google.faults.fail(503, times=20)
        action = self.add(self.partner)
        self.assertFalse(self.is_list(action))
        self.assertTrue(self.row(self.partner).active)
        self.assertFalse(self.account.contact_review_until)
        self.google.faults.clear()
        self.deliver_in_passing()
        self.assertEqual(len(self.there()), 2)

    def test_not_connected(self):
        self.account.state = "reconnect"
        action = self.add(self.partner)
        self.assertFalse(self.is_list(action))
        self.assertTrue(self.row(self.partner).active)
        self.assertEqual(self.requests(), 0)
        self.assertEqual(self.look_again()["params"]["type"], "warning")

    def test_moved_meanwhile(self):
        action = self.add(self.partner)
        self.change(self.name, phoneNumbers=values("+49 30 3333"))
        self.answers(action, {self.partner: "adopt"})
        [there] = self.there()
        self.assertEqual(self.texts(there, "phoneNumbers"), ["+49 30 3333"])
        self.assertEqual(self.row(self.partner).state, "synced")

    def test_renamed_meanwhile(self):
        action = self.add(self.partner)
        name = self.world.rename_contact(ANNA, self.name)
        self.answers(action, {self.partner: "adopt"})
        self.assertEqual(self.row(self.partner).resource_name, name)
        self.assertEqual(len(self.there()), 1)

    def test_gone_meanwhile(self):
        action = self.add(self.partner)
        self.drop(self.name)
        notice = self.answers(action, {self.partner: "adopt"})
        self.assertEqual(notice["params"]["type"], "warning")
        self.assertIn("Clara", notice["params"]["message"])
        self.assertEqual([self.shown(p) for p in self.there()], ["Clara"])

    def test_merged_into_one_that_another_takes(self):
        other = self.put(names=named("Robert"), emailAddresses=values("r@example.com"))
        robert = self.make(False, name="Robert", email="r@example.com")
        action = self.add(self.partner, robert)
        self.world.merge_contacts(ANNA, other, [self.name])
        notice = self.answers(action, {self.partner: "adopt", robert: "adopt"})
        self.assertEqual(notice["params"]["type"], "warning")
        bound = [self.row(p).resource_name for p in (self.partner, robert)]
        self.assertEqual(len(set(bound)), 2)
        self.assertIn(other, bound)

    def test_unsubscribed_meanwhile(self):
        action = self.add(self.partner)
        self.subscribe(self.partner, wanted=False)
        self.answers(action, {self.partner: "adopt"})
        self.assertFalse(self.row(self.partner).resource_name)
        self.assertEqual([self.shown(p) for p in self.there()], ["Mum"])

    def test_sent_meanwhile(self):
        """A sync sent it as new while she looked: she has one of it all the same."""
        action = self.add(self.partner)
        self.sync()
        self.assertEqual(len(self.there()), 2)
        self.answers(action, {self.partner: "adopt"})
        [there] = self.there()
        self.assertEqual(there["resourceName"], self.name)

    @contextmanager
    def synced_elsewhere(self):
        """Another process holds the account's lock."""
        with db_connect(self.env.cr.dbname).cursor() as cr:
            key = (LOCK_SPACE, self.account.id)
            cr.execute("SELECT pg_advisory_lock(%s, %s)", key)
            try:
                yield
            finally:
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", key)

    def test_a_sync_under_way(self):
        with self.synced_elsewhere():
            self.assertFalse(self.is_list(self.look_again()), "not now")
        action = self.add(self.partner)
        with self.synced_elsewhere(), self.assertRaisesRegex(UserError, "right now"):
            self.answers(action, {self.partner: "adopt"})
        self.assertTrue(self.account.contact_review_until)
        self.answers(action, {self.partner: "adopt"})
        self.assertEqual(len(self.there()), 1)

    def test_google_out_of_reach_at_the_answer(self):
        action = self.add(self.partner)
        self.google.faults.fail(503, times=20)
        with self.assertRaisesRegex(UserError, "Google"):
            self.answers(action, {self.partner: "adopt"})
        self.google.faults.clear()
        self.assertFalse(self.row(self.partner).resource_name)
        self.answers(action, {self.partner: "adopt"})
        self.assertEqual(len(self.there()), 1)


@tagged("post_install", "-at_install")
class TestContactsAskedLater(ReviewMixin, ContactCase):
    """Sent as new although they were there: the list again, from the preferences."""

    def setUp(self):
        super().setUp()
        self.name = self.put(
            names=named("Mum"), emailAddresses=values("clara@example.com")
        )
        self.partner = self.make(name="Clara", email="clara@example.com")
        self.sync()
        self.made = self.row(self.partner).resource_name
        self.assertEqual(len(self.there()), 2)

    def test_the_one_she_had_is_used(self):
        action = self.look_again()
        self.assertEqual(self.line(action, self.partner).choice, "keep")
        self.answers(action, {self.partner: "adopt"})
        [there] = self.there()
        self.assertEqual(there["resourceName"], self.name)
        self.assertEqual(self.shown(there), "Mum")
        self.assertEqual(self.labels(there), ["Odoo"])
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        [row] = rows.search([("account_id", "=", self.account.id)])
        self.assertEqual((row.resource_name, row.state), (self.name, "synced"))
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertFalse(self.is_list(self.look_again()))

    def test_both_are_kept(self):
        self.answers(self.look_again(), {})
        self.assertEqual(len(self.there()), 2)
        self.assertEqual(self.row(self.partner).resource_name, self.made)

    def test_what_she_added_to_odoos_is_not_lost(self):
        action = self.look_again()
        self.change(self.made, biographies=values("Sings alto"))
        notice = self.answers(action, {self.partner: "adopt"})
        self.assertEqual(notice["params"]["type"], "warning")
        self.assertEqual(self.row(self.partner).resource_name, self.made)
        self.assertEqual(len(self.there()), 2)
        self.assertFalse(self.is_list(self.look_again()))

    def test_adding_another_does_not_ask_about_it(self):
        self.assertFalse(self.is_list(self.add(self.make(False, name="Robert"))))

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes wrong between Odoo and Google Contacts, and how it must look afterwards.

``settle`` is the law: at most two clean syncs, then both sides are equal, each
subscription is one contact in Google, and a third sync writes nothing.
"""

import base64
import copy
from contextlib import contextmanager

from odoo.sql_db import Savepoint
from odoo.tools import mute_logger

from ..mapping import person, person_read
from ..services.gws_contact_push import SPELLING
from ..services.gws_runner import Run
from ..sync import contact_merge
from .contact_case import ANNA, ContactCase

PICTURE = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
        "RU5ErkJggg=="
    )
)
STEPS = {
    "labels": ("GET", "/v1/contactGroups$"),
    "new label": ("POST", "/v1/contactGroups$"),
    "create": ("POST", ":batchCreateContacts"),
    "update": ("POST", ":batchUpdateContacts"),
    "delete": ("POST", ":batchDeleteContacts"),
    "delete a label": ("DELETE", "/v1/contactGroups/"),
    "listing": ("GET", "/connections"),
    "read again": ("GET", "people:batchGet"),
    "picture": ("PATCH", ":updateContactPhoto"),
}
FAULTS = {
    "the answer is lost after the effect": lambda f, m, n: f.lose_answer(n, m),
    "the request never arrives": lambda f, m, n: f.drop_request(n, m),
    "the answer is cut short": lambda f, m, n: f.truncate(n, m),
    "the answer is not Google's": lambda f, m, n: f.garble(n, m),
    "the answer is broken JSON": lambda f, m, n: f.garble(n, m, html=False),
    "500": lambda f, m, n: f.fail(500, n, m),
    "503": lambda f, m, n: f.fail(503, n, m),
    "503 for an hour": lambda f, m, n: f.fail(503, n, m, retry_after=3600),
    "429": lambda f, m, n: f.rate_limit(times=n, match=m),
    "429 for seconds": lambda f, m, n: f.rate_limit(retry_after=3, times=n, match=m),
    "429 for an hour": lambda f, m, n: f.rate_limit(retry_after=3600, times=n, match=m),
    "401": lambda f, m, n: f.answer(401, "authError", "Invalid Credentials", n, m),
    "409": lambda f, m, n: f.answer(409, "aborted", "Aborted", n, m),
}
OWNED = ("emailAddresses", "phoneNumbers", "biographies", "memberships")


class ContactFaultMixin:
    # -- around a case --------------------------------------------------

    def keep_google(self):
        """What puts Anna's contacts in Google back to how they are now."""
        kept = copy.deepcopy(self.world.books)

        def restore():
            self.world.books = copy.deepcopy(kept)
            self.google.faults.clear()
            self.transport._on_request = None

        return restore

    @contextmanager
    def case(self, **names):
        """One case of many: afterwards both sides are as they were before."""
        restore_google = self.keep_google()
        self.env.flush_all()
        savepoint = Savepoint(self.env.cr)
        with self.subTest(**names):
            yield
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        restore_google()

    @contextmanager
    def under_way(self, method, act, times=1):
        """``act()`` once this API method was answered and Odoo has not read it yet."""
        left = [times]

        def on_request(trace):
            if trace.method.endswith(method) and left[0]:
                left[0] -= 1
                act()

        self.transport._on_request = on_request
        try:
            yield
        finally:
            self.transport._on_request = None
        self.assertFalse(left[0], f"{method} was never sent")

    def drain(self):
        """Another process takes in what was noted, as each run does."""
        with self.acts() as env:
            env["gws.calendar.outbox"]._drain()

    def later(self, minutes):
        """Time goes by on both sides."""
        self.env.flush_all()
        self.world.clock.advance(minutes * 60)
        self.env.cr.execute(
            """
            UPDATE gws_partner_binding
               SET sent_at = sent_at - %(m)s * interval '1 minute',
                   next_try = next_try - %(m)s * interval '1 minute';
            UPDATE gws_account
               SET contact_next_try = contact_next_try - %(m)s * interval '1 minute'
            """,
            {"m": minutes},
        )
        self.env.invalidate_all()

    def run_job(self, pull=True):
        """The schedule's run of Anna's account, which does not override a wait."""
        self.google.log.clear()
        with self.acts() as env:
            account = env["gws.account"].browse(self.account.id)
            run = Run(account, "contacts")
            env["gws.contact.sync"]._run(run, pull=pull)
        self.check_turns()
        return run

    def press(self, *args, **names):
        try:
            # What goes wrong on purpose is no news.
            with mute_logger("odoo.addons.google_workspace.services.gws_runner"):
                return super().press(*args, **names)
        finally:
            self.check_turns()

    def trigger(self, name):
        super().trigger(name)
        self.check_turns()

    def check_turns(self):
        """Google asks for changes of one user one after the other."""
        self.assertFalse(self.google.log.overlaps(), "two writes at the same time")

    # -- a person's own values ------------------------------------------

    def add_own(self, name, **values):
        """A person adds values to a contact in Google."""
        there = self.world.contact(ANNA, name)
        self.change(
            name,
            **{
                field: [*there.get(field, ()), {"value": value, "type": "Mine"}]
                for field, value in values.items()
            },
        )

    # -- the law ------------------------------------------------------

    def settle(self):
        """Two clean syncs; both sides are equal; the third is silent."""
        self.google.faults.clear()
        self.sync()
        self.sync()
        self.check_silent()
        self.check_sides()

    def check_silent(self):
        self.sync()
        self.assertEqual(self.writes(), 0, "a third sync still writes")
        self.assertLessEqual(self.requests(), 1, "an idle sync asks too much")

    def rows(self):
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        return rows.search([("account_id", "=", self.account.id)], order="id")

    def check_sides(self):
        """Each subscription is one contact of its own, which says what Odoo does."""
        rows = self.rows()
        there = {c["resourceName"]: c for c in self.there()}
        left = rows.filtered(lambda r: r.removing or r.sent_at or r.doubled)
        self.assertFalse(left, left.read(["state", "error", "resource_name"]))
        bound = rows.filtered("resource_name")
        gone = set(bound.mapped("resource_name")) - set(there)
        self.assertFalse(gone, "bound to what is not there")
        living = rows.filtered(lambda r: r.active and r.state == "synced")
        self.assertTrue(all(living.mapped("resource_name")))
        self.assertFalse(rows.filtered(lambda r: r.active and r.state == "pending"))
        with self.acts() as env:
            push = env["gws.contact.push"]
            rows = env["gws.partner.binding"].browse(living.ids)
            run = Run(env["gws.account"].browse(self.account.id), "contacts")
            wanted = push._wanted(run, None, rows)
            for row in rows:
                seen = person_read.read(there[row.resource_name])
                self.assertEqual(row.fingerprint, wanted[row].fingerprint)
                merged = contact_merge.merge(
                    row.base, wanted[row].values, seen, SPELLING
                )
                self.assertEqual(merged.changed, {}, "not what Odoo says")
                if picture := wanted[row].photo:
                    self.assertEqual(row.photo["checksum"], picture)
                    self.assertTrue(self.world.photo(ANNA, row.resource_name))

    def unbound(self):
        """Contacts with our mark that no row is bound to."""
        bound = set(self.rows().mapped("resource_name"))
        return [
            contact
            for contact in self.there()
            if person.read_marker(contact) and contact["resourceName"] not in bound
        ]

    def names(self):
        return sorted(self.shown(contact) for contact in self.there())


class ContactFaultCase(ContactFaultMixin, ContactCase):
    """Cases start from the same four contacts, to one of which Anna added her own."""

    def setUp(self):
        super().setUp()
        self.choose(contact_delete_unsubscribed=True)
        tags = self.env["res.partner.category"]
        self.vip = tags.create({"name": "VIP"})
        self.standing = [
            self.make(name=f"Standing {n}", phone=f"+49 30 90182{n}") for n in range(4)
        ]
        self.own = self.put(names=[{"givenName": "My dentist"}])
        self.sync()
        self.enriched = self.row(self.standing[0]).resource_name
        self.add_own(self.enriched, phoneNumbers="+49 170 1", emailAddresses="own@x.de")
        self.sync()

    def act(self, *verbs):
        """What needs each of these writes; the names wanted in Google afterwards."""
        names = {f"Standing {n}" for n in range(4)} | {"My dentist"}
        if "create" in verbs:
            self.make(name="New 1", email="new1@example.com")
            self.make(name="New 2", email="new2@example.com")
            names |= {"New 1", "New 2"}
        if "update" in verbs:
            self.edit(self.standing[0], phone="+49 30 901830", comment="Pays late")
            self.edit(self.standing[1], name="Renamed")
            names = (names - {"Standing 1"}) | {"Renamed"}
        if "delete" in verbs:
            self.subscribe(self.standing[3], wanted=False)
            names -= {"Standing 3"}
        if "new label" in verbs:
            self.edit(self.standing[2], category_id=[(4, self.vip.id)])
            self.choose(contact_sync_tags=True)
        if "picture" in verbs:
            self.edit(self.standing[2], image_1920=PICTURE)
            self.choose(contact_sync_photo=True)
        if "read again" in verbs:
            self.google.faults.stale_contact(self.enriched)
            self.edit(self.standing[0], phone="+49 30 901830", comment="Pays late")
        if "listing" in verbs:
            self.add_own(self.own, phoneNumbers="+49 171 5")
        return sorted(names)

    def check(self, names):
        """The law, and that all is there once, Anna's own included."""
        self.settle()
        self.assertEqual(self.names(), names)
        self.assertFalse(self.unbound())
        enriched = self.world.contact(ANNA, self.enriched)
        self.assertIn("+49 170 1", self.texts(enriched, "phoneNumbers"))
        self.assertIn("own@x.de", self.texts(enriched, "emailAddresses"))
        labels = [g["name"] for g in self.world.groups(ANNA)]
        self.assertEqual(labels.count("Odoo"), 1)
        self.assertLessEqual(labels.count("VIP"), 1)

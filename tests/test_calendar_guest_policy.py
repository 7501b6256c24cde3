# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which guests of Google's become attendees, and that one person is one of them."""

from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed

ROOM = "c_1885room@resource.calendar.google.com"
GROUP = "c_77team@group.calendar.google.com"
ALIAS = "jobs@alias.example.com"
GUESTS = [
    {"email": "anna@example.com", "responseStatus": "accepted"},
    {"email": "Carla@Else.org", "responseStatus": "accepted"},
    {"email": "ben@example.com", "responseStatus": "tentative"},
    {"email": "stranger@else.org", "displayName": "Sten Stranger"},
    {"email": "dora+work@else.org", "optional": True},
    {"email": ROOM, "resource": True, "displayName": "Room 5"},
    {"email": GROUP, "displayName": "The team"},
    {"email": ALIAS},
]


class PolicyCase(CalendarCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ben = cls.make_user("ben", name="Ben Berg", email="ben@example.com")

    def setUp(self):
        super().setUp()
        self.carla = self.guest("Carla", "carla@else.org")

    def choose(self, policy, account=None):
        """The person chooses in their preferences."""
        user = (account or self.account).user_id
        with self.acts(user) as env:
            env.user.write({"gws_calendar_unknown_guests": policy})

    def people(self, event):
        """The addresses of Odoo's attendees, the account's own left out."""
        return set(event.attendee_ids.mapped("email")) - {
            self.anna.partner_id.email,
        }

    def contacts(self, domain="else.org"):
        found = self.env["res.partner"].search([("email", "=like", f"%@{domain}")])
        return {partner.email: partner.name for partner in found}


@tagged("post_install", "-at_install")
class TestCalendarGuestPolicy(PolicyCase):
    def setUp(self):
        super().setUp()
        domain = self.env["mail.alias.domain"].create({"name": "alias.example.com"})
        self.env["mail.alias"].create(
            {
                "alias_name": "jobs",
                "alias_domain_id": domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )

    def meeting(self, policy=None):
        if policy:
            self.choose(policy)
        google_id = self.put(attendees=GUESTS)
        self.mails()
        self.sync()
        return self.event_of(google_id)

    def assert_quiet(self):
        self.settle()
        self.assertEqual(self.mails(), [])

    def test_only_known_ones_unless_told_otherwise(self):
        event = self.meeting()
        self.assertEqual(self.account.calendar_unknown_guests, "known")
        self.assertEqual(self.people(event), {"carla@else.org", "ben@example.com"})
        self.assertEqual(self.contacts(), {"carla@else.org": "Carla"})
        others = event.with_user(self.anna).gws_other_guests
        for name in ("Sten Stranger", "dora+work@else.org", "Room 5", ALIAS):
            self.assertIn(name, others)
        self.assert_quiet()

    def test_never_lets_in_only_colleagues(self):
        event = self.meeting("never")
        self.assertEqual(self.people(event), {"ben@example.com"})
        others = event.with_user(self.anna).gws_other_guests
        self.assertIn("Carla@Else.org", others)
        self.assertNotIn("ben@example.com", others)
        there = self.at_google(event)["attendees"]
        self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.sync()
        self.assertEqual(self.at_google(event)["attendees"], there)
        self.assertEqual(self.people(event), {"ben@example.com"})

    def test_never_leaves_whom_a_person_invites_in_odoo(self):
        self.choose("never")
        event = self.make(partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)])
        self.sync()
        self.change(event.gws_binding_ids.google_id, location="There")
        self.mails()
        self.assert_quiet()
        self.assertEqual(event.location, "There")
        self.assertEqual(self.people(event), {"carla@else.org"})

    def test_create_makes_contacts_for_people_only(self):
        event = self.meeting("create")
        self.assertEqual(
            self.contacts(),
            {
                "carla@else.org": "Carla",
                "stranger@else.org": "Sten Stranger",
                "dora+work@else.org": "dora+work@else.org",
            },
        )
        self.assertFalse(self.contacts("%.google.com"))
        self.assertFalse(self.contacts("alias.example.com"))
        self.assertEqual(self.people(event), {*self.contacts(), "ben@example.com"})
        self.assertIn("Room 5", event.with_user(self.anna).gws_other_guests)
        self.assert_quiet()

    def test_a_contact_is_made_once_for_many_events(self):
        self.choose("create")
        self.put_many(
            3, attendees=[{"email": "new@else.org"}, {"email": "NEW@else.org"}]
        )
        self.sync()
        self.assertEqual(len(self.events_in_odoo()), 3)
        self.assertEqual(
            self.env["res.partner"].search_count([("email", "=ilike", "new@else.org")]),
            1,
        )
        for event in self.events_in_odoo():
            self.assertEqual(self.people(event), {"new@else.org"})
        self.settle()

    def test_a_contact_that_was_put_away_is_not_doubled(self):
        self.carla.active = False
        event = self.meeting("create")
        found = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search_count([("email_normalized", "=", "carla@else.org")])
        )
        self.assertEqual(found, 1)
        self.assertNotIn("carla@else.org", self.people(event))
        self.assertIn("Carla@Else.org", event.with_user(self.anna).gws_other_guests)

    def test_a_later_choice_looks_at_all_events_once_more(self):
        event = self.meeting()
        self.choose("create")
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertIn("stranger@else.org", self.people(event))
        self.choose("never")
        self.assert_quiet()
        self.assertIn("stranger@else.org", self.people(event), "who is on it stays")

    def test_a_contact_made_later_comes_with_the_next_change(self):
        event = self.meeting()
        self.guest("Sten", "stranger@else.org")
        self.sync()
        self.assertNotIn("stranger@else.org", self.people(event))
        self.change(event.gws_binding_ids.google_id, location="There")
        self.mails()
        self.assert_quiet()
        self.assertIn("stranger@else.org", self.people(event))

    def test_whom_a_person_takes_off_does_not_come_back(self):
        event = self.meeting("create")
        stranger = self.env["res.partner"].search([("email", "=", "stranger@else.org")])
        self.edit(event, partner_ids=[(3, stranger.id)])
        self.settle()
        self.change(event.gws_binding_ids.google_id, location="There")
        self.settle()
        self.assertNotIn("stranger@else.org", self.people(event))
        self.assertNotIn("stranger@else.org", str(self.at_google(event)["attendees"]))

    def test_nobody_chooses_for_a_colleague(self):
        with self.assertRaises(Exception) as caught, self.acts(self.bob) as env:
            env["gws.account"].browse(self.account.id).write(
                {"calendar_unknown_guests": "create"}
            )
        self.assertEqual(type(caught.exception).__name__, "AccessError")


@tagged("post_install", "-at_install")
class TestCalendarOnePerson(PolicyCase):
    """A person whom invitations reach under two addresses is one guest."""

    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.bob.partner_id.email = "bob.brown@corp.example"

    def addresses(self, event):
        return [guest["email"] for guest in self.at_google(event)["attendees"]]

    def test_a_user_invited_at_their_other_address(self):
        google_id = self.put(
            attendees=[
                {"email": "anna@example.com", "responseStatus": "accepted"},
                {
                    "email": "Bob.Brown@corp.example",
                    "comment": "Late",
                    "optional": True,
                },
            ]
        )
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.partner_ids, self.anna.partner_id | self.bob.partner_id)
        there = self.at_google(event)["attendees"]
        self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.settle()
        self.assertEqual(self.at_google(event)["attendees"], there)
        with self.acts(self.bob) as env:
            env["calendar.event"].browse(event.id).attendee_ids.filtered(
                lambda a: a.partner_id == env.user.partner_id
            ).do_accept()
        self.settle()
        self.assertEqual(
            [
                (g["email"], g["responseStatus"])
                for g in self.at_google(event)["attendees"]
            ],
            [("anna@example.com", "accepted"), ("Bob.Brown@corp.example", "accepted")],
        )
        self.edit(event, partner_ids=[(3, self.bob.partner_id.id)])
        self.settle()
        self.assertEqual(self.addresses(event), ["anna@example.com"])
        self.assertEqual(event.partner_ids, self.anna.partner_id)

    def test_connecting_invites_nobody_anew(self):
        with self.acts() as env:
            env["gws.account"].browse(self.bobs.id).action_disconnect()
        event = self.make(
            partner_ids=[(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)]
        )
        self.sync()
        self.assertIn("bob.brown@corp.example", self.addresses(event))
        self.connect_bob(email="bob@example.com")
        self.mails()
        self.edit(event, name="Another title")
        self.settle()
        self.assertEqual(
            self.addresses(event), ["anna@example.com", "bob.brown@corp.example"]
        )
        self.assertEqual(self.mails(), [])

    def test_a_user_listed_twice(self):
        google_id = self.put(
            attendees=[
                {"email": "bob.brown@corp.example", "responseStatus": "declined"},
                {"email": "bob@example.com", "responseStatus": "accepted"},
                {"email": "anna@example.com", "responseStatus": "accepted"},
            ]
        )
        self.sync()
        event = self.event_of(google_id)
        mine = event.attendee_ids.filtered(
            lambda a: a.partner_id == self.bob.partner_id
        )
        self.assertEqual(mine.mapped("state"), ["accepted"])
        self.settle()
        self.edit(event, partner_ids=[(3, self.bob.partner_id.id)])
        self.settle()
        self.assertEqual(self.addresses(event), ["anna@example.com"])

    def test_the_accounts_own_other_address(self):
        self.anna.partner_id.email = "anna.adler@corp.example"
        google_id = self.put(
            attendees=[
                {"email": "anna.adler@corp.example"},
                {"email": "anna@example.com", "responseStatus": "tentative"},
            ]
        )
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.attendee_ids.mapped("state"), ["tentative"])
        self.assertFalse(event.with_user(self.anna).gws_other_guests)
        self.settle()

    def test_one_guest_spelt_twice(self):
        google_id = self.put(
            attendees=[
                {"email": "carla@else.org", "responseStatus": "accepted"},
                {"email": "CARLA@else.org", "responseStatus": "accepted"},
            ]
        )
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(self.people(event), {"carla@else.org"})
        self.settle()


@tagged("post_install", "-at_install")
class TestCalendarGuestData(PolicyCase):
    """What Odoo has no field for survives everything that is sent."""

    RAW = [
        {"email": "anna@example.com", "responseStatus": "accepted", "comment": "Mine"},
        {
            "email": "carla@else.org",
            "optional": True,
            "comment": "I am late",
            "additionalGuests": 2,
            "displayName": "Carla C.",
            "responseStatus": "tentative",
        },
        {
            "email": "stranger@else.org",
            "additionalGuests": 1,
            "responseStatus": "accepted",
        },
        {"email": ROOM, "resource": True, "responseStatus": "accepted"},
    ]

    def setUp(self):
        super().setUp()
        self.dora = self.guest("Dora", "dora@else.org")
        self.event = self.event_of_put()

    def event_of_put(self):
        google_id = self.put(attendees=self.RAW)
        self.sync()
        return self.event_of(google_id)

    def raw(self):
        return {
            guest["email"]: guest for guest in self.at_google(self.event)["attendees"]
        }

    def assert_kept(self, before, but=()):
        after = self.raw()
        for email, guest in before.items():
            if email not in but:
                self.assertEqual(after.get(email), guest)
        self.settle()

    def test_when_a_guest_is_added(self):
        before = self.raw()
        self.edit(self.event, partner_ids=[(4, self.dora.id)])
        self.sync()
        self.assertIn("dora@else.org", self.raw())
        self.assert_kept(before)

    def test_when_a_guest_is_taken_off(self):
        before = self.raw()
        self.edit(self.event, partner_ids=[(3, self.carla.id)])
        self.sync()
        self.assertNotIn("carla@else.org", self.raw())
        self.assert_kept(before, {"carla@else.org"})

    def test_when_somebody_answers(self):
        before = self.raw()
        attendees = self.event.attendee_ids
        with self.acts(self.anna) as env:
            theirs = attendees.filtered(lambda a: a.partner_id == self.carla)
            env["calendar.attendee"].browse(theirs.id).do_decline()
        self.sync()
        carla = self.raw()["carla@else.org"]
        self.assertEqual(
            carla, {**before["carla@else.org"], "responseStatus": "declined"}
        )
        self.assert_kept(before, {"carla@else.org"})

    def test_when_it_moves(self):
        before = self.raw()
        self.edit(self.event, start=at(3, 9), stop=at(3, 10))
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assert_kept(before)

    def test_when_google_moved_it_meanwhile(self):
        before = self.raw()
        self.change(self.event.gws_binding_ids.google_id, **timed(at(4, 9), at(4, 10)))
        self.edit(self.event, partner_ids=[(4, self.dora.id)])
        self.sync()
        self.assertIn("dora@else.org", self.raw())
        self.assert_kept(before)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The laws of contacts on the real stack: any edits on both sides, in any weather.

*Convergence* and *no echo*: two clean syncs make both sides equal, a third is silent.
*No doubles*: one contact a subscription. *No loss*: what a person wrote in Google is
there, or in a conflict, as long as nobody gave the contact up. *Gone*: who
unsubscribes and wants it has nothing of Odoo's left.
"""

from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from odoo.sql_db import Savepoint
from odoo.tests import tagged

from ..mapping import person
from .calendar_case import Killed
from .contact_case import ANNA, ContactCase
from .contact_faults_case import FAULTS, PICTURE, STEPS, ContactFaultMixin
from .test_calendar_faults import dying

FIELDS = ("name", "phone", "email", "comment", "function", "website", "image_1920")
# A token that is refused again and again ends the grant: a person's matter.
WEATHER = sorted(FAULTS.keys() - {"401"})
METHODS = ("batchCreateContacts", "batchUpdateContacts", "batchDeleteContacts")
numbers = st.integers(0, 9)


class TwoBooks(RuleBasedStateMachine):
    """What Anna does in Odoo and in Google. What she writes is never the same twice."""

    def __init__(self, case):
        super().__init__()
        self.case = case
        self.number = 0
        self.owned = {}  # what she wrote in Google → the contact she wrote it in
        self.names = {}  # contact → the name she gave it in Google
        self.given_up = set()  # contacts that were unsubscribed from, deleted, …
        self.touched = set()  # contacts in Google that she did something to

    def fresh(self, word):
        self.number += 1
        return f"{word} {self.number}"

    def pick(self, found, number):
        found = list(found)
        return found[number % len(found)] if found else None

    # -- Odoo ---------------------------------------------------------

    def in_odoo(self):
        found = self.case.env["res.partner"].with_context(active_test=False)
        return found.search([("ref", "=", "law")], order="id")

    def partner(self, number):
        return self.pick(self.in_odoo(), number)

    def give_up(self, partner):
        """Its contact may go from Google, with all that is in it."""
        rows = self.case.row(partner)
        self.given_up |= {rows.resource_name, partner.id}

    @rule(subscribe=st.booleans(), phone=st.booleans())
    def make(self, subscribe, phone):
        self.case.make(
            subscribe,
            name=self.fresh("Made"),
            ref="law",
            phone=phone and f"+49 30 9018{self.number:03d}",
        )

    @rule(number=numbers, field=st.sampled_from(FIELDS))
    def edit(self, number, field):
        if partner := self.partner(number):
            text = self.fresh("Odoo")
            value = {
                "phone": f"+49 30 9018{self.number:03d}",
                "email": f"odoo{self.number}@example.com",
                "website": f"https://odoo{self.number}.example",
                "image_1920": not partner.image_1920 and PICTURE,
            }.get(field, text)
            self.case.edit(partner, **{field: value})

    @rule(number=numbers, field=st.sampled_from(FIELDS[1:]))
    def clear(self, number, field):
        if partner := self.partner(number):
            self.case.edit(partner, **{field: False})

    @rule(number=numbers, active=st.booleans())
    def archive(self, number, active):
        if partner := self.partner(number):
            if not active:
                self.give_up(partner)
            self.case.edit(partner, active=active)

    @rule(number=numbers)
    def delete(self, number):
        if partner := self.partner(number):
            self.give_up(partner)
            with self.case.acts(self.case.anna) as env:
                env["res.partner"].browse(partner.id).unlink()

    @rule(one=numbers, other=numbers)
    def merge(self, one, other):
        kept, gone = self.partner(one), self.partner(other)
        if kept and gone and kept != gone and kept.active and gone.active:
            self.give_up(gone)
            self.give_up(kept)
            with self.case.acts() as env:
                env["base.partner.merge.automatic.wizard"]._merge(
                    [kept.id, gone.id], env["res.partner"].browse(kept.id)
                )

    @rule(number=numbers, wanted=st.booleans())
    def subscribe(self, number, wanted):
        if partner := self.partner(number):
            if not wanted:
                self.give_up(partner)
            self.case.subscribe(partner, wanted=wanted)

    @rule(number=numbers, add=st.booleans())
    def tag(self, number, add):
        if partner := self.partner(number):
            self.case.edit(partner, category_id=[(4 if add else 3, self.case.vip.id)])

    @rule(option=st.sampled_from(["tags", "title", "photo"]), on=st.booleans())
    def choose(self, option, on):
        self.case.choose(**{f"contact_sync_{option}": on})

    @rule()
    def send_again(self):
        with self.case.acts(self.case.anna) as env:
            rows = env["gws.partner.binding"].search([])
            rows.filtered(
                lambda r: r.state in ("deleted", "quarantined")
            ).action_send_again()

    # -- Google -------------------------------------------------------

    def contact(self, number):
        contact = self.pick(self.case.there(), number)
        if contact:
            self.touched.add(contact["resourceName"])
        return contact

    @rule()
    def put(self):
        value = self.fresh("Own")
        name = self.case.put(
            names=[{"givenName": self.fresh("Friend")}],
            emailAddresses=[{"value": value, "type": "Mine"}],
        )
        self.owned[value] = name

    @rule(number=numbers, field=st.sampled_from(["phoneNumbers", "emailAddresses"]))
    def add(self, number, field):
        if contact := self.contact(number):
            value = self.fresh("Own")
            self.case.add_own(contact["resourceName"], **{field: value})
            self.owned[value] = contact["resourceName"]

    @rule(number=numbers, first=st.booleans())
    def write_a_note(self, number, first):
        if contact := self.contact(number):
            value, there = self.fresh("Own"), self.case.texts(contact, "biographies")
            text = "\n\n".join([value, *there] if first else [*there, value])
            note = [{"value": text, "contentType": "TEXT_PLAIN"}]
            self.case.change(contact["resourceName"], biographies=note)
            self.owned[value] = contact["resourceName"]

    @rule(number=numbers)
    def rename(self, number):
        if contact := self.contact(number):
            name = self.fresh("Google")
            self.case.change(contact["resourceName"], names=[{"givenName": name}])
            self.names[contact["resourceName"]] = name

    @rule(number=numbers, field=st.sampled_from(["phoneNumbers", "urls"]))
    def edit_odoos(self, number, field):
        """Another value in the place of what Odoo wrote: hers from then on."""
        contact = self.contact(number)
        if contact and contact.get(field):
            first, *rest = contact[field]
            if first["value"] not in self.owned:
                value = self.fresh("Own")
                values = [{**first, "value": value}, *rest]
                self.case.change(contact["resourceName"], **{field: values})
                self.owned[value] = contact["resourceName"]

    @rule(
        number=numbers, field=st.sampled_from(["phoneNumbers", "urls", "biographies"])
    )
    def take_out(self, number, field):
        contact = self.contact(number)
        if contact and contact.get(field):
            text = str(contact[field])
            if not any(value in text for value in self.owned):
                self.case.change(contact["resourceName"], **{field: None})

    @rule(number=numbers)
    def drop(self, number):
        if contact := self.contact(number):
            self.given_up.add(contact["resourceName"])
            self.case.drop(contact["resourceName"])

    @rule(number=numbers)
    def restore(self, number):
        contacts = self.case.world.books[ANNA].contacts.values()
        gone = [c.latest.name for c in contacts if c.latest.deleted]
        if name := self.pick(gone, number):
            self.touched.add(name)
            self.case.world.restore_contact(ANNA, name)

    @rule(one=numbers, other=numbers)
    def merge_in_google(self, one, other):
        winner, loser = self.contact(one), self.contact(other)
        if winner and winner["resourceName"] != loser["resourceName"]:
            winner, loser = winner["resourceName"], loser["resourceName"]
            note = [
                self.case.texts(self.case.world.contact(ANNA, w), "biographies")
                for w in (winner, loser)
            ]
            self.case.world.merge_contacts(ANNA, winner, [loser])
            for value, name in list(self.owned.items()):
                if name == loser:
                    self.owned[value] = winner
                    if all(note) and value in str(note[1]):
                        del self.owned[value]  # Google keeps one note
            self.names.pop(loser, None)
            if loser in self.given_up:
                self.given_up.add(winner)

    @rule()
    def delete_the_label(self):
        for group in self.case.world.groups(ANNA):
            if group["name"] in ("Odoo", "VIP"):
                self.case.world.delete_group(ANNA, group["resourceName"])
                return

    # -- syncs and weather --------------------------------------------

    @rule(kind=st.sampled_from(["press", "schedule", "deliver", "short"]))
    def sync(self, kind):
        case = self.case
        {
            "press": case.press,
            "schedule": case.run_job,
            "deliver": lambda: case.run_job(pull=False),
            "short": lambda: case.press(batches=1),
        }[kind]()

    @rule(
        name=st.sampled_from(WEATHER),
        step=st.sampled_from(sorted(STEPS)),
        times=st.integers(1, 6),
    )
    def sync_in_bad_weather(self, name, step, times):
        FAULTS[name](self.case.google.faults, STEPS[step], times)
        self.case.press()
        self.case.google.faults.clear()

    @rule(
        step=st.integers(1, 14),
        where=st.sampled_from(["before a commit", "after a commit", "after an answer"]),
    )
    def sync_and_die(self, step, where):
        try:
            with dying(self.case, step, where):
                self.case.press()
        except Killed:
            return

    @rule(method=st.sampled_from(METHODS), lost=st.booleans(), data=st.data())
    def meanwhile(self, method, lost, data):
        """Anna does something while a request is under way."""
        if lost:
            match = ("POST", f":{method}")
            self.case.google.faults.lose_answer(1, match)
        deed = data.draw(
            st.sampled_from([self.edit, self.archive, self.subscribe, self.delete])
        )
        number, wanted = data.draw(numbers), data.draw(st.booleans())
        more = {
            self.edit: ["phone"],
            self.archive: [wanted],
            self.subscribe: [wanted],
            self.delete: [],
        }[deed]
        try:
            with self.case.under_way(method, lambda: deed(number, *more)):
                self.case.press()
        except AssertionError as error:
            if "was never sent" not in str(error):
                raise
        self.case.google.faults.clear()

    @rule()
    def lose_the_cursors(self):
        self.case.world.expire_contact_cursors(ANNA)

    @rule(late=st.booleans())
    def show_late(self, late):
        self.case.world.contact_rules(delay=240 if late else 0)

    @rule(minutes=st.sampled_from([1, 5, 15]))
    def wait(self, minutes):
        self.case.later(minutes)

    # -- the laws -----------------------------------------------------

    def teardown(self):
        case = self.case
        try:
            case.world.contact_rules(delay=0)
            case.later(20)
            case.settle()
            self.check_no_doubles()
            self.check_no_loss()
            self.check_gone()
        finally:
            case.restore()

    def check_no_doubles(self):
        there = {}
        for contact in self.case.there():
            if mark := person.read_marker(contact):
                there.setdefault(mark, set()).add(contact["resourceName"])
        for mark, names in there.items():
            names -= self.touched
            self.case.assertLessEqual(len(names), 1, mark)

    def check_no_loss(self):
        there = {c["resourceName"]: c for c in self.case.there()}
        everything = str(list(there.values()))
        for value, name in self.owned.items():
            if name not in self.given_up and not self.is_given_up(name):
                self.case.assertIn(f"'{value}", everything.replace("\\n", "'"), name)
        beaten = self.case.env["gws.conflict"].search([]).mapped("google_value")
        for name, text in self.names.items():
            if name in there and self.case.shown(there[name]) != text:
                self.case.assertIn(text, beaten, "a name was lost")

    def is_given_up(self, name):
        """Whether a contact was found by Odoo only after it had been given up."""
        book = self.case.world.books[ANNA]
        contact = book.contacts.get(book.names.get(name))
        mark = contact and person.read_marker(contact.latest.person)
        return bool(mark and mark[1] in self.given_up)

    def check_gone(self):
        """Who left has nothing of Odoo's in Google, but for what Anna did there."""
        living = {p.id for p in self.case.rows().filtered("active").partner_id}
        for contact in self.case.there():
            mark = person.read_marker(contact)
            if mark and mark[1] not in living:
                self.case.assertIn(contact["resourceName"], self.touched, mark)


@tagged("post_install", "-at_install")
class TestContactsLaws(ContactFaultMixin, ContactCase):
    def setUp(self):
        super().setUp()
        self.choose(contact_delete_unsubscribed=True)
        self.vip = self.env["res.partner.category"].create({"name": "VIP"})
        for number in range(3):
            self.make(
                name=f"Standing {number}", ref="law", phone=f"+49 30 90182{number}"
            )
        self.sync()
        self.restore_google = self.keep_google()
        self.env.flush_all()

    def begin(self):
        self.savepoint = Savepoint(self.env.cr)
        return TwoBooks(self)

    def restore(self):
        """The next example starts where this one did."""
        self.savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.restore_google()

    def test_both_books_agree_whatever_happened(self):
        run_state_machine_as_test(
            self.begin,
            settings=settings(
                max_examples=25,
                stateful_step_count=14,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
                print_blob=False,
                report_multiple_bugs=False,
                phases=[Phase.generate],  # shrinking would take minutes
            ),
        )

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the contact tests share: Anna, her address books on both sides, syncs.

As in ``calendar_case``: a Google of its own for each test, every act and every sync in
a transaction of its own, waits noted in ``sleeps`` instead of slept.
"""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import api

from ..gapi.transport import Transport
from ..services import gws_client
from ..services.gws_client import SCOPES
from ..services.gws_runner import OutOfTime, Run
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase
from .fakes import FakeGoogle

PEOPLE_WRITES = (
    ("POST", "/v1/people"),
    ("PATCH", "/v1/people"),
    ("DELETE", "/v1/people"),
    ("POST", "/v1/contactGroups"),
    ("PUT", "/v1/contactGroups"),
    ("DELETE", "/v1/contactGroups"),
)
ANNA = "anna@example.com"


class ContactMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user(
            "anna", "base.group_user,base.group_partner_manager", name="Anna Adler"
        )

    def setUp(self):
        super().setUp()
        cls = type(self)
        google = FakeGoogle().start()
        self.addCleanup(google.stop)
        cls.google, cls.world = google, google.world
        self.world.add_client(CLIENT_ID, CLIENT_SECRET)
        self.world.add_account(ANNA, "Anna Adler", "Europe/Berlin")
        self.set_params(api_endpoint=google.url)
        self.sleeps = []
        self.transport = Transport(google.url, timeout=5, sleep=self.sleeps.append)
        self.addCleanup(self.transport.close)
        key = (self.env.cr.dbname, google.url)
        known = patch.dict(gws_client._transports, {key: self.transport})
        known.start()
        self.addCleanup(known.stop)
        self.account = self.connect_contacts(self.anna)

    def connect_contacts(self, user, **settings):
        """A connected account that sends contacts and has no calendar to sync."""
        settings.setdefault("contact_enabled", True)
        return self.connect(user, scopes=SCOPES["contact"], **settings)

    # -- acting -------------------------------------------------------

    @contextmanager
    def acts(self, user=None):
        """A transaction of its own: of ``user``, or of the system."""
        self.env.flush_all()
        uid = user.id if user else api.SUPERUSER_ID
        try:
            with self.registry.cursor() as cr:
                yield api.Environment(cr, uid, {})
        finally:
            self.env.invalidate_all()

    def make(self, subscribe=True, **values):
        """Anna makes a contact in Odoo, subscribed to unless told otherwise."""
        values.setdefault("name", "Clara Schumann")
        with self.acts(self.anna) as env:
            partner = env["res.partner"].create(values)
            if subscribe:
                partner.gws_subscribed = True
        return self.env["res.partner"].browse(partner.id)

    def make_many(self, number, **values):
        """``number`` contacts of different names and addresses, subscribed to."""
        with self.acts(self.anna) as env:
            partners = env["res.partner"].create(
                [
                    {
                        "name": f"Contact {n:05d}",
                        "email": f"contact{n}@example.com",
                        "phone": f"+49 30 901{n:06d}",
                        **values,
                    }
                    for n in range(number)
                ]
            )
            partners.action_gws_subscribe()
        return self.env["res.partner"].browse(partners.ids)

    def edit(self, partner, user=None, **values):
        with self.acts(user or self.anna) as env:
            env["res.partner"].browse(partner.ids).write(values)

    def subscribe(self, partners, user=None, wanted=True):
        with self.acts(user or self.anna) as env:
            env["res.partner"].browse(partners.ids).gws_subscribed = wanted

    def choose(self, **settings):
        """Anna changes her settings."""
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).write(settings)

    def put(self, **person):
        """A person makes a contact in Google; its resource name."""
        return self.world.put_contact(ANNA, person)["resourceName"]

    def change(self, name, **values):
        """A person changes fields of a contact in Google, whole."""
        self.world.change_contact(ANNA, name, values)

    def drop(self, name):
        self.world.delete_contact(ANNA, name)

    # -- syncing ------------------------------------------------------

    def press(self, account=None, batches=None):
        """The person presses the button; the answer. The log starts empty.

        ``batches``: the time is over after that many looks at the clock.
        """
        self.google.log.clear()
        user = (account or self.account).user_id
        with self.acts(user) as env, self.out_of_time(batches):
            return env["gws.contact.sync"]._press(env["gws.account"]._of_user(user))

    @contextmanager
    def out_of_time(self, looks):
        if looks is None:
            yield
            return
        answers = [*[None] * looks, *[OutOfTime] * 50]
        with patch.object(Run, "check_time", side_effect=answers):
            yield

    def sync(self, account=None):
        """A press that must go well."""
        answer = self.press(account)
        self.assertEqual(answer["status"], "ok", answer)
        return answer

    def trigger(self, name):
        """Run a scheduled action now, as its button does."""
        self.google.log.clear()
        with self.acts() as env:
            env.ref(f"google_workspace.{name}").method_direct_trigger()

    def deliver(self):
        self.trigger("cron_deliver")

    def writes(self):
        """How many requests since the log was emptied changed something at Google."""
        reads = self.google.log.count("POST", ":searchContacts")
        return sum(self.google.log.count(*what) for what in PEOPLE_WRITES) - reads

    def requests(self):
        """How many requests to the People API since the log was emptied."""
        return self.google.log.count(None, "/v1/")

    # -- looking ------------------------------------------------------

    def row(self, partner, account=None):
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        return rows.search(
            [
                ("account_id", "=", (account or self.account).id),
                ("partner_id", "=", partner.id),
            ]
        )

    def there(self, email=ANNA):
        """Every contact of that person in Google."""
        return list(self.world.contacts(email))

    def person(self, partner):
        """The contact in Google that this one is bound to."""
        return self.world.contact(ANNA, self.row(partner).resource_name)

    def shown(self, person):
        """How Google's screens call it."""
        return (person.get("names") or [{}])[0].get("displayName", "")

    def texts(self, person, field, part="value"):
        return [raw.get(part) for raw in person.get(field) or ()]

    def labels(self, person):
        """Names of the labels a contact carries, those of the system left out."""
        groups = {
            group["resourceName"]: group["name"] for group in self.world.groups(ANNA)
        }
        names = [
            raw["contactGroupMembership"]["contactGroupResourceName"]
            for raw in person.get("memberships") or ()
        ]
        return sorted(groups[n] for n in names if n != "contactGroups/myContacts")


class ContactCase(ContactMixin, GwsCase):
    """Anna has a connected Google account and sends contacts."""

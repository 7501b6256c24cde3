# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The whole story in a browser: set up, connect, sync, and change on either side.

Nothing is stubbed: Odoo's server, the fake Google's pages, one headless Chromium that
goes back and forth between the two. The pictures of ``docs/user_guide.md`` are taken
here (``GWS_SCREENSHOTS=1``).
"""

from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api
from odoo.tests import tagged

from .browser import Person
from .common import CLIENT_ID, CLIENT_SECRET, GwsHttpCase

ANNA = "anna@example.com"
BERLIN = ZoneInfo("Europe/Berlin")
BUTTON = ".o_gws_sync_button"
EVENT = ".fc-event"
TITLE = ".o_form_view [name=name] :is(textarea, input)"
# (day of the week shown, from, to, title, place): 0 is its first day
WEEK = (
    (0, "18:00", "19:30", "Chorprobe", "Gemeindehaus Süd"),
    (1, "09:00", "10:00", "Wochenplanung", "Besprechungsraum 2"),
    (1, "13:00", "14:30", "Kundentermin Müller & Söhne", "Leopoldstraße 12, München"),
    (2, "10:00", "11:00", "Bewerbungsgespräch ☎", ""),
    (2, "15:00", "16:00", "جلسه با تیم تهران", ""),
    (3, "09:00", "09:15", "Stand-up", ""),
    (3, "11:00", "12:00", "Budget 2027", "Besprechungsraum 1"),
    (4, "09:00", "09:15", "Stand-up", ""),
    (4, "12:30", "13:30", "Mittagessen mit Zoë", "Café Größenwahn"),
    (5, "14:00", "15:00", "Retrospektive", ""),
    (6, "10:00", "11:30", "Yoga", ""),
)


def day_of_week(number):
    """A day of the week that the calendar shows (it begins on Sunday)."""
    today = datetime.now(BERLIN).date()
    sunday = today - timedelta(days=today.isoweekday() % 7)
    return sunday + timedelta(days=number)


def timed(day, start, end):
    """Google's start and end of an event of one day."""
    return {
        name: {"dateTime": f"{day}T{clock}:00", "timeZone": "Europe/Berlin"}
        for name, clock in (("start", start), ("end", end))
    }


class BrowserCase(GwsHttpCase):
    """Anna, a week of hers in Google, and a person at a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna", name="Anna Adler", tz="Europe/Berlin")
        cls.make_google(ANNA, name="Anna Adler", timezone="Europe/Berlin")
        cls.world.add_calendar(ANNA, "Feiertage", access_role="reader")
        for number, start, end, title, place in WEEK:
            body = {"summary": title, **timed(day_of_week(number), start, end)}
            if place:
                body["location"] = place
            cls.world.put_event(ANNA, body)

    def setUp(self):
        super().setUp()
        self.person = Person(self)
        self.addCleanup(self.person.close)
        self.person.ask("Emulation.setTimezoneOverride", timezoneId="Europe/Berlin")
        self.enterContext(self.allow_requests(browser=self.person.chrome))

    # -- helpers ------------------------------------------------------

    @contextmanager
    def odoo(self, user=None):
        """Look into Odoo beside the browser, in a transaction of its own."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, (user or self.env.user).id, {})

    def logs_in(self, login):
        self.authenticate(login, login, browser=self.person.chrome)

    def opens(self, path):
        self.person.goes(self.base_url() + path)

    def google_page(self):
        return f"{self.google.url}/_emulator/calendar/{ANNA}"

    def in_google(self, title):
        """The event of that title in Google, or None."""
        found = [e for e in self.world.events(ANNA) if e.get("summary") == title]
        self.assertLess(len(found), 2, "an event was doubled")
        return found[0] if found else None

    def in_odoo(self, title):
        """How many events of that title Odoo has."""
        with self.odoo() as env:
            return env["calendar.event"].search_count([("name", "=", title)])

    def deliver(self):
        """What the job does that every change wakes after its commit."""
        with self.odoo() as env:
            self.assertTrue(
                env["ir.cron.trigger"].search(
                    [("cron_id", "=", env.ref("google_workspace.cron_deliver").id)]
                ),
                "the change woke no delivery",
            )
            env.ref("google_workspace.cron_deliver").method_direct_trigger()

    def presses(self):
        """The button, until the sync is over."""
        self.person.clicks(BUTTON)
        self.person.sees(".o_notification", "Google Calendar: ")
        self.person.sees('.o_gws_sync[data-state="ok"]')


@tagged("post_install", "-at_install")
class TestStory(BrowserCase):
    """Settings, consent, events, and changes on either side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_params(enabled=False, client_id=False, client_secret=False)

    def test_story(self):
        self.set_up()
        self.connect_with_google()
        self.first_sync()
        self.create_in_odoo()
        self.edit_in_google()
        self.delete_in_odoo()
        self.delete_in_google()
        self.preferences()
        self.small_screen()
        self.person.check()

    def set_up(self):
        """The administrator enters the client of Google's console."""
        person = self.person
        self.logs_in("admin")
        self.opens("/odoo/settings#google_workspace")
        person.clicks("#google_workspace .o_field_boolean[name=gws_enabled] input")
        person.types("[name=gws_client_id] input", CLIENT_ID)
        person.types("[name=gws_client_secret] input", CLIENT_SECRET)
        person.sees("[name=gws_redirect_uri]", "/google_account/authentication")
        person.picture("01_settings")
        person.look("window.beforeSaving = true")
        person.clicks(".o_form_button_save")
        # settings are stored, then the web client starts anew
        person.wait("!window.beforeSaving", "the settings to be saved")
        person.sees("#google_workspace [name=gws_redirect_uri]")
        with self.odoo() as env:
            parameters = env["ir.config_parameter"]
            self.assertEqual(
                parameters.get_param("google_workspace.client_id"), CLIENT_ID
            )
            self.assertTrue(parameters.get_param("google_workspace.enabled"))

    def connect_with_google(self):
        """Anna presses the button, consents at Google and is back."""
        person = self.person
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        person.sees('.o_gws_sync[data-state="not_connected"]', "Sync with Google")
        person.picture("02_calendar")
        person.clicks(BUTTON)
        person.sees("form#consent")
        person.picture("03_consent")
        person.clicks("button#allow")
        person.sees(".o_calendar_container")
        person.sees(".o_notification.o_gws_notice")
        with self.odoo() as env:
            account = env["gws.account"].search([("user_id", "=", self.anna.id)])
            self.assertEqual((account.state, account.email), ("connected", ANNA))

    def first_sync(self):
        """Back in the calendar: from which day on, and the events are there."""
        person = self.person
        person.sees(".modal .o_gws_start_date_save")
        person.picture("04_start_date")
        person.clicks(".o_gws_start_date_save")
        person.sees(EVENT, "Wochenplanung")
        person.sees('.o_gws_sync[data-state="ok"]')
        self.assertEqual(self.world.mails, [], "a first sync mails nobody")
        for _day, _start, _end, title, _place in WEEK:
            self.assertTrue(self.in_odoo(title), title)
        person.picture("05_events")

    def create_in_odoo(self):
        person = self.person
        person.misses(".o_notification")
        person.picture("06_up_to_date")
        person.clicks(".o-calendar-button-new")
        person.types(TITLE, "Projektstart Nordwind")
        person.picture("07_new_event")
        person.clicks(".o_form_button_save")
        person.misses(".o_form_dirty")
        self.deliver()
        event = self.in_google("Projektstart Nordwind")
        self.assertTrue(event, "the event of Odoo is not in Google")
        person.goes(self.google_page())
        person.sees(f"#event-{event['id']}")
        person.picture("08_seen_in_google")

    def edit_in_google(self):
        person = self.person
        event = self.in_google("Projektstart Nordwind")
        person.types(f"#event-{event['id']} [name=summary]", "Projektstart Nordlicht")
        person.clicks(f"#event-{event['id']} button[name=save]")
        # the page that comes back holds the new title in its markup
        person.sees("#events input[value='Projektstart Nordlicht']")
        self.assertTrue(self.in_google("Projektstart Nordlicht"))
        self.opens("/odoo/calendar")
        person.sees('.o_gws_sync[data-state="ok"]')
        self.presses()
        person.sees(EVENT, "Projektstart Nordlicht")
        person.misses(EVENT, "Projektstart Nordwind")
        person.picture("09_edited_in_google")

    def delete_in_odoo(self):
        person = self.person
        person.clicks(EVENT, "Projektstart Nordlicht")
        person.sees(".o_cw_popover")
        person.picture("10_delete")
        person.clicks(".o_cw_popover .o_cw_popover_delete")
        person.clicks(".modal-footer .btn-primary")
        person.misses(EVENT, "Projektstart Nordlicht")
        self.deliver()
        self.assertFalse(self.in_google("Projektstart Nordlicht"))
        person.goes(self.google_page())
        person.sees("#events")
        person.misses("#events input[value='Projektstart Nordlicht']")

    def delete_in_google(self):
        person = self.person
        event = self.in_google("Budget 2027")
        person.clicks(f"#event-{event['id']} button[name=delete]")
        person.misses(f"#event-{event['id']}")
        self.opens("/odoo/calendar")
        person.sees(EVENT, "Retrospektive")
        person.sees('.o_gws_sync[data-state="ok"]')
        self.presses()
        person.misses(EVENT, "Budget 2027")
        self.assertFalse(self.in_odoo("Budget 2027"))
        person.clicks(".o_gws_menu_toggle")
        person.sees(".o_gws_menu", ANNA)
        person.picture("11_menu")

    def preferences(self):
        """From the button's menu to the person's own settings and calendars."""
        person = self.person
        person.clicks(".o_gws_menu .o-dropdown-item", "preferences")
        person.clicks(".o_form_view .nav-link", "Calendar")
        person.sees("[name=gws_calendar_sync_from]")
        person.misses(".o_notification")
        person.picture("12_preferences")
        person.clicks("button[name=action_gws_open_account]")
        person.sees("[name=calendar_ids] .o_data_row", "Feiertage")
        person.picture("13_calendars")

    def small_screen(self):
        """The button keeps its place on a phone."""
        person = self.person
        person.resizes(360, 700)
        self.opens("/odoo/calendar")
        person.sees(BUTTON)
        right = person.look(
            "document.querySelector('.o_calendar_header').scrollWidth"
            " <= document.documentElement.clientWidth"
        )
        self.assertTrue(right, "the header is wider than a phone")
        person.picture("14_phone")


@tagged("post_install", "-at_install")
class TestConsentInBrowser(BrowserCase):
    """What the consent page's other answers lead to."""

    def test_refused_then_granted_in_part_then_ended(self):
        person = self.person
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        person.clicks(BUTTON, "Sync with Google")

        # refused: words and a way on, nothing connected
        person.clicks("button#deny")
        person.sees(".o_notification.o_gws_notice")
        person.picture("15_refused")
        person.sees('.o_gws_sync[data-state="not_connected"]')
        person.misses(".modal")
        person.clicks(".o_notification_close")

        # without the calendar: connected in Google's eyes, of no use to the calendar
        person.clicks(BUTTON)
        person.sees("form#consent")
        for box in person.look(
            "[...document.querySelectorAll('input[name=scope]:checked')]"
            ".filter((box) => box.type === 'checkbox').map((box) => box.value)"
        ):
            person.clicks(f"input[name=scope][value='{box}']")
        person.clicks("button#allow")
        person.sees(".o_notification.o_gws_notice")
        person.sees(".o_gws_sync")
        person.misses('.o_gws_sync[data-state="ok"]')
        person.picture("16_partly_granted")
        person.clicks(".o_notification_close")

        # granted: the press of before goes on
        person.clicks(BUTTON)
        person.clicks("button#allow")
        person.clicks(".o_gws_start_date_save")
        person.sees(EVENT, "Wochenplanung")
        person.sees('.o_gws_sync[data-state="ok"]')

        # the user withdrew the access at Google: one press leads back to the consent
        self.google.faults.revoke_tokens(ANNA)
        person.clicks(BUTTON)
        person.clicks("button#allow")
        person.sees(".o_calendar_container")
        person.sees('.o_gws_sync[data-state="ok"]')
        self.assertEqual(self.in_odoo("Budget 2027"), 1, "connected again, no doubles")
        person.check()


@tagged("post_install", "-at_install")
class TestTroubleInBrowser(BrowserCase):
    """Google says no, or nothing: words on the screen, and it mends itself."""

    def test_trouble(self):
        person = self.person
        self.connect(self.anna, calendar_sync_from="2020-01-01")
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        person.sees('.o_gws_sync[data-state="ok"]')
        self.google.faults.disable_api("calendar")
        person.clicks(BUTTON)
        person.sees(".o_notification:has(.bg-danger)")
        person.picture("17_trouble")
        person.sees('.o_gws_sync[data-state="ok"] .fa-exclamation-circle')
        person.clicks(".o_notification_close")

        self.google.faults.clear()
        self.google.faults.fail(status=503, times=99)
        person.clicks(BUTTON)
        person.sees(".o_notification:has(.bg-danger)")
        person.clicks(".o_notification_close")

        # a press need not wait until Odoo tries again by itself
        self.google.faults.clear()
        self.presses()
        person.sees(EVENT, "Wochenplanung")
        person.check()

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""In a browser: settle a conflict, turn a calendar, put an event into another one."""

from odoo.tests import tagged

from .test_tours import ANNA, EVENT, BrowserCase, day_of_week

ROW = ".o_data_row"


@tagged("post_install", "-at_install")
class TestRulesInBrowser(BrowserCase):
    def setUp(self):
        super().setUp()
        self.account = self.connect(
            self.anna, calendar_sync_from="2020-01-01", calendar_conflict_rule="ask"
        )
        self.sync_all()

    def sync_all(self):
        with self.odoo(self.anna) as env:
            account = env["gws.account"]._of_user(env.user)
            answer = env["gws.calendar.sync"]._press(account)
            self.assertEqual(answer["status"], "ok", answer)

    def edit(self, title, **values):
        with self.odoo(self.anna) as env:
            env["calendar.event"].search([("name", "=", title)]).write(values)

    def change(self, title, **body):
        self.world.patch_event(ANNA, self.in_google(title)["id"], body)

    def test_conflicts(self):
        """Both values are in the list; one press takes Odoo's."""
        person = self.person
        self.edit("Budget 2027", name="Budget 2027 (Entwurf)")
        self.change("Budget 2027", summary="Budget 2027 – final")
        friday = day_of_week(5)
        self.edit(
            "Retrospektive", start=f"{friday} 10:00:00", stop=f"{friday} 11:00:00"
        )
        self.change(
            "Retrospektive",
            start={"dateTime": f"{friday}T16:00:00", "timeZone": "Europe/Berlin"},
            end={"dateTime": f"{friday}T17:00:00", "timeZone": "Europe/Berlin"},
        )
        self.sync_all()
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        person.sees('.o_gws_sync[data-state="ok"]')
        person.clicks(".o_menu_sections button", "Google Calendar")
        person.clicks(".o-dropdown--menu .dropdown-item", "Conflicts")
        person.sees(ROW, "Budget 2027 (Entwurf)")
        person.sees(ROW, "Budget 2027 – final")
        person.sees(ROW, "Time")
        person.picture("21_conflicts")
        person.clicks(f"{ROW}:has([name=odoo_text]) button[name=action_take_odoo]")
        person.sees(".o_data_row .badge", "Odoo")
        self.deliver()
        start = self.in_google("Retrospektive")["start"]["dateTime"]
        settled = [self.in_google("Budget 2027 (Entwurf)"), "T16:00" not in start]
        self.assertEqual(sum(map(bool, settled)), 1, "exactly the one pressed")
        person.check()

    def test_calendars(self):
        """A second calendar is chosen; an event is put into it, and moves at Google."""
        person = self.person
        team = self.world.add_calendar(ANNA, "Team")
        with self.odoo(self.anna) as env:
            account = env["gws.account"]._of_user(env.user)
            account.action_list_calendars()
            account.calendar_ids.filtered(lambda c: c.name == "Team").selected = True
        self.sync_all()
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        person.clicks(EVENT, "Wochenplanung")
        person.clicks(".o_cw_popover .o_cw_popover_edit")
        person.sees("[name=gws_calendar_id] input")
        person.clicks("[name=gws_calendar_id] input")
        person.clicks(".o-autocomplete--dropdown-item", "Team")
        person.picture("22_event_calendar")
        person.clicks(".o_form_button_save")
        person.misses(".o_form_dirty")
        self.deliver()
        self.assertFalse(self.in_google("Wochenplanung"))
        moved = [event["summary"] for event in self.world.events(team)]
        self.assertEqual(moved, ["Wochenplanung"])

        with self.odoo(self.anna) as env:
            account_id = env["gws.account"]._of_user(env.user).id
        self.opens(f"/odoo/gws.account/{account_id}")
        person.sees("[name=calendar_ids] .o_data_row", "Team")
        row = "[name=calendar_ids] .o_data_row:has([data-tooltip='Team'])"
        person.clicks(f"{row} [name=direction]")
        person.sees("[name=direction] input, [name=direction] select")
        person.picture("23_direction")
        person.check()

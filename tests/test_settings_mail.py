# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The settings and lists of mail: whose they are, what they say, no dead button."""

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..services.gws_client import SCOPES
from .common import GwsCase
from .mail_case import MailCase

PREFERENCES = "base.view_users_form_simple_modif"
READ = (
    "gws_mail_enabled",
    "gws_mail_in_label_id",
    "gws_mail_excluded",
    "gws_mail_after_transfer",
    "gws_mail_hint",
    "gws_mail_in_last_sync",
    "gws_staged_count",
)
BUTTONS = (
    "action_gws_sync_labels",
    "action_gws_sync_mail_in",
    "action_gws_sync_mail_out",
)


@tagged("post_install", "-at_install")
class TestMailSettings(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.ben = cls.make_user("ben")
        cls.paul = cls.make_user("paul", "base.group_portal")
        cls.boss = cls.make_user(
            "boss", groups="base.group_user,base.group_system,base.group_erp_manager"
        )

    def account_of(self, user):
        return self.env["gws.account"].search([("user_id", "=", user.id)])

    def connect_mail(self, user):
        return self.connect(user, scopes=SCOPES["mail"], mail_enabled=True)

    def make_labels(self, account, *names, **values):
        return self.env["gws.label"].create(
            [
                {"account_id": account.id, "google_id": name, "name": name, **values}
                for name in names
            ]
        )

    # -- filling in ---------------------------------------------------

    def test_before_anything_is_connected(self):
        """Switched on first, so that the consent asks for mail, too."""
        with Form(self.anna.with_user(self.anna), view=PREFERENCES) as form:
            form.gws_mail_enabled = True
        account = self.account_of(self.anna)
        self.assertEqual(account.state, "draft")
        scopes = self.env["gws.client"]._wanted_scopes(account)
        self.assertLessEqual(set(SCOPES["mail"]), set(scopes))

    def test_a_user_fills_in_their_own(self):
        account = self.connect_mail(self.anna)
        incoming, outgoing = self.make_labels(account, "In", "Out")
        with Form(self.anna.with_user(self.anna), view=PREFERENCES) as form:
            form.gws_mail_in_label_id = incoming
            form.gws_mail_out_label_id = outgoing
            form.gws_mail_in_limit = 10
            form.gws_mail_after_transfer = "unlabel"
            form.gws_mail_skip_internal = True
            form.gws_mail_excluded = "bank.example"
        self.assertRecordValues(
            account,
            [
                {
                    "mail_in_label_id": incoming.id,
                    "mail_out_label_id": outgoing.id,
                    "mail_in_limit": 10,
                    "mail_remove_after_transfer": True,
                    "mail_trash_after_transfer": False,
                    "mail_skip_internal": True,
                    "mail_excluded": "bank.example",
                }
            ],
        )

    def test_the_administrator_fills_in_for_anybody(self):
        account = self.connect_mail(self.anna)
        [label] = self.make_labels(account, "In")
        with Form(self.anna.with_user(self.boss), view="base.view_users_form") as form:
            form.gws_mail_in_label_id = label
        self.assertEqual(account.mail_in_label_id, label)
        with Form(account.with_user(self.boss)) as form:
            form.mail_after_transfer = "trash"
        self.assertTrue(account.mail_trash_after_transfer)

    def test_one_thing_happens_in_gmail_afterwards(self):
        account = self.connect_mail(self.anna)
        me = self.anna.with_user(self.anna)
        for choice, remove, trash in (
            ("keep", False, False),
            ("unlabel", True, False),
            ("trash", False, True),
            ("keep", False, False),
        ):
            me.gws_mail_after_transfer = choice
            both = account.mail_remove_after_transfer, account.mail_trash_after_transfer
            self.assertEqual(both, (remove, trash), choice)
            self.assertEqual(account.mail_after_transfer, choice)

    def test_at_least_one_mail_at_a_time(self):
        self.connect_mail(self.anna)
        me = self.anna.with_user(self.anna)
        for name in ("gws_mail_in_limit", "gws_mail_out_limit"):
            for number in (0, -5):
                with self.subTest(name), self.assertRaises(ValidationError):
                    me[name] = number

    def test_a_label_of_one_s_own_account(self):
        self.connect_mail(self.anna)
        other = self.connect_mail(self.ben)
        [label] = self.make_labels(other, "Ben's")
        with self.assertRaises(ValidationError):
            self.anna.gws_mail_in_label_id = label

    # -- nobody else's ------------------------------------------------

    def test_nobody_else_s(self):
        account = self.connect_mail(self.anna)
        [label] = self.make_labels(account, "Private")
        anna = self.anna.with_user(self.ben)
        with self.assertRaises(AccessError):
            anna.gws_mail_enabled = False
        for name in READ:
            with self.subTest(name), self.assertRaises(AccessError):
                anna.read([name])
        for name in BUTTONS:
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(anna, name)()
        self.assertFalse(self.env["gws.label"].with_user(self.ben).search([]))
        with self.assertRaises(AccessError):
            label.with_user(self.ben).read(["name"])

    def test_portal_users_have_nothing(self):
        me = self.paul.with_user(self.paul)
        with self.assertRaises(AccessError):
            me.gws_mail_enabled = True
        for name in BUTTONS:
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(me, name)()
        rows = self.env["gws.message"].with_user(self.paul)
        with self.assertRaises(AccessError):
            rows.search([])
        with self.assertRaises(AccessError):
            rows.action_sync_now()
        self.assertFalse(self.account_of(self.paul))
        self.assertEqual(self.paul.partner_id.with_user(self.paul).gws_message_count, 0)

    # -- what the screen says -------------------------------------------

    def test_what_to_do_next(self):
        me = self.anna.with_user(self.anna)
        self.assertFalse(me.gws_mail_hint)
        me.gws_mail_enabled = True
        self.assertIn("grant access", me.gws_mail_hint)
        account = self.connect(self.anna)
        self.assertFalse(me.gws_mail_hint, "the screen asks for the consent itself")
        self.connect_mail(self.anna)
        self.assertIn("Sync folders", me.gws_mail_hint)
        [label] = self.make_labels(account, "In")
        self.env.invalidate_all()
        self.assertIn("choose a label", me.gws_mail_hint)
        me.gws_mail_in_label_id = label
        self.assertFalse(me.gws_mail_hint)

    def test_labels_are_a_tree_and_gmail_s_own_are_marked(self):
        account = self.connect_mail(self.anna)
        [above] = self.make_labels(account, "Customers")
        [below] = self.make_labels(account, "North", parent_id=above.id)
        [inbox] = self.make_labels(account, "INBOX", kind="system")
        self.assertEqual(below.display_name, "Customers/North")
        self.assertEqual(inbox.display_name, "Inbox (Gmail's own)")
        rows = self.env["gws.label"].with_user(self.anna)
        for words, found in (
            ("customers/n", below),
            ("inbo", inbox),
            ("cust", above | below),
        ):
            names = dict(rows.name_search(words))
            self.assertEqual(set(names), set(found.ids), words)

    def test_german_labels_are_found_by_their_german_names(self):
        account = self.connect_mail(self.anna)
        [bin_label] = self.make_labels(account, "TRASH", kind="system")
        rows = self.env["gws.label"].with_user(self.anna)
        word = rows._system_words()["TRASH"]
        self.assertEqual(dict(rows.name_search(word[:2])).keys(), {bin_label.id})
        self.assertFalse(rows.name_search("no such label"))

    def test_why_no_mail_comes(self):
        rows = self.env["gws.message"].with_user(self.anna)
        self.assertIn("Connect", rows.get_notice("in")["message"])
        account = self.connect_mail(self.anna)
        account.mail_enabled = False
        self.assertIn("switched off", rows.get_notice("in")["message"])
        account.mail_enabled = True
        self.assertIn("Choose a label", rows.get_notice("in")["message"])
        account.mail_in_label_id = self.make_labels(account, "In")
        self.assertTrue(rows.get_notice("out")["mend"])
        self.assertFalse(rows.get_notice("in")["mend"], "only the job is off")
        self.env.ref("google_workspace.cron_sync_email_in").active = True
        self.assertIsNone(rows.get_notice("in"))

    def test_an_empty_list_offers_to_fetch(self):
        rows = self.env["gws.message"].with_user(self.anna)
        for direction, method in (
            ("in", "action_sync_now"),
            ("out", "action_sync_out_now"),
        ):
            action = rows.env["ir.actions.act_window"]._for_xml_id(
                f"google_workspace.gws_message_action_{direction}"
            )
            link = etree.HTML(action["help"]).find(".//a")
            self.assertEqual(link.get("data-method"), method)
            self.assertTrue(callable(getattr(rows, method)))

    def test_no_dead_buttons(self):
        for model, xmlid in (
            ("res.users", "res_users_view_form_preferences_mail"),
            ("res.users", "res_users_view_form_mail"),
            ("gws.account", "gws_account_view_form_mail"),
            ("gws.message", "gws_message_view_list"),
            ("gws.message", "gws_message_view_kanban"),
            ("gws.message", "gws_message_view_form"),
            ("gws.message.import", "gws_message_import_view_form"),
            ("mail.message", "mail_message_view_form"),
            ("res.partner", "res_partner_view_form_mail"),
        ):
            arch = etree.fromstring(self.env.ref(f"google_workspace.{xmlid}").arch)
            names = arch.xpath("//button[@type='object']/@name")
            self.assertTrue(names, xmlid)
            for name in names:
                self.assertTrue(callable(getattr(self.env[model], name)), name)

    def test_the_filters_are_good_domains(self):
        view = self.env["gws.message"].with_user(self.anna).get_view(view_type="search")
        domains = etree.fromstring(view["arch"]).xpath("//filter/@domain")
        self.assertGreater(len(domains), 5)
        for domain in domains:
            # pylint: disable=eval-used
            self.env["gws.message"].with_user(self.anna).search(eval(domain))


@tagged("post_install", "-at_install")
class TestMailButtons(MailCase):
    """The buttons that talk to Gmail, and what they leave on the screen."""

    def press_as(self, user, name):
        with self.acts(user) as env:
            return getattr(env["res.users"].browse(self.anna.id), name)()

    def test_folders_then_mail(self):
        self.world.put_label("anna@example.com", "To Odoo")
        answer = self.press_as(self.anna, "action_gws_sync_labels")
        self.assertEqual(answer["params"]["type"], "success")
        self.assertEqual(answer["tag"], "gws_told", "the preferences stay open")
        self.choose_labels("Second", "Third")
        self.account.mail_in_label_id = self.env["gws.label"].search(
            [("account_id", "=", self.account.id), ("full_name", "=", "To Odoo")]
        )
        self.put(subject="Offer")
        answer = self.press_as(self.anna, "action_gws_sync_mail_in")
        self.assertIn("1", answer["params"]["message"])
        self.assertEqual(self.anna.gws_staged_count, 1)
        self.assertTrue(self.anna.gws_mail_in_last_sync)

    def test_from_the_list(self):
        self.choose_labels()
        self.put(subject="Offer")
        with self.acts(self.anna) as env:
            answer = env["gws.message"].action_sync_now()
        self.assertEqual(answer["params"]["type"], "success")
        self.assertEqual(self.staged().mapped("subject"), ["Offer"])
        with self.acts(self.anna) as env:
            answer = env["gws.message"].action_sync_out_now()
        self.assertEqual(answer["params"]["type"], "success")

    def test_names_instead_of_addresses(self):
        self.choose_labels()
        people = ", ".join(f"P{n} <p{n}@x.example>" for n in range(5))
        self.put(sender='"Clara S." <clara@home.example>', to=people)
        self.put(subject="Bare", sender="bare@home.example")
        self.sync()
        first, second = self.staged()
        self.assertEqual(first.sender, "Clara S.")
        self.assertEqual(first.recipients, "P0, P1, P2 +2")
        self.assertEqual(second.sender, "bare@home.example")

    def test_pictures_of_an_imported_mail_are_held_back(self):
        clara = self.env["res.partner"].create(
            {"name": "Clara", "email": "clara@home.example"}
        )
        self.choose_labels()
        self.put(html='<p>Hi</p><img src="https://spy.example/dot.gif">')
        self.sync()
        with self.acts(self.anna) as env:
            env["gws.message"].browse(self.staged().ids).action_import()
        action = clara.with_user(self.anna).action_gws_messages()
        message = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(message), 1)
        self.assertEqual(message.gws_sender, "Clara")
        self.assertTrue(message.gws_has_remote)
        self.assertNotIn("spy.example", message.gws_body_shown)
        shown = message.action_gws_show_remote()
        message = message.with_context(**shown["context"])
        self.assertIn("spy.example", message.gws_body_shown)
        [list_view, form_view] = action["views"]
        self.assertEqual(form_view[1], "form")
        arch = self.env["mail.message"].get_view(form_view[0], "form")["arch"]
        self.assertIn("gws_body_shown", arch)

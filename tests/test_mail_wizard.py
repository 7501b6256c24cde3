# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The wizard that asks about people whom Odoo does not know, or knows twice."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .mail_case import MailCase

MANY = 30


@tagged("post_install", "-at_install")
class TestMailWizard(MailCase):
    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.clara, *self.two = self.env["res.partner"].create(
            [
                {"name": "Clara", "email": "clara@home.example"},
                {"name": "Office, Inc.", "email": "post@office.example"},
                {"name": "Olaf Office", "email": "post@office.example"},
            ]
        )

    def wizard(self, method="action_import", user=None):
        """The wizard that a press on all staged mails opens; as its user."""
        user = user or self.anna
        rows = self.staged().with_user(user)
        action = getattr(rows, method)()
        self.assertEqual(action.get("res_model"), "gws.message.import", action)
        return self.env["gws.message.import"].with_user(user).browse(action["res_id"])

    def subjects(self, partner):
        self.env.invalidate_all()
        return partner.message_ids.mapped("subject")

    def test_a_mixed_selection(self):
        """What is clear is imported at once, the wizard is about the others."""
        self.put(subject="Known")
        self.put(subject="Unknown", sender="Robert <robert@s.example>")
        self.sync()
        wizard = self.wizard()
        self.assertEqual(wizard.message_ids.mapped("subject"), ["Unknown"])
        self.assertIn("Known", self.subjects(self.clara))
        self.assertEqual(self.staged(state="staged").mapped("subject"), ["Unknown"])
        notice = wizard.action_import()
        self.assertEqual(notice["params"]["type"], "success")
        self.assertEqual(set(self.staged().mapped("state")), {"imported"})

    def test_contacts_of_all(self):
        for number in range(MANY):
            sender = f"Person {number} <p{number}@crowd.example>"
            self.put(subject=f"Mail {number}", sender=sender)
        self.sync()
        wizard = self.wizard()
        self.assertEqual(len(wizard.line_ids), MANY)
        wizard.action_leave_all_out()
        self.assertEqual(set(wizard.line_ids.mapped("choice")), {"skip"})
        action = wizard.action_make_all()
        self.assertEqual((action["res_id"], action["target"]), (wizard.id, "new"))
        wizard.action_import()
        made = self.env["res.partner"].search([("email", "like", "@crowd.example")])
        self.assertEqual(len(made), MANY)
        self.assertIn("Person 7", made.mapped("name"))

    def test_leaving_all_out(self):
        """Mails go to whom Odoo knows; those with nobody stay."""
        self.put(subject="Both", cc="Robert <robert@s.example>")
        self.put(subject="Unknown", sender="Robert <robert@s.example>")
        self.sync()
        wizard = self.wizard()
        wizard.action_leave_all_out()
        notice = wizard.action_import()
        self.assertIn("1 stay", notice["params"]["message"])
        self.assertIn("Both", self.subjects(self.clara))
        self.assertFalse(
            self.env["res.partner"].search([("email", "=", "robert@s.example")])
        )
        [left] = self.staged(state="staged")
        self.assertEqual((left.subject, left.unknown), ("Unknown", "robert@s.example"))

    def test_of_several_a_person_says_which(self):
        self.put(subject="Invoice", sender="post@office.example")
        self.sync()
        wizard = self.wizard("action_import_and_remove")
        [line] = wizard.line_ids
        self.assertEqual((line.why, line.choice), ("several", "link"))
        self.assertFalse(line.partner_id, "nobody is guessed")
        self.assertEqual(set(line.candidate_ids), set(self.two))
        wizard.action_make_all()
        self.assertEqual(line.choice, "link", "they are contacts already")
        with self.assertRaisesRegex(UserError, "post@office.example"):
            wizard.action_import()
        with Form(wizard) as form, form.line_ids.edit(0) as row:
            row.partner_id = self.two[1]
        wizard.action_import()
        self.assertIn("Invoice", self.subjects(self.two[1]))
        self.assertNotIn("Invoice", self.subjects(self.two[0]))
        self.assertFalse(self.staged(), "taken out of the list")

    def test_contacts_of_all_after_leaving_all_out(self):
        """Whoever is known twice is asked about again; other choices stay."""
        self.put(subject="Invoice", sender="post@office.example")
        self.put(subject="New", sender="new@office.example")
        self.sync()
        wizard = self.wizard()
        wizard.action_leave_all_out()
        wizard.action_make_all()
        choices = {line.address: line.choice for line in wizard.line_ids}
        self.assertEqual(
            choices, {"post@office.example": "link", "new@office.example": "create"}
        )
        several = wizard.line_ids.filtered(lambda line: line.why == "several")
        several.choice = "create"
        wizard.action_make_all()
        self.assertEqual(several.choice, "create", "a further one of that address")

    def test_one_who_may_make_no_contacts(self):
        self.anna.group_ids -= self.env.ref("base.group_partner_manager")
        self.put(subject="Unknown", sender="Robert <robert@s.example>")
        self.sync()
        wizard = self.wizard()
        [line] = wizard.line_ids
        self.assertEqual((line.choice, line.choices), ("skip", "link,skip"))
        wizard.action_make_all()
        self.assertEqual(line.choice, "skip")

    def test_mail_to_oneself(self):
        self.put(subject="Note", sender="Anna <anna@example.com>")
        self.sync()
        wizard = self.wizard()
        self.assertEqual((wizard.nobody_count, wizard.line_count), (1, 0))
        notice = wizard.action_import()
        self.assertEqual(notice["params"]["type"], "warning")
        wizard = self.wizard()
        wizard.target = "record"
        with self.assertRaises(UserError):
            wizard.action_import()
        wizard.record_ref = self.clara.with_user(self.anna)
        wizard.action_import()
        self.assertIn("Note", self.subjects(self.clara))

    def test_records_with_a_chatter_that_one_may_write_on(self):
        wizards = self.env["gws.message.import"].with_user(self.anna)
        names = [name for name, _title in wizards._selection_record_ref()]
        self.assertIn("calendar.event", names)
        self.assertIn("res.partner", names)
        self.assertNotIn("gws.account", names)
        self.assertNotIn("mail.thread", names)
        titles = [title for _name, title in wizards._selection_record_ref()]
        self.assertEqual(titles, sorted(titles))

    def test_nobody_else_s_wizard(self):
        ben = self.make_user("ben", "base.group_user,base.group_system")
        self.put(subject="Unknown", sender="Robert <robert@s.example>")
        self.sync()
        wizard = self.wizard()
        for record in (wizard, wizard.line_ids, self.staged()):
            with self.assertRaises(AccessError):
                record.with_user(ben).read([])
        with self.assertRaises(AccessError):
            wizard.with_user(ben).action_import()

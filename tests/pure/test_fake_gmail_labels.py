# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Labels through Google's client library: names, colours, counts, the tree."""

from ..fakes.gmail_testing import FULL, GmailCase

SHOWN = {"labelListVisibility": "labelShow", "messageListVisibility": "show"}


class LabelCase(GmailCase):
    def make(self, name, **more):
        body = {"name": name, **SHOWN, **more}
        return self.labels.create(userId="me", body=body)

    def listed(self):
        answer = self.labels.list(userId="me").execute()
        return {label["id"]: label for label in answer["labels"]}


class TestLabels(LabelCase):
    def test_system_labels(self):
        listed = self.listed()
        for name in ("INBOX", "SENT", "DRAFT", "STARRED", "UNREAD"):
            self.assertEqual(listed[name], {"id": name, "name": name, "type": "system"})
        self.assertEqual(listed["TRASH"]["labelListVisibility"], "labelHide")

    def test_create_answers_without_a_type(self):
        answer = self.make("Odoo/In").execute()
        self.assertNotIn("type", answer)
        self.assertEqual(answer["name"], "Odoo/In")
        label = self.listed()[answer["id"]]
        self.assertEqual(label, {**answer, "type": "user"})

    def test_what_the_document_requires_is_required(self):
        request = self.labels.create(userId="me", body={"name": "Bare"})
        self.failed(400, "required", request)

    def test_names_are_unique_in_any_spelling(self):
        self.make("Odoo/In").execute()
        for name in ("Odoo/In", "odoo/IN"):
            message = self.failed(409, "aborted", self.make(name))
            self.assertEqual(message, "Label name exists or conflicts")
        self.make("Odoo").execute()
        self.make("In").execute()

    def test_names_that_cannot_be(self):
        names = ("INBOX", "Inbox", "sent", "Drafts", "CATEGORY_SOCIAL", "", " ", "/a")
        for name in (*names, "a/", "a//b", " a", "a/ b", "x" * 226):
            with self.subTest(name=name):
                message = self.invalid(self.make(name))
                self.assertEqual(message, "Invalid label name")

    def test_colours_come_from_the_palette(self):
        color = {"backgroundColor": "#16a766", "textColor": "#ffffff"}
        answer = self.make("Green", color=color).execute()
        self.assertEqual(answer["color"], color)
        for bad in ({"backgroundColor": "#16a766"}, {**color, "textColor": "#123456"}):
            self.invalid(self.make("Other", color=bad))
        self.assertEqual(list(self.world.labels(self.anna)), ["Green"])

    def test_get_alone_counts(self):
        label_id = self.make("Customers").execute()["id"]
        first = self.put("One", ["Customers", "UNREAD"])
        self.world.put_mail(
            self.anna, b"Subject: x\r\n\r\n", ["Customers"], None, first
        )
        answer = self.labels.get(userId="me", id=label_id).execute()
        counts = {
            key: answer[key] for key in answer if key.endswith(("Total", "Unread"))
        }
        self.assertEqual(
            counts,
            {
                "messagesTotal": 2,
                "messagesUnread": 1,
                "threadsTotal": 1,
                "threadsUnread": 1,
            },
        )
        self.assertNotIn("messagesTotal", self.listed()[label_id])
        inbox = self.labels.get(userId="me", id="INBOX").execute()
        self.assertEqual(inbox["messagesTotal"], 0)

    def test_patch_changes_what_it_names_and_update_all(self):
        color = {"backgroundColor": "#16a766", "textColor": "#ffffff"}
        label_id = self.make("Green", color=color).execute()["id"]
        body = {"name": "Greener"}
        answer = self.labels.patch(userId="me", id=label_id, body=body).execute()
        self.assertEqual((answer["name"], answer["color"]), ("Greener", color))
        body = {"id": label_id, "name": "Plain", **SHOWN}
        answer = self.labels.update(userId="me", id=label_id, body=body).execute()
        self.assertEqual(answer["name"], "Plain")
        self.assertNotIn("color", answer)
        self.make("Taken").execute()
        body = {"name": "taken"}
        request = self.labels.patch(userId="me", id=label_id, body=body)
        self.failed(409, "aborted", request)

    def test_the_tree_is_only_in_the_names(self):
        parent = self.make("Odoo").execute()["id"]
        child = self.make("Odoo/In").execute()["id"]
        body = {"name": "ERP"}
        self.labels.patch(userId="me", id=parent, body=body).execute()
        self.assertEqual(self.listed()[child]["name"], "Odoo/In")

    def test_a_person_takes_the_branches_along(self):
        child = self.world.put_label(self.anna, "Odoo/In/Old")
        self.assertEqual(
            list(self.world.labels(self.anna)), ["Odoo", "Odoo/In", "Odoo/In/Old"]
        )
        self.world.rename_label(self.anna, "Odoo", "ERP")
        self.assertEqual(self.listed()[child]["name"], "ERP/In/Old")
        self.world.delete_label(self.anna, "ERP/In")
        self.assertEqual(list(self.world.labels(self.anna)), ["ERP"])

    def test_deleting_takes_it_off_all_mails(self):
        mail_id = self.put("One", ["INBOX", "Customers"])
        label_id = self.world.labels(self.anna)["Customers"]
        self.assertEqual(self.labels.delete(userId="me", id=label_id).execute(), "")
        self.assertEqual(self.get(mail_id, "minimal")["labelIds"], ["INBOX"])
        request = self.labels.get(userId="me", id=label_id)
        self.failed(404, "notFound", request)
        again = self.world.put_label(self.anna, "Customers")
        self.assertNotEqual(again, label_id, "ids are not used twice")

    def test_system_labels_stay(self):
        self.invalid(self.labels.delete(userId="me", id="INBOX"))
        request = self.labels.patch(userId="me", id="INBOX", body={"name": "Eingang"})
        self.invalid(request)

    def test_scopes(self):
        self.sign_in("https://www.googleapis.com/auth/gmail.labels")
        self.make("Own").execute()
        self.failed(403, "insufficientPermissions", self.messages.list(userId="me"))
        self.sign_in("https://www.googleapis.com/auth/gmail.readonly")
        self.listed()
        self.failed(403, "insufficientPermissions", self.make("Other"))
        self.sign_in(FULL)
        self.make("Other").execute()

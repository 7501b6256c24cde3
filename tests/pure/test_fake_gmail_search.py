# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Gmail's search language."""

from ..fakes.gmail_testing import GmailCase, mail_bytes


class TestSearch(GmailCase):
    def setUp(self):
        super().setUp()
        world, anna = self.world, self.anna
        world.put_label(anna, "Odoo/To do")
        self.offer = world.put_mail(
            anna,
            mail_bytes(
                "Offer for chairs",
                sender="Carla Cole <carla@else.org>",
                Cc="dan@else.org",
                Message_ID="<offer@else.org>",
                text="Twelve chairs, delivered in May. It's a bargain!",
            ),
            ["INBOX", "UNREAD", "Odoo/To do"],
            "2026-11-02T12:00:00Z",
        )
        self.invoice = world.put_mail(
            anna,
            {
                "from": "billing@shop.example.net",
                "to": "team@example.com",
                "subject": "Invoice 2026-117",
                "text": "See the chair invoice",
                "attachments": [
                    {"filename": "invoice.pdf", "data": b"x" * 2048,
                     "mime_type": "application/pdf"}
                ],
            },
            ["INBOX", "STARRED"],
            "2026-11-20T12:00:00Z",
        )  # fmt: skip
        self.junk = world.put_mail(anna, mail_bytes("Chairs!"), ["SPAM"])

    def test_operators(self):
        both, offer, invoice = [self.invoice, self.offer], [self.offer], [self.invoice]
        cases = {
            "": both,
            "chairs": offer,
            "CHAIRS": offer,
            "chair": invoice,
            "chair chairs": [],
            "chair OR chairs": both,
            "{chair chairs}": both,
            "(chair invoice)": invoice,
            '"delivered in May"': offer,
            '"delivered in June"': [],
            "-chairs": invoice,
            "-subject:invoice": offer,
            "subject:chairs": offer,
            'subject:"offer for"': offer,
            "subject:(offer chairs)": offer,
            "subject:(offer invoice)": [],
            "subject:{offer invoice}": both,
            "from:carla@else.org": offer,
            "from:Carla": offer,
            "from:else.org": offer,
            "from:arla": [],
            "from:(carla OR billing)": both,
            "to:dan@else.org": offer,
            "cc:dan@else.org": offer,
            "to:me": offer,
            "to:team@example.com": invoice,
            "rfc822msgid:offer@else.org": offer,
            "rfc822msgid:<offer@else.org>": offer,
            "rfc822msgid:offer": [],
            "label:odoo-to-do": offer,
            'label:"Odoo/To do"': offer,
            "label:inbox": both,
            "label:nothing": [],
            "in:inbox is:unread": offer,
            "is:read": invoice,
            "is:starred": invoice,
            "in:spam": [self.junk],
            "in:anywhere chairs": [self.junk, self.offer],
            "has:attachment": invoice,
            "has:userlabels": offer,
            "has:nouserlabels": invoice,
            "filename:pdf": invoice,
            "filename:invoice.pdf": invoice,
            "larger:2K": invoice,
            "smaller:2K": offer,
            "after:2026/11/10": invoice,
            "before:2026-11-10": offer,
            "after:11/10/2026": invoice,
            "after:1793620800": both,
            "after:1793620801": invoice,
            "after:2026/11/01 before:2026/11/03": offer,
        }
        for query, expected in cases.items():
            with self.subTest(query=query):
                self.assertEqual(self.ids(q=query), expected)

    def test_days_are_those_of_los_angeles(self):
        # Midnight there is 08:00 in UTC in winter.
        late = self.world.put_mail(
            self.anna, mail_bytes("Late"), date="2026-11-25T07:59:59Z"
        )
        self.assertEqual(self.ids(q="after:2026/11/25"), [])
        self.assertEqual(self.ids(q="after:2026/11/24"), [late])

    def test_ages(self):
        now = int(self.world.clock.time() * 1000)
        old = self.world.put_mail(self.anna, mail_bytes("Old"), date=now - 3 * 86400000)
        new = self.world.put_mail(self.anna, mail_bytes("New"), date=now - 3600000)
        self.assertEqual(self.ids(q="newer_than:1d subject:(New OR Old)"), [new])
        self.assertEqual(self.ids(q="older_than:1d subject:(New OR Old)"), [old])
        self.assertEqual(self.ids(q="newer_than:2h subject:(New OR Old)"), [new])

    def test_what_does_not_exist_is_refused(self):
        for query in (
            "sujet:x",
            "is:nice",
            "has:legs",
            "after:tomorrow",
            "(open",
            "x)",
        ):
            with self.subTest(query=query):
                self.invalid(self.messages.list(userId="me", q=query))

    def test_threads_and_drafts_are_searched_alike(self):
        answer = self.gmail.threads().list(userId="me", q="from:carla").execute()
        self.assertEqual([row["id"] for row in answer["threads"]], [self.offer])
        answer = self.gmail.drafts().list(userId="me", q="from:carla").execute()
        self.assertEqual(answer, {"resultSizeEstimate": 0})

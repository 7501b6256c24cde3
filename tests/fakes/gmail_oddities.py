# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What real Gmail answers and real mails look like when they are odd.

``SPOILS`` are ways in which Gmail's answer for a mail is less than one hopes for, seen
in recorded answers; ``samples`` are mails that are odd by themselves.
"""

SPOILS = {
    "bare_payload": "the payload has nothing but its mimeType",
    "no_payload": "there is no payload",
    "no_internal_date": "there is no internalDate",
    "padded": "base64url with padding",
    "plus": "base64 with + and / in it, and padding",
}
TEXT = b"Content-Type: text/plain; charset=utf-8\r\n"


def samples():
    """{name: bytes of a mail}."""
    head = b"To: anna@example.com\r\nDate: Fri, 27 Nov 2026 08:00:00 +0000\r\n"
    sender = b"From: Odd <odd@example.net>\r\n"
    return {
        "bogus_encoding": sender
        + head
        + b"Subject: Bogus\r\nMessage-ID: <bogus@example.net>\r\n"
        + TEXT
        + b"Content-Transfer-Encoding: jessica\r\n\r\nNot encoded at all\r\n",
        "several_received": b"Received: by b.net; Fri, 27 Nov 2026 08:00:02 +0000\r\n"
        b"Received: by a.net; Fri, 27 Nov 2026 08:00:01 +0000\r\n"
        b"DKIM-Signature: v=1; d=a.example.net\r\n"
        b"DKIM-Signature: v=1; d=b.example.net\r\n"
        + sender
        + head
        + b"Subject: Twice\r\nMessage-ID: <twice@example.net>\r\n\r\nHello\r\n",
        "no_message_id": sender + head + b"Subject: Nameless\r\n\r\nHello\r\n",
        "lower_case": b"from: Odd <odd@example.net>\r\nto: anna@example.com\r\n"
        b"subject: small letters\r\nmessage-id: <small@example.net>\r\n"
        b"date: Fri, 27 Nov 2026 08:00:00 +0000\r\n\r\nhello\r\n",
        "message_id_spelling": sender
        + head
        + b"Subject: Spelling\r\nMessage-Id: <spelt@example.net>\r\n\r\nHello\r\n",
        "empty": sender
        + head
        + b"Subject: Empty\r\nMessage-ID: <e@example.net>\r\n\r\n",
        "bare_utf8": "From: Jürgen <odd@example.net>\r\n".encode()
        + head
        + "Subject: Grüße aus Köln\r\nMessage-ID: <utf8@example.net>\r\n".encode()
        + TEXT
        + "Content-Transfer-Encoding: 8bit\r\n\r\nSchöne Grüße\r\n".encode(),
        "filler": sender
        + head
        + b"Subject: Newsletter\r\nMessage-ID: <filler@example.net>\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p>Sale &amp; more</p>" + "\u200c \u034f".encode() * 40 + b"\r\n",
    }

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mails that the measurements of mail are done with."""

MAILS = 300
KILOBYTES = 50


def raw(number, tag=""):
    """A mail of 50 kB with a file; ``tag`` makes it another one of the same kind."""
    text = f"Guten Tag, zur Lieferung {number}:\n" + "Ware, Menge, Preis. " * 40
    filler = "".join(f"Zeile {n} der Lieferung {number}\n" for n in range(1700))
    return (
        f"From: Gast {number % 40} <gast{number % 40}@kunde.example>\r\n"
        f"To: Anna <anna@nordwind.example>\r\n"
        f"Subject: Lieferung {number}\r\n"
        f"Message-ID: <lieferung{number}{tag}@kunde.example>\r\n"
        "Date: Mon, 09 Nov 2026 10:00:00 +0100\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{text}\r\n"
        "--x\r\nContent-Type: text/csv; charset=utf-8\r\n"
        f'Content-Disposition: attachment; filename="ware{number}.csv"\r\n\r\n'
        f"{filler}\r\n--x--\r\n"
    )

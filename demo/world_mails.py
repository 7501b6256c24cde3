# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Leyla's mailbox in the demo world, in the shape of tests/fakes/gmail_seed.py.

What waits in the two transfer folders shows every case: known people, somebody new, an
address that two contacts have, files and a picture in the text, pictures that are
somewhere in the internet, and one file that is no mail at all.
"""

import base64
import struct
import zlib
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import world_people as people

INCOMING = "Nach Odoo/Eingang"
OUTGOING = "Nach Odoo/Ausgang"
LABELS = ("Kunden", "Kunden/Nord", "Kunden/Süd", "Privat", INCOMING, OUTGOING)
# Two contacts have this one: a person, and the office (world_contacts.py).
PURCHASING = "einkauf@klinikum-suederelbe.example"
PHOTO = "dach-nord@nordwind.example"
BERLIN = ZoneInfo("Europe/Berlin")


def mailbox(today):
    """What an account's seed says about mail: labels and mails around ``today``."""
    return {"labels": list(LABELS), "mails": [*_incoming(today), *_outgoing(today)]}


def _incoming(today):
    yield _mail(
        today,
        9,
        "Ines Petersen <ines.petersen@stadtwerke-luebeck.example>",
        "Fotos vom Dach und Statik",
        html="<p>Moin Frau Sommer,</p><p>so sieht das Norddach heute aus:</p>"
        f'<p><img src="cid:{PHOTO}" alt="Norddach"></p>'
        "<p>Die <b>Statik</b> hängt an. Passt das für <i>99 kWp</i>?</p>"
        "<p>Viele Grüße aus Lübeck<br>Ines Petersen</p>",
        text="Moin Frau Sommer, anbei Foto und Statik. Viele Grüße, Ines Petersen",
        attachments=[
            _file("Statik Norddach.pdf", "application/pdf", _pdf("Statik Norddach")),
            _file("norddach.png", "image/png", _roof(), cid=PHOTO),
            _file("Maße.csv", "text/csv", b"Feld;m\n1;12,40\n2;9,80\n"),
        ],
    )
    yield _mail(
        today,
        8,
        "Heinrich Möllenbeck <h.moellenbeck@moellenbeck.example>",
        "Kran am Dienstag?",
        text="Hallo Frau Sommer,\n\ndie Straße ist Dienstag ab 7 gesperrt. "
        "Brötchen für das Team stehen bereit.\n\nH. Möllenbeck",
    )
    yield _mail(
        today,
        7,
        "نیلوفر کاظمی <n.kazemi@parsenergy.example>",
        "پرسش دربارهٔ گارانتی اینورترها",
        text="سلام خانم زومر،\n\nگارانتی اینورترها از روز نصب است یا از روز تحویل؟\n\n"
        "با احترام\nنیلوفر کاظمی",
    )
    yield _mail(
        today,
        6,
        "佐藤 美咲 <sato.misaki@hikari-denki.example>",
        "お見積りの件",
        text="ゾンマー様\n\nお世話になっております。"
        "60 kWp案でお願いいたします。\n\n佐藤",
        cc="中村 健太 <nakamura@hikari-denki.example>",
    )
    yield _mail(
        today,
        5,
        "Wiebke Hansen <wiebke.hansen@hof-hansen.example>",
        "Photovoltaik für unseren Hof",
        text="Guten Tag,\n\nHeinrich Möllenbeck hat Sie empfohlen. Wir haben 800 m² "
        "Scheunendach, Südseite. Haben Sie im Frühjahr noch Zeit?\n\nWiebke Hansen",
    )
    yield _mail(
        today,
        4,
        f"Klinikum Süderelbe <{PURCHASING}>",
        "Bestellung 4500081723",
        text="Sehr geehrte Damen und Herren,\n\nanbei unsere Bestellung.",
        attachments=[
            _file("4500081723.pdf", "application/pdf", _pdf("Bestellung 4500081723"))
        ],
    )
    yield _mail(
        today,
        3,
        "PV-Nachrichten <redaktion@pv-nachrichten.example>",
        "Module so günstig wie nie",
        html='<div style="background-color:#fff7e0;padding:16px">'
        "<h2>Module so günstig wie nie</h2><p>Und: 38 Wochen auf den Trafo warten?</p>"
        '<img src="https://pv-nachrichten.example/zaehlpixel.gif" width="1">'
        '<p><img src="https://pv-nachrichten.example/titel.jpg" alt="Titelbild"></p>'
        "</div>",
        text="Module so günstig wie nie",
        headers={"List-Id": "<brief.pv-nachrichten.example>"},
    )
    # An old program wrote Latin-1 and called it UTF-8.
    old = "Subject: Zaehlertausch bei Ihnen\r\n" + _head(
        today, 2, "Netz Lübeck <zaehler@netz-luebeck.example>"
    )
    text = (
        "Content-Type: text/plain; charset=utf-8\r\n\r\nZählertausch: 8 bis 12 Uhr.\r\n"
    )
    yield {
        "raw_base64": base64.b64encode((old + text).encode("latin-1")).decode(),
        "labels": ["INBOX", INCOMING],
    }
    yield {
        "raw": "Dies ist nur ein Stück eines Textes, ohne Kopf und ohne Absender.\r\n",
        "labels": ["INBOX", INCOMING],
    }
    yield _mail(
        today,
        1,
        "Rachel O’Neill <rachel.oneill@hudsoncoworking.example>",
        "Re: Proposal walkthrough",
        text="Hi Leyla,\n\noption two it is. Can you send the contract?\n\nRachel",
        labels=("INBOX", "UNREAD"),
    )


def _outgoing(today):
    me = f"{people.MY_NAME} <{people.ME}>"
    yield _mail(
        today,
        2,
        me,
        "Re: Fotos vom Dach und Statik",
        to="Ines Petersen <ines.petersen@stadtwerke-luebeck.example>",
        text="Danke, das passt. Angebot anbei.\n\nLeyla Sommer",
        attachments=[_file("Angebot.pdf", "application/pdf", _pdf("Angebot 99 kWp"))],
        labels=("SENT", OUTGOING),
    )
    yield _mail(
        today,
        1,
        me,
        "Termin auf dem Hof Hansen",
        to="Wiebke Hansen <wiebke.hansen@hof-hansen.example>",
        cc="Tomasz Wiśniewski <tomasz.wisniewski@nordwind.example>",
        text="Guten Tag Frau Hansen,\n\nwie wäre Donnerstag um 10? Tomasz kommt mit."
        "\n\nLeyla Sommer",
        labels=("SENT", OUTGOING),
    )


# -- pieces -------------------------------------------------------------------------


def _mail(today, days, sender, subject, labels=("INBOX", INCOMING), **parts):
    return {
        "from": sender,
        "to": parts.pop("to", f"{people.MY_NAME} <{people.ME}>"),
        "subject": subject,
        "date": format_datetime(_moment(today, days)),
        "internal_date": _moment(today, days).isoformat(),
        "labels": list(labels),
        **parts,
    }


def _moment(today, days):
    day = today - timedelta(days=days)
    return datetime.combine(day, time(8 + days, 7 * days % 60), BERLIN)


def _head(today, days, sender):
    name, _less, address = sender.partition(" <")
    date = format_datetime(_moment(today, days))
    shown = name.replace("ü", "ue")
    return (
        f"From: {shown} <{address}\r\nTo: {people.ME}\r\nDate: {date}\r\n"
        f"Message-ID: <zaehler-{days}@netz-luebeck.example>\r\n"
    )


def _file(name, kind, data, **more):
    encoded = base64.b64encode(data).decode()
    return {"filename": name, "mime_type": kind, "data": encoded, **more}


def _pdf(title):
    """A page with one line. Readers find the objects without a table of places."""
    words = title.encode("latin-1", "replace")
    line = b"BT /F1 24 Tf 72 720 Td (" + words + b") Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n5 0 obj%sendobj\n"
        b"trailer<</Root 1 0 R>>\n" % (len(line), line, font)
    )


def _roof(width=360, height=160):
    """A picture (PNG) of a roof with solar cells under a sky."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += _dot(x, y, height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _dot(x, y, height):
    """The colour (three bytes) of a point: sky, tiles, or a cell."""
    ridge = height // 4
    if y < ridge:
        return bytes((150 + y, 195 + y // 2, 235))
    if (x // 60) in (0, 5) or y > height - 20 or y < ridge + 12:
        return bytes((165, 84, 60)) if (x // 8 + y // 6) % 2 else bytes((150, 74, 52))
    line = x % 20 < 2 or (y - ridge) % 28 < 2
    return bytes((205, 215, 225)) if line else bytes((24, 44, 96))


def _chunk(kind, data):
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

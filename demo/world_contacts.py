# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The address book of the demo: Nordwind's customers and neighbours, as Odoo has them.

``contacts()`` are facts of ``res.partner``: ``company`` is the name of an earlier one,
``country`` a code, ``tags`` names. Three are there to be looked at: a delivery address
without a name, ``REFUSED`` by Google, and ``DELETED`` by the demo user in Google.
``IN_GOOGLE`` is what she has in Google Contacts before Odoo comes, a customer among
them.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # when imported from elsewhere

import world_people as people

COUNTRIES = {"de": "DE", "fa": "IR", "pt": "BR", "ja": "JP", "en": "US"}
PHONES = {
    "de": "+49 40 66969 {:02d}",
    "fa": "+98 21 8877 12{:02d}",
    "pt": "+55 11 3123-45{:02d}",
    "ja": "+81 3-1234-56{:02d}",
    "en": "+1 212-555-01{:02d}",
}
FUNCTIONS = {
    "de": ("Technische Leitung", "Einkauf"),
    "fa": ("مدیر پروژه", "مدیر خرید"),
    "pt": ("Gerente de projetos", "Compras"),
    "ja": ("部長", "営業担当"),
    "en": ("Facility manager", "Procurement"),
}
TAGS = {
    "de": ["Kunde", "Hamburg & Umland"],
    "fa": ["Kunde", "ایران"],
    "pt": ["Kunde", "Brasil"],
    "ja": ["Kunde", "日本"],
    "en": ["Kunde", "USA"],
}
REFUSED = "archiv@boysen.example"
DELETED = "bjork@gallery.example"
# name, function, e-mail, telephone
NEIGHBOURS = (
    ("Gerüstbau Hansen", "", "disposition@geruest-hansen.example", "040 / 7533-0"),
    ("Dr.-Ing. Friederike von Ahlefeldt", "Statikerin", "statik@ahlefeldt.example", ""),
    ("Søren Kjærgaard", "Drohnenpilot", "soren@luftfoto.example", "+45 20 12 34 56"),
    ("María José Núñez Íñiguez", "Fördermittel", "mj@nunez.example", "+34 612 345 678"),
    ("Ağaoğlu Elektrik", "", "bilgi@agaoglu.example", "+90 212 345 67 89"),
    ("Łucja Wójcik-Żak", "Presse", "lucja@blask.example", "+48 22 123 45 67"),
    ("Björk", "Lichtkunst", DELETED, ""),
    ("Klinikum Süderelbe, Einkauf", "", "einkauf@klinikum-suederelbe.example", ""),
)
IN_GOOGLE = [
    {
        "names": [{"givenName": "Mama"}],
        "phoneNumbers": [{"value": "+49 4131 401 22", "type": "home"}],
    },
    {
        "names": [{"givenName": "Amir", "familyName": "Sommer"}],
        "emailAddresses": [{"value": "amir@sommer.example", "type": "home"}],
        "biographies": [{"value": "Geburtstag nicht vergessen!"}],
    },
    {
        "names": [{"givenName": "Ines (Stadtwerke)"}],
        "emailAddresses": [{"value": "ines.petersen@stadtwerke-luebeck.example"}],
        "phoneNumbers": [{"value": "+49 171 2345678", "type": "mobile"}],
        "biographies": [{"value": "Mag keinen Kaffee, lieber Friesentee."}],
    },
]


def contacts():
    """Everybody, companies before the people in them."""
    number = 0
    for customer in people.CUSTOMERS:
        language = customer.language
        common = {"country": COUNTRIES[language], "tags": TAGS[language]}
        yield {
            "name": customer.name,
            "is_company": True,
            "street": customer.place,
            "phone": PHONES[language].format(number),
            "website": f"https://{customer.people[0][0].split('@')[1]}",
            **common,
        }
        for place, (email, name) in enumerate(customer.people):
            number += 1
            yield {
                "name": name,
                "company": customer.name,
                "function": FUNCTIONS[language][place % 2],
                "email": email,
                "phone": PHONES[language].format(number),
                **common,
            }
    for name, function, email, phone in NEIGHBOURS:
        yield {
            "name": name,
            "is_company": not function and " " in name,
            "function": function,
            "email": email,
            "phone": phone,
            "tags": ["Partner"],
        }
    yield {"name": "Archiv Dr. Boysen", "email": REFUSED, "tags": ["Partner"]}
    first = people.CUSTOMERS[0]
    yield {
        "name": "",
        "type": "delivery",
        "company": first.name,
        "street": "Zählerlager, Tor 3",
        "country": "DE",
    }


if __name__ == "__main__":
    told = {"contacts": list(contacts()), "refused": REFUSED, "deleted": DELETED}
    json.dump(told, sys.stdout, ensure_ascii=False)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The people of the demo world: one small company and whom it works with.

Nordwind Solar plans roofs full of solar cells, from Hamburg, with a second office in
Tehran. Every address ends in ``.example``: no mail can ever leave for a real person.
"""

from typing import NamedTuple

ME = "demo@nordwind.example"
MY_NAME = "Leyla Sommer"
JONAS = "jonas.albers@nordwind.example"
MINA = "mina.karimi@nordwind.example"
COLLEAGUES = {
    ME: (MY_NAME, "Europe/Berlin"),
    JONAS: ("Jonas Albers", "Europe/Berlin"),
    MINA: ("مینا کریمی", "Asia/Tehran"),
}
# In the company, but without an account in this world.
TEAM = (
    ("birte.juergens@nordwind.example", "Birte Jürgens"),
    ("oezlem.yildiz@nordwind.example", "Özlem Yıldız"),
    ("tomasz.wisniewski@nordwind.example", "Tomasz Wiśniewski"),
    ("grace.okafor@nordwind.example", "Grace Okafor"),
)
ROOMS = (
    ("elbe@resource.nordwind.example", "Besprechungsraum Elbe (8) 🎥"),
    ("alster@resource.nordwind.example", "Alster (4)"),
)
OFFICE = "Nordwind Solar, Speicherstadt, Am Sandtorkai 32, 20457 Hamburg"


class Customer(NamedTuple):
    """``language`` picks the words; ``hour`` is a usual local hour of a meeting."""

    name: str
    language: str
    zone: str
    hour: int
    place: str
    people: tuple


CUSTOMERS = (
    Customer(
        "Stadtwerke Lübeck",
        "de",
        "Europe/Berlin",
        10,
        "Geniner Straße 80, 23560 Lübeck",
        (
            ("ines.petersen@stadtwerke-luebeck.example", "Ines Petersen"),
            ("malte.bruegmann@stadtwerke-luebeck.example", "Malte Brügmann"),
        ),
    ),
    Customer(
        "Bäckerei Möllenbeck & Söhne",
        "de",
        "Europe/Berlin",
        14,
        "Große Bäckerstraße 7, 21335 Lüneburg",
        (("h.moellenbeck@moellenbeck.example", "Heinrich Möllenbeck"),),
    ),
    Customer(
        "Klinikum Süderelbe",
        "de",
        "Europe/Berlin",
        9,
        "Haus C, Raum 2.14, Süderstraße 200, 21073 Hamburg",
        (
            ("technik@klinikum-suederelbe.example", "Dr. Ulrike Groß"),
            ("einkauf@klinikum-suederelbe.example", "Jörg Kühn"),
        ),
    ),
    Customer(
        "پارس انرژی",
        "fa",
        "Asia/Tehran",
        11,
        "تهران، خیابان ولیعصر، پلاک ۲۱۴۰، طبقهٔ ۵",
        (
            ("n.kazemi@parsenergy.example", "نیلوفر کاظمی"),
            ("a.rostami@parsenergy.example", "دکتر آرش رستمی"),
        ),
    ),
    Customer(
        "آفتاب‌گستر یزد",
        "fa",
        "Asia/Tehran",
        12,
        "یزد، بلوار شهید صدوقی، کوچهٔ ۱۲",
        (("info@aftabgostar.example", "محمدرضا یزدانی"),),
    ),
    Customer(
        "Energia do Vale",
        "pt",
        "America/Sao_Paulo",
        10,
        "Av. Paulista, 1578 – Bela Vista, São Paulo – SP",
        (
            ("thais.goncalves@energiadovale.example", "Thaís Gonçalves"),
            ("joao.araujo@energiadovale.example", "João Antônio Araújo"),
        ),
    ),
    Customer(
        "Cooperativa Sol Nascente",
        "pt",
        "America/Sao_Paulo",
        14,
        "Rua das Acácias, 45, Florianópolis – SC",
        (("contato@solnascente.example", "Conceição Brandão"),),
    ),
    Customer(
        "株式会社ひかり電機",
        "ja",
        "Asia/Tokyo",
        16,
        "東京都港区芝公園4丁目2-8 ひかりビル9階",
        (
            ("sato.misaki@hikari-denki.example", "佐藤 美咲"),
            ("nakamura@hikari-denki.example", "中村 健太"),
        ),
    ),
    Customer(
        "北陸ソーラー合同会社",
        "ja",
        "Asia/Tokyo",
        17,
        "石川県金沢市香林坊2-1-1",
        (("yamamoto@hokuriku-solar.example", "山本 さくら"),),
    ),
    Customer(
        "Hudson Coworking",
        "en",
        "America/New_York",
        9,
        "55 Hudson Yards, 12th floor, New York, NY 10001",
        (
            ("rachel.oneill@hudsoncoworking.example", "Rachel O’Neill"),
            ("marcus.lee@hudsoncoworking.example", "Marcus Lee"),
        ),
    ),
    Customer(
        "Green Mountain Dairy",
        "en",
        "America/New_York",
        10,
        "410 Creamery Road, Randolph, VT 05060",
        (("ellen@greenmountaindairy.example", "Ellen Whitcomb"),),
    ),
)

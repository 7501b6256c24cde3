# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is written in the demo world's calendar: titles, notes, minutes, journeys.

Each customer's story runs through two years: it begins with a first talk and ends,
many site meetings later, with a roof that earns money.
"""

# language → the stages of a project, in order: (title, minutes, note)
STAGES = {
    "de": (
        ("Erstgespräch: {name}", 60, "Wie viel Dach, welche Ausrichtung, wer zahlt?"),
        ("Ortstermin Dachaufmaß – {name}", 120, "Leiter und Drohne mitnehmen!"),
        ("Statik klären mit {name}", 45, "Gutachten von 1998 liegt vor, reicht nicht."),
        ("Angebot besprechen ({name})", 60, "Drei Varianten: 30, 60 und 99 kWp."),
        ("Rückfragen zur Förderung, {name}", 30, "KfW-Antrag muss vor Auftrag stehen."),
        ("Vertragsunterzeichnung 🖊 {name}", 45, "Zwei Ausfertigungen, blaue Mappe."),
        ("Kick-off Projekt {name} 🎉", 90, "Alle Gewerke am Tisch."),
        ("Baubesprechung 1 – {name}", 60, "Gerüst steht ab Montag."),
        ("Baubesprechung 2 – {name}", 60, "Kabelweg durch den Keller?"),
        ("Netzanschluss: Zählertausch bei {name}", 30, "Netzbetreiber kommt 8–12 Uhr."),
        ("Probebetrieb {name}", 90, "Wechselrichter 2 meldet Isolationsfehler."),
        ("Abnahme {name} ✅", 120, "Protokoll doppelt, Fotos je String."),
        (
            "Übergabe der Unterlagen an {name}",
            45,
            "Anlagenpass, Garantien, Passwörter.",
        ),
        ("Nachkalkulation {name}", 30, "Gerüst war teurer als gedacht."),
        ("Wartung Frühjahr – {name}", 180, "Module reinigen, Klemmen nachziehen."),
        ("Jahresgespräch {name}", 60, "Erträge: 4 % über Prognose."),
        (
            "Erweiterung Speicher? {name}",
            60,
            "40 kWh im Technikraum, Brandschutz fragen.",
        ),
    ),
    "fa": (
        ("جلسهٔ آشنایی با {name}", 60, "معرفی شرکت و بررسی نیازها."),
        ("بازدید از محل – {name}", 120, "عکس‌برداری از سقف و اندازه‌گیری سایه."),
        ("بررسی سازهٔ سقف ({name})", 45, "نقشه‌های قدیمی را همراه داشته باشید."),
        ("ارائهٔ پیشنهاد قیمت به {name}", 60, "سه گزینه: ۳۰، ۶۰ و ۹۹ کیلووات."),
        ("پرسش‌های مالی {name}", 30, "نرخ خرید تضمینی برق و مالیات."),
        ("امضای قرارداد با {name} 🖊", 45, "دو نسخه، مهر شرکت فراموش نشود."),
        ("شروع پروژهٔ {name} 🎉", 90, "همهٔ پیمانکاران حاضر باشند."),
        ("جلسهٔ کارگاهی ۱ – {name}", 60, "داربست از شنبه آماده است."),
        ("جلسهٔ کارگاهی ۲ – {name}", 60, "مسیر کابل از زیرزمین؟"),
        ("تعویض کنتور {name}", 30, "مأمور ادارهٔ برق ساعت ۸ تا ۱۲ می‌آید."),
        ("آزمایش سامانهٔ {name}", 90, "اینورتر دوم خطای عایق می‌دهد."),
        ("تحویل موقت {name} ✅", 120, "صورت‌جلسه در دو نسخه."),
        ("تحویل مدارک به {name}", 45, "گارانتی‌ها و گذرواژه‌ها."),
        ("سرویس بهاره – {name}", 180, "شستن پنل‌ها پس از گرد و خاک."),
        ("گفت‌وگوی سالانه با {name}", 60, "تولید چهار درصد بیش از پیش‌بینی."),
    ),
    "pt": (
        ("Primeira conversa: {name}", 60, "Área do telhado, orientação e orçamento."),
        ("Visita técnica – {name}", 120, "Levar drone e trena."),
        ("Cálculo estrutural ({name})", 45, "O laudo de 1998 não basta."),
        ("Apresentação da proposta – {name}", 60, "Três opções: 30, 60 e 99 kWp."),
        ("Dúvidas sobre financiamento, {name}", 30, "BNDES pede certidão negativa."),
        ("Assinatura do contrato 🖊 {name}", 45, "Duas vias, por favor."),
        ("Início do projeto {name} 🎉", 90, "Todos os fornecedores à mesa."),
        ("Reunião de obra 1 – {name}", 60, "Andaime pronto na segunda-feira."),
        ("Reunião de obra 2 – {name}", 60, "Passagem dos cabos pelo porão?"),
        ("Troca do medidor: {name}", 30, "Concessionária chega entre 8h e 12h."),
        ("Comissionamento {name}", 90, "Inversor 2 com falha de isolação."),
        ("Entrega da obra ✅ {name}", 120, "Ata em duas vias, fotos de cada string."),
        ("Entrega da documentação a {name}", 45, "Garantias, senhas e manuais."),
        ("Manutenção de outono – {name}", 180, "Limpeza dos módulos."),
        ("Conversa anual com {name}", 60, "Geração 4% acima da previsão."),
    ),
    "ja": (
        ("{name}様 初回打ち合わせ", 60, "屋根の面積と方位、ご予算の確認。"),
        ("{name}様 現地調査", 120, "ドローンと脚立を持参。"),
        ("構造計算の確認（{name}様）", 45, "1998年の図面では足りません。"),
        ("{name}様 お見積りのご説明", 60, "30・60・99 kWpの三案。"),
        ("補助金について {name}様", 30, "申請は契約の前に。"),
        ("ご契約 🖊 {name}様", 45, "正本二部、印鑑をお忘れなく。"),
        ("キックオフ 🎉 {name}様", 90, "協力会社も全員参加。"),
        ("{name}様 工程会議 第1回", 60, "足場は月曜日から。"),
        ("{name}様 工程会議 第2回", 60, "配線は地下を通せるか？"),
        ("メーター交換 {name}様", 30, "電力会社は8時から12時の間に到着。"),
        ("試運転 {name}様", 90, "二号機に絶縁エラー。"),
        ("竣工検査 ✅ {name}様", 120, "写真は系統ごとに。"),
        ("書類のお引き渡し {name}様", 45, "保証書、パスワード、取扱説明書。"),
        ("春の点検 {name}様", 180, "パネル清掃と端子の増し締め。"),
        ("年次レビュー {name}様", 60, "発電量は予測を4%上回る。"),
    ),
    "en": (
        ("Intro call: {name}", 60, "Roof size, orientation, budget, who decides."),
        ("Site visit – {name}", 120, "Bring the drone and the long tape."),
        ("Structural questions, {name}", 45, "The 1998 report will not do."),
        ("Proposal walkthrough ({name})", 60, "Three options: 30, 60 and 99 kWp."),
        (
            "Tax credit Q&A with {name}",
            30,
            "Their accountant joins: AT&T building too?",
        ),
        ("Contract signing 🖊 {name}", 45, "Two originals."),
        ("Kick-off {name} 🎉", 90, "All trades at the table."),
        ("Site meeting #1 – {name}", 60, "Scaffolding is up from Monday."),
        ("Site meeting #2 – {name}", 60, "Cables through the basement?"),
        ("Meter swap at {name}", 30, "Utility arrives between 8 and 12."),
        ("Commissioning {name}", 90, "Inverter 2 reports an isolation fault."),
        ("Handover ✅ {name}", 120, "Photos of every string, please."),
        ("Paperwork for {name}", 45, "Warranties, manuals, passwords."),
        ("Spring maintenance – {name}", 180, "Wash modules, tighten clamps."),
        ("Annual review with {name}", 60, "Yield 4% < 5% goal, but > forecast."),
    ),
}

# Inside the company: (title, minutes, with the room, note)
INTERNAL = (
    ("Monatsabschluss Vertrieb", 60, True, "Forecast bitte bis Vortag eintragen."),
    ("1:1 Jonas / Leyla", 30, False, ""),
    ("Retro Projekt Möllenbeck", 60, True, "Was lief gut, was nicht, was tun wir?"),
    ("Preisrunde Modullieferanten", 90, False, "Trina, Meyer Burger, LONGi"),
    (
        "Bewerbungsgespräch Elektrikermeister:in",
        60,
        True,
        "Lebenslauf liegt im HR-Ordner.",
    ),
    ("Brown Bag: Batteriespeicher richtig auslegen", 45, True, "Pizza ist bestellt 🍕"),
    ("Betriebsrat – Zeiterfassung", 60, True, ""),
    ("IT: Umzug aufs neue ERP", 60, False, "Schnittstellen: Kalender, Mail, Kontakte"),
    ("Hamburg ⇄ Tehran sync", 30, False, "Agenda: open tickets, visas, exchange rate."),
    ("Quarterly planning", 120, True, "Objectives in the shared doc."),
    ("Fuhrparkrunde: E-Transporter?", 45, False, ""),
    ("Arbeitsschutz-Unterweisung", 60, True, "Pflicht! Höhensicherung, Teil 2."),
    ("Lager: Inventur vorbereiten", 60, False, "Wechselrichter einzeln zählen."),
    ("Website-Relaunch: Texte abnehmen", 45, False, "Fotos von Özlem"),
    ("Datenschutz-Audit mit externer Prüferin", 120, True, "AV-Verträge bereitlegen."),
    ("Kassensturz 2. Halbjahr", 60, False, "vertraulich"),
)

# Her own: (title, hour, minutes, place)
PRIVATE = (
    ("Zahnarzt Dr. Yılmaz", 8, 45, "Osterstraße 12, Hamburg"),
    ("Elternabend 3b", 19, 90, "Grundschule Rellinger Straße, Aula"),
    ("Chorprobe", 19, 120, "Christuskirche"),
    ("تولد مامان 🎂 تماس بگیرم", 18, 30, ""),
    ("Steuerberaterin", 17, 60, "Telefon"),
    ("TÜV – Auto abgeben", 7, 30, "TÜV-Station Hamburg-Nord"),
    ("Kita-Fest 🎈", 15, 180, "Kita Sonnenblume"),
    ("Physio", 12, 30, ""),
    ("دیدار با دوستان قدیمی ☕", 20, 120, "کافه نادری"),
    ("Umzug Tante Gerda", 9, 480, "Itzehoe"),
)

# (title, days, show as free)
WHOLE_DAYS = (
    ("Urlaub Dänemark 🏖", 9, False),
    ("Intersolar München", 3, False),
    ("Homeoffice", 1, True),
    ("Betriebsausflug Sylt", 1, False),
    ("نوروز در تهران 🌱", 13, False),
    ("Brückentag", 1, True),
    ("Inventur", 2, True),
    ("Abgabe EEG-Meldung", 1, True),
    ("Fortbildung Brandschutz (IHK)", 2, False),
    ("Kind krank", 1, False),
    ("Feira Intersolar South America", 3, False),
    ("東京出張", 5, False),
)

# Journeys: (title, from zone, local start, minutes, to zone)
JOURNEYS = (
    ("✈ LH 600 FRA → IKA", "Europe/Berlin", "13:25", 325, "Asia/Tehran"),
    ("✈ LH 601 IKA → FRA", "Asia/Tehran", "02:40", 350, "Europe/Berlin"),
    ("✈ LH 506 FRA → GRU", "Europe/Berlin", "22:05", 725, "America/Sao_Paulo"),
    ("✈ LH 507 GRU → FRA", "America/Sao_Paulo", "18:20", 690, "Europe/Berlin"),
    ("✈ NH 204 FRA → HND", "Europe/Berlin", "12:00", 770, "Asia/Tokyo"),
    ("✈ NH 223 HND → FRA", "Asia/Tokyo", "00:50", 860, "Europe/Berlin"),
    ("✈ UA 961 FRA → EWR", "Europe/Berlin", "17:15", 540, "America/New_York"),
    ("✈ UA 960 EWR → FRA", "America/New_York", "18:30", 470, "Europe/Berlin"),
    ("🚆 ICE 1515 Hamburg → München", "Europe/Berlin", "06:01", 350, "Europe/Berlin"),
)

# Moments without a length: deadlines
MOMENTS = (
    "Angebotsfrist Klinikum Süderelbe endet",
    "⏰ KfW-Antrag spätestens jetzt absenden",
    "Deploy Monitoring 2.4 live",
    "مهلت ارسال پیشنهاد به پارس انرژی",
    "Prazo final: edital Energia do Vale",
    "入札締切 北陸ソーラー",
    "Rabatt Frühbucher Intersolar läuft ab",
)

# Lines of minutes: (who asked, what was said). Long minutes are made of many of them.
MINUTES = {
    "de": (
        "Frau Petersen bittet um eine Variante ohne Eingriff in die Attika.",
        "Die Statik des Nordflügels ist geprüft, der Südflügel folgt bis Monatsende.",
        "Wir liefern bis Freitag ein Blitzschutzkonzept (DIN EN 62305) nach.",
        "Der Kran braucht eine Sondernutzung der Straße; Antrag stellt Tomasz.",
        "Offen: Wer räumt die alten Antennen ab, und wer entsorgt sie?",
        "Die Wechselrichter kommen in den Technikraum, Lüftung mind. 400 m³/h.",
        "Herr Brügmann fragt nach Grünstromzertifikaten für das dritte Quartal.",
        "Beschluss: 99 kWp, damit die Direktvermarktungspflicht nicht greift.",
        "Der Netzbetreiber hat die Einspeisezusage per E-Mail geschickt.",
        "Risiko: Lieferzeit der Trafostation derzeit 38 Wochen.",
        "Die Feuerwehr wünscht einen Laufplan und eine Abschaltung am Eingang.",
        "Birte prüft, ob die Ziegel noch lieferbar sind (Sonderfarbe „Kupferbraun“).",
        "Der Betriebsrat wird über die Kameras am Lager informiert.",
        "Kostenschätzung Gerüst: 14.800 € netto, zwei weitere Angebote angefragt.",
        "Montagefenster: KW 14 bis 16, nicht in den Osterferien.",
        "Die Zählernummern stimmen nicht mit dem Messkonzept überein, Jonas klärt.",
        "Gewünscht ist eine Anzeige im Foyer: Ertrag heute, dieses Jahr, CO₂.",
        "Nächster Termin vor Ort, bitte Sicherheitsschuhe mitbringen.",
        "Die Rechnung für die Vorplanung ist bezahlt.",
        "Ölabscheider und Leitungswege sind im Plan „EG-Süd, Index F“ eingetragen.",
    ),
    "fa": (
        "خانم کاظمی گزینه‌ای بدون تغییر در نمای ساختمان می‌خواهد.",
        "محاسبات سازه برای بخش شمالی تأیید شد و بخش جنوبی تا پایان ماه آماده است.",
        "اینورترها در اتاق تأسیسات نصب می‌شوند و تهویهٔ کافی لازم است.",
        "ادارهٔ برق موافقت خود را با اتصال به شبکه اعلام کرد.",
        "هزینهٔ داربست بیشتر از برآورد است؛ دو پیشنهاد دیگر گرفته می‌شود.",
        "زمان نصب: هفتهٔ دوم اردیبهشت، نه در تعطیلات.",
        "شمارهٔ کنتورها با نقشه یکی نیست؛ یوناس پیگیری می‌کند.",
        "قرار شد نمایشگری در ورودی، تولید امروز و امسال را نشان دهد.",
        "ترجمهٔ رسمی گارانتی‌نامه تا شنبه ارسال می‌شود.",
        "جلسهٔ بعد حضوری است؛ لطفاً کفش ایمنی همراه داشته باشید.",
    ),
    "en": (
        "Rachel wants an option that leaves the parapet untouched.",
        "The structural report for the north wing is in; the south wing follows.",
        "Crane permit: we apply, they pay. Allow six weeks.",
        "Inverters go into the plant room; ventilation of at least 400 m³/h.",
        "Decision: 99 kWp in the first phase, storage in the second.",
        "Risk: transformer lead time is 38 weeks at the moment.",
        "The fire department asks for a shutdown switch at the entrance.",
        "Scaffolding quote came in at $14,800; two more are on their way.",
        "The utility confirmed the interconnection by e-mail.",
        "Meter numbers on the drawing do not match the ones on the wall.",
    ),
}
HEADINGS = {
    "de": ("Protokoll", "Anwesend", "Besprochen", "Links"),
    "fa": ("صورت‌جلسه", "حاضران", "گفت‌وگوها", "پیوندها"),
    "en": ("Minutes", "Present", "Discussed", "Links"),
}

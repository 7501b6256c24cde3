# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts as address books really hold them; all people and companies are invented.

Each of ``CONTACTS`` is a dict of what ``res.partner`` has, as somebody typed it: name,
is_company, company (the parent's name), function, email (one field, perhaps several
addresses), phone, street, street2, zip, city, country_code, lang, website. ``given`` and
``family`` are how Google is told the name, ``emails`` how many addresses the field holds
(1 where it is absent and there is an e-mail), ``why`` what is special about the contact.
"""

# A row each, as in an address book.
# ruff: noqa: E501


def person(why, given, family="", name="", **values):
    return {
        "why": why,
        "name": name or " ".join(filter(None, (given, family))),
        "is_company": False,
        "given": given,
        "family": family,
        **values,
    }


def company(why, given, name="", **values):
    return {**person(why, given, "", name, **values), "is_company": True}


# fmt: off
PERSIAN = [
    person("a joiner within the given name", "علی‌رضا", "کاظمی", company="شرکت پارس‌نور", function="مدیر فروش", email="a.kazemi@parsnoor.example", phone="۰۲۱-۸۸۷۷۶۶۵۵", street="خیابان ولیعصر، پلاک ۲۴۱۰", zip="1966733111", city="تهران", country_code="IR", lang="fa_IR"),
    person("two given names", "سید محمد", "حسینی", email="smhosseini@ostad.example", phone="0912 345 6789", city="قم", country_code="IR", lang="fa_IR"),
    person("a family name of two words", "لیلا", "احمدی نژاد", function="پزشک", phone="+98 31 3624 1100", city="اصفهان", country_code="IR", lang="fa_IR"),
    person("a family name with a joiner", "نرگس", "رضایی‌پور", email="narges@rezaeipour.example", city="شیراز", country_code="IR", lang="fa_IR"),
    person("a title and a family name only", "دکتر مرادی", phone="+98 21 2205 4410", country_code="IR", lang="fa_IR"),
    person("Arabic letters typed for Persian ones", "كامران", "شكيبا", email="shakiba@web.example", country_code="IR", lang="fa_IR"),
    person("right to left with Latin letters", "سارا احمدی (Sara Ahmadi)", email="sara@ahmadi.example", city="Berlin", country_code="DE", lang="fa_IR"),
    company("a company", "شرکت مهندسی آب و خاک پارس", phone="+98 21 8820 1212", website="www.abkhak.example", street="بلوار کشاورز، شماره ۹۸", city="تهران", country_code="IR", lang="fa_IR"),
]

ARABIC = [
    person("a chain of fathers", "محمد بن راشد", "آل مكتوم", function="مستشار", email="m.rashid@khaleej.example", phone="04 330 1234", city="دبي", country_code="AE", lang="ar_001"),
    person("a name that begins with Abd", "فاطمة", "عبد الله", email="fatima.abdullah@nile.example", phone="+20 2 2735 0100", city="القاهرة", country_code="EG", lang="ar_001"),
    person("father and grandfather", "يوسف إبراهيم", "منصور", email="y.mansour@levant.example", city="عمّان", country_code="JO", lang="ar_001"),
    person("with vowel points", "مُحَمَّد", "الحَسَن", phone="+966 11 465 0000", city="الرياض", country_code="SA", lang="ar_001"),
    company("right to left with a Latin brand", "شركة النور للتجارة ALNOOR Trading", website="alnoor.example", email="info@alnoor.example", phone="+971 2 633 4400", city="أبوظبي", country_code="AE", lang="ar_001"),
    person("in Latin letters", "Ahmad", "al-Rashid", company="Khaleej Consulting", function="Partner", email="ahmad@khaleej.example", phone="+971 50 123 4567", city="Dubai", country_code="AE", lang="en_US"),
    person("son of, in Malay", "Ismail", "bin Abdullah", email="ismail@selangor.example", phone="+60 3-7805 1234", city="Petaling Jaya", zip="46200", country_code="MY", lang="en_US"),
    person("Urdu", "عائشہ", "صدیقی", email="ayesha@karachi.example", phone="021 3580 1000", city="کراچی", country_code="PK", lang="en_US"),
]

HEBREW = [
    person("a particle", "דוד", "בן ארי", email="david@benari.example", phone="03-612-3456", street="רחוב דיזנגוף 99", city="תל אביב", country_code="IL", lang="he_IL"),
    person("with a hyphen", "מיכל", "כהן-לוי", function="מנכ״לית", email="michal@kohelet.example", phone="+972 50-234-5678", city="חיפה", country_code="IL", lang="he_IL"),
]

EAST_ASIAN = [
    person("simplified Chinese", "王小明", company="上海远景贸易有限公司", function="销售经理", email="wang.xiaoming@yuanjing.example", phone="021 6888 1234", street="世纪大道100号", zip="200120", city="上海", country_code="CN", lang="zh_CN"),
    person("a name of two characters", "李娜", email="lina@yuanjing.example", phone="+86 138 0013 8000", city="北京", country_code="CN", lang="zh_CN"),
    person("traditional Chinese, two characters of family", "歐陽美玲", function="設計師", email="meiling@ouyang.example", phone="02 2345 6789", city="台北市", zip="110", country_code="TW", lang="zh_TW"),
    person("Hong Kong, in Latin letters", "Chan Tai Man", email="tm.chan@harbour.example", phone="+852 2345 6789", street="88 Queensway", city="Hong Kong", country_code="HK", lang="en_US"),
    company("a Chinese company with its branch", "北京华信科技有限公司（上海分公司）", website="http://huaxin.example/", phone="+86 21 5888 7766", city="上海", country_code="CN", lang="zh_CN"),
    person("Japanese, with a blank of full width", "山田 太郎", name="山田　太郎", company="株式会社サンプル商事", function="部長", email="yamada@sample-shoji.example", phone="03-1234-5678", street="千代田区丸の内1-1-1", zip="100-0005", city="東京都", country_code="JP", lang="ja_JP"),
    person("kana", "さくら みずき", email="sakura@mizuki.example", phone="090-1234-5678", city="大阪市", country_code="JP", lang="ja_JP"),
    person("katakana of a foreign name", "ジョン・スミス", email="john.smith@sample-shoji.example", city="横浜市", country_code="JP", lang="ja_JP"),
    person("Korean", "김민준", company="한빛전자", function="과장", email="minjun.kim@hanbit.example", phone="02-312-3456", street="세종대로 110", zip="04524", city="서울", country_code="KR", lang="ko_KR"),
    person("Korean in Latin letters", "Park Ji-hye", email="jihye@hanbit.example", phone="+82 10-1234-5678", city="Busan", country_code="KR", lang="en_US"),
    person("Vietnamese", "Nguyễn Thị Minh Khai", function="Kế toán trưởng", email="khai.nguyen@saigon.example", phone="028 3822 1234", street="12 Lê Lợi, Quận 1", city="TP. Hồ Chí Minh", country_code="VN", lang="vi_VN"),
    person("accents as characters of their own", "Trần Văn Hùng", name="Tra\u0302\u0300n Va\u0306n Hu\u0300ng", email="hung@tran.example", country_code="VN", lang="vi_VN"),
    person("Mongolian, the father first", "Батын Болормаа", email="bolormaa@steppe.example", phone="+976 11 312345", city="Улаанбаатар", country_code="MN", lang="mn_MN"),
    person("Khmer", "សុខ ពិសី", phone="+855 23 756 789", city="ភ្នំពេញ", country_code="KH", lang="km_KH"),
    person("Burmese has no family names", "အောင်ဆန်း မြင့်", email="aung@yangon.example", country_code="MM", lang="my_MM"),
]

SOUTH_ASIAN = [
    person("Hindi", "राजेश", "कुमार", company="भारत वस्त्र", function="प्रबंधक", email="rajesh@bharatvastra.example", phone="011 2345 6789", street="१२ कनॉट प्लेस", zip="110001", city="नई दिल्ली", country_code="IN", lang="hi_IN"),
    person("Hindi with a nukta", "ज़ोया", "क़ुरैशी", email="zoya@qureshi.example", city="लखनऊ", country_code="IN", lang="hi_IN"),
    person("Bengali", "শ্রেয়া", "চট্টোপাধ্যায়", email="shreya@kolkata.example", phone="+91 33 2244 1234", city="কলকাতা", country_code="IN", lang="bn_IN"),
    person("Tamil, the initial behind", "Anand V.", email="anand.v@chennai.example", phone="044 2811 1234", city="Chennai", zip="600001", country_code="IN", lang="en_IN"),
    person("Tamil, the initials in front", "R. K.", "Subramaniam", email="rk@chennai.example", country_code="IN", lang="en_IN"),
    person("Tamil script", "அருண்", "செல்வம்", phone="+91 98400 12345", city="மதுரை", country_code="IN", lang="ta_IN"),
    person("Sinhala spelt with a joiner", "ශ්‍රියානි", "පෙරේරා", email="sriyani@colombo.example", country_code="LK", lang="en_US"),
    person("a mononym", "Sukarno", email="sukarno@jakarta.example", phone="+62 21 5790 1234", city="Jakarta", country_code="ID", lang="id_ID"),
    person("Thai", "สมชาย", "ใจดี", company="บริษัท สยามไทย จำกัด", function="ผู้จัดการ", email="somchai@siamthai.example", phone="02 123 4567", street="99 ถนนสุขุมวิท", zip="10110", city="กรุงเทพมหานคร", country_code="TH", lang="th_TH"),
]

EASTERN = [
    person("Greek", "Γιώργος", "Παπαδόπουλος", company="Αιγαίο ΑΕ", function="Διευθυντής", email="g.papadopoulos@aegeo.example", phone="210 123 4567", street="Ερμού 15", zip="105 63", city="Αθήνα", country_code="GR", lang="el_GR"),
    person("Russian with the patronymic in the middle", "Анна Сергеевна", "Козлова", email="kozlova@volga.example", phone="8 (495) 123-45-67", street="ул. Тверская, д. 7", zip="125009", city="Москва", country_code="RU", lang="ru_RU"),
    person("Russian with the family name first", "Иванов Пётр Алексеевич", function="Главный инженер", email="ivanov@volga.example", phone="+7 912 345-67-89", country_code="RU", lang="ru_RU"),
    person("Ukrainian with an apostrophe", "Дар’я", "Лук'яненко", email="darya@kyiv.example", phone="044 234 5678", city="Київ", country_code="UA", lang="uk_UA"),
    person("Bulgarian", "Елена", "Димитрова", email="elena@sofia.example", phone="+359 2 981 1234", city="София", country_code="BG", lang="bg_BG"),
    person("Georgian", "ნინო", "ბერიძე", email="nino@tbilisi.example", phone="+995 32 212 3456", city="თბილისი", country_code="GE", lang="ka_GE"),
    person("Armenian", "Արամ", "Պետրոսյան", email="aram@yerevan.example", phone="+374 10 123456", city="Երևան", country_code="AM", lang="en_US"),
    person("Ethiopic, the father's name", "አበበ", "ቢቂላ", email="abebe@addis.example", phone="+251 11 551 2345", city="አዲስ አበባ", country_code="ET", lang="en_US"),
    person("a dotless i", "Işıl", "Yıldırım", company="İnci Tekstil A.Ş.", function="İhracat Müdürü", email="isil.yildirim@inci.example", phone="0212 345 67 89", street="İstiklal Cad. No: 15", zip="34430", city="İstanbul", country_code="TR", lang="tr_TR"),
    person("Hungarian order", "Nagy Péter", company="Duna Építő Kft.", function="ügyvezető", email="nagy.peter@duna.example", phone="06 1 234 5678", street="Váci út 45.", zip="1134", city="Budapest", country_code="HU", lang="hu_HU"),
    person("Hungarian, his wife by his name", "Dr. Kovács Istvánné", phone="+36 20 123 4567", city="Szeged", zip="6720", country_code="HU", lang="hu_HU"),
    person("Polish", "Zofia", "Żółkiewska", email="zofia@wisla.example", phone="22 123 45 67", street="ul. Nowy Świat 3/5", city="Warszawa", zip="00-496", country_code="PL", lang="pl_PL"),
    person("Serbian in Latin letters, háček as an accent", "Đorđe", "Milošević", name="Đorđe Milos\u030cevic\u0301", email="djordje@dunav.example", country_code="RS", lang="sr@latin"),
]

WESTERN = [
    person("two family names", "José Luis", "Rodríguez Zapatero", company="Aceites del Sur, S.L.", function="Jefe de ventas", email="jl.rodriguez@aceites.example", phone="954 12 34 56", street="Calle Sierpes 45, 2º dcha.", zip="41004", city="Sevilla", country_code="ES", lang="es_ES"),
    person("one given name, two family names", "Lucía", "García Márquez", email="lucia@garcia.example", phone="612 345 678", city="Madrid", country_code="ES", lang="es_ES"),
    person("a given name of three words", "María del Carmen", "López Ruiz", city="Granada", zip="18001", country_code="ES", lang="es_ES"),
    person("family names joined by y", "Santiago", "Ramón y Arrese", email="s.ramon@ebro.example", city="Zaragoza", country_code="ES", lang="es_ES"),
    person("Mexico", "Juan Carlos", "Hernández de la Cruz", email="jc@maiz.example; ventas@maiz.example", emails=2, phone="55 1234 5678", street="Av. Insurgentes Sur 1602", city="Ciudad de México", country_code="MX", lang="es_MX"),
    person("Brazil", "Ana Paula", "da Silva Santos", company="Café do Vale Ltda.", function="Diretora", email="ana.paula@cafedovale.example", phone="(11) 3123-4567", street="Av. Paulista, 1000", zip="01310-100", city="São Paulo", country_code="BR", lang="pt_BR"),
    person("Brazil, a suffix", "Pedro", "Almeida Filho", phone="+55 21 99876-5432", city="Rio de Janeiro", country_code="BR", lang="pt_BR"),
    person("Portugal, joined by e", "Teresa", "Sousa e Castro", email="teresa@tejo.example", phone="213 456 789", city="Lisboa", country_code="PT", lang="pt_PT"),
    person("a Dutch particle", "Joost", "van der Meer", company="Polder B.V.", function="Inkoper", email="joost@polder.example", phone="020 123 4567", street="Keizersgracht 123", zip="1015 CJ", city="Amsterdam", country_code="NL", lang="nl_NL"),
    person("an apostrophe as particle", "Fleur", "in 't Veld", email="fleur@polder.example", city="Utrecht", country_code="NL", lang="nl_NL"),
    person("a particle spelt with a capital", "Luc", "Van Damme", email="luc@schelde.example", phone="+32 2 555 12 34", city="Antwerpen", country_code="BE", lang="nl_BE"),
    person("German nobility", "Friederike", "Gräfin von und zu Hohenfels", email="f.hohenfels@gut.example", city="Marburg", country_code="DE", lang="de_DE"),
    person("academic titles in the name", "Prof. Dr. Hans-Jürgen", "Müller", company="Universität Musterstadt", function="Dekan", email="hj.mueller@uni.example", phone="030 23125 100", street="Unter den Linden 6", zip="10099", city="Berlin", country_code="DE", lang="de_DE"),
    person("title and family name", "Frau Dr. Schäfer", phone="089/23125-0", city="München", country_code="DE", lang="de_DE"),
    person("letters of its own", "Björn", "Großkreutz-Weiß", email="Björn Großkreutz <bjoern@weiss.example>", country_code="DE", lang="de_DE"),
    person("French, the family name in capitals first", "DUPONT Jean-Pierre", function="Gérant", email="jp@dupont.example", phone="01 99 00 12 34", street="12, rue de l’Église", zip="75015", city="Paris", country_code="FR", lang="fr_FR"),
    person("French particles", "Hélène", "de La Tour", email="helene@latour.example", city="Lyon", country_code="FR", lang="fr_FR"),
    person("an Italian particle", "Chiara", "Dell'Acqua", email="chiara@acqua.example", phone="02 1234 5678", city="Milano", country_code="IT", lang="it_IT"),
    person("Italian, two words", "Marco", "De Santis", email="marco@desantis.example", city="Roma", country_code="IT", lang="it_IT"),
    person("Icelandic, the father's name", "Sigríður Anna", "Jónsdóttir", email="sigga@geysir.example", phone="555 1234", city="Reykjavík", zip="101", country_code="IS", lang="is_IS"),
    person("Irish", "Sinéad", "Ní Dhomhnaill", email="sinead@liffey.example", phone="01 555 0123", city="Dublin", country_code="IE", lang="en_GB"),
    person("an apostrophe", "Conor", "O’Brien", email="conor@liffey.example", country_code="IE", lang="en_GB"),
    person("Swedish", "Åsa", "Öberg-Håkansson", email="asa@fjord.example", phone="08-465 004 12", city="Göteborg", country_code="SE", lang="sv_SE"),
    person("a suffix", "Martin Luther", "Washington Jr.", company="Acme, Inc.", function="Sales, West Coast", email="martin@acme.example, martin.w@home.example", emails=2, phone="(212) 555-0123 ext. 45", street="350 5th Ave", street2="Floor 21", zip="10118", city="New York", country_code="US", lang="en_US", website="https://acme.example/team/"),
    person("a middle initial", "Mary J.", "Peterson", email="mary@prairie.example", phone="+1 312 555 0199", city="Chicago", country_code="US", lang="en_US"),
    person("a degree behind a comma", "Linda Chen, PhD", email="linda@lab.example", country_code="US", lang="en_US"),
    person("family name, given name", "Smith, John", email="john@smith.example", country_code="US", lang="en_US"),
    person("a nickname", 'Robert "Bob" Miller', email="bob@miller.example", country_code="US", lang="en_US"),
    person("care of", "Emma Brown c/o Reception", phone="020 7946 0321", city="London", country_code="GB", lang="en_GB"),
    person("a number", "Frontdesk 2", email="desk2@hotel.example", country_code="GB", lang="en_GB"),
    person("emoji, one of them joined", "Kim 🌸👩‍🔬", email="kim@bloom.example", country_code="US", lang="en_US"),
    person("a couple", "Anna & Tom Weber", email="familie@weber.example", city="Wien", country_code="AT", lang="de_DE"),
    person("a mononym", "Björk", email="b@music.example", country_code="IS", lang="is_IS"),
    person("blanks and invisible characters of a copied text", "Paula", "Novak", name=" \u200ePaula\u00a0\u200b  Novak\ufeff ", email=" paula@novak.example ", country_code="SI", lang="sl_SI"),
    person("in the capitals of an import", "HANS", "MEIER", email="HANS.MEIER@Import.Example", country_code="CH", lang="de_CH", zip="8001", city="ZÜRICH"),
]

COMPANIES = [
    company("a company", "Müller & Söhne GmbH & Co. KG", website="www.mueller-soehne.example", email="info@mueller-soehne.example; rechnung@mueller-soehne.example", emails=2, phone="+49 30 23125 0", street="Hauptstraße 1", zip="10827", city="Berlin", country_code="DE", lang="de_DE"),
    company("its branch", "Müller & Söhne GmbH & Co. KG, Niederlassung Hamburg", company="Müller & Söhne GmbH & Co. KG", phone="+49 40 66969 0", street="Am Sandtorkai 30", zip="20457", city="Hamburg", country_code="DE", lang="de_DE"),
    company("a shop with a number", "3 Brothers' Café No. 7", phone="+44 20 7946 0555", website="3brothers.example/no7", country_code="GB", lang="en_GB"),
    company("a name of one letter", "Ö", website="http://ö.example", country_code="SE", lang="sv_SE"),
    company("a very long name", "Rinderkennzeichnungs- und Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz-Beratungsgesellschaft für den Landkreis Musterhausen und die angrenzenden Gemeinden mit beschränkter Haftung in Liquidation", street="Industriestraße 17–19, Gebäude C, Eingang West", street2="3. Obergeschoss, Raum 3.14, bei Frau Schmidt-Hohenlohe", zip="01234", city="Musterhausen an der Langen Wiese", country_code="DE", lang="de_DE"),
]

CONTACTS = [
    *PERSIAN,
    *ARABIC,
    *HEBREW,
    *EAST_ASIAN,
    *SOUTH_ASIAN,
    *EASTERN,
    *WESTERN,
    *COMPANIES,
]

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's one name → Google's given and family name.

The law: what Google shows, ``givenName familyName`` with the prefix in front, is
Odoo's name, whatever the script; only the point where it is split is decided here.
A wrong split is seen only where somebody sorts by family name, a turned name
everywhere. So whatever is not plainly "given names, then family name" goes whole into
``givenName``, where Google has nothing to turn.
"""

import re
import unicodedata

from .person_text import clean, fit

# Languages and countries where a name usually begins with the family name, in Latin
# letters as well. (A viewer's own locale may still turn names that were split.)
_FAMILY_FIRST = frozenset("hu vi zh ja ko km mn".split())
_FAMILY_FIRST_COUNTRIES = frozenset("HU VN CN TW HK MO JP KR KP KH MN".split())
# Scripts: Han, kana, hangul (family name first), Khmer (the same), Burmese (none).
FAMILY_FIRST_SCRIPT = re.compile(
    "[\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)

# Where people have two family names, the father's and the mother's.
_TWO_SURNAMES = frozenset("es pt ca gl eu".split())
_TWO_SURNAMES_COUNTRIES = frozenset(
    "ES PT BR MX CO CL PE VE EC BO PY UY AR CR PA GT HN SV NI DO CU PR AO MZ".split()
)
# The second halves of common double given names: "José Luis", "María del Carmen".
_SECOND_NAMES = frozenset(
    "alberto alejandro alfonso andrés ángel ángeles antonio antónio beatriz belén"
    " carlos carmen conceição cristina dolores eduardo elena enrique esther"
    " eugenia fátima felipe fernanda fernando francisco gabriel guadalupe ignacio inés"
    " isabel jesús joão jorge josé juan laura lourdes luis luís luisa luísa luiz luz"
    " manuel mar maría maria mercedes miguel nieves pablo paula paulo paz pedro pilar"
    " rafael ramón ricardo rocío rosa rosario sofía teresa victoria".split()
)
_SURNAMES_JOINED = frozenset(("y", "e", "i"))

# Words that open a family name, of which they are a part.
_PARTICLES = frozenset(
    # Dutch, German, Nordic; titles of nobility are part of the name in German law
    "van von vom in aan der den de ter ten te tot op 't het zu zum zur und af av"
    " graf gräfin freiherr freifrau"
    # Romance
    " di da do dos das del della delle dello dei degli dal dalla la las los le lo du"
    " des d' san santa"
    # Celtic
    " mac mc o ó ní nic uí ap"
    # Arabic, Hebrew, Malay
    " al el bin ibn ben bint binti abu abou abd abdul abdel umm ould ait aït bar bat"
    " بن ابن بنت أبو ابو أبي آل عبد ال בן בת בר אבן אבו אל".split()
)

# Words that end a family name. Degrees only as they are spelt: "Ma" is a family name.
_SUFFIXES = frozenset(
    "Jr jr JR Sr Jun Sen II III IV PhD DPhil MD MBA MSc BSc LLM LLB CPA CFA Esq"
    " Júnior Junior Filho Neto Sobrinho fils oğlu qızı نژاد زاده پور نیا".split()
)

# Words in front of a name that are nobody's given name.
_TITLES = frozenset(
    "dr prof mr mrs ms miss mx sir dame rev hon eng arch herr frau hr fr ing dipl-ing"
    " mag drs ir mme mlle m sr sra srta dra don doña d dott dottssa sig sigra"
    " آقای خانم دکتر مهندس السيد السيدة الدكتور الدكتورة г-н г-жа".split()
)

# What a name may hold beside letters and hyphens. Commas, brackets, digits, slashes
# ("c/o"), "&", emoji: such a name is more than a name.
_PUNCTUATION = frozenset(".'’‘ʼ`´·׳\u200c\u200d")
# "Иванов Иван Иванович": with the patronymic last, the family name is first.
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|овна|евна|ична)\Z")


def normal(name):
    """The name as it is sent: one line, NFC, nothing invisible.

    Google takes 1,024 characters. A longer name is cut at a word and ends with "…", so
    that everybody sees there is more; the whole of it is one click away, behind the
    link to the record.
    """
    return fit(clean(name))


def shown(raw):
    """How a name is displayed in most places of Google: its parts in this order."""
    parts = (
        *("honorificPrefix", "givenName", "middleName", "familyName"),
        "honorificSuffix",
    )
    return " ".join(filter(None, (clean(raw.get(part)) for part in parts)))


def split(name, is_company=False, lang="", country_code=""):
    """A name → {"givenName", "familyName"}, each only where there is something.

    ``lang`` ("hu_HU") and ``country_code`` tell the order of a name in Latin letters.
    Never raises; {} for no name.
    """
    name = normal(name)
    words = name.split()
    whole = {"givenName": name} if name else {}
    lang = re.split("[_@-]", clean(lang))[0].lower()
    country = clean(country_code).upper()
    if is_company or _is_more_than_a_name(words) or _begins_with_family(words):
        return whole
    if lang in _FAMILY_FIRST or country in _FAMILY_FIRST_COUNTRIES:
        return whole
    # A database's language is everybody's default there; the country says more.
    two = country in _TWO_SURNAMES_COUNTRIES if country else lang in _TWO_SURNAMES
    count = _count_given(words, two)
    if not count:
        return whole
    return {
        "givenName": " ".join(words[:count]),
        "familyName": " ".join(words[count:]),
    }


def write(facts):
    """Facts of a contact (see ``person``) → Google's name, {} when it has none."""
    first, last = clean(facts.get("first_name")), clean(facts.get("last_name"))
    name = normal(facts.get("name")) or normal(f"{first} {last}")
    is_company = bool(facts.get("is_company"))
    if first and last and not is_company:
        # A module knows the parts. Where Odoo shows them in another order ("Weber,
        # Anna"), Google must not turn them back.
        parts = {"givenName": first, "familyName": last}
        value = parts if f"{first} {last}" == name else {"givenName": name}
    else:
        value = split(name, is_company, facts.get("lang"), facts.get("country_code"))
    prefix = normal(facts.get("title"))
    begun = f"{name} ".casefold().startswith(f"{prefix} ".casefold())
    if value and prefix and not begun:
        value["honorificPrefix"] = prefix
    return value


def strip_titles(words):
    """The words of a name without "Dr.", "Mrs" … in front, if two or more are left."""
    start = 0
    while start < len(words) and _bare(words[start]) in _TITLES:
        start += 1
    return words[start:] if len(words) - start > 1 else words


def _count_given(words, two_surnames):
    """How many words the given names are; 0 when that cannot be told."""
    end = len(words)
    while end > 1 and words[end - 1].replace(".", "") in _SUFFIXES:
        end -= 1
    if end < 2 or len(words[end - 1].rstrip(".")) == 1:
        return 0  # a given name alone, or with an initial behind it ("Anand V.")
    if two_surnames and words[1] in _SURNAMES_JOINED:
        return 0  # a couple
    starts = _unit_starts(words[:end], two_surnames)
    count = starts[-1]
    joined = _SURNAMES_JOINED & set(words[count:end])
    if two_surnames and not joined and len(starts) > 2:
        second = words[starts[2] - 1].lower()
        if len(starts) > 3 or second not in _SECOND_NAMES:
            count = starts[-2]
    only_titles = all(_bare(word) in _TITLES for word in words[:count])
    return 0 if only_titles else count


def _unit_starts(words, two_surnames):
    """Where the names begin that the words form: particles are one with what follows,
    and "Ramón y Cajal" is one."""
    starts, inside = [], False
    for place, word in enumerate(words):
        between = 0 < place < len(words) - 1
        joins = two_surnames and between and place > 1 and word in _SURNAMES_JOINED
        if not inside and not joins:
            starts.append(place)
        inside = joins or (between and word.lower().replace("’", "'") in _PARTICLES)
    return starts


def _is_more_than_a_name(words):
    if len(words) < 2:
        return True
    directions = set()
    for word in words:
        letters = False
        for character in word:
            kind = unicodedata.category(character)
            if kind[0] in "LM":
                letters = True
                directions.add(unicodedata.bidirectional(character))
            elif kind != "Pd" and character not in _PUNCTUATION:
                return True
        if not letters:
            return True
    # Left and right in one line: which word is the last one depends on who looks.
    return "L" in directions and bool(directions & {"R", "AL"})


def _begins_with_family(words):
    if any(FAMILY_FIRST_SCRIPT.search(word) for word in words):
        return True
    first, last = words[0], words[-1]
    if len(first) > 2 and first.isupper() and not last.isupper():
        return True  # "DUPONT Jean"
    found = [bool(_PATRONYMIC.search(word.lower())) for word in words]
    return len(words) == 3 and found[2] and not found[1]


def _bare(word):
    return word.lower().replace(".", "")

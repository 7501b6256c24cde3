# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo world as a seed for the emulated Google: `python demo/world.py > seed.json`.

Two years of a working calendar around today in five time zones, with public holidays
of Germany and Iran beside it. Nothing is drawn by lot: the same day gives the same
world. The shape is that of tests/fakes/seed.py.
"""

import itertools
import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

sys.path.insert(0, str(Path(__file__).resolve().parent))  # when imported from elsewhere

import world_contacts
import world_mails
import world_oddities
import world_people as people
import world_texts as texts

CLIENT_ID = "1029384756-demo.apps.googleusercontent.example"
CLIENT_SECRET = "demo-only-not-a-secret"
HOLIDAYS = (
    # calendar id, title, zone, country, language, what a holiday is called
    (
        "de.german#holiday@group.v.calendar.google.com",
        "Feiertage in Deutschland",
        "Europe/Berlin",
        "DE",
        "de",
        "Gesetzlicher Feiertag",
    ),
    (
        "fa.ir#holiday@group.v.calendar.google.com",
        "تعطیلات رسمی ایران",
        "Asia/Tehran",
        "IR",
        "fa_IR",
        "تعطیل رسمی",
    ),
)
LONG = 8000  # characters of a description that tries every limit


def build(today=None):
    """The world around ``today`` (a date; the real one when None) → seed."""
    today = today or date.today()
    numbers = itertools.count(1)
    mine = [*_projects(today), *_internal(today), *_private(today), *_days(today)]
    mine += [*_journeys(today), *_moments(today)]
    invitations = list(_from_jonas(today))
    for event in (*mine, *invitations):
        event["id"] = f"demo{next(numbers):06d}"
    return {
        "clients": [
            {
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "redirect_uris": [
                    "http://localhost:8069/google_account/authentication"
                ],
            }
        ],
        "accounts": [
            {
                "email": people.ME,
                "name": people.MY_NAME,
                "timezone": "Europe/Berlin",
                "events": mine,
                "raw_events": world_oddities.odd_events(today),
                "calendars": [*_holidays(today), _sites(today), _room(today)],
                **world_mails.mailbox(today),
                "contacts": world_contacts.IN_GOOGLE,
            },
            *_colleagues(invitations),
        ],
    }


# -- her calendar ---------------------------------------------------------------


def _projects(today):
    """Every customer's story, spread over two years."""
    for number, customer in enumerate(people.CUSTOMERS):
        stages = texts.STAGES[customer.language]
        for stage, (title, minutes, note) in enumerate(stages):
            days = -358 + number * 5 + stage * (700 // len(stages))
            day = _workday(today + timedelta(days=days))
            event = _timed(
                title.format(name=customer.name),
                datetime.combine(day, time(customer.hour, 15 * (stage % 4))),
                minutes,
                customer.zone,
            )
            event["description"] = _note(customer, stage, note)
            event["attendees"] = _guests(customer, stage, done=day < today)
            if stage % 3 == 1:
                event["location"] = customer.place
            elif stage % 3 == 0:
                event["location"] = people.OFFICE
            else:
                event |= _meet(f"{customer.name} {stage}")
            if stage % 4 == 2:
                event["reminders"] = {
                    "useDefault": False,
                    "overrides": [
                        {"method": "popup", "minutes": 30},
                        {"method": "email", "minutes": 1440},
                    ],
                }
            yield event


def _internal(today):
    rooms = itertools.cycle(people.ROOMS)
    for turn in range(5):
        for number, (title, minutes, room, note) in enumerate(texts.INTERNAL):
            day = _workday(today + timedelta(days=-350 + turn * 142 + number * 9))
            start = datetime.combine(day, time(9 + number % 7, 30 * (turn % 2)))
            event = _timed(title, start, minutes, "Europe/Berlin")
            if note:
                event["description"] = note
            team = people.TEAM[number % 4 :] + people.TEAM[: number % 4]
            event["attendees"] = [
                _guest(people.ME, people.MY_NAME, "accepted"),
                *(_guest(*person, "needsAction") for person in team[: 1 + turn % 3]),
            ]
            if room:
                address, name = next(rooms)
                event["attendees"].append(
                    {**_guest(address, name, "accepted"), "resource": True}
                )
                event["location"] = f"{name}, {people.OFFICE}"
            else:
                event |= _meet(f"{title} {turn}")
            if note == "vertraulich":
                event["visibility"] = "confidential"
            yield event


def _private(today):
    for turn in range(4):
        for number, (title, hour, minutes, place) in enumerate(texts.PRIVATE):
            day = today + timedelta(days=-340 + turn * 176 + number * 17)
            start = datetime.combine(day, time(hour, 10 * (number % 3)))
            event = _timed(title, start, minutes, "Europe/Berlin")
            event["visibility"] = "private"
            if place:
                event["location"] = place
            if number % 3 == 0:
                event["reminders"] = {"useDefault": False, "overrides": []}
            yield event


def _days(today):
    for turn in range(2):
        for number, (title, count, free) in enumerate(texts.WHOLE_DAYS):
            first = today + timedelta(days=-330 + turn * 365 + number * 29)
            event = {
                "summary": title,
                "start": {"date": first.isoformat()},
                "end": {"date": (first + timedelta(days=count)).isoformat()},
            }
            if free:
                event["transparency"] = "transparent"
            yield event


def _journeys(today):
    for turn in range(2):
        for number, (title, zone, start, minutes, arrival) in enumerate(texts.JOURNEYS):
            day = today + timedelta(days=-320 + turn * 340 + number // 2 * 61)
            day += timedelta(days=6 * (number % 2))
            begin = datetime.combine(day, time.fromisoformat(start))
            event = _timed(title, begin, minutes, zone)
            landing = begin.replace(tzinfo=ZoneInfo(zone)) + timedelta(minutes=minutes)
            local = landing.astimezone(ZoneInfo(arrival)).replace(tzinfo=None)
            event["end"] = {"dateTime": local.isoformat(), "timeZone": arrival}
            event["visibility"] = "public"
            yield event


def _moments(today):
    for turn in range(2):
        for number, title in enumerate(texts.MOMENTS):
            day = _workday(today + timedelta(days=-300 + turn * 310 + number * 43))
            start = datetime.combine(day, time(23, 59) if number % 2 else time(12))
            event = _timed(title, start, 0, "Europe/Berlin")
            event["transparency"] = "transparent"
            yield event


def _from_jonas(today):
    """Meetings that a colleague organises and she is asked to."""
    for number in range(12):
        customer = people.CUSTOMERS[number % len(people.CUSTOMERS)]
        day = _workday(today + timedelta(days=-90 + number * 16))
        event = _timed(
            f"Übergabe Vertrieb → Montage: {customer.name}",
            datetime.combine(day, time(13, 30)),
            45,
            "Europe/Berlin",
        )
        event["attendees"] = [
            _guest(people.JONAS, "Jonas Albers", "accepted"),
            _guest(people.ME, people.MY_NAME, "needsAction"),
            _guest(people.MINA, people.COLLEAGUES[people.MINA][0], "tentative"),
        ]
        event["description"] = "Offene Punkte bitte vorher ins Projekt schreiben."
        yield event


# -- other calendars ----------------------------------------------------------------


def _holidays(today):
    years = range(today.year - 1, today.year + 2)
    for calendar_id, title, zone, country, language, kind in HOLIDAYS:
        found = holidays.country_holidays(country, years=years, language=language)
        raw = []
        for day, name in sorted(found.items()):
            google_id = f"{day:%Y%m%d}_60o30{country.lower()}o60o30dr56g"
            raw.append(
                {
                    "kind": "calendar#event",
                    "id": google_id,
                    "status": "confirmed",
                    "htmlLink": f"https://www.google.com/calendar/event?eid={google_id}",
                    "created": world_oddities.STAMP,
                    "updated": "2024-11-05T08:15:00.000Z",
                    "summary": name,
                    "description": kind,
                    "creator": {
                        "email": calendar_id,
                        "displayName": title,
                        "self": True,
                    },
                    "organizer": {
                        "email": calendar_id,
                        "displayName": title,
                        "self": True,
                    },
                    "start": {"date": day.isoformat()},
                    "end": {"date": (day + timedelta(days=1)).isoformat()},
                    "transparency": "transparent",
                    "visibility": "public",
                    "iCalUID": f"{google_id}@google.com",
                    "sequence": 0,
                    "eventType": "default",
                }
            )
        yield {
            "id": calendar_id,
            "summary": title,
            "time_zone": zone,
            "access_role": "reader",
            "raw_events": raw,
        }


def _sites(today):
    """A second calendar of her own: what happens on the roofs."""
    events = []
    for number, customer in enumerate(people.CUSTOMERS):
        first = _workday(today + timedelta(days=-60 + number * 14))
        events.append(
            {
                "id": f"site{number:04d}",
                "summary": f"🏗 {customer.name}",
                "location": customer.place,
                "start": {"date": first.isoformat()},
                "end": {"date": (first + timedelta(days=4)).isoformat()},
                "transparency": "transparent",
            }
        )
    return {
        "id": "c_baustellen@group.calendar.google.com",
        "summary": "Baustellen",
        "time_zone": "Europe/Berlin",
        "events": events,
    }


def _room(today):
    """A room: she sees when it is taken, not what for."""
    address, name = people.ROOMS[0]
    raw = []
    for number in range(6):
        day = _workday(today + timedelta(days=number * 3))
        begin = datetime.combine(day, time(14))
        raw.append(
            {
                "id": f"room{number:04d}",
                "summary": "Vorstandssitzung",
                "organizer": {"email": "vorstand@nordwind.example"},
                "creator": {"email": "vorstand@nordwind.example"},
                "iCalUID": f"room{number:04d}@google.com",
                "start": {"dateTime": begin.isoformat(), "timeZone": "Europe/Berlin"},
                "end": {
                    "dateTime": (begin + timedelta(hours=2)).isoformat(),
                    "timeZone": "Europe/Berlin",
                },
            }
        )
    return {
        "id": address,
        "summary": name,
        "time_zone": "Europe/Berlin",
        "access_role": "freeBusyReader",
        "selected": False,
        "raw_events": raw,
    }


def _colleagues(invitations):
    for email, (name, zone) in people.COLLEAGUES.items():
        if email != people.ME:
            events = invitations if email == people.JONAS else []
            yield {"email": email, "name": name, "timezone": zone, "events": events}


# -- pieces -------------------------------------------------------------------------


def _timed(title, start, minutes, zone):
    end = start + timedelta(minutes=minutes)
    return {
        "summary": title,
        "start": {"dateTime": start.isoformat(), "timeZone": zone},
        "end": {"dateTime": end.isoformat(), "timeZone": zone},
    }


def _workday(day):
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def _guest(email, name, answer):
    return {"email": email, "displayName": name, "responseStatus": answer}


def _guests(customer, stage, done):
    answers = ("accepted", "accepted", "tentative", "declined")
    invited = [_guest(people.ME, people.MY_NAME, "accepted")]
    for number, (email, name) in enumerate(customer.people):
        answer = answers[(stage + number) % 4] if done else "needsAction"
        invited.append(_guest(email, name, answer))
    if customer.language == "fa":
        invited.append(
            _guest(people.MINA, people.COLLEAGUES[people.MINA][0], "accepted")
        )
    elif stage % 2:
        invited.append(
            {**_guest(*people.TEAM[stage % 4], "accepted"), "optional": True}
        )
    return invited


def _meet(words):
    """A link to join, as Google keeps it; the code is made of the words."""
    letters = "abcdefghijkmnopqrstuvwxyz"
    sum_of = sum(ord(letter) * (7 * n + 1) for n, letter in enumerate(words))
    code = ""
    for _letter in range(10):
        sum_of, rest = divmod(sum_of * 31 + 17, len(letters))
        code += letters[rest]
    code = f"{code[:3]}-{code[3:7]}-{code[7:]}"
    return {"location": f"https://meet.google.com/{code}"}


def _note(customer, stage, note):
    """Plain words mostly; HTML at times; now and then minutes without end."""
    if stage % 5 == 4:
        return _minutes(customer, LONG)
    if stage % 3 == 0:
        people_line = ", ".join(name for _email, name in customer.people)
        return (
            f"<p>{note}</p><ul><li><b>{people_line}</b></li>"
            f'<li><a href="https://nordwind.example/projekte/{stage}">Projekt</a></li>'
            "</ul>"
        )
    return f"{note}\n\n{customer.place}"


def _minutes(customer, length):
    """Minutes of a long meeting in HTML, a little over ``length`` characters."""
    language = customer.language if customer.language in texts.MINUTES else "en"
    title, present, discussed, links = texts.HEADINGS[language]
    names = ", ".join(name for _email, name in customer.people)
    text = (
        f"<h2>{title} – {customer.name}</h2><p><b>{present}:</b> {names}</p>"
        f"<h3>{discussed}</h3><ol>"
    )
    tail = (
        f"</ol><h3>{links}</h3><p>"
        '<a href="https://nordwind.example/wiki/dach?x=1&amp;y=2">Wiki</a></p>'
    )
    lines = itertools.cycle(texts.MINUTES[language])
    for number in itertools.count(1):
        if len(text) + len(tail) > length:
            return text + tail
        text += f"<li>{number}. {next(lines)}</li>"


if __name__ == "__main__":
    json.dump(build(), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")

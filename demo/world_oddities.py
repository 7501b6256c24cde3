# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Events as the real Google has been seen to show them: every oddity once.

They are kept exactly as given, so each must be read without harm: times whose offset
and zone disagree, events without zone, reminders or type, imports with strange ids,
events made by Gmail, series with exceptions, some of which Odoo has no words for.
"""

from datetime import datetime, time, timedelta

import world_people as people

STAMP = "2024-11-05T08:15:00.000Z"


def odd_events(today):
    """Raw resources of the primary calendar around ``today``."""
    return [*_singles(today), *_other_kinds(today), *_series(today)]


def _raw(google_id, summary, start, end, **more):
    """The keys every answer of Google has."""
    return {
        "kind": "calendar#event",
        "id": google_id,
        "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={google_id}",
        "created": STAMP,
        "updated": "2025-02-11T16:40:21.512Z",
        "summary": summary,
        "creator": {"email": people.ME, "self": True},
        "organizer": {"email": people.ME, "self": True},
        "start": start,
        "end": end,
        "iCalUID": f"{google_id}@google.com",
        "sequence": 0,
        "reminders": {"useDefault": True},
        "eventType": "default",
        **more,
    }


def _without(resource, *keys):
    return {key: value for key, value in resource.items() if key not in keys}


def _at(day, hour, minutes=60, offset="+01:00", zone=None):
    """Start and end of a timed event."""
    begin = datetime.combine(day, time(hour))
    ends = (begin, begin + timedelta(minutes=minutes))
    return tuple(
        {
            "dateTime": f"{moment.isoformat()}{offset}",
            **({"timeZone": zone} if zone else {}),
        }
        for moment in ends
    )


def _days(day, count=1):
    return (
        {"date": day.isoformat()},
        {"date": (day + timedelta(days=count)).isoformat()},
    )


def _singles(today):
    def on(days):
        return today + timedelta(days=days)

    lisbon = _at(on(-200), 13, offset="-03:00", zone="America/Los_Angeles")
    utc = _at(on(-12), 9, offset="Z", zone="America/Los_Angeles")
    india = _at(on(-80), 15, offset="+05:30", zone="GMT+05:30")
    windows = _at(on(16), 11, zone="W. Europe Standard Time")
    moment = _at(on(-33), 17, 0, zone="Europe/Berlin")
    others = [{"email": "ellen@greenmountaindairy.example", "displayName": "Ellen W."}]
    return [
        _raw("oddzones01", "Call from the road (PST phone)", *lisbon),
        _raw("oddzones02", "Webinar: Wechselstrom für Eilige", *utc),
        _raw("oddzones03", "Onboarding call Pune", *india),
        _raw(
            "_60q30c1g60o30e1i60o4ac1g60rj8gpl88rj2c1h84s34h9g60s30c1g60o30c1g",
            "Wartungsvertrag Aufzug (aus Outlook)",
            *windows,
            iCalUID="040000008200E00074C5B7101A82E00800000000D0CAB6B1",
        ),
        _without(
            _raw("oddold01", "Gründungstreffen Solarverein", *_at(on(-360), 18)),
            "eventType",
        ),
        _without(
            _raw(
                "oddreader1",
                "Sprechstunde Bürgermeisterin",
                *_at(on(-20), 16, zone="Europe/Berlin"),
                organizer={
                    "email": "c_buergeramt@group.calendar.google.com",
                    "displayName": "Bürgeramt Altona",
                },
                creator={"email": "buergeramt@altona.example"},
            ),
            "reminders",
        ),
        _raw(
            "oddgmail01",
            "Hotelbuchung: Ryokan Asanoya, Kanazawa",
            *_days(on(61), 3),
            organizer={
                "email": "unknownorganizer@calendar.google.com",
                "displayName": "Unknown Organizer",
            },
            eventType="fromGmail",
            privateCopy=True,
            guestsCanInviteOthers=False,
            source={"url": "https://mail.google.com/mail?extsrc=cal", "title": ""},
            visibility="private",
            transparency="transparent",
            location="石川県金沢市",
        ),
        _raw(
            "oddhangout",
            "Weekly mit Lissabon",
            *_at(on(-340), 10, 30, zone="Europe/Lisbon"),
            hangoutLink="https://plus.google.com/hangouts/_/nordwind.example/weekly",
        ),
        _raw(
            "oddmeet001",
            "Technik-Sprechstunde mit Meet 💻",
            *_at(on(4), 15, 45, zone="Europe/Berlin"),
            hangoutLink="https://meet.google.com/nor-dwin-dso",
            conferenceData={
                "entryPoints": [
                    {
                        "entryPointType": "video",
                        "uri": "https://meet.google.com/nor-dwin-dso",
                        "label": "meet.google.com/nor-dwin-dso",
                    },
                    {
                        "entryPointType": "phone",
                        "uri": "tel:+49-40-5550100",
                        "label": "+49 40 5550100",
                        "pin": "401928374",
                        "regionCode": "DE",
                    },
                    {
                        "entryPointType": "more",
                        "uri": "https://tel.meet/nor-dwin-dso?pin=1029384756",
                    },
                ],
                "conferenceSolution": {
                    "key": {"type": "hangoutsMeet"},
                    "name": "Google Meet",
                },
                "conferenceId": "nor-dwin-dso",
                "signature": "AGlvT0example",
            },
        ),
        _raw(
            "oddunspec1",
            "Abendessen mit Familie Möllenbeck – Ende offen",
            *moment,
            endTimeUnspecified=True,
            location="Zum Alten Krug, Lüneburg",
        ),
        _raw("oddblanks1", "  Jour fixe Einkauf 📦 ", *_at(on(5), 8, 30)),
        _without(_raw("oddtitle01", "", *_at(on(9), 15)), "summary"),
        _raw(
            "oddattach1",
            "Vertragsentwurf durchsehen",
            *_at(on(3), 13, 90, zone="Europe/Berlin"),
            attachments=[
                {
                    "fileUrl": "https://drive.google.com/open?id=1oddExample",
                    "title": "Rahmenvertrag_v7_FINAL_final.docx",
                    "mimeType": "application/vnd.google-apps.document",
                    "fileId": "1oddExample",
                }
            ],
            reminders={"useDefault": False},
        ),
        _raw(
            "oddguest01",
            "Farm tour and ribbon cutting 🐄",
            *_at(on(27), 11, 180, "-04:00", "America/New_York"),
            organizer=others[0],
            creator=others[0],
            location="410 Creamery Road, Randolph, VT 05060",
            attendees=[
                {**others[0], "organizer": True, "responseStatus": "accepted"},
                {"email": people.ME, "self": True, "responseStatus": "tentative"},
                {
                    "email": "press@vtdigest.example",
                    "optional": True,
                    "additionalGuests": 2,
                    "comment": "Bringing a photographer and a goat.",
                    "responseStatus": "accepted",
                },
                {"displayName": "Mayor’s office", "responseStatus": "needsAction"},
            ],
        ),
        _raw(
            "oddmany001",
            "Vollversammlung Energiegenossenschaft Nord",
            *_at(on(75), 18, 150, zone="Europe/Berlin"),
            organizer={"email": "vorstand@egnord.example"},
            creator={"email": "vorstand@egnord.example"},
            attendeesOmitted=True,
            attendees=[
                {"email": people.ME, "self": True, "responseStatus": "accepted"}
            ],
            guestsCanSeeOtherGuests=False,
        ),
        _raw(
            "oddlong001", "Dachsanierung Speicherstadt (Bauphase)", *_days(on(-40), 95)
        ),
        {"kind": "calendar#event", "id": "oddgone001", "status": "cancelled"},
    ]


def _other_kinds(today):
    def on(days):
        return today + timedelta(days=days)

    return [
        _raw(
            "oddplace01",
            "Zuhause",
            *_days(on(1)),
            eventType="workingLocation",
            visibility="public",
            transparency="transparent",
            workingLocationProperties={"type": "homeOffice", "homeOffice": {}},
        ),
        _raw(
            "oddabsent1",
            "Nicht im Büro",
            *_at(on(40), 8, 600, zone="Europe/Berlin"),
            eventType="outOfOffice",
            outOfOfficeProperties={
                "autoDeclineMode": "declineOnlyNewConflictingInvitations"
            },
        ),
        _raw(
            "oddfocus01",
            "Fokuszeit: Angebote schreiben",
            *_at(on(2), 8, 120, zone="Europe/Berlin"),
            eventType="focusTime",
            focusTimeProperties={"chatStatus": "doNotDisturb"},
        ),
    ]


def _series(today):
    monday = today - timedelta(days=today.weekday() + 26 * 7)
    weekly = _at(monday, 9, 30, zone="Europe/Berlin")
    moved = monday + timedelta(days=14)
    exception = _at(moved, 11, 30, zone="Europe/Berlin")
    original = _at(moved, 9, 30, zone="Europe/Berlin")[0]
    skipped = _at(monday + timedelta(days=21), 9, 30, zone="Europe/Berlin")[0]
    friday = monday + timedelta(days=4)
    tehran = _at(monday + timedelta(days=1), 10, 45, "+03:30", "Asia/Tehran")
    extra = [(monday + timedelta(days=n)).strftime("%Y%m%d") for n in (2, 17, 33)]
    return [
        _raw(
            "serieweekly",
            "Vertriebsrunde Montag",
            *weekly,
            recurrence=["RRULE:FREQ=WEEKLY;WKST=SU;COUNT=60;BYDAY=MO"],
            location=people.OFFICE,
        ),
        _raw(
            f"serieweekly_{moved:%Y%m%d}T080000Z",
            "Vertriebsrunde Montag (später wegen Messe)",
            *exception,
            recurringEventId="serieweekly",
            originalStartTime=original,
            iCalUID="serieweekly@google.com",
        ),
        {
            "kind": "calendar#event",
            "id": f"serieweekly_{monday + timedelta(days=21):%Y%m%d}T080000Z",
            "status": "cancelled",
            "recurringEventId": "serieweekly",
            "originalStartTime": skipped,
        },
        _raw(
            "seriemonth1",
            "Bier nach vier 🍻",
            *_at(friday, 16, 90, zone="Europe/Berlin"),
            recurrence=["RRULE:FREQ=MONTHLY;BYDAY=3FR"],
        ),
        _raw(
            "serietehran",
            "جلسهٔ هفتگی دفتر تهران",
            *tehran,
            recurrence=[
                f"EXDATE;TZID=Asia/Tehran:{monday + timedelta(days=8):%Y%m%d}T100000",
                "RRULE:FREQ=WEEKLY;BYDAY=TU",
            ],
        ),
        _raw(
            "serierdate1",
            "Bereitschaft Wochenende",
            *_at(monday + timedelta(days=2), 7, 600, zone="Europe/Berlin"),
            recurrence=[
                "RDATE;TZID=Europe/Berlin:" + ",".join(f"{d}T070000" for d in extra)
            ],
        ),
        _raw(
            "seriebirth1",
            "🎂 Birte Jürgens",
            *_days(monday + timedelta(days=50)),
            recurrence=["RRULE:FREQ=YEARLY"],
            eventType="birthday",
            birthdayProperties={"type": "birthday"},
            visibility="private",
            transparency="transparent",
        ),
        _raw(
            "serieplant1",
            "Blumen gießen im Büro",
            *_days(monday),
            recurrence=["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
            transparency="transparent",
        ),
    ]

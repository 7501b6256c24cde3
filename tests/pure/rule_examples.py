# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules beyond the examples of RFC 5545, as Google, Outlook, Evolution write them."""

from .rule_example import example

BERLIN = "Europe/Berlin"
SAIGON = "Asia/Ho_Chi_Minh"
MONDAY = "2026-03-23T09:00:00"  # summer time in Berlin begins on the 29th
WORKDAYS = "BYDAY=MO,TU,WE,TH,FR"

WRITTEN_DIFFERENTLY = [
    example(
        "last workday of the month",
        "2026-01-30T09:00:00",
        BERLIN,
        f"RRULE:FREQ=MONTHLY;{WORKDAYS};BYSETPOS=-1",
        "2026-01: 30 2026-02: 27 2026-03: 31 2026-04: 30 2026-05: 29 2026-06: 30",
        total=None,
    ),
    example(
        "yearly second Sunday of March",
        "2026-03-08T09:00:00",
        "America/New_York",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "2026-03: 8 2027-03: 14 2028-03: 12",
        total=None,
    ),
    example(
        "RDATE list as the only line",
        "2026-04-07T08:00:00",
        SAIGON,
        f"RDATE;TZID={SAIGON}:20260407T080000,20270328T080000,20280317T080000,"
        "20290404T080000,20300325T080000,20310413T080000,20320402T080000,"
        "20330321T080000,20340409T080000,20350329T080000,20360318T080000,"
        "20370405T080000,20380326T080000,20390414T080000,20400404T080000,"
        "20410323T080000",
        "2026-04: 7 2027-03: 28 2028-03: 17 2029-04: 4 2030-03: 25 2031-04: 13 "
        "2032-04: 2 2033-03: 21 2034-04: 9 2035-03: 29 2036-03: 18 2037-04: 5 "
        "2038-03: 26 2039-04: 14 2040-04: 4 2041-03: 23",
    ),
    example(
        "RDATE in another zone, and in UTC",
        MONDAY,
        BERLIN,
        [
            "RRULE:FREQ=WEEKLY;COUNT=2",
            f"RDATE;TZID={SAIGON}:20260325T150000",
            "RDATE:20260402T070000Z",
        ],
        "2026-03: 23 25 30 2026-04: 2",
    ),
    example(
        "several rules",
        MONDAY,
        BERLIN,
        ["RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO", "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TH"],
        "2026-03: 23 26 30 2026-04: 2 6",
    ),
    example(
        "EXRULE",
        MONDAY,
        BERLIN,
        ["RRULE:FREQ=DAILY;COUNT=10", "EXRULE:FREQ=WEEKLY;BYDAY=SA,SU"],
        "2026-03: 23 24 25 26 27 30 31 2026-04: 1",
    ),
    example(
        "EXDATE before RRULE",
        MONDAY,
        BERLIN,
        ["EXDATE;TZID=Europe/Berlin:20260324T090000", "RRULE:FREQ=DAILY;COUNT=4"],
        "2026-03: 23 25 26",
    ),
    example(
        "EXDATE list, UTC and zone",
        MONDAY,
        BERLIN,
        [
            "RRULE:FREQ=WEEKLY;COUNT=6",
            "EXDATE;TZID=Europe/Berlin:20260330T090000,20260406T090000",
            "EXDATE:20260413T070000Z",
        ],
        "2026-03: 23 2026-04: 20 27",
    ),
    example(
        # Only a value of the start's kind leaves an instance out, at Google too.
        "EXDATE of another kind excludes nothing",
        MONDAY,
        BERLIN,
        ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260324"],
        "2026-03: 23 24 25",
    ),
    example(
        "first instance excluded",
        MONDAY,
        BERLIN,
        ["EXDATE;TZID=Europe/Berlin:20260323T090000", "RRULE:FREQ=WEEKLY;COUNT=3"],
        "2026-03: 30 2026-04: 6",
    ),
    example(
        "RDATE with EXDATE of one of its days",
        MONDAY,
        BERLIN,
        [
            "RDATE;TZID=Europe/Berlin:20260323T090000,20260401T090000,20260501T090000",
            "EXDATE;TZID=Europe/Berlin:20260401T090000",
        ],
        "2026-03: 23 2026-05: 1",
    ),
    example(
        "WKST=SU list",
        MONDAY,
        BERLIN,
        "RRULE:FREQ=WEEKLY;WKST=SU;COUNT=5;BYDAY=MO,WE,SU",
        "2026-03: 23 25 29 30 2026-04: 1",
    ),
    example(
        "WKST=SU, every other week",
        "2026-03-22T09:00:00",
        BERLIN,
        "RRULE:FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SA,SU",
        "2026-03: 22 28 2026-04: 5 11 19 25",
        total=None,
    ),
    example(
        "UNTIL with Z before BYDAY",
        MONDAY,
        BERLIN,
        "RRULE:FREQ=WEEKLY;UNTIL=20260408T215959Z;BYDAY=MO,WE",
        "2026-03: 23 25 30 2026-04: 1 6 8",
    ),
    example(
        "UNTIL is the last start itself",
        MONDAY,
        BERLIN,
        "RRULE:FREQ=DAILY;UNTIL=20260330T070000Z",
        "2026-03: 23-30",
    ),
    example(
        "UNTIL a second too early",
        MONDAY,
        BERLIN,
        "RRULE:FREQ=DAILY;UNTIL=20260330T065959Z",
        "2026-03: 23-29",
    ),
    example(
        "UNTIL of another day in UTC than here",
        "2026-03-23T23:30:00",
        "America/New_York",
        "RRULE:FREQ=DAILY;UNTIL=20260326T033000Z",
        "2026-03: 23 24 25",
    ),
    example(
        "third Friday of every other month",
        "2026-03-20T14:00:00",
        BERLIN,
        "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=3FR",
        "2026-03: 20 2026-05: 15 2026-07: 17 2026-09: 18",
        total=None,
    ),
    example(
        "a line of no known kind is passed over",
        MONDAY,
        "Europe/Warsaw",
        [
            "DATE;TZID=Europe/Warsaw:20260330T020000,20260406T020000",
            "RRULE:FREQ=WEEKLY;COUNT=2",
        ],
        "2026-03: 23 30",
    ),
    example(
        "only a line of no known kind",
        MONDAY,
        "Europe/Warsaw",
        "DATE;TZID=Europe/Warsaw:20260330T020000,20260406T020000",
        "2026-03: 23",
    ),
    example(
        "RSCALE of our own calendar",
        "2026-01-31",
        None,
        "RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;COUNT=4",
        "2026-01: 31 2026-03: 31 2026-05: 31 2026-07: 31",
    ),
    example(
        "RSCALE, the 31st or the last day",
        "2026-01-31",
        None,
        "RRULE:FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD;COUNT=5",
        "2026-01: 31 2026-02: 28 2026-03: 31 2026-04: 30 2026-05: 31",
    ),
    example(
        "RSCALE, February 29 or March 1",
        "2024-02-29",
        None,
        "RRULE:RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD",
        "2024-02: 29 2025-03: 1 2026-03: 1 2027-03: 1 2028-02: 29",
        total=None,
    ),
    example(
        "parameter of another program in the rule",
        MONDAY,
        BERLIN,
        "RRULE:FREQ=WEEKLY;X-EVOLUTION-ENDDATE=20260407T070000Z;COUNT=3;BYDAY=MO",
        "2026-03: 23 30 2026-04: 6",
    ),
    example(
        "parameter of another program before the colon",
        MONDAY,
        BERLIN,
        "RRULE;X-EVOLUTION-ENDDATE=20260407T070000Z:FREQ=WEEKLY;COUNT=3;BYDAY=MO",
        "2026-03: 23 30 2026-04: 6",
    ),
    example(
        "small letters",
        MONDAY,
        BERLIN,
        "rrule:freq=weekly;count=2;byday=mo",
        "2026-03: 23 30",
    ),
]

ZONES = [
    example(
        "zone nobody knows",
        "2026-03-23T09:00:00+05:30",
        "GMT+05:30",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "2026-03: 23 30 2026-04: 6",
    ),
    example(
        "into summer time in Berlin",
        MONDAY,
        BERLIN,
        "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO",
        "2026-03: 23 30 2026-04: 6",
    ),
    example(
        "out of summer time in Berlin",
        "2026-10-19T09:00:00",
        BERLIN,
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "2026-10: 19 26 2026-11: 2",
        total=None,
    ),
    example(
        "into summer time in New York",
        "2026-03-06T20:00:00",
        "America/New_York",
        "RRULE:FREQ=DAILY;UNTIL=20260310T000000Z",
        "2026-03: 6 7 8 9",
    ),
    example(
        "out of summer time in New York",
        "2026-10-30T09:00:00",
        "America/New_York",
        "RRULE:FREQ=DAILY;COUNT=4",
        "2026-10: 30 31 2026-11: 1 2",
    ),
    example(
        "out of summer time in Sydney",
        "2026-03-30T08:00:00",
        "Australia/Sydney",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,SU;COUNT=4",
        "2026-03: 30 2026-04: 5 6 12",
    ),
    example(
        "into summer time in Sydney",
        "2026-09-28T08:00:00",
        "Australia/Sydney",
        "RRULE:FREQ=WEEKLY;UNTIL=20261011T210000Z",
        "2026-09: 28 2026-10: 5 12",
    ),
    example(
        "into summer time in Tehran, which ended it in 2022",
        "2022-03-19T09:00:00",
        "Asia/Tehran",
        "RRULE:FREQ=WEEKLY;UNTIL=20220402T043000Z",
        "2022-03: 19 26 2022-04: 2",
    ),
    example(
        "Tehran without summer time",
        "2026-03-21T09:00:00",
        "Asia/Tehran",
        "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=SA,WE",
        "2026-03: 21 25 28",
    ),
    example(
        "crossing midnight",
        "2026-03-27T23:00:00",
        BERLIN,
        "RRULE:FREQ=DAILY;COUNT=3",
        "2026-03: 27 28 29",
        minutes=150,
    ),
]

DAYS = [
    example(
        "all day, weekly",
        "2026-03-23",
        None,
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "2026-03: 23 30 2026-04: 6",
        total=None,
    ),
    example(
        "all day, until",
        "2026-03-23",
        None,
        "RRULE:FREQ=DAILY;UNTIL=20260326",
        "2026-03: 23 24 25 26",
    ),
    example(
        "three days, with EXDATE and RDATE",
        "2026-03-23",
        None,
        [
            "EXDATE;VALUE=DATE:20260330",
            "RDATE;VALUE=DATE:20260501",
            "RRULE:FREQ=WEEKLY;COUNT=3",
        ],
        "2026-03: 23 2026-04: 6 2026-05: 1",
        days=3,
    ),
    example(
        "birthday on February 29",
        "2024-02-29",
        None,
        "RRULE:FREQ=YEARLY",
        "2024-02: 29 2028-02: 29 2032-02: 29",
        total=None,
    ),
    example(
        "the 29th",
        "2026-01-29T09:00:00",
        BERLIN,
        "RRULE:FREQ=MONTHLY",
        "2026-01: 29 2026-03: 29 2026-04: 29 2026-05: 29",
        total=None,
    ),
    example(
        "the 30th",
        "2026-01-30T09:00:00",
        BERLIN,
        "RRULE:FREQ=MONTHLY;COUNT=3;BYMONTHDAY=30",
        "2026-01: 30 2026-03: 30 2026-04: 30",
    ),
    example(
        "the 31st",
        "2026-01-31T09:00:00",
        BERLIN,
        "RRULE:FREQ=MONTHLY",
        "2026-01: 31 2026-03: 31 2026-05: 31 2026-07: 31 2026-08: 31",
        total=None,
    ),
    example(
        "the last day of the month",
        "2026-01-31T09:00:00",
        BERLIN,
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
        "2026-01: 31 2026-02: 28 2026-03: 31 2026-04: 30",
        total=None,
    ),
    example(
        "plain yearly",
        "2026-03-23T09:00:00",
        BERLIN,
        "RRULE:FREQ=YEARLY;COUNT=3",
        "2026-03: 23 2027-03: 23 2028-03: 23",
    ),
    example(
        "every workday",
        "2026-03-26T09:00:00",
        BERLIN,
        f"RRULE:FREQ=WEEKLY;{WORKDAYS};COUNT=4",
        "2026-03: 26 27 30 31",
    ),
]

FURTHER = [*WRITTEN_DIFFERENTLY, *ZONES, *DAYS]

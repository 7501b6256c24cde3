# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Recurrence rules and the days they make: RFC 5545, section 3.8.5.3, and more.

``RFC5545`` holds every example of that section with the expansion the section gives,
``rule_examples.py`` what Google and other programs write besides; ``EXAMPLES`` is both.
Each row is an ``Example``; ``test_rfc5545.py`` proves the table.
"""

from .rule_example import Example, example
from .rule_examples import FURTHER

NEW_YORK = "America/New_York"
UNTIL_CHRISTMAS = "UNTIL=19971224T000000Z"
EVERY_20_MINUTES = (
    "1997-09-02T09:00:00 1997-09-02T09:20:00 1997-09-02T09:40:00 1997-09-02T10:00:00 "
    "1997-09-02T10:20:00 1997-09-02T10:40:00 1997-09-02T11:00:00 1997-09-02T11:20:00 "
    "1997-09-02T11:40:00 1997-09-02T12:00:00 1997-09-02T12:20:00 1997-09-02T12:40:00 "
    "1997-09-02T13:00:00 1997-09-02T13:20:00 1997-09-02T13:40:00 1997-09-02T14:00:00 "
    "1997-09-02T14:20:00 1997-09-02T14:40:00 1997-09-02T15:00:00 1997-09-02T15:20:00 "
    "1997-09-02T15:40:00 1997-09-02T16:00:00 1997-09-02T16:20:00 1997-09-02T16:40:00 "
    "1997-09-03T09:00:00 1997-09-03T09:20:00"
)
JANUARIES = "1998-01: 1-31 1999-01: 1-31 2000-01: 1-31"
FIVE_WEEKS = "1997-09: 2 4 9 11 16 18 23 25 30 1997-10: 2"


def rfc(name, rule, first, start="1997-09-02", total=0, before=()):
    """An example at 9 o'clock in New York, as all of that section are."""
    lines = [*before, f"RRULE:{rule}"]
    return example(name, f"{start}T09:00:00", NEW_YORK, lines, first, total=total)


RFC5545 = [
    rfc("daily for 10", "FREQ=DAILY;COUNT=10", "1997-09: 2-11"),
    rfc(
        "daily until Christmas",
        f"FREQ=DAILY;{UNTIL_CHRISTMAS}",
        "1997-09: 2-30 1997-10: 1-31 1997-11: 1-30 1997-12: 1-23",
    ),
    rfc(
        "every other day",
        "FREQ=DAILY;INTERVAL=2",
        "1997-09: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 "
        "1997-10: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 "
        "1997-11: 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 1997-12: 1 3",
        total=None,
    ),
    rfc(
        "every 10 days, 5 times",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "1997-09: 2 12 22 1997-10: 2 12",
    ),
    rfc(
        "every day in January, yearly",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        JANUARIES,
        start="1998-01-01",
    ),
    rfc(
        "every day in January, daily",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        JANUARIES,
        start="1998-01-01",
    ),
    rfc(
        "weekly for 10",
        "FREQ=WEEKLY;COUNT=10",
        "1997-09: 2 9 16 23 30 1997-10: 7 14 21 28 1997-11: 4",
    ),
    rfc(
        "weekly until Christmas",
        f"FREQ=WEEKLY;{UNTIL_CHRISTMAS}",
        "1997-09: 2 9 16 23 30 1997-10: 7 14 21 28 1997-11: 4 11 18 25 "
        "1997-12: 2 9 16 23",
    ),
    rfc(
        "every other week",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997-09: 2 16 30 1997-10: 14 28 1997-11: 11 25 1997-12: 9 23 "
        "1998-01: 6 20 1998-02: 3 17",
        total=None,
    ),
    rfc(
        "Tuesday and Thursday for five weeks, until",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        FIVE_WEEKS,
    ),
    rfc(
        "Tuesday and Thursday for five weeks, count",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        FIVE_WEEKS,
    ),
    rfc(
        "Monday, Wednesday, Friday of every other week until Christmas",
        f"FREQ=WEEKLY;INTERVAL=2;{UNTIL_CHRISTMAS};WKST=SU;BYDAY=MO,WE,FR",
        "1997-09: 1 3 5 15 17 19 29 1997-10: 1 3 13 15 17 27 29 31 "
        "1997-11: 10 12 14 24 26 28 1997-12: 8 10 12 22",
        start="1997-09-01",
    ),
    rfc(
        "Tuesday and Thursday of every other week, 8 times",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09: 2 4 16 18 30 1997-10: 2 14 16",
    ),
    rfc(
        "first Friday of the month for 10",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09: 5 1997-10: 3 1997-11: 7 1997-12: 5 1998-01: 2 1998-02: 6 "
        "1998-03: 6 1998-04: 3 1998-05: 1 1998-06: 5",
        start="1997-09-05",
    ),
    rfc(
        "first Friday of the month until Christmas",
        f"FREQ=MONTHLY;{UNTIL_CHRISTMAS};BYDAY=1FR",
        "1997-09: 5 1997-10: 3 1997-11: 7 1997-12: 5",
        start="1997-09-05",
    ),
    rfc(
        "first and last Sunday of every other month",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09: 7 28 1997-11: 2 30 1998-01: 4 25 1998-03: 1 29 1998-05: 3 31",
        start="1997-09-07",
    ),
    rfc(
        "second-to-last Monday of the month for 6 months",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09: 22 1997-10: 20 1997-11: 17 1997-12: 22 1998-01: 19 1998-02: 16",
        start="1997-09-22",
    ),
    rfc(
        "third-to-last day of the month",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997-09: 28 1997-10: 29 1997-11: 28 1997-12: 29 1998-01: 29 1998-02: 26",
        start="1997-09-28",
        total=None,
    ),
    rfc(
        "2nd and 15th of the month for 10",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09: 2 15 1997-10: 2 15 1997-11: 2 15 1997-12: 2 15 1998-01: 2 15",
    ),
    rfc(
        "first and last day of the month for 10",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09: 30 1997-10: 1 31 1997-11: 1 30 1997-12: 1 31 1998-01: 1 31 "
        "1998-02: 1",
        start="1997-09-30",
    ),
    rfc(
        "10th to 15th, every 18 months",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09: 10-15 1999-03: 10-13",
        start="1997-09-10",
    ),
    rfc(
        "every Tuesday of every other month",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997-09: 2 9 16 23 30 1997-11: 4 11 18 25 1998-01: 6 13 20 27 "
        "1998-03: 3 10 17 24 31",
        total=None,
    ),
    rfc(
        "yearly in June and July for 10",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06: 10 1997-07: 10 1998-06: 10 1998-07: 10 1999-06: 10 1999-07: 10 "
        "2000-06: 10 2000-07: 10 2001-06: 10 2001-07: 10",
        start="1997-06-10",
    ),
    rfc(
        "every other year in January, February, March for 10",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03: 10 1999-01: 10 1999-02: 10 1999-03: 10 2001-01: 10 2001-02: 10 "
        "2001-03: 10 2003-01: 10 2003-02: 10 2003-03: 10",
        start="1997-03-10",
    ),
    rfc(
        "day 1, 100 and 200 of every third year for 10",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01: 1 1997-04: 10 1997-07: 19 2000-01: 1 2000-04: 9 2000-07: 18 "
        "2003-01: 1 2003-04: 10 2003-07: 19 2006-01: 1",
        start="1997-01-01",
    ),
    rfc(
        "20th Monday of the year",
        "FREQ=YEARLY;BYDAY=20MO",
        "1997-05: 19 1998-05: 18 1999-05: 17",
        start="1997-05-19",
        total=None,
    ),
    rfc(
        "Monday of week 20",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1997-05: 12 1998-05: 11 1999-05: 17",
        start="1997-05-12",
        total=None,
    ),
    rfc(
        "every Thursday in March",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03: 13 20 27 1998-03: 5 12 19 26 1999-03: 4 11 18 25",
        start="1997-03-13",
        total=None,
    ),
    rfc(
        "every Thursday in summer",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997-06: 5 12 19 26 1997-07: 3 10 17 24 31 1997-08: 7 14 21 28 "
        "1998-06: 4 11 18 25 1998-07: 2 9 16 23 30 1998-08: 6 13 20 27 "
        "1999-06: 3 10 17 24 1999-07: 1 8 15 22 29 1999-08: 5 12 19 26",
        start="1997-06-05",
        total=None,
    ),
    rfc(
        "every Friday the 13th",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1998-02: 13 1998-03: 13 1998-11: 13 1999-08: 13 2000-10: 13",
        before=["EXDATE;TZID=America/New_York:19970902T090000"],
        total=None,
    ),
    rfc(
        "first Saturday after the first Sunday of the month",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09: 13 1997-10: 11 1997-11: 8 1997-12: 13 1998-01: 10 1998-02: 7 "
        "1998-03: 7 1998-04: 11 1998-05: 9 1998-06: 13",
        start="1997-09-13",
        total=None,
    ),
    rfc(
        "first Tuesday after a Monday in November, every 4 years",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11: 5 2000-11: 7 2004-11: 2",
        start="1996-11-05",
        total=None,
    ),
    rfc(
        "third of the Tuesdays, Wednesdays and Thursdays, 3 months",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997-09: 4 1997-10: 7 1997-11: 6",
        start="1997-09-04",
    ),
    rfc(
        "second-to-last weekday of the month",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09: 29 1997-10: 30 1997-11: 27 1997-12: 30 1998-01: 29 1998-02: 26 "
        "1998-03: 30",
        start="1997-09-29",
        total=None,
    ),
    rfc(
        # UNTIL as erratum 3883 mends it: the section wrote 17:00 as if it were UTC.
        "every 3 hours of one day",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
        "1997-09-02T09:00:00 1997-09-02T12:00:00 1997-09-02T15:00:00",
    ),
    rfc(
        "every 15 minutes, 6 times",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "1997-09-02T09:00:00 1997-09-02T09:15:00 1997-09-02T09:30:00 "
        "1997-09-02T09:45:00 1997-09-02T10:00:00 1997-09-02T10:15:00",
    ),
    rfc(
        "every hour and a half, 4 times",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "1997-09-02T09:00:00 1997-09-02T10:30:00 1997-09-02T12:00:00 "
        "1997-09-02T13:30:00",
    ),
    rfc(
        "every 20 minutes by day, daily",
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        EVERY_20_MINUTES,
        total=None,
    ),
    rfc(
        "every 20 minutes by day, minutely",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        EVERY_20_MINUTES,
        total=None,
    ),
    rfc(
        "week starts on Monday",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08: 5 10 19 24",
        start="1997-08-05",
    ),
    rfc(
        "week starts on Sunday",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08: 5 17 19 31",
        start="1997-08-05",
    ),
    rfc(
        "February 30 is left out",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007-01: 15 30 2007-02: 15 2007-03: 15 30",
        start="2007-01-15",
    ),
]

EXAMPLES = [*RFC5545, *FURTHER]
__all__ = ["EXAMPLES", "FURTHER", "RFC5545", "Example"]

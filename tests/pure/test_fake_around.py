# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Around the API: watch channels, pages for people, control endpoints, seeds."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from ..fakes import FakeGoogle
from ..fakes.testing import (
    CALENDAR,
    CLIENT_ID,
    REDIRECT,
    SECRET,
    FakeCase,
    all_day,
    timed,
)

DAY = "2026-05-04"


class Receiver(HTTPServer):
    """Stands for the web hook; keeps headers, answers with queued statuses."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), ReceiverHandler)
        self.seen = []
        self.statuses = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/hook?x=1"

    def wait(self, count):
        deadline = time.monotonic() + 5
        while len(self.seen) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return [headers["X-Goog-Resource-State"] for _path, headers in self.seen]


class ReceiverHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.seen.append((self.path, self.headers))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


class TestChannels(FakeCase):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        self.calendar = self.service(self.anna)

    def watch(self, **changes):
        body = {
            "id": "channel-1",
            "type": "web_hook",
            "address": self.receiver.address,
            "token": "secret-1",
            **changes,
        }
        body = {key: value for key, value in body.items() if value is not None}
        return self.calendar.events().watch(calendarId="primary", body=body)

    def test_sync_first_then_exists_until_stopped(self):
        channel = self.watch().execute()
        self.assertEqual(channel["kind"], "api#channel")
        left = int(channel["expiration"]) / 1000 - self.world.clock.time()
        self.assertAlmostEqual(left, 604800, delta=60)
        self.assertEqual(self.receiver.wait(1), ["sync"])
        for number in range(5):
            self.world.put_event(self.anna, timed(DAY, 9 + number))
        self.assertEqual(self.receiver.wait(2), ["sync", "exists"])
        path, headers = self.receiver.seen[1]
        self.assertEqual(path, "/hook?x=1")
        self.assertEqual(headers["X-Goog-Channel-ID"], "channel-1")
        self.assertEqual(headers["X-Goog-Channel-Token"], "secret-1")
        self.assertEqual(headers["X-Goog-Resource-ID"], channel["resourceId"])
        self.assertEqual(headers["X-Goog-Message-Number"], "2")
        self.assertEqual(headers["Content-Length"], "0")
        body = {"id": "channel-1", "resourceId": channel["resourceId"]}
        stop = self.calendar.channels().stop(body=body)
        stop.execute()
        self.world.put_event(self.anna, timed(DAY, 9))
        time.sleep(0.15)
        self.assertEqual(len(self.receiver.seen), 2)
        self.refused(404, "notFound", stop)

    def test_refused_channels(self):
        self.watch().execute()
        self.refused(400, "channelIdNotUnique", self.watch())
        cases = [
            ("push.webhookUrlNotHttps", {"address": "http://odoo.example.com/hook"}),
            ("invalid", {"id": "x" * 65}),
            ("invalid", {"token": "x" * 257}),
            ("invalid", {"type": "pigeon"}),
            ("required", {"address": None}),
            ("invalid", {"expiration": "1000"}),
        ]
        for reason, changes in cases:
            with self.subTest(changes=changes):
                self.refused(400, reason, self.watch(**{"id": "channel-2", **changes}))

    def test_ttl_expiry_and_other_calendars(self):
        team = self.world.add_calendar(self.anna, "Team")
        self.watch(params={"ttl": "60"}).execute()
        self.receiver.wait(1)
        self.world.put_event(team, timed(DAY, 9))
        self.world.clock.advance(61)
        self.world.put_event(self.anna, timed(DAY, 9))
        time.sleep(0.15)
        self.assertEqual(len(self.receiver.seen), 1)

    def test_server_errors_are_tried_again_refusals_are_not(self):
        self.receiver.statuses = [503]
        self.watch().execute()
        self.assertEqual(self.receiver.wait(2), ["sync", "sync"])
        self.receiver.statuses = [404]
        self.world.put_event(self.anna, timed(DAY, 9))
        self.receiver.wait(3)
        time.sleep(0.3)
        self.assertEqual(len(self.receiver.seen), 3)
        self.assertEqual([s["status"] for s in self.world.channels.sent], [200, 404])


class TestPages(FakeCase):
    page = "/_emulator/calendar/anna@example.com"

    def get(self, path):
        status, _headers, text = self.http("GET", path)
        self.assertEqual(status, 200, text)
        return text

    def post(self, form, path=None):
        status, headers, text = self.http("POST", path or self.page, form=form)
        return status, text

    def test_accounts_are_listed(self):
        text = self.get("/")
        self.assertIn("Anna Adler", text)
        self.assertIn(self.page, text)

    def test_create_edit_delete(self):
        guests = f"{self.bob}, pat@x.org"
        form = {"summary": "Lunch <b>", "start": f"{DAY}T12:00", "end": f"{DAY}T13:00"}
        form |= {"guests": guests, "location": "Inn", "create": "1"}
        self.assertEqual(self.post(form)[0], 302)
        (event,) = self.world.events(self.anna)
        self.assertEqual(event["start"]["dateTime"], f"{DAY}T12:00:00+02:00")
        self.assertEqual([m["to"] for m in self.world.mails], [self.bob, "pat@x.org"])
        text = self.get(self.page)
        self.assertIn(f'id="event-{event["id"]}"', text)
        self.assertIn("Lunch &lt;b&gt;", text)
        self.assertIn("needsAction", text)
        etag = event["etag"]
        same = {"event": event["id"], "summary": "Lunch <b>", "location": "Inn"}
        same |= {"start": f"{DAY} 12:00", "end": f"{DAY} 13:00", "save": "1"}
        self.post(same)
        self.assertEqual(self.world.event(self.anna, event["id"])["etag"], etag)
        self.post({**same, "summary": "Dinner", "start": f"{DAY}T12:30"})
        changed = self.world.event(self.anna, event["id"])
        self.assertEqual(changed["summary"], "Dinner")
        self.assertEqual(changed["start"]["dateTime"], f"{DAY}T12:30:00+02:00")
        self.post({"event": event["id"], "delete": "1"})
        self.assertEqual(self.world.events(self.anna), [])

    def test_all_day_is_shown_inclusively(self):
        self.world.put_event(self.anna, all_day(DAY, "2026-05-06"))
        text = self.get(self.page)
        self.assertRegex(text, r'name="end" value="2026-05-05"')
        (event,) = self.world.events(self.anna)
        form = {"event": event["id"], "start": DAY, "end": "2026-05-04", "save": "1"}
        self.post(form)
        changed = self.world.event(self.anna, event["id"])
        self.assertEqual(changed["end"], {"date": "2026-05-05"})

    def test_mistakes_are_told_and_readers_cannot_write(self):
        form = {"summary": "x", "start": "soon", "create": "1"}
        status, text = self.post(form)
        self.assertEqual(status, 200)
        self.assertIn('class="error"', text)
        holidays = self.world.add_calendar(
            self.anna, "Days", calendar_id="de#holiday@x", access_role="reader"
        )
        self.world.put_event(holidays, all_day(DAY, "2026-05-05"))
        text = self.get(f"{self.page}?{urlencode({'calendar': holidays})}")
        self.assertIn("Trip", text)
        self.assertNotIn("<button", text)

    def test_only_for_this_machine(self):
        for path in ("/", self.page, "/_emulator/state"):
            headers = {"Host": "evil.example.com"}
            self.assertEqual(self.http("GET", path, headers=headers)[0], 403)


class TestControl(FakeCase):
    def post(self, room, verb, *args, expect=200, **kwargs):
        data = {"verb": verb, "args": args, "kwargs": kwargs}
        status, _headers, text = self.http("POST", f"/_emulator/{room}", data=data)
        self.assertEqual(status, expect, text)
        return json.loads(text).get("result")

    def get(self, room):
        return json.loads(self.http("GET", f"/_emulator/{room}")[2])

    def test_verbs(self):
        event = self.post("world", "put_event", self.anna, timed(DAY, 9))
        self.post("world", "patch_event", self.anna, event["id"], {"summary": "Far"})
        self.assertEqual(self.world.events(self.anna)[0]["summary"], "Far")
        self.post("faults", "rate_limit", times=2, match=["GET", "/events"])
        self.assertEqual(self.get("state")["fault_rules"], 1)
        events = self.service(self.anna).events()
        self.refused(403, "rateLimitExceeded", events.list(calendarId="primary"))
        self.assertEqual(self.post("log", "count", method="GET"), 1)
        self.assertEqual(self.get("log")["requests"][0]["status"], 403)
        before = self.world.clock.time()
        self.post("clock", "advance", 3600)
        self.assertGreater(self.world.clock.time(), before + 3599)
        token = self.post("world", "grant", self.anna, CLIENT_ID, ["openid"])
        self.assertTrue(token.startswith("1//fake-"))

    def test_mistakes(self):
        self.post("world", "explode", expect=400)
        self.post("world", "put_event", self.anna, {"summary": "no time"}, expect=400)
        self.post("world", "put_event", expect=400)
        self.assertEqual(self.http("POST", "/_emulator/state", data={})[0], 405)
        plain = {"Content-Type": "text/plain"}
        self.assertEqual(
            self.http("POST", "/_emulator/log", data="{}", headers=plain)[0], 415
        )


class TestSeeds(FakeCase):
    def test_dump_and_load_make_the_same_world(self):
        team = self.world.add_calendar(self.anna, "Team")
        self.world.add_calendar(
            self.anna, "Days", calendar_id="de#holiday@x", access_role="reader"
        )
        self.world.share_calendar(team, self.bob, "writer")
        self.world.share_calendar(self.anna, self.bob, "reader")
        guests = [{"email": self.bob}]
        rule = ["RRULE:FREQ=DAILY;COUNT=2"]
        body = timed(DAY, 9, attendees=guests, recurrence=rule)
        self.world.put_event(self.anna, body)
        gone = self.world.put_event(team, timed(DAY, 9))
        self.world.delete_event(team, gone["id"])
        dump = json.loads(json.dumps(self.world.dump()))
        other = FakeGoogle().world
        other.load(dump)
        again = json.loads(json.dumps(other.dump()))
        self.assertGreaterEqual(
            again["state"].pop("last_change"), dump["state"].pop("last_change")
        )
        self.assertEqual(again, dump)
        self.assertEqual(other.calendars[team].acl, self.world.calendars[team].acl)

    def test_tokens_and_cursors_outlive_a_restart(self):
        refresh = self.world.grant(self.anna, CLIENT_ID, [CALENDAR])
        gone = self.world.grant(self.bob, CLIENT_ID, [CALENDAR])
        self.fake.faults.revoke_tokens(self.bob)
        known = self.world.put_event(self.anna, timed(DAY, 9))
        events = self.service(self.anna).events()
        cursor = events.list(calendarId="primary").execute()["nextSyncToken"]
        dump = json.loads(json.dumps(self.world.dump()))
        self.fake.stop()
        fresh = FakeGoogle().start()
        self.addCleanup(fresh.stop)
        fresh.world.load(dump)
        self.fake, self.world = fresh, fresh.world
        self.assertIn(refresh, self.world.tokens.refresh)
        self.assertNotIn(gone, self.world.tokens.refresh)
        events = self.service(self.anna).events()
        later = events.list(calendarId="primary", syncToken=cursor)
        self.assertEqual(later.execute()["items"], [])
        self.world.patch_event(self.anna, known["id"], {"summary": "New"})
        self.assertEqual([e["summary"] for e in later.execute()["items"]], ["New"])

    def test_cursor_of_another_world_is_dead(self):
        events = self.service(self.anna).events()
        cursor = events.list(calendarId="primary").execute()["nextSyncToken"]
        self.world.id = "another"
        self.refused(
            410,
            "fullSyncRequired",
            events.list(calendarId="primary", syncToken=cursor),
        )

    def test_a_written_seed(self):
        world = FakeGoogle().world
        world.load(
            {
                "clients": [{"client_id": "c", "client_secret": "s"}],
                "accounts": [
                    {
                        "email": "a@x.org",
                        "events": [timed(DAY, 9, attendees=[{"email": "b@x.org"}])],
                        "calendars": [
                            {
                                "summary": "Holidays",
                                "id": "h@x",
                                "access_role": "reader",
                                "events": [all_day(DAY, "2026-05-05")],
                            }
                        ],
                    },
                    {"email": "b@x.org", "timezone": "Asia/Tehran"},
                ],
            }
        )
        self.assertEqual(len(world.events("b@x.org")), 1, "guests have their copy")
        self.assertEqual(world.mails, [])
        self.assertEqual(len(world.events("h@x")), 1)

    def test_runs_by_itself(self):
        seed = {
            "clients": [
                {
                    "client_id": CLIENT_ID,
                    "client_secret": SECRET,
                    "redirect_uris": [REDIRECT],
                }
            ],
            "accounts": [{"email": "a@x.org", "events": [timed(DAY, 9)]}],
        }
        tests = Path(__file__).resolve().parents[1]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "world.json"
            path.write_text(json.dumps(seed), encoding="utf-8")
            process = subprocess.Popen(
                [sys.executable, "-m", "fakes", "--port", "0", "--seed", str(path)],
                env={**os.environ, "PYTHONPATH": str(tests)},
                stdout=subprocess.PIPE,
                text=True,
            )
            try:
                line = process.stdout.readline()
                url = re.search(r"http://127\.0\.0\.1:\d+", line).group()
                page = f"{url}/_emulator/calendar/{quote('a@x.org')}"
                with urlopen(page, timeout=5) as answer:
                    self.assertIn("Talk", answer.read().decode())
            finally:
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=10), 0)
                process.stdout.close()

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every fault verb of the fake, on plain requests and inside batches; the log."""

import http.client
import time

from googleapiclient.errors import HttpError

from ..fakes.errors import ApiError
from ..fakes.testing import CLIENT_ID, SECRET, FakeCase, timed

DAY = "2026-05-04"
CALENDARS = "/calendar/v3/users/me/calendarList"
LOST = (http.client.HTTPException, ConnectionError, OSError)


class FaultCase(FakeCase):
    def setUp(self):
        super().setUp()
        self.events = self.service(self.anna).events()
        self.faults = self.fake.faults

    def insert(self, **more):
        return self.events.insert(calendarId="primary", body=timed(DAY, 9, **more))

    def raw(self, method="GET", path=CALENDARS, data=None, more=None):
        """One request over http.client, which never retries by itself."""
        headers = {"Authorization": f"Bearer {self.token(self.anna)}", **(more or {})}
        return self.http(method, path, headers=headers, data=data)

    def raw_insert(self, **more):
        path = "/calendar/v3/calendars/primary/events"
        return self.raw("POST", path, data=timed(DAY, 9, **more))

    def count(self):
        return len(self.world.events(self.anna))


class TestVerbs(FaultCase):
    def test_rate_limits_by_reason(self):
        self.faults.rate_limit(times=2)
        self.faults.rate_limit(reason="quotaExceeded", match=("POST", "/events"))
        self.faults.rate_limit(status=429, retry_after=7)
        for _number in range(2):
            self.refused(403, "rateLimitExceeded", self.insert())
        words = self.refused(403, "quotaExceeded", self.insert())
        self.assertEqual(words, "Calendar usage limits exceeded.")
        with self.assertRaises(HttpError) as caught:
            self.insert().execute()
        self.check_error(caught.exception, 429, "rateLimitExceeded")
        self.assertEqual(caught.exception.resp["retry-after"], "7")
        self.insert().execute()
        self.assertEqual(self.count(), 1)

    def test_rules_wait_for_what_they_match(self):
        self.faults.fail(503, match=("DELETE", "/events/"))
        event = self.insert().execute()
        delete = self.events.delete(calendarId="primary", eventId=event["id"])
        self.refused(503, "backendError", delete)
        delete.execute()

    def test_fail_on_the_token_endpoint(self):
        self.faults.fail(500, match="/token$")
        form = {"client_id": CLIENT_ID, "client_secret": SECRET}
        self.assertEqual(self.http("POST", "/token", form=form)[0], 500)
        self.assertEqual(self.http("POST", "/token", form=form)[0], 400)

    def test_lost_answer_has_its_effect(self):
        self.faults.lose_answer(match=("POST", "/events"))
        with self.assertRaises(LOST):
            self.raw_insert()
        self.assertEqual(self.count(), 1)
        self.assertEqual(self.fake.log.requests[-1].status, 0)

    def test_dropped_request_has_none(self):
        self.faults.drop_request()
        with self.assertRaises(LOST):
            self.raw_insert()
        self.assertEqual(self.count(), 0)

    def test_truncated_body(self):
        self.faults.truncate()
        with self.assertRaises(http.client.IncompleteRead):
            self.raw()

    def test_garbled_body(self):
        self.faults.garble()
        self.faults.garble(html=False)
        status, headers, text = self.raw()
        self.assertEqual((status, headers["Content-Type"][:9]), (200, "text/html"))
        status, headers, text = self.raw()
        self.assertEqual(headers["Content-Type"][:16], "application/json")
        self.assertFalse(text.endswith("}"))

    def test_hang_and_latency(self):
        self.faults.hang(0.15)
        before = time.monotonic()
        self.assertEqual(self.raw()[0], 200)
        self.assertGreaterEqual(time.monotonic() - before, 0.15)
        self.faults.latency(0.1)
        before = time.monotonic()
        self.raw()
        self.assertGreaterEqual(time.monotonic() - before, 0.1)
        self.faults.clear()
        before = time.monotonic()
        self.raw()
        self.assertLess(time.monotonic() - before, 0.1)

    def test_stale_etag(self):
        event = self.insert().execute()
        self.faults.stale_etag(change={"location": "moved"})
        request = self.events.patch(
            calendarId=self.anna, eventId=event["id"], body={"summary": "X"}
        )
        request.headers["If-Match"] = event["etag"]
        self.refused(412, "conditionNotMet", request)
        after = self.world.event(self.anna, event["id"])
        self.assertEqual((after["summary"], after["location"]), ("Talk", "moved"))

    def test_stale_etag_of_primary_without_visible_change(self):
        event = self.insert().execute()
        self.faults.stale_etag()
        request = self.events.patch(
            calendarId="primary", eventId=event["id"], body={"summary": "X"}
        )
        request.headers["If-Match"] = event["etag"]
        self.refused(412, "conditionNotMet", request)

    def test_poisoned_records(self):
        event = self.insert().execute()
        self.faults.refuse_item(event["id"], 403, "forbidden", "No.")
        self.faults.refuse_item(
            lambda method, params, body: (body or {}).get("summary") == "poison"
        )
        patch = self.events.patch(
            calendarId="primary", eventId=event["id"], body={"summary": "X"}
        )
        for _number in range(2):
            self.assertEqual(self.refused(403, "forbidden", patch), "No.")
        self.refused(400, "invalid", self.insert(summary="poison"))
        self.insert().execute()
        self.events.get(calendarId="primary", eventId=event["id"]).execute()
        self.faults.clear()
        patch.execute()

    def test_hooks(self):
        seen = []
        self.faults.before_each(lambda entry: seen.append(entry.path))
        self.raw()
        self.assertEqual(seen, ["/calendar/v3/users/me/calendarList"])

        def refuse(entry):
            raise ApiError(409, "conflict", "Conflict")

        self.faults.before_each(refuse)
        self.refused(409, "conflict", self.insert())
        self.faults.clear()

        def die(entry):
            raise RuntimeError("killed")

        self.faults.before_each(die)
        with self.assertRaises(LOST):
            self.raw_insert()
        self.assertEqual(self.count(), 0)

    def test_disabled_api(self):
        self.faults.disable_api("calendar")
        words = self.refused(403, "accessNotConfigured", self.insert())
        self.assertIn("https://console.developers.google.com", words)
        self.faults.enable_api("calendar")
        self.insert().execute()

    def test_revoked_tokens(self):
        refresh = self.world.grant(self.anna, CLIENT_ID, ["openid"])
        header = {"Authorization": f"Bearer {self.token(self.anna)}"}
        self.assertEqual(self.http("GET", CALENDARS, headers=header)[0], 200)
        self.faults.revoke_tokens(self.anna)
        self.assertEqual(self.http("GET", CALENDARS, headers=header)[0], 401)
        form = {"client_id": CLIENT_ID, "client_secret": SECRET}
        form |= {"grant_type": "refresh_token", "refresh_token": refresh}
        status, _headers, text = self.http("POST", "/token", form=form)
        self.assertEqual(status, 400)
        self.assertIn("Token has been expired or revoked.", text)

    def test_quota_slides(self):
        self.world.quota(per_minute_per_user=2)
        self.insert().execute()
        self.insert().execute()
        self.refused(403, "rateLimitExceeded", self.insert())
        self.service(self.bob).events().list(calendarId="primary").execute()
        self.world.clock.advance(61)
        self.insert().execute()
        self.world.quota(writes_per_calendar_per_minute=1)
        self.insert().execute()
        self.refused(403, "rateLimitExceeded", self.insert())
        self.events.list(calendarId="primary").execute()


class TestBatch(FaultCase):
    def inserts(self, count):
        return [self.insert(id=f"abcde{number:05d}") for number in range(count)]

    def test_mixed_outcomes_in_any_order(self):
        gone = self.events.delete(calendarId="primary", eventId="none1")
        answers = self.batch([*self.inserts(9), gone])
        self.assertEqual(len(answers), 10)
        self.check_error(answers.pop("9"), 404, "notFound")
        for number, answer in answers.items():
            self.assertEqual(answer["id"], f"abcde{int(number):05d}")
        self.assertEqual((self.fake.log.http_count, self.fake.log.inner_count), (1, 10))
        self.assertEqual(self.fake.log.count("POST", "/events$"), 9)
        order = [entry.status for entry in self.fake.log.requests[0].inner]
        self.assertEqual(order, [200] * 9 + [404])

    def test_fifty_is_the_most(self):
        self.assertEqual(len(self.batch(self.inserts(50))), 50)
        with self.assertRaises(HttpError) as caught:
            self.batch(self.inserts(51))
        self.assertEqual(caught.exception.resp.status, 400)

    def test_faults_of_single_calls(self):
        self.faults.rate_limit(times=2, match=("POST", "/events$"))
        answers = self.batch(self.inserts(4))
        failed = [a for a in answers.values() if isinstance(a, HttpError)]
        self.assertEqual(len(failed), 2)
        self.check_error(failed[0], 403, "rateLimitExceeded")
        self.assertEqual(self.count(), 2)

    def test_faults_of_the_whole(self):
        self.faults.fail(503)
        with self.assertRaises(HttpError) as caught:
            self.batch(self.inserts(2))
        self.assertEqual(caught.exception.resp.status, 503)
        self.assertEqual(self.count(), 0)

    def test_answer_lost_in_the_middle(self):
        self.fake.log.clear()
        self.faults.lose_answer(times=9, match="^/batch")
        with self.assertRaises(LOST):
            self.batch(self.inserts(3))
        self.assertEqual(self.count(), 3)
        self.faults.clear()
        for event in self.world.events(self.anna):
            self.world.delete_event(self.anna, event["id"])
        requests = [self.insert(id=f"fghij{number}") for number in range(3)]
        hits = []

        def die_at_the_second(entry):
            if entry.path.endswith("/events"):
                hits.append(entry)
                if len(hits) % 3 == 2 or len(hits) > 3:
                    raise RuntimeError("killed")

        self.faults.before_each(die_at_the_second)
        with self.assertRaises(LOST):
            self.batch(requests)
        self.assertEqual(self.count(), 1)

    def test_no_token_no_calls(self):
        call = "GET /calendar/v3/users/me/calendarList HTTP/1.1"
        body = (
            "--x\r\nContent-Type: application/http\r\nContent-ID: <1>\r\n\r\n"
            f"{call}\r\n\r\n\r\n--x--\r\n"
        )
        headers = {"Content-Type": "multipart/mixed; boundary=x"}
        path = "/batch/calendar/v3"
        status, _headers, text = self.http("POST", path, data=body, headers=headers)
        self.assertEqual(status, 200)
        self.assertIn("HTTP/1.1 401", text)
        self.assertIn("Content-ID: <response-1>", text)
        status, _headers, text = self.raw("POST", path, data=body, more=headers)
        self.assertIn("HTTP/1.1 200", text, "the outer token serves the calls too")

    def test_not_a_batch(self):
        status, _body = self.api("POST", "/batch/calendar/v3", data={"a": 1})
        self.assertEqual(status, 400)


class TestLog(FaultCase):
    def test_counts_and_masks(self):
        for _number in range(5):
            self.events.list(calendarId="primary").execute()
        log = self.fake.log
        self.assertEqual((log.http_count, log.connection_count), (5, 1))
        self.assertEqual(log.count("GET", r"/events$"), 5)
        self.assertEqual(log.count("POST"), 0)
        entry = log.requests[0]
        self.assertEqual(
            (entry.status, entry.api_method), (200, "calendar.events.list")
        )
        self.assertEqual(entry.headers_seen["authorization"], "***")
        self.assertNotIn("ya29.", repr([e.as_dict() for e in log.entries()]))
        log.clear()
        self.assertEqual(log.http_count, 0)

    def test_secrets_have_no_repr(self):
        self.world.access_token(self.anna, CLIENT_ID, ["openid"])
        tokens = self.world.tokens
        text = repr([tokens.access, tokens.refresh, self.world.clients])
        shown = repr([*tokens.access.values(), *tokens.refresh.values()])
        self.assertNotIn("fake-", shown)
        self.assertNotIn(SECRET, text)

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Batches: fifty calls at once, each with its own outcome, whatever happens."""

import json
import re
import tracemalloc
import unittest

from hypothesis import given, settings, strategies as st

from ...gapi import multipart
from ...gapi.calendar import Write
from ...gapi.errors import (
    Conflict,
    Forbidden,
    Gone,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
)
from ...gapi.tokens import RefreshingToken
from ...gapi.transport import Call, reader
from .gapi_support import (
    EmulatorCase,
    Reply,
    ScriptedCase,
    event,
    google_error,
)

BATCH = ("POST", "/batch/calendar/v3")
INSERT = ("POST", "/events$")


def inserts(count, start=0):
    return [Write("insert", "primary", None, event(start + n)) for n in range(count)]


def kinds(results):
    """{type name or "ok": how many}"""
    found = {}
    for result in results:
        name = type(result.error).__name__ if result.error else "ok"
        found[name] = found.get(name, 0) + 1
    return found


class BatchCase(EmulatorCase, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.client = self.connect()

    def stored(self):
        return {item["id"] for item in self.world.events(self.email)}

    def batch_sizes(self):
        return [len(entry.inner) for entry in self.fake.log.requests]


class TestOrder(BatchCase):
    def test_nothing(self):
        self.assertEqual(self.client.batch([]), [])
        self.assertEqual(self.fake.log.http_count, 0)

    def test_fifty_at_once_in_the_order_given(self):
        results = self.client.batch(inserts(120))
        self.assertEqual(self.batch_sizes(), [50, 50, 20])
        self.assertEqual(
            [result.value["id"] for result in results],
            [f"ev{number:05d}" for number in range(120)],
        )
        self.assertEqual(results[7].value["summary"], event(7)["summary"])
        self.assertEqual(self.fake.log.connection_count, 1)
        self.assertEqual(self.transport.request_count, 3)
        self.assertEqual(self.transport.batch_call_count, 120)

    def test_one_goes_plain(self):
        results = self.client.batch(inserts(1))
        self.assertEqual(results[0].value["id"], "ev00000")
        self.assertEqual(self.batch_sizes(), [0])
        self.assertEqual(
            self.fake.log.requests[0].path,
            BATCH[1].replace(
                "/batch/calendar/v3", "/calendar/v3/calendars/primary/events"
            ),
        )

    def test_mixed_outcomes(self):
        made = self.client.batch(inserts(4))
        self.client.delete("primary", "ev00003")
        results = self.client.batch(
            [
                Write(
                    "patch",
                    "primary",
                    "ev00000",
                    {"summary": "neu"},
                    made[0].value["etag"],
                ),
                Write("patch", "primary", "ev00001", {"summary": "x"}, '"1"'),
                Write("insert", "primary", None, event(2)),
                Write("delete", "primary", "ev00003"),
                Write("get", "primary", "ev99999"),
                Write("insert", "primary", None, event(5, end={"date": "2026"})),
                Write("delete", "primary", "ev00002"),
                Write("get", "primary", "ev00001"),
            ]
        )
        self.assertEqual(results[0].value["summary"], "neu")
        found = [type(result.error) for result in results]
        self.assertEqual(
            found,
            [
                type(None),
                Conflict,
                Conflict,
                Gone,
                Gone,
                Rejected,
                type(None),
                type(None),
            ],
        )
        self.assertEqual(results[1].error.status, 412)
        self.assertEqual(results[2].error.reason, "duplicate")
        self.assertEqual(results[5].error.method, "events.insert")
        self.assertIsNone(results[6].value)
        self.assertEqual(results[7].value["id"], "ev00001")
        self.assertFalse(any(r.error.outcome_unknown for r in results if r.error))

    def test_two_writes_of_one_event_keep_their_order(self):
        results = self.client.batch(
            [
                Write("insert", "primary", None, event(1)),
                Write("patch", "primary", "ev00001", {"summary": "second"}),
                Write("insert", "primary", None, event(2)),
                Write("patch", "primary", "ev00001", {"summary": "third"}),
            ]
        )
        self.assertEqual(kinds(results), {"ok": 4})
        self.assertEqual(self.world.event(self.email, "ev00001")["summary"], "third")
        self.assertEqual(results[1].value["summary"], "second")
        # Google promises no order within a batch, so never two in the same one.
        self.assertEqual(self.batch_sizes(), [2, 0, 0])


class TestBadDays(BatchCase):
    def test_a_lost_answer_of_the_whole(self):
        self.faults.lose_answer(match=BATCH)
        results = self.client.batch(inserts(50))
        self.assertEqual(len(self.stored()), 50)
        self.assertEqual(kinds(results), {"Conflict": 50})
        for result in results:
            self.assertEqual(result.error.reason, "duplicate")
            self.assertTrue(result.error.outcome_unknown)

    def test_whole_batches_that_fail_and_recover(self):
        for number, fault in enumerate(
            (
                lambda: self.faults.fail(503, match=BATCH),
                lambda: self.faults.rate_limit(match=BATCH),
                lambda: self.faults.drop_request(match=BATCH),
                lambda: self.faults.rate_limit(status=429, retry_after=3, match=BATCH),
                lambda: self.faults.expire_access_tokens(self.email),
            )
        ):
            fault()
            results = self.client.batch(inserts(10, start=100 * number))
            self.assertEqual(kinds(results), {"ok": 10})

    def test_garbled_and_cut_answers_leave_nothing_doubled(self):
        for number, fault in enumerate(
            (
                lambda: self.faults.truncate(match=BATCH),
                lambda: self.faults.garble(match=BATCH),
                lambda: self.faults.garble(match=BATCH, html=False),
            )
        ):
            fault()
            results = self.client.batch(inserts(10, start=100 * number))
            self.assertEqual(len(self.stored()), 10 * (number + 1))
            for result in results:
                if result.error:
                    self.assertEqual(result.error.reason, "duplicate")
                    self.assertTrue(result.error.outcome_unknown)

    def test_never_answered(self):
        self.faults.lose_answer(times=99, match=BATCH)
        results = self.client.batch(inserts(60))
        self.assertEqual(kinds(results), {"Transient": 60})
        self.assertEqual(
            [result.error.outcome_unknown for result in results],
            [True] * 50 + [False] * 10,
        )
        self.assertLessEqual(sum(self.slept), 10)

    def test_one_call_too_fast(self):
        self.faults.rate_limit(times=2, match=INSERT)
        results = self.client.batch(inserts(8))
        self.assertEqual(kinds(results), {"ok": 8})
        self.assertEqual(self.batch_sizes(), [8, 2])
        self.assertEqual(self.slept, [1.0])

    def test_too_fast_makes_smaller_batches(self):
        self.faults.rate_limit(times=40, match=INSERT)
        results = self.client.batch(inserts(80))
        self.assertEqual(kinds(results), {"ok": 80})
        self.assertEqual(self.batch_sizes(), [50, 25, 25, 20])

    def test_too_fast_for_too_long(self):
        self.faults.rate_limit(times=None, match=INSERT)
        results = self.client.batch(inserts(80))
        self.assertEqual(kinds(results), {"Transient": 80})
        self.assertEqual({result.error.kind for result in results}, {"rate"})
        self.assertFalse(any(result.error.outcome_unknown for result in results))
        self.assertEqual(self.batch_sizes(), [50, 25, 12, 6])
        self.assertLessEqual(sum(self.slept), 10)

    def test_what_gets_on_is_given_its_tries_anew(self):
        limited = {f"ev{number:05d}" for number in (0, 20, 40, 60, 79)}

        def once(_method, _params, body):
            name = (body or {}).get("id")
            return name in limited and not limited.discard(name)

        self.faults.refuse_item(once, status=429, reason="rateLimitExceeded")
        results = self.client.batch(inserts(80))
        self.assertEqual((kinds(results), limited), ({"ok": 80}, set()))
        self.assertEqual(set(self.slept), {1.0})

    def test_a_wait_that_is_too_long_is_not_begun(self):
        self.faults.rate_limit(retry_after=120, times=None, match=INSERT)
        results = self.client.batch(inserts(60))
        self.assertEqual({r.error.retry_after for r in results}, {120.0})
        self.assertEqual((self.batch_sizes(), self.slept), ([50], []))

    def test_one_poisoned_record_stops_nobody(self):
        self.faults.refuse_item("ev00007")
        self.faults.refuse_item("ev00009", status=500, reason="backendError")
        results = self.client.batch(inserts(60))
        self.assertEqual(kinds(results), {"ok": 58, "Rejected": 1, "Transient": 1})
        self.assertEqual(results[7].error.detail, "Invalid value")
        self.assertEqual(results[9].error.kind, "server")

    def test_used_up_for_hours_stops_the_writes(self):
        self.world.put_event(self.email, event(900))
        self.faults.rate_limit(reason="quotaExceeded", times=None, match=INSERT)
        writes = [*inserts(60), Write("get", "primary", "ev00900")]
        results = self.client.batch(writes)
        self.assertEqual(kinds(results), {"Transient": 60, "ok": 1})
        self.assertEqual({r.error.kind for r in results[:60]}, {"quota"})
        self.assertEqual((self.fake.log.http_count, self.slept), (2, []))

    def test_a_dead_grant_ends_everything(self):
        self.faults.revoke_tokens(self.email)
        results = self.client.batch(inserts(120))
        self.assertEqual(kinds(results), {"ReauthRequired": 120})
        self.assertFalse(any(result.error.outcome_unknown for result in results))
        self.assertEqual(self.fake.log.count(*BATCH), 1)

    def test_a_setting_ends_everything(self):
        self.faults.disable_api("calendar")
        results = self.client.batch(inserts(120))
        self.assertEqual({r.error.kind for r in results}, {"api_disabled"})
        self.assertEqual({type(r.error) for r in results}, {Forbidden})
        self.assertEqual(self.fake.log.count(*BATCH), 1)

    def test_a_token_that_ends_within_the_batch(self):
        self.faults.answer(401, "authError", "Invalid Credentials", 3, INSERT)
        results = self.client.batch(inserts(10))
        self.assertEqual(kinds(results), {"ok": 10})
        self.assertEqual(self.batch_sizes(), [10, 0, 3])
        self.assertEqual(self.slept, [])
        self.faults.answer(401, "authError", "Invalid Credentials", None, INSERT)
        results = self.client.batch(inserts(60, start=100))
        self.assertEqual(kinds(results), {"ReauthRequired": 60})

    def test_calls_in_each_others_way(self):
        self.faults.answer(409, "conflict", "Conflict", 2, INSERT)
        self.assertEqual(kinds(self.client.batch(inserts(5))), {"ok": 5})


class TestOddAnswers(ScriptedCase, unittest.TestCase):
    """What the emulator does not do."""

    @staticmethod
    def answer(seen, leave_out=(), head="HTTP/1.1 200 OK", shape="<response-{}>"):
        boundary = "batch_foobarbaz"
        parts = []
        for number in re.findall(rb"Content-ID: <([^>]+)>", seen.body):
            name = number.decode()
            if int(name.rpartition("+")[2]) in leave_out:
                continue
            body = json.dumps({"id": name.rpartition("+")[2], "summary": "ü 🎉"})
            parts.append(
                f"--{boundary}\r\nContent-Type: application/http\r\n"
                f"Content-ID: {shape.format(name)}\r\n\r\n{head}\r\n"
                "Content-Type: application/json; charset=UTF-8\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}\r\n"
            )
        text = "".join(reversed(parts)) + f"--{boundary}--"
        kind = f"multipart/mixed; boundary={boundary}"
        return Reply(text, 200, {"Content-Type": kind})

    def test_the_envelope(self):
        client = self.serve(self.answer)
        client.batch(
            [
                Write("patch", "a@b.example", "ev1", {"summary": "ü"}, '"7"'),
                Write("delete", "a@b.example", "ev2", send_updates="all"),
            ]
        )
        seen = self.server.seen[0]
        self.assertEqual((seen.method, seen.path), BATCH)
        self.assertTrue(seen.headers["content-type"].startswith("multipart/mixed;"))
        self.assertIn("authorization", seen.headers)
        text = seen.body.decode()
        self.assertNoSecret(text)
        self.assertIn("PATCH /calendar/v3/calendars/a%40b.example/events/ev1?", text)
        self.assertIn('If-Match: "7"', text)
        self.assertIn("DELETE /calendar/v3/calendars/a%40b.example/events/ev2?", text)
        self.assertIn("sendUpdates=all", text)
        self.assertEqual(text.count("Content-Type: application/http\r\n"), 2)

    def test_missing_parts_are_asked_for_again(self):
        client = self.serve(
            lambda seen: self.answer(seen, leave_out=(1, 3)), self.answer
        )
        results = client.batch(inserts(5))
        self.assertEqual([r.value["id"] for r in results], list("01234"))
        self.assertEqual(results[0].value["summary"], "ü 🎉")
        self.assertEqual(self.server.seen[1].body.count(b"Content-ID"), 2)
        self.assertEqual(self.slept, [1.0])

    def test_parts_are_matched_however_their_id_is_spelt(self):
        for shape in (
            "<response-{}>",
            "<response-<{}>>",
            "response-{}",
            "response-<{}>",
            "< response-{} >",
        ):
            with self.subTest(shape):
                client = self.serve(
                    lambda seen, shape=shape: self.answer(seen, shape=shape)
                )
                results = client.batch(inserts(4))
                self.assertEqual([r.value["id"] for r in results], list("0123"))
                self.assertEqual(len(self.server.seen), 1, "asked again")

    def test_parts_of_another_batch_are_not_ours(self):
        client = self.serve(
            lambda seen: self.answer(seen, shape="<response-x{}>"), self.answer
        )
        results = client.batch(inserts(2))
        self.assertEqual([r.value["id"] for r in results], list("01"))
        self.assertEqual(len(self.server.seen), 2)

    def test_parts_missing_for_ever(self):
        def without_one(seen):
            return self.answer(seen, leave_out=(1,))

        cut = Reply(cut=True)
        client = self.serve(without_one, *[cut] * 9)
        results = client.batch(inserts(3))
        self.assertIsInstance(results[1].error, Transient)
        self.assertTrue(results[1].error.outcome_unknown)
        self.assertEqual([r.error for r in (results[0], results[2])], [None, None])

    def test_parts_that_make_no_sense(self):
        client = self.serve(
            lambda seen: self.answer(seen, head="what?"),
            lambda seen: self.answer(seen, head="HTTP/1.1 200"),
        )
        self.assertEqual(kinds(client.batch(inserts(2))), {"ok": 2})

    def test_an_envelope_google_does_not_like(self):
        too_big = google_error(413, "uploadTooLarge", "Request Too Large")
        client = self.serve(too_big, self.answer, self.answer)
        self.assertEqual(kinds(client.batch(inserts(10))), {"ok": 10})
        counts = [seen.body.count(b"Content-ID") for seen in self.server.seen]
        self.assertEqual(counts, [10, 5, 5])

    def test_no_batches_at_all_ends_in_plain_requests(self):
        none = google_error(404, "notFound")
        client = self.serve(none, none, *[Reply({"id": "x"})] * 4)
        self.assertEqual(kinds(client.batch(inserts(4))), {"ok": 4})
        paths = [seen.path.partition("?")[0] for seen in self.server.seen]
        self.assertEqual(paths[2:], ["/calendar/v3/calendars/primary/events"] * 4)


class TestEnvelope(unittest.TestCase):
    def test_a_path_of_the_endpoint_is_not_googles(self):
        call = Call("calendar", "events.get", "https://x.example/sub/calendar/v3/a?b=c")
        _boundary, body = multipart.pack({0: call}, "https://x.example/sub")
        self.assertIn(b"GET /calendar/v3/a?b=c HTTP/1.1", body)

    @settings(max_examples=200, deadline=None)
    @given(
        st.binary(max_size=400), st.sampled_from(["", "multipart/mixed; boundary=b"])
    )
    def test_any_bytes_are_an_answer_or_a_value_error(self, noise, kind):
        for content in (noise, b"--b\r\nContent-ID: <response-b+1>\r\n\r\n" + noise):
            try:
                parts = multipart.unpack(kind, content, "b")
            except ValueError:
                continue
            call = Call("calendar", "events.patch", "u", read=reader("PATCH"))
            for number, part in parts.items():
                self.assertIsInstance(number, int)
                result = multipart.outcome(call, *part)
                self.assertIsInstance(result, (dict, type(None), GoogleError))

    def test_ids_of_another_batch_are_not_ours(self):
        content = b"--b\r\nContent-ID: <response-c+1>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}"
        kind = "multipart/mixed; boundary=b"
        self.assertEqual(multipart.unpack(kind, content + b"\r\n--b--", "b"), {})
        self.assertEqual(list(multipart.unpack(kind, content + b"\r\n--b--", "c")), [1])

    def test_where_parts_begin_and_end(self):
        part = b"Content-ID: <response-b+%d>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%s"
        first, second = part % (1, b'{"a": "x--b--b"}'), part % (2, b"{}")
        kind = 'multipart/mixed; boundary="b"'
        for content in (
            b"--b\r\n" + first + b"\r\n--b\r\n" + second + b"\r\n--b--",
            b"Hello\r\n--b  \r\n" + first + b"\r\n--b\r\n" + second + b"\r\n--b--bye",
            (b"--b\r\n" + first + b"\r\n--b\r\n" + second).replace(b"\r\n", b"\n"),
            b"--b\r\n"
            + first
            + b"\r\n--b\r\n\r\n--b\r\n"
            + second
            + b"\r\n--bb\r\n--b--",
        ):
            parts = multipart.unpack(kind, content, "b")
            self.assertEqual(set(parts), {1, 2})
            self.assertEqual(parts[1], (200, {}, b'{"a": "x--b--b"}'))
            self.assertEqual(parts[2][2].split()[0], b"{}")
        for no_batch in (b"", b"--b--", b"--bb\r\nx\r\n--bb--", b"<html>--b</html>"):
            with self.assertRaises(ValueError):
                multipart.unpack(kind, no_batch, "b")
        with self.assertRaises(ValueError):
            multipart.unpack("text/html; boundary=b", b"--b\r\nx\r\n--b--", "b")

    def test_a_large_answer_takes_hardly_more_memory_than_it_is_long(self):
        part = (
            b"Content-ID: <response-b+%d>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%s\r\n--b\r\n"
        )
        content = b"--b\r\n" + b"".join(part % (n, b"x" * 10**6) for n in range(20))
        tracemalloc.start()
        try:
            parts = multipart.unpack("multipart/mixed; boundary=b", content, "b")
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        self.assertEqual({len(part[2]) for part in parts.values()}, {10**6})
        self.assertLess(most, 1.2 * len(content))


class TestGrantsThatDie(BatchCase):
    def test_a_token_endpoint_that_refuses_is_asked_once(self):
        self.faults.expire_access_tokens(self.email)
        asked = []

        def refuse():
            asked.append(1)
            raise Rejected(service="oauth", status=400, reason="invalid_request")

        self.client._token_source = RefreshingToken(refuse)
        self.assertEqual(kinds(self.client.batch(inserts(20))), {"Rejected": 20})
        self.assertEqual(len(asked), 1)

    def test_reauth_is_the_error_of_a_single_too(self):
        self.faults.revoke_tokens(self.email)
        (result,) = self.client.batch(inserts(1))
        self.assertIsInstance(result.error, ReauthRequired)

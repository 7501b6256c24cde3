# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sending: byte for byte, once, or honestly unknown."""

import socket
import threading
import time
import unittest

from hypothesis import given, settings, strategies as st

from ...gapi import gmail_send
from ...gapi.errors import (
    Forbidden,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
)
from ...gapi.gmail import MOST_BYTES, GmailClient
from ...gapi.tokens import TokenSource
from ...gapi.transport import Transport
from ...gapi.upload import UNIT
from .gapi_gmail_support import (
    MAIL,
    NOT_FOUND,
    REVOKED,
    GmailCase,
    PostOffice,
    daily_mails,
)
from .gapi_support import ACCESS, Reply, google_error

LARGE = MAIL + bytes(range(256)) * (5 * UNIT // 256)
PLAIN = "/gmail/v1/users/me/messages/send"
SEND = f"/upload{PLAIN}"
MIDDLE = MAIL.ljust(600_000, b"x")


class SendCase(GmailCase, unittest.TestCase):
    def serve_office(self, *faults, **options):
        self.office = PostOffice(*faults)
        return self.serve_always(self.office, **options)

    def send_large(self, raw=LARGE, about=None, piece=UNIT):
        return gmail_send.in_pieces(
            self.transport, self.client.token_source, raw, about or {}, piece
        )

    def ranges(self):
        return [
            seen.headers["content-range"]
            for seen in self.server.seen
            if seen.method == "PUT"
        ]


class TestOneRequest(SendCase):
    def test_a_mail_arrives_as_it_is(self):
        client = self.serve_office()
        self.assertEqual(
            client.send(MAIL), {"id": "m1", "threadId": "tm1", "labelIds": ["SENT"]}
        )
        self.assertEqual((self.office.mails, self.office.abouts), ([MAIL], [{}]))
        self.assertEqual(self.sent(), [("POST", PLAIN)])
        client = self.serve_office()
        self.assertEqual(client.send(MIDDLE)["id"], "m1")
        self.assertEqual((self.office.mails, self.office.abouts), ([MIDDLE], [{}]))
        self.assertEqual(self.sent(), [("POST", SEND)])

    def test_into_a_thread(self):
        for mail in (MAIL, MIDDLE):
            client = self.serve_office()
            self.assertEqual(client.send(mail, "t7")["threadId"], "t7")
            self.assertEqual(self.office.abouts, [{"threadId": "t7"}])

    def test_as_text_a_mail_stays_below_a_megabyte(self):
        client = self.serve_office()
        mail = bytes(range(256)) * (gmail_send.AS_TEXT // 256)
        client.send(mail)
        self.assertEqual(self.office.mails, [mail])
        self.assertEqual(self.sent(), [("POST", PLAIN)])
        self.assertLess(len(self.server.seen[0].body), 1_000_000)

    def test_five_megabytes_are_one_request(self):
        client = self.serve_office()
        mail = MAIL.ljust(5_000_000, b"x")
        client.send(mail)
        self.assertEqual((self.office.mails, len(self.server.seen)), ([mail], 1))

    def test_what_may_have_taken_effect_is_not_repeated(self):
        for fault, sent in (("lost", 1), ("dropped", 0), ("late", 1), ("busy", 0)):
            with self.subTest(fault=fault):
                client = self.serve_office(fault)
                with self.assertRaises(Transient) as caught:
                    client.send(MAIL)
                self.assertTrue(caught.exception.outcome_unknown)
                self.assertEqual(len(self.office.mails), sent)
                self.assertEqual(len(self.server.seen), 1)

    def test_an_answer_that_names_no_message(self):
        for answer in (Reply(b"<html>"), Reply({}), Reply({"id": 3}), Reply(b"", 204)):
            client = self.serve(answer)
            with self.assertRaises(Transient) as caught:
                client.send(MAIL)
            self.assertTrue(caught.exception.outcome_unknown)
            self.assertEqual(len(self.server.seen), 1)

    def test_what_was_refused_goes_again(self):
        client = self.serve_office("fast", "fast")
        client.send(MAIL)
        self.assertEqual((len(self.office.mails), len(self.slept)), (1, 2))
        answers = [REVOKED, Reply({"id": "m"})]
        self.assertEqual(self.serve(*answers).send(MAIL), {"id": "m"})
        self.assertEqual(self.refreshed, 2)

    def test_a_server_that_is_not_there(self):
        client = self.serve()
        self.server.close()
        with self.assertRaises(Transient) as caught:
            client.send(MAIL)
        self.assertFalse(caught.exception.outcome_unknown)
        self.assertEqual(len(self.slept), 3)


class TestRefused(SendCase):
    def test_too_large_is_said_before_anything_is_sent(self):
        client = self.serve()
        with self.assertRaises(Rejected) as caught:
            client.send(bytes(MOST_BYTES + 1))
        self.assertIn("35.0 MB", caught.exception.detail)
        self.assertEqual(self.server.seen, [])

    def test_in_googles_words(self):
        for status, reason, words in (
            (400, "invalidArgument", "Recipient address required"),
            (400, "invalidArgument", "Invalid thread_id value"),
            (413, "uploadTooLarge", "The message is too large."),
            (404, "notFound", "Requested entity was not found."),
        ):
            client = self.serve(google_error(status, reason, words))
            with self.assertRaises(Rejected) as caught:
                client.send(MAIL)
            error = caught.exception
            self.assertEqual((error.detail, error.outcome_unknown), (words, False))
            self.assertEqual(len(self.server.seen), 1)

    def test_the_mails_of_the_day_are_used_up(self):
        for seconds in (7200, -7200):
            client = self.serve(daily_mails(seconds))
            with self.assertRaises(Transient) as caught:
                client.send(MAIL)
            error = caught.exception
            self.assertEqual(error.kind, "quota")
            self.assertAlmostEqual(error.retry_after, max(seconds, 0), delta=5)
            self.assertFalse(error.outcome_unknown)
            self.assertEqual((len(self.server.seen), self.slept), (1, []))


class TestInPieces(SendCase):
    def test_more_than_five_megabytes_and_the_most_there_may_be(self):
        for size, requests in ((5_000_001, 2), (MOST_BYTES, 6)):
            client = self.serve_office()
            mail = MAIL.ljust(size, b"x")
            client.send(mail, "t7")
            self.assertEqual(self.office.mails, [mail])
            self.assertEqual(self.office.abouts, [{"threadId": "t7"}])
            self.assertEqual(len(self.server.seen), requests)
        start = self.server.seen[0].headers
        self.assertEqual(start["x-upload-content-type"], "message/rfc822")
        self.assertEqual(start["x-upload-content-length"], str(MOST_BYTES))

    def test_the_rest_follows_what_arrived(self):
        self.serve_office(None, None, "part")
        self.send_large(piece=2 * UNIT)
        total = len(LARGE)
        self.assertEqual(
            self.ranges(),
            [
                f"bytes 0-{2 * UNIT - 1}/{total}",
                f"bytes {2 * UNIT}-{4 * UNIT - 1}/{total}",
                f"bytes */{total}",
                f"bytes {2 * UNIT}-{4 * UNIT - 1}/{total}",
                f"bytes {4 * UNIT}-{total - 1}/{total}",
            ],
        )
        self.assertEqual(self.office.mails, [LARGE])

    def test_half_a_piece_is_not_sent_again(self):
        self.serve_office(None, "part")
        self.send_large(piece=4 * UNIT)
        self.assertEqual(
            [r.split("/")[0] for r in self.ranges()],
            [
                f"bytes 0-{4 * UNIT - 1}",
                "bytes *",
                f"bytes {UNIT}-{5 * UNIT - 1}",
                f"bytes {5 * UNIT}-{len(LARGE) - 1}",
            ],
        )
        self.assertEqual(self.office.mails, [LARGE])

    def test_a_last_answer_that_was_lost_is_asked_for(self):
        for fault in ("lost", "late", "garbled"):
            self.serve_office(*[None] * 6, fault)
            self.assertEqual(self.send_large()["id"], "m1")
            self.assertEqual(self.office.mails, [LARGE])
            self.assertEqual(self.ranges()[-1], f"bytes */{len(LARGE)}")

    def test_a_last_piece_that_did_not_arrive_goes_again(self):
        self.serve_office(*[None] * 6, "dropped")
        self.send_large()
        self.assertEqual(self.office.mails, [LARGE])
        self.assertEqual(len(self.ranges()), 8)

    def test_nobody_says_what_became_of_the_last_piece(self):
        for fault, sent in (("lost", 1), ("dropped", 0)):
            self.serve_office(*[None] * 6, fault, *["dropped"] * 9)
            with self.assertRaises(Transient) as caught:
                self.send_large()
            self.assertTrue(caught.exception.outcome_unknown)
            self.assertEqual(len(self.office.mails), sent)
            self.assertEqual(len(self.server.seen), 10)

    def test_a_question_that_is_refused_answers_nothing(self):
        for reply, kind_of_error in (
            (NOT_FOUND, Transient),
            (google_error(400, "badRequest", "No."), Transient),
            (google_error(403, "domainPolicy", "No."), Forbidden),
        ):
            office = PostOffice(*[None] * 6, "lost")
            self.serve_always(
                lambda seen, office=office, reply=reply: (
                    reply
                    if seen.headers.get("content-range", "").startswith("bytes *")
                    else office(seen)
                )
            )
            with self.assertRaises(kind_of_error) as caught:
                self.send_large()
            self.assertTrue(caught.exception.outcome_unknown)
            self.assertEqual((len(office.mails), office.number), (1, 1))

    def test_a_session_that_was_only_started_is_not_unknown(self):
        for faults in (
            ["dropped"] * 9,
            [None, *["dropped"] * 9],
            [None, None, *["busy"] * 9],
            [None, None, *["fast"] * 9],
        ):
            self.serve_office(*faults)
            with self.assertRaises(Transient) as caught:
                self.send_large()
            self.assertFalse(caught.exception.outcome_unknown)
            self.assertEqual(self.office.mails, [])

    def test_google_says_that_the_last_piece_did_not_arrive(self):
        """Then it is known, whatever happens to what is left."""
        self.serve_office(*[None] * 6, "dropped", None, *["fast"] * 9)
        with self.assertRaises(Transient) as caught:
            self.send_large()
        self.assertEqual((caught.exception.kind, self.office.mails), ("rate", []))
        self.assertFalse(caught.exception.outcome_unknown)

    def test_no_token_on_the_way(self):
        """The token endpoint was asked patiently; the mail is as unknown as before."""
        for faults, unknown in (([], False), ([*[None] * 6, "lost"], True)):
            self.serve_office(*faults)
            after = len(faults) or 3
            asked = []

            class Source(TokenSource):
                def token(self, seen=self.server.seen, asked=asked, after=after):
                    if len(seen) < after:
                        return ACCESS
                    asked.append(1)
                    raise Transient(service="oauth", kind="network")

            self.client = GmailClient(self.transport, Source())
            with self.assertRaises(Transient) as caught:
                self.send_large()
            self.assertEqual(caught.exception.service, "oauth")
            self.assertEqual(caught.exception.outcome_unknown, unknown)
            self.assertEqual(len(asked), 1)

    def test_a_forgotten_session_is_started_anew_once(self):
        self.serve_office(None, None, "forgotten")
        self.send_large()
        self.assertEqual((self.office.mails, self.office.number), ([LARGE], 2))
        self.serve_office(None, None, "forgotten", None, None, "forgotten")
        with self.assertRaises(Transient) as caught:
            self.send_large()
        self.assertEqual(caught.exception.reason, "upload_forgotten")
        self.assertFalse(caught.exception.outcome_unknown)
        self.assertEqual((self.office.mails, self.office.number), ([], 2))

    def test_a_thread_that_is_not_there(self):
        office = PostOffice()
        last = f"/{len(LARGE)}"
        self.serve_always(
            lambda seen: (
                NOT_FOUND
                if f"-{len(LARGE) - 1}{last}" in seen.headers.get("content-range", "")
                else office(seen)
            )
        )
        with self.assertRaises(Rejected) as caught:
            self.send_large()
        self.assertFalse(caught.exception.outcome_unknown)
        self.assertEqual(office.number, 2)

    def test_refusals_on_the_way(self):
        for reply, kind_of_error, reason in (
            (daily_mails(7200), Transient, "rateLimitExceeded"),
            (google_error(400, "invalidArgument", "No."), Rejected, "invalidArgument"),
            (REVOKED, ReauthRequired, "authError"),
        ):
            for before in range(3):
                office = PostOffice()
                replies = [office] * before + [reply, reply]
                self.serve(*replies)
                with self.assertRaises(kind_of_error) as caught:
                    self.send_large(LARGE[: UNIT + 1])
                self.assertEqual(caught.exception.reason, reason)
                self.assertFalse(caught.exception.outcome_unknown)
                self.assertEqual(office.mails, [])

    def test_too_fast_is_waited_for(self):
        self.serve_office("fast", None, "fast", None, None, "fast")
        self.send_large()
        self.assertEqual(self.office.mails, [LARGE])

    def test_a_token_that_ends_on_the_way(self):
        office = PostOffice()
        self.serve(office, office, REVOKED, *[office] * 9)
        self.send_large()
        self.assertEqual((office.mails, self.refreshed), ([LARGE], 2))

    def test_a_server_that_takes_all_and_does_nothing(self):
        def answer(seen):
            if seen.method == "POST":
                return Reply(b"", headers={"Location": f"{seen.path}&upload_id=1"})
            return Reply(b"", 308, {"Range": f"bytes=0-{len(LARGE) - 1}"})

        self.serve_always(answer)
        with self.assertRaises(Transient) as caught:
            self.send_large()
        self.assertEqual(caught.exception.reason, "no_progress")
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertLess(len(self.server.seen), 9)

    def test_a_server_that_takes_nothing_or_talks_nonsense(self):
        for value in (None, "", "bytes=0-99999999999", "bytes=7-9", "x", "bytes=0--1"):
            headers = {} if value is None else {"Range": value}
            start = Reply(b"", headers={"Location": f"{SEND}?upload_id=1"})
            self.serve(start, *[Reply(b"", 308, headers)] * 20)
            with self.assertRaises(Transient) as caught:
                self.send_large()
            self.assertFalse(caught.exception.outcome_unknown)
            self.assertLess(len(self.server.seen), 9)


class TestWhereThePiecesGo(SendCase):
    def test_googles_own_address_is_moved_to_the_endpoint(self):
        self.serve_office("moved")
        self.send_large()
        self.assertEqual(self.office.mails, [LARGE])

    def test_the_endpoint_may_call_itself_by_its_other_name(self):
        self.serve_office("renamed")
        self.send_large()
        self.assertEqual(self.office.mails, [LARGE])
        self.assertEqual(
            {seen.headers["host"] for seen in self.server.seen},
            {self.server.url.removeprefix("http://")},
        )

    def test_the_token_goes_nowhere_else(self):
        self.serve()
        elsewhere = self.server
        for location in (
            f"{elsewhere.url}{SEND}?upload_id=1",
            "https://evil.example/upload",
            "https://googleapis.com.evil.example/upload",
            "https://evilgoogleapis.com/upload",
            "http://gmail.googleapis.com/upload",
            "//evil.example/upload",
            "",
        ):
            self.serve(*[Reply(b"", headers={"Location": location})] * 4)
            with self.assertRaises(Transient) as caught:
                self.send_large()
            self.assertFalse(caught.exception.outcome_unknown)
            self.assertEqual({seen.method for seen in self.server.seen}, {"POST"})
        self.assertEqual(elsewhere.seen, [])


FAULTS = st.sampled_from(
    [None, None, "lost", "dropped", "part", "late", "busy", "fast", "garbled"]
    + ["forgotten"]
)


class TestLaws(SendCase):
    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(FAULTS, max_size=16),
        st.integers(min_value=1, max_value=3),
        st.sampled_from([1, UNIT, UNIT + 1, 3 * UNIT, len(LARGE)]),
    )
    def test_sent_once_or_honestly_unknown(self, faults, units, size):
        self.serve_office(*faults)
        mail = LARGE[:size]
        try:
            answer = self.send_large(mail, piece=units * UNIT)
        except GoogleError as error:
            if not error.outcome_unknown:
                self.assertEqual(self.office.mails, [])
            self.assertIn(self.office.mails, ([], [mail]))
        else:
            self.assertEqual((self.office.mails, answer["id"]), ([mail], "m1"))
        finally:
            self.assertLess(len(self.server.seen), 60)
            self.transport.close()
            self.server.close()

    @settings(max_examples=60, deadline=None)
    @given(st.lists(FAULTS, max_size=5), st.sampled_from([MAIL, MIDDLE]))
    def test_one_request_is_sent_once_or_honestly_unknown(self, faults, mail):
        client = self.serve_office(*faults)
        try:
            client.send(mail)
        except GoogleError as error:
            if not error.outcome_unknown:
                self.assertEqual(self.office.mails, [])
            self.assertIn(self.office.mails, ([], [mail]))
        else:
            self.assertEqual(self.office.mails, [mail])
        finally:
            self.transport.close()
            self.server.close()


class TestSlowLines(SendCase):
    def test_the_timeout_is_for_a_silence_and_not_for_the_whole_mail(self):
        """A line so slow that the mail takes several times the timeout."""
        line = socket.create_server(("127.0.0.1", 0))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        self.addCleanup(line.close)
        mail = MAIL.ljust(4_000_000, b"x")
        got = []

        def carry():
            end, _address = line.accept()
            with end:
                while sum(got) < len(mail):
                    got.append(len(end.recv(64 * 1024)))
                    time.sleep(0.01)
                body = b'{"id": "m1"}'
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
                end.sendall(head.encode() + body)

        carrier = threading.Thread(target=carry, daemon=True)
        carrier.start()
        self.serve()
        transport = Transport(f"http://127.0.0.1:{line.getsockname()[1]}", timeout=0.3)
        self.addCleanup(transport.close)
        client = GmailClient(transport, self.client.token_source)
        started = time.monotonic()
        self.assertEqual(client.send(mail), {"id": "m1"})
        self.assertGreater(time.monotonic() - started, 0.4)
        carrier.join()

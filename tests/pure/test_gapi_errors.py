# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The table of errors: every row of Google's taxonomy, and real bodies of errors."""

import copy
import json
import socket
import ssl
import unittest

import httplib2
from googleapiclient.errors import HttpError

from ...gapi import error_table
from ...gapi.answers import read_error, retry_after_seconds
from ...gapi.errors import (
    Conflict,
    CursorExpired,
    Forbidden,
    Gone,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
    classify,
    from_http_error,
    from_network_error,
    from_response,
    from_status,
    scrub,
)

CAL, GM, PPL, OAUTH = "calendar", "gmail", "people", "oauth"
STALE = (
    "Request person.etag is different than the current person.etag. Clear local cache "
    "and get the latest person."
)
EXPIRED = (
    "Sync token is expired. Clear local cache and retry call without the sync token."
)
OVERFLOW = "MY_CONTACTS_OVERFLOW_COUNT"
# A group's name that is taken is told like an event's id that is.
OUR_WORDS = {
    ("contactGroups.create", "ALREADY_EXISTS"): "duplicate",
    ("contactGroups.update", "alreadyExists"): "duplicate",
    ("users.labels.create", "aborted"): "duplicate",
    ("users.messages.list", "invalid"): "invalidLabel",
    ("users.messages.modify", "invalid"): "invalidLabel",
}

# service, method, status, reason, sentence → type, kind
ROWS = [
    # 400: permanent for this item
    (CAL, "events.insert", 400, "badRequest", "", Rejected, ""),
    (CAL, "events.patch", 400, "timeRangeEmpty", "", Rejected, ""),
    (CAL, "events.patch", 400, "invalid", "Invalid start time.", Rejected, ""),
    (GM, "users.messages.send", 400, "invalidArgument", "", Rejected, ""),
    (PPL, "people.updateContact", 400, "INVALID_ARGUMENT", "", Rejected, ""),
    (CAL, "events.watch", 400, "channelIdNotUnique", "", Rejected, ""),
    (CAL, "events.insert", 413, "uploadTooLarge", "", Rejected, ""),
    # 400 failedPrecondition: three meanings
    (PPL, "people.updateContact", 400, "failedPrecondition", "", Conflict, ""),
    (PPL, "people.updateContact", 400, "FAILED_PRECONDITION", "", Conflict, ""),
    (PPL, "people.batchUpdateContacts", 400, "failedPrecondition", "", Conflict, ""),
    (PPL, "contactGroups.update", 400, "failedPrecondition", "", Conflict, ""),
    (PPL, "people.batchCreateContacts", 400, "failedPrecondition", "", Rejected, ""),
    (PPL, "people.updateContact", 400, "INVALID_ARGUMENT", STALE, Conflict, ""),
    (PPL, "people.updateContact", 403, "forbidden", STALE, Conflict, ""),
    (
        GM,
        "users.labels.list",
        400,
        "failedPrecondition",
        "Mail service not enabled",
        Forbidden,
        "no_mailbox",
    ),
    (GM, "users.history.list", 400, "failedPrecondition", "", Forbidden, "no_mailbox"),
    (GM, "users.messages.send", 400, "failedPrecondition", "", Rejected, ""),
    # the token endpoint
    (OAUTH, "refresh", 400, "invalid_grant", "", ReauthRequired, ""),
    (OAUTH, "refresh", 400, "admin_policy_enforced", "", Forbidden, "policy"),
    (OAUTH, "refresh", 401, "invalid_client", "", Forbidden, "client"),
    (OAUTH, "refresh", 401, "unauthorized_client", "", Forbidden, "client"),
    (OAUTH, "refresh", 401, "deleted_client", "", Forbidden, "client"),
    (OAUTH, "exchange", 400, "redirect_uri_mismatch", "", Forbidden, "client"),
    (OAUTH, "authorize", 400, "invalid_scope", "", Forbidden, "scope"),
    (OAUTH, "authorize", 403, "access_denied", "", Forbidden, "access"),
    (OAUTH, "authorize", 403, "org_internal", "", Forbidden, "policy"),
    (OAUTH, "refresh", 500, "", "", Transient, "server"),
    (OAUTH, "refresh", 503, "temporarily_unavailable", "", Transient, "server"),
    (OAUTH, "refresh", 429, "", "", Transient, "rate"),
    (OAUTH, "refresh", 403, "rate_limit_exceeded", "", Transient, "rate"),
    # 401
    (CAL, "events.list", 401, "authError", "", ReauthRequired, ""),
    (GM, "users.history.list", 401, "authError", "", ReauthRequired, ""),
    (PPL, "people.get", 401, "UNAUTHENTICATED", "", ReauthRequired, ""),
    # 403 and 429: limits
    (CAL, "events.insert", 403, "rateLimitExceeded", "", Transient, "rate"),
    (CAL, "events.insert", 403, "userRateLimitExceeded", "", Transient, "rate"),
    (GM, "users.messages.get", 403, "userRateLimitExceeded", "", Transient, "rate"),
    (CAL, "events.insert", 429, "rateLimitExceeded", "", Transient, "rate"),
    (CAL, "events.insert", 429, "", "", Transient, "rate"),
    (CAL, "events.insert", 403, "quotaExceeded", "", Transient, "quota"),
    (CAL, "events.insert", 429, "quotaExceeded", "", Transient, "quota"),
    (GM, "users.messages.get", 403, "dailyLimitExceeded", "", Forbidden, "daily_limit"),
    (CAL, "events.list", 403, "dailyLimitExceeded", "", Forbidden, "daily_limit"),
    (
        GM,
        "users.messages.send",
        429,
        "userRateLimitExceeded",
        "User-rate limit exceeded. (Mail sending)",
        Transient,
        "quota",
    ),
    (
        GM,
        "users.messages.get",
        429,
        "rateLimitExceeded",
        "Too many concurrent requests for user",
        Transient,
        "concurrency",
    ),
    (
        GM,
        "users.messages.get",
        403,
        "rateLimitExceeded",
        "Quota exceeded for … limit 'Queries per minute per user' of service …",
        Transient,
        "rate",
    ),
    (PPL, "people.createContact", 429, "RATE_LIMIT_EXCEEDED", "", Transient, "rate"),
    (PPL, "people.createContact", 429, "RESOURCE_EXHAUSTED", "", Transient, "rate"),
    (
        PPL,
        "people.createContact",
        429,
        "RATE_LIMIT_EXCEEDED",
        "Quota exceeded for quota metric 'Daily Contact Writes' and limit 'Daily "
        "Contact Writes per day per user'",
        Transient,
        "quota",
    ),
    (
        PPL,
        "people.connections.list",
        429,
        "RESOURCE_EXHAUSTED",
        "Resource has been exhausted (e.g. check quota).; FBS quota limit exceeded",
        Transient,
        "rate",
    ),
    (PPL, "people.createContact", 429, OVERFLOW, "", Transient, "quota"),
    (PPL, "people.createContact", 400, "", f"Failed: {OVERFLOW}", Transient, "quota"),
    # 403: settings
    (CAL, "events.patch", 403, "forbiddenForNonOrganizer", "", Forbidden, "organizer"),
    (GM, "users.labels.list", 403, "domainPolicy", "", Forbidden, "policy"),
    (GM, "users.messages.get", 403, "insufficientPermissions", "", Forbidden, "scope"),
    (GM, "users.getProfile", 403, "accessNotConfigured", "", Forbidden, "api_disabled"),
    (CAL, "events.list", 403, "accessNotConfigured", "", Forbidden, "api_disabled"),
    (PPL, "people.get", 403, "SERVICE_DISABLED", "", Forbidden, "api_disabled"),
    (CAL, "events.list", 403, "insufficientPermissions", "", Forbidden, "scope"),
    (PPL, "people.get", 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "", Forbidden, "scope"),
    (CAL, "events.insert", 403, "requiredAccessLevel", "", Forbidden, "access"),
    (CAL, "events.insert", 403, "forbidden", "", Forbidden, "access"),
    # 404: the context decides
    (CAL, "events.patch", 404, "notFound", "", Gone, ""),
    (CAL, "events.get", 404, "notFound", "", Gone, ""),
    (CAL, "channels.stop", 404, "notFound", "", Gone, ""),
    (CAL, "events.list", 404, "notFound", "", Forbidden, "access"),
    (CAL, "events.insert", 404, "notFound", "", Forbidden, "access"),
    (GM, "users.messages.get", 404, "notFound", "", Gone, ""),
    (GM, "users.history.list", 404, "notFound", "", CursorExpired, ""),
    (GM, "users.messages.send", 404, "notFound", "", Rejected, ""),
    (GM, "users.messages.send", 413, "uploadTooLarge", "", Rejected, ""),
    (
        GM,
        "users.messages.send",
        400,
        "invalidArgument",
        "Recipient address required",
        Rejected,
        "",
    ),
    (GM, "users.history.list", 400, "", "Invalid startHistoryId", CursorExpired, ""),
    (GM, "users.messages.list", 400, "", "Invalid pageToken", CursorExpired, ""),
    (GM, "users.messages.list", 400, "invalid", "Invalid label: L", Rejected, ""),
    (GM, "users.messages.modify", 400, "invalid", "labelId not found", Rejected, ""),
    (PPL, "people.get", 404, "NOT_FOUND", "", Gone, ""),
    (PPL, "people.batchUpdateContacts", 404, "NOT_FOUND", "", Gone, ""),
    (PPL, "people.batchCreateContacts", 404, "NOT_FOUND", "", Rejected, ""),
    (PPL, "people.connections.list", 404, "NOT_FOUND", "", Forbidden, "access"),
    (PPL, "contactGroups.list", 404, "NOT_FOUND", "", Forbidden, "access"),
    (PPL, "contactGroups.get", 404, "NOT_FOUND", "", Gone, ""),
    (PPL, "contactGroups.members.modify", 404, "NOT_FOUND", "", Gone, ""),
    # 409, 410, 412
    (CAL, "events.insert", 409, "duplicate", "", Conflict, ""),
    (CAL, "events.patch", 409, "conflict", "", Conflict, ""),
    (PPL, "contactGroups.create", 409, "ALREADY_EXISTS", "", Conflict, ""),
    (PPL, "contactGroups.update", 409, "alreadyExists", "", Conflict, ""),
    (GM, "users.labels.create", 409, "aborted", "", Conflict, ""),
    (PPL, "contactGroups.create", 409, "ABORTED", "", Transient, "concurrency"),
    (PPL, "people.batchCreateContacts", 409, "ABORTED", "", Transient, "concurrency"),
    (CAL, "events.list", 410, "fullSyncRequired", "", CursorExpired, ""),
    (CAL, "events.list", 410, "updatedMinTooLongAgo", "", CursorExpired, ""),
    (CAL, "events.list", 410, "", "", CursorExpired, ""),
    (
        CAL,
        "events.list",
        400,
        "invalid",
        "Invalid sync token value.",
        CursorExpired,
        "",
    ),
    (
        PPL,
        "people.connections.list",
        400,
        "EXPIRED_SYNC_TOKEN",
        "Sync token is expired.",
        CursorExpired,
        "",
    ),
    (PPL, "people.connections.list", 410, "", "", CursorExpired, ""),
    (PPL, "people.connections.list", 400, "", EXPIRED, CursorExpired, ""),
    (CAL, "events.delete", 410, "deleted", "", Gone, ""),
    (CAL, "events.patch", 412, "conditionNotMet", "", Conflict, ""),
    # servers and roads
    (CAL, "events.list", 500, "backendError", "", Transient, "server"),
    (CAL, "events.list", 502, "", "", Transient, "server"),
    (CAL, "events.list", 503, "backendError", "", Transient, "server"),
    (PPL, "people.get", 504, "DEADLINE_EXCEEDED", "", Transient, "server"),
    (CAL, "events.list", 302, "", "", Transient, "server"),
    (CAL, "events.list", 407, "", "", Transient, "network"),
    (CAL, "events.list", 408, "", "", Transient, "timeout"),
    (CAL, "events.list", 0, "network", "", Transient, "network"),
    (CAL, "events.list", 0, "timeout", "", Transient, "timeout"),
]


class TestTable(unittest.TestCase):
    def test_every_row(self):
        for service, method, status, reason, text, kind_of_error, kind in ROWS:
            with self.subTest(service=service, status=status, reason=reason):
                error = classify(service, method, status, reason, text)
                self.assertIs(type(error), kind_of_error)
                self.assertEqual(error.kind, kind)
                self.assertEqual(
                    (error.service, error.method, error.status, error.reason),
                    (service, method, status, OUR_WORDS.get((method, reason), reason)),
                )
                self.assertFalse(error.outcome_unknown)

    def test_every_row_of_the_table_is_met_by_a_case(self):
        met = {error_table.find(*case[:5])[0] for case in ROWS}
        self.assertEqual(met, set(range(len(error_table.TABLE))))

    def test_limits_that_take_their_time_say_so(self):
        for case in ROWS:
            error = classify(*case[:5])
            if case[6] == "quota":
                self.assertGreaterEqual(error.retry_after, 3600)
            elif "per minute per user" in case[4]:
                self.assertEqual(error.retry_after, 60)
            else:
                self.assertIsNone(error.retry_after)
        asked = classify(CAL, "events.insert", 403, "quotaExceeded", "", 60.0)
        self.assertEqual(asked.retry_after, 60.0)

    def test_settings_come_with_the_page_that_mends_them(self):
        for case in ROWS:
            error = classify(*case[:5])
            if isinstance(error, Forbidden) and error.kind in (
                "api_disabled",
                "policy",
                "client",
                "daily_limit",
            ):
                self.assertRegex(error.link, r"^https://(console|admin)\.[a-z.]+/\S+$")
                self.assertNotIn("{", error.link)
        error = classify(PPL, "people.get", 403, "SERVICE_DISABLED")
        self.assertIn("people.googleapis.com", error.link)

    def test_unheard_of_answers_stop_one_item_only(self):
        for status in (402, 405, 418, 422, 451):
            self.assertIsInstance(
                classify(CAL, "events.patch", status, "new"), Rejected
            )


class TestBodies(unittest.TestCase):
    """Bodies as Google sends them."""

    def error(self, service, method, status, body, headers=None):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return from_response(service, method, status, headers or {}, content)

    def test_calendar_usage_limits(self):
        error = self.error(
            CAL,
            "events.insert",
            403,
            {
                "error": {
                    "errors": [
                        {
                            "domain": "usageLimits",
                            "reason": "quotaExceeded",
                            "message": "Calendar usage limits exceeded.",
                        }
                    ],
                    "code": 403,
                    "message": "Calendar usage limits exceeded.",
                }
            },
        )
        self.assertIsInstance(error, Transient)
        self.assertEqual(error.kind, "quota")
        self.assertEqual(error.detail, "Calendar usage limits exceeded.")
        self.assertIn("Calendar usage limits exceeded.", str(error))

    def test_api_not_enabled_links_to_the_project(self):
        link = (
            "https://console.developers.google.com/apis/api/"
            "calendar-json.googleapis.com/overview?project=123456"
        )
        error = self.error(
            CAL,
            "calendarList.list",
            403,
            {
                "error": {
                    "errors": [
                        {
                            "message": "Access Not Configured.",
                            "domain": "usageLimits",
                            "reason": "accessNotConfigured",
                            "extendedHelp": "https://console.developers.google.com",
                        }
                    ],
                    "code": 403,
                    "message": "Google Calendar API has not been used in project "
                    f"123456 before or it is disabled. Enable it by visiting {link} "
                    "then retry.",
                    "status": "PERMISSION_DENIED",
                    "details": [
                        {
                            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                            "reason": "SERVICE_DISABLED",
                            "domain": "googleapis.com",
                            "metadata": {"activationUrl": link},
                        }
                    ],
                }
            },
        )
        self.assertEqual((type(error), error.kind), (Forbidden, "api_disabled"))
        self.assertEqual(error.link, link)

    def test_links_to_anywhere_else_are_not_shown(self):
        error = self.error(
            CAL,
            "calendarList.list",
            403,
            {
                "error": {
                    "errors": [
                        {
                            "reason": "accessNotConfigured",
                            "extendedHelp": "https://evil.example/console",
                        }
                    ],
                    "message": "see https://evil.example/",
                }
            },
        )
        self.assertTrue(error.link.startswith("https://console.cloud.google.com/"))

    def test_people_error_info_beats_the_general_status(self):
        error = self.error(
            PPL,
            "people.connections.list",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "Sync token is expired. Clear local cache and retry "
                    "call without the sync token.",
                    "status": "FAILED_PRECONDITION",
                    "details": [
                        {
                            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                            "reason": "EXPIRED_SYNC_TOKEN",
                            "domain": "people.googleapis.com",
                        }
                    ],
                }
            },
        )
        self.assertEqual(
            (type(error), error.reason), (CursorExpired, "EXPIRED_SYNC_TOKEN")
        )

    def test_a_status_within_an_answer_is_read_like_an_answer(self):
        error = from_status(
            PPL,
            "people.batchUpdateContacts",
            {
                "code": 3,
                "message": "Request contains an invalid argument.",
                "details": [
                    {
                        "@type": "type.googleapis.com/google.rpc.BadRequest",
                        "fieldViolations": [
                            {
                                "field": "person.birthdays",
                                "description": "Invalid date.",
                            },
                            {"description": "Invalid date."},
                            None,
                            {"description": ""},
                        ],
                    }
                ],
            },
        )
        self.assertEqual(
            (type(error), error.status, error.reason, error.detail),
            (Rejected, 400, "INVALID_ARGUMENT", "Invalid date."),
        )
        for code, kind_of_error in (
            (5, Gone),
            (9, Conflict),
            (10, Transient),
            (16, ReauthRequired),
            (99, Transient),
        ):
            error = from_status(PPL, "people.batchUpdateContacts", {"code": code})
            self.assertIs(type(error), kind_of_error)

    def test_the_words_of_the_details_are_read_once_and_not_by_the_dozen(self):
        sentence = 'Invalid JSON payload received. Unknown name "x": Cannot find.'
        violations = [{"description": sentence}]
        violations += [{"description": f"Wrong {n}."} for n in range(9)]
        error = self.error(
            PPL,
            "people.createContact",
            400,
            {
                "error": {
                    "code": 400,
                    "message": sentence,
                    "status": "INVALID_ARGUMENT",
                    "details": [{"fieldViolations": violations}, {"violations": 3}],
                }
            },
        )
        self.assertEqual(error.detail, f"{sentence}; Wrong 0.; Wrong 1.; Wrong 2.")

    def test_scope_missing_in_both_spellings(self):
        error = self.error(
            CAL,
            "events.list",
            403,
            {
                "error": {
                    "code": 403,
                    "message": "Request had insufficient authentication scopes.",
                    "errors": [
                        {
                            "message": "Insufficient Permission",
                            "domain": "global",
                            "reason": "insufficientPermissions",
                        }
                    ],
                    "status": "PERMISSION_DENIED",
                    "details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}],
                }
            },
        )
        self.assertEqual((type(error), error.kind), (Forbidden, "scope"))

    def test_gmail_writes_the_time_into_its_sentence(self):
        error = self.error(
            GM,
            "users.messages.send",
            429,
            {
                "error": {
                    "code": 429,
                    "message": "User-rate limit exceeded.  Retry after "
                    "2026-11-21T12:00:00.000Z (Mail sending)",
                    "errors": [{"reason": "rateLimitExceeded"}],
                }
            },
            {"date": "Sat, 21 Nov 2026 10:00:00 GMT"},
        )
        self.assertEqual((error.kind, error.retry_after), ("quota", 7200.0))

    def test_bodies_that_are_no_errors(self):
        bodies = [
            b"",
            b"<html>502</html>",
            b"{",
            b"null",
            b"[]",
            b"[1]",
            b'"x"',
            b"\xff",
        ]
        bodies += [b'{"error": 7}', b'{"error": {"errors": "x", "details": 3}}']
        bodies += [b'{"error": {"errors": [3, {"reason": {}}]}}', b'[{"error": null}]']
        for body in bodies:
            with self.subTest(body=body):
                error = self.error(CAL, "events.list", 502, body)
                self.assertEqual((type(error), error.kind), (Transient, "server"))
                self.assertIn("502", str(error))
                read_error(body)
                self.assertIsInstance(
                    self.error(CAL, "events.patch", 400, body), Rejected
                )

    def test_from_the_client_librarys_error(self):
        response = httplib2.Response({"status": 409})
        body = b'{"error": {"errors": [{"reason": "duplicate"}], "message": "There."}}'
        error = from_http_error(CAL, "events.insert", HttpError(response, body))
        self.assertEqual(
            (type(error), error.status, error.reason), (Conflict, 409, "duplicate")
        )

    def test_oauths_flat_error(self):
        error = self.error(
            OAUTH,
            "userinfo",
            401,
            {"error": "invalid_request", "error_description": "Invalid Credentials"},
        )
        self.assertIsInstance(error, ReauthRequired)
        self.assertEqual(error.detail, "Invalid Credentials")


class TestRetryAfter(unittest.TestCase):
    def test_seconds_and_dates(self):
        date = {"date": "Sat, 21 Nov 2026 10:00:00 GMT"}
        for value, expected in [
            ("7", 7.0),
            ("0", 0.0),
            ("Sat, 21 Nov 2026 10:00:30 GMT", 30.0),
            ("Sat, 21 Nov 2026 09:00:00 GMT", 0.0),
            ("99999999", 7 * 86400.0),
            ("soon", None),
            ("-3", None),
            ("", None),
        ]:
            with self.subTest(value=value):
                headers = {"retry-after": value, **date}
                self.assertEqual(retry_after_seconds(headers), expected)

    def test_our_own_clock_where_the_answer_has_none(self):
        headers = {"retry-after": "Sat, 21 Nov 2026 10:00:30 GMT"}
        self.assertEqual(retry_after_seconds(headers, now=1795255200.0), 30.0)


class TestNetwork(unittest.TestCase):
    def test_what_is_known_of_the_outcome(self):
        for exc, kind, reason in [
            (TimeoutError("timed out"), "timeout", "timeout"),
            (
                ConnectionResetError(104, "Connection reset by peer"),
                "network",
                "network",
            ),
            (socket.gaierror(-2, "Name or service not known"), "network", "network"),
            (ssl.SSLCertVerificationError(1, "bad certificate"), "network", "tls"),
        ]:
            with self.subTest(exc=exc):
                error = from_network_error(CAL, "events.patch", exc, wrote=True)
                self.assertEqual((type(error), error.kind), (Transient, kind))
                self.assertEqual((error.status, error.reason), (0, reason))
                self.assertTrue(error.outcome_unknown)
                error = from_network_error(CAL, "events.list", exc, wrote=False)
                self.assertFalse(error.outcome_unknown)


class TestSecrets(unittest.TestCase):
    def test_googles_secrets_are_struck_out(self):
        for secret in (
            "ya29.a0AfB_by-Cx.y",
            "1//0gABCdef-_123",
            "GOCSPX-abc_DEF-123",
            "4/0AeaYSHABCdef_12",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.abc",
        ):
            text = scrub(f"Bad value {secret} in Authorization: Bearer {secret}")
            self.assertNotIn(secret, text)
            self.assertIn("Bad value ***", text)
            error = GoogleError(f"no {secret}", service=CAL)
            for shown in (str(error), repr(error), str(error.args), error.detail):
                self.assertNotIn(secret, shown)

    def test_ordinary_words_stay(self):
        text = "Rooms 1/2 and 24/7, https://x.example/4/calendar on 4/11/2026"
        self.assertEqual(scrub(text), text)

    def test_known_values_whatever_they_look_like(self):
        self.assertEqual(scrub("bad hunter2!", "hunter2", "", None), "bad ***!")

    def test_long_and_broken_lines(self):
        self.assertEqual(len(scrub("x" * 9000)), 500)
        self.assertEqual(scrub("a\r\nb\t c"), "a b c")

    def test_a_copy_keeps_everything(self):
        error = classify(CAL, "events.insert", 403, "quotaExceeded", "Enough.")
        twin = copy.copy(error)
        self.assertEqual(vars(twin), vars(error))
        self.assertEqual(str(twin), str(error))

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mapping to Google and back is the identity on every field we own, for any event."""

import copy
import json
import unittest

from hypothesis import given, settings, strategies as st

from ...mapping import google_event, link
from ...mapping.model import ANSWERS, FIELDS, WISH, normalize_email
from .test_mapping_google_event import END, OWN, START, event

# Google's own link is out of the way.
GONE = {"conferenceData": None, "hangoutLink": None}


def applied(resource, body):
    """What Google shows after a patch: null takes a key off, lists are replaced."""
    result = copy.deepcopy(resource)
    for key, value in body.items():
        if key in ("start", "end"):
            value = {k: v for k, v in value.items() if v is not None}
        if value is None:
            result.pop(key, None)
        else:
            result[key] = value
    return result


# -- any resource that Google might show ---------------------------------------

texts = st.text(max_size=30)
descriptions = st.one_of(
    texts,
    st.sampled_from(
        (
            "Q&A",
            "a < b & c > d",
            "one\ntwo\r\nthree",
            "<b>fett</b> &amp; mehr",
            "fish &amp; chips",
            "&lt;b&gt;",
            "سلام\nدنیا",
            "\U0001f389 <br> \U0001f389",
            "x <3 y",
            "Join: https://zoom.example/j?a=1&amp;b=2",
            "Notes\n\nJoin: https://zoom.example/j",
            "<p>Notes</p><br>Join: https://zoom.example/j",
            "Notes<br>Join: https://zoom.example/j<br>Join: https://else.example/k",
        )
    ),
)
emails = st.sampled_from(
    (
        OWN,
        "Anna@Example.com",
        "kim@example.org",
        "KIM@example.org",
        "jürgen@büro.example",
        "no address",
        None,
    )
)
guests = st.builds(
    lambda email, **keys: {
        **({"email": email} if email is not None else {"displayName": "Somebody"}),
        **{k: v for k, v in keys.items() if v is not None},
    },
    emails,
    responseStatus=st.sampled_from((*ANSWERS, None)),
    optional=st.sampled_from((None, True)),
    resource=st.sampled_from((None, None, True)),
    comment=st.sampled_from((None, "später")),
    additionalGuests=st.sampled_from((None, 2)),
)
whens = st.sampled_from(
    (
        (START, END),
        (START, START),
        ({"date": "2026-12-31"}, {"date": "2027-01-02"}),
        ({"dateTime": "2026-03-29T02:30:00", "timeZone": "Europe/Berlin"}, END),
        ({"dateTime": "2012-01-01T00:00:00Z"}, {"dateTime": "2012-01-01T00:15:00Z"}),
        ({**START, "timeZone": "GMT+05:30"}, END),
    )
)
reminders = st.one_of(
    st.none(),
    st.just({"useDefault": True}),
    st.builds(
        lambda items: {"useDefault": False, "overrides": items},
        st.lists(
            st.builds(
                lambda method, minutes: {"method": method, "minutes": minutes},
                st.sampled_from(("popup", "email")),
                st.integers(min_value=0, max_value=40320),
            ),
            max_size=5,
        ),
    ),
)


conferences = st.sampled_from(
    (
        {"entryPoints": [{"entryPointType": "video", "uri": "https://zoom.example/1"}]},
        {"entryPoints": [{"entryPointType": "phone", "uri": "tel:+49-1"}]},
        {"createRequest": {"requestId": "1", "status": {"statusCode": "pending"}}},
        {"createRequest": {"requestId": "1", "status": {"statusCode": "failure"}}},
    )
)
links = st.sampled_from(
    (
        "https://zoom.example/j?a=1&b=2",
        "http://odoo.example/x",
        "https://x.example/&amp;",
    )
)


@st.composite
def resources(draw):
    start, end = draw(whens)
    resource = event(start=start, end=end)
    for key, values in (
        ("summary", texts),
        ("description", descriptions),
        ("location", texts),
        ("visibility", st.sampled_from(("default", "public", "private"))),
        ("transparency", st.sampled_from(("opaque", "transparent"))),
        ("attendees", st.lists(guests, max_size=4)),
        ("reminders", reminders),
        ("hangoutLink", st.just("https://meet.google.com/abc-defg-hij")),
        ("conferenceData", conferences),
    ):
        if draw(st.booleans()):
            resource[key] = draw(values)
    return resource


def quick(function):
    limits = settings(max_examples=150, deadline=None, derandomize=True, database=None)
    return limits(function)


class TestRoundTrip(unittest.TestCase):
    """The law: mapping there and back is the identity on every field we own."""

    @quick
    @given(resources())
    def test_form_body_resource_form(self, resource):
        before = google_event.read(resource, OWN, "Europe/Berlin")
        changes = {**before.form, "attendees": {}}
        body = google_event.write_patch(
            changes, resource.get("attendees", []), there=before.there
        )
        after = google_event.read(applied(resource, body), OWN, "Europe/Berlin")
        form = before.form
        if form["video"] and before.there.conference != "video":
            # Of two lines of ours in one text the last one counts.
            form = {**form, "description": link.split(form["description"])[0]}
        self.assertEqual(after.form, form)
        self.assertNotIn("attendees", body)
        self.assertNotIn("conferenceData", body)

    @quick
    @given(resources(), links, texts)
    def test_a_link_comes_and_goes_and_leaves_the_text_alone(self, resource, url, new):
        before = google_event.read(resource, OWN)
        for changes, text in (
            ({"video": url}, before.form["description"]),
            ({"video": url, "description": new}, new),
        ):
            body = google_event.write_patch(changes, [], there=before.there)
            linked = google_event.read(applied(resource, {**body, **GONE}), OWN)
            self.assertEqual(linked.form["video"], url)
            text = google_event.read_description(link.split(text)[0])
            self.assertEqual(linked.form["description"], text)
        # An edit of the text keeps the line, and never piles it up.
        body = google_event.write_patch({"description": "Else"}, [], there=linked.there)
        self.assertEqual(body["description"].count("Join: "), 1)
        edited = google_event.read(applied(resource, {**body, **GONE}), OWN)
        self.assertEqual(
            (edited.form["description"], edited.form["video"]), ("Else", url)
        )
        body = google_event.write_patch({"video": ""}, [], there=edited.there)
        self.assertEqual(body, {"description": "Else"})

    @quick
    @given(resources(), st.sampled_from(("", "https://zoom.example/j", f"{WISH}7")))
    def test_a_conference_is_touched_for_its_own_link_only(self, resource, video):
        before = google_event.read(resource, OWN)
        body = google_event.write_patch(
            {**before.form, "title": "New", "attendees": {}}, [], there=before.there
        )
        self.assertNotIn("conferenceData", body)
        body = google_event.write_patch({"video": video}, [], there=before.there)
        if "conferenceData" in body:
            self.assertNotEqual(before.there.conference, "other", "by phone")
        if video != f"{WISH}7":
            own = before.there.conference == "video" and video != before.form["video"]
            pending = before.there.conference == "pending"
            wipes = body.get("conferenceData", "kept") is None
            self.assertEqual(wipes, own or (pending and video != before.form["video"]))

    @quick
    @given(resources())
    def test_an_insert_of_the_form_reads_as_the_form(self, resource):
        form = google_event.read(resource, OWN, "Europe/Berlin").form
        body = google_event.write_insert(form, "abcde", "Asia/Tehran", {"a": "b"})
        again = google_event.read(body, OWN).form
        if form["video"]:
            # A line of somebody else's beside Google's conference makes way.
            form = {**form, "description": link.split(form["description"])[0]}
        self.assertEqual(again, form)

    @quick
    @given(resources())
    def test_the_form_survives_json_and_has_every_field(self, resource):
        remote = google_event.read(resource, OWN, "Europe/Berlin")
        self.assertEqual(json.loads(json.dumps(remote.form)), remote.form)
        self.assertEqual(tuple(remote.form), FIELDS)

    @quick
    @given(resources())
    def test_reading_changes_nothing(self, resource):
        before = copy.deepcopy(resource)
        google_event.read(resource, OWN)
        self.assertEqual(resource, before)

    @quick
    @given(
        st.lists(guests, max_size=5),
        st.dictionaries(
            st.sampled_from((OWN, "kim@example.org", "new@example.net")),
            st.sampled_from((*ANSWERS, None)),
        ),
    )
    def test_untouched_guests_stay_byte_for_byte(self, raw, difference):
        edited = google_event.edit_attendees(raw, difference, OWN)
        touched = set(difference)

        def others(attendees):
            return [
                json.dumps(a)
                for a in attendees
                if a.get("resource") or normalize_email(a.get("email")) not in touched
            ]

        added_owner = [{"email": OWN, "responseStatus": "accepted"}] if not raw else []
        kept = [a for a in others(edited) if json.loads(a) not in added_owner]
        self.assertEqual(kept, others(raw))

    @quick
    @given(
        st.lists(guests, max_size=5),
        st.dictionaries(
            st.sampled_from((OWN, "kim@example.org", "new@example.net")),
            st.sampled_from((*ANSWERS, None)),
        ),
    )
    def test_the_difference_is_what_is_read_back(self, raw, difference):
        edited = google_event.edit_attendees(raw, difference, OWN)
        after = google_event.read_attendees(edited, OWN)
        rooms = {normalize_email(a.get("email")) for a in raw if a.get("resource")}
        for email, answer in difference.items():
            if email not in rooms and (email, answer) != (OWN, None):
                self.assertEqual(after.get(email), answer)

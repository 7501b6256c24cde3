# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a user does with the addon, done by an HTTP client: log in, consent, sync.

Nothing is called behind the server's back: these are the pages and routes a browser
uses, the emulated Google's consent page among them.
"""

import http.cookiejar
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from ground.console import Failure

# Seconds a sync may take altogether before it is taken to hang.
LONGEST_SYNC = 600
COUNTS = {
    "created_count": "created in Odoo",
    "updated_count": "changed in Odoo",
    "deleted_count": "deleted in Odoo",
    "pushed_count": "sent to Google",
    "series_count": "series taken in one by one",
    "conflict_count": "conflicts",
    "quarantined_count": "set aside",
    "request_count": "requests to Google",
}


class _Form(HTMLParser):
    """The fields a browser would send of one form, with what is preselected."""

    def __init__(self, chosen):
        super().__init__()
        self.chosen = chosen
        self.action, self.fields = None, []
        self._inside = False

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form" and self.action is None and self.chosen(found):
            self._inside, self.action = True, found.get("action") or ""
        if tag != "input" or not self._inside or not found.get("name"):
            return
        kind = found.get("type", "text")
        if kind in ("submit", "button") or (
            kind in ("checkbox", "radio") and "checked" not in found
        ):
            return
        self.fields.append((found["name"], found.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False


class Browser:
    """A browser of sorts: keeps cookies, follows redirects, fills in forms."""

    def __init__(self, odoo):
        self.odoo = odoo
        self._opener = urllib.request.build_opener(
            # No proxy: both servers are on this machine.
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def open(self, url, data=None, headers=None):
        """Return (final address, body as text) of a page."""
        request = urllib.request.Request(url, data, headers or {})
        try:
            with self._opener.open(request, timeout=120) as answer:
                return answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Failure(
                f"{_short(error.url)} answered {error.code}: {_words(error.read())}",
                "The servers' logs in .run/logs tell more.",
            ) from error

    def submit(self, page, chosen, **values):
        """Send the form that `chosen` picks on a page; give (address, body) back."""
        address, body = page
        form = _Form(chosen)
        form.feed(body)
        if form.action is None:
            raise Failure(
                f"{_short(address)} shows no form: {_words(body.encode())}",
                "The servers' logs in .run/logs tell more.",
            )
        kept = [(name, value) for name, value in form.fields if name not in values]
        data = urllib.parse.urlencode([*kept, *values.items()]).encode()
        return self.open(urllib.parse.urljoin(address, form.action), data)

    def call(self, path, **parameters):
        """Call one of Odoo's JSON routes as the logged-in user; return its result."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": parameters})
        headers = {"Content-Type": "application/json"}
        _url, text = self.open(self.odoo + path, body.encode(), headers)
        answer = json.loads(text)
        if "error" in answer:
            raise Failure(
                f"{path}: {answer['error'].get('data', {}).get('message')}",
                "Odoo's log in .run/logs tells more.",
            )
        return answer.get("result")

    def model(self, model, method, *arguments, **options):
        """Call a method of a model."""
        return self.call(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(arguments),
            kwargs=options,
        )


def log_in(browser, login, password):
    """Log in through the login page."""
    page = browser.open(f"{browser.odoo}/web/login")
    address, _body = browser.submit(
        page,
        lambda form: "login" in form.get("action", ""),
        login=login,
        password=password,
    )
    if urllib.parse.urlsplit(address).path.startswith("/web/login"):
        raise Failure(
            f"Odoo does not let {login} in.",
            "Was the demo user's password changed? `make clean` begins anew.",
        )


def consent(browser):
    """Press *Grant access*, allow everything asked for, come back."""
    start = f"{browser.odoo}/google_workspace/connect?return_url=/odoo"
    page = browser.open(start)
    if not page[0].startswith(browser.odoo):
        page = browser.submit(
            page, lambda form: form.get("id") == "consent", decision="allow"
        )
    address, body = page
    if not address.startswith(browser.odoo):
        raise Failure(f"The emulated Google did not send us back: {_words(body)}")


def sync(browser, tell):
    """Press *Sync with Google* until it is done; return the last answer."""
    until = time.monotonic() + LONGEST_SYNC
    while time.monotonic() < until:
        answer = browser.call("/google_workspace/calendar/sync")
        if answer["status"] == "ok":
            return answer
        if answer["status"] != "running":
            raise Failure(
                f"The sync answered {answer['status']}: {answer.get('message', '')}",
                "Odoo's log in .run/logs tells more.",
            )
        tell(f"  still syncing: {json.dumps(answer.get('progress') or {})}")
        time.sleep(1)
    raise Failure("The sync did not end.", "Odoo's log in .run/logs tells more.")


def choose_all_calendars(browser):
    """Tick every calendar of the account; return how many were not ticked before."""
    domain = [["selected", "=", False]]
    found = browser.model("gws.calendar", "search", domain)
    if found:
        browser.model("gws.calendar", "write", found, {"selected": True})
    return len(found)


def choose_contacts(browser):
    """Add the customers to Google Contacts; return how many were not chosen before."""
    domain = [["ref", "=like", "NW-%"], ["gws_subscribed", "=", False]]
    found = browser.model("res.partner", "search", domain)
    if found:
        browser.model("res.partner", "action_gws_subscribe", found)
    return len(found)


def sync_contacts(browser):
    """Press *Synchronize contacts* on the account."""
    account = browser.model("gws.account", "search", [])
    answer = browser.model("gws.account", "action_sync_contacts", account)
    if answer["params"]["type"] != "success":
        raise Failure(
            f"Contacts: {answer['params']['message']}",
            "Odoo's log in .run/logs tells more.",
        )


def fetch_mail(browser, incoming, outgoing):
    """Press *Sync folders*, choose both folders unless others are, fetch from them."""
    [account] = browser.model(
        "gws.account", "search_read", [], ["mail_in_label_id"], limit=1
    )
    ids = [account["id"]]
    _press_mail(browser, "action_sync_labels", ids)
    if not account["mail_in_label_id"]:
        chosen = {}
        for way, name in (("in", incoming), ("out", outgoing)):
            found = browser.model("gws.label", "search", [["full_name", "=", name]])
            chosen[f"mail_{way}_label_id"] = found[0]
        browser.model("gws.account", "write", ids, chosen)
    for way in ("in", "out"):
        _press_mail(browser, f"action_sync_mail_{way}", ids)


def _press_mail(browser, button, ids):
    answer = browser.model("gws.account", button, ids)
    if answer["params"]["type"] != "success":
        raise Failure(
            f"Mail: {answer['params']['message']}",
            "Odoo's log in .run/logs tells more.",
        )


def newest_run(browser):
    """Return the id of the user's last run, 0 when there is none."""
    ids = browser.model("gws.run", "search", [], limit=1, order="id desc")
    return ids[0] if ids else 0


def synced(browser, after):
    """Return what the runs since `after` (an id) did, as lines for a person."""
    runs = browser.model(
        "gws.run", "search_read", [["id", ">", after]], [*COUNTS, "duration"]
    )
    seconds = sum(run["duration"] for run in runs)
    lines = []
    for field, words in COUNTS.items():
        count = sum(run[field] for run in runs)
        if count:
            lines.append(f"{count:6} {words}")
    events = browser.model(
        "gws.event.binding", "search_count", [["state", "=", "synced"]]
    )
    calendars = browser.model("gws.calendar", "search_count", [["selected", "=", True]])
    contacts = browser.model(
        "gws.partner.binding", "search_count", [["state", "=", "synced"]]
    )
    return [
        *lines,
        f"{seconds:6.1f} seconds of syncing",
        f"{events:6} events now in step, of {calendars} calendars",
        f"{contacts:6} contacts now in step",
    ]


def _short(url):
    """An address without its query, which may hold a code or a state."""
    return urllib.parse.urlsplit(url)._replace(query="", fragment="").geturl()


def _words(body):
    """The beginning of a page's text, without its tags."""
    text = body.decode(errors="replace") if isinstance(body, bytes) else body

    class Text(HTMLParser):
        words = ""
        skipped = 0

        def handle_starttag(self, tag, attrs):
            self.skipped += tag in ("script", "style", "head")

        def handle_endtag(self, tag):
            self.skipped -= tag in ("script", "style", "head")

        def handle_data(self, data):
            if not self.skipped:
                self.words += " " + data

    reader = Text()
    reader.feed(text)
    return " ".join(reader.words.split())[:300]

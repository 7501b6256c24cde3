# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The WSGI app: routing, authentication, validation, errors in Google's shape.

An API request passes the same stations as at Google: fault rules, credentials, API
switched on, scope, quota, discovery document, service. A call inside a batch passes
them too (``run_api``), one by one.

To a server that can (``server.py``) the app says through
``environ["fake.transport"]`` that the connection is to be cut or the body truncated.
"""

import logging
from http import HTTPStatus
from urllib.parse import parse_qs, quote

from . import (
    batch,
    calendar_list,
    contact_groups,
    control,
    discovery,
    errors,
    event_listing,
    events,
    fields,
    gmail_api,
    gmail_upload,
    lax,
    log,
    oauth_http,
    pages,
    people,
    people_errors,
    people_listing,
    people_photos,
    people_turns,
    times,
)
from .call import Call
from .wire import CUT, Request, Response

CALENDAR = {
    "calendar.calendarList.list": calendar_list.list_entries,
    "calendar.calendarList.get": calendar_list.get_entry,
    "calendar.calendars.get": calendar_list.get_calendar,
    "calendar.events.list": event_listing.list_events,
    "calendar.events.instances": event_listing.instances,
    "calendar.events.get": events.get,
    "calendar.events.insert": events.insert,
    "calendar.events.import": events.import_event,
    "calendar.events.patch": events.patch,
    "calendar.events.update": events.update,
    "calendar.events.delete": events.delete,
    "calendar.events.move": events.move,
    "calendar.events.watch": lambda call: call.world.channels.watch(call),
    "calendar.channels.stop": lambda call: call.world.channels.stop(call),
}
PEOPLE = {
    "people.people.get": people.get,
    "people.people.getBatchGet": people.batch_get,
    "people.people.createContact": people.create,
    "people.people.updateContact": people.update,
    "people.people.deleteContact": people.delete,
    "people.people.batchCreateContacts": people.batch_create,
    "people.people.batchUpdateContacts": people.batch_update,
    "people.people.batchDeleteContacts": people.batch_delete,
    "people.people.updateContactPhoto": people_photos.update,
    "people.people.deleteContactPhoto": people_photos.delete,
    "people.people.searchContacts": people_listing.search,
    "people.people.connections.list": people_listing.connections,
    "people.otherContacts.list": people_listing.other_contacts,
    "people.contactGroups.list": contact_groups.list_groups,
    "people.contactGroups.get": contact_groups.get,
    "people.contactGroups.batchGet": contact_groups.batch_get,
    "people.contactGroups.create": contact_groups.create,
    "people.contactGroups.update": contact_groups.update,
    "people.contactGroups.delete": contact_groups.delete,
    "people.contactGroups.members.modify": contact_groups.modify_members,
}
_logger = logging.getLogger(__name__)
# (name, version, API name in console URLs, handlers): a further service adds a row.
SERVICES = (
    ("calendar", "v3", "calendar-json", CALENDAR),
    ("people", "v1", "people", PEOPLE),
    ("gmail", "v1", "gmail", gmail_api.GMAIL),
)
FORM = "application/x-www-form-urlencoded"


class App:
    def __init__(self, world, faults, request_log):
        self.world = world
        self.faults = faults
        self.log = request_log
        self.turns = people_turns.Turns()

    def __call__(self, environ, start_response):
        response = self.handle(request_of(environ))
        if response.transport:
            environ["fake.transport"] = response.transport
        reason = HTTPStatus(response.status).phrase
        headers = list(response.headers.items())
        if response.status not in (204, 304):
            headers.append(("Content-Length", str(len(response.body))))
        start_response(f"{response.status} {reason}", headers)
        return [response.body]

    def handle(self, request):
        """Answer one HTTP request."""
        if request.path == "/" or request.path.startswith("/_emulator"):
            if request.path.startswith("/_emulator/") and control.handles(request):
                return control.handle(self, request)
            return pages.handle(self.world, request)
        request = _unfold_override(request)
        entry = log.entry_of(self.world, request)
        self.log.add(entry)
        with self.turns.of(entry), self.world.gmail_quotas.running(entry):
            response = self._answer(request, entry)
        cut = response.transport == CUT
        entry.status = 0 if cut else response.status
        return response.gzipped(request)

    def _answer(self, request, entry):
        try:
            rule = self.faults.before(entry)
            response = self._route(request, entry)
            return self.faults.after(rule, response)
        except errors.ApiError as error:
            return error_response(error)
        except errors.ConnectionCut:
            return Response(500, b"", {}, CUT)
        except Exception:
            # A bug of the fake must not pass for a fault somebody ordered.
            _logger.exception("The fake Google failed at %s", entry.path)
            return error_response(errors.server_error(500))

    def _route(self, request, entry):
        if request.path.startswith("/batch"):
            return batch.handle(self, request, entry)
        if oauth_http.handles(request.path):
            return oauth_http.handle(self.world, request)
        try:
            if gmail_upload.handles(request.path):
                return gmail_upload.handle(self, request, entry)
            return self.run_api(request, entry)
        except errors.ApiError as error:
            return error_response(error)

    def run_api(self, request, entry):
        """One API call, plain or inside a batch; raises ``ApiError``."""
        return self.perform(self.prepare(request, entry))

    def prepare(self, request, entry):
        """A call that may run and is well formed: ``perform`` does the rest."""
        service, api, handlers = self._service(request.path)
        method, path_params = service.match(request.method, request.path)
        entry.api_method = method.id
        if self.world.lax:
            lax.forgive(method, request)
        access = self._authenticate(request)
        self._check_allowed(service, api, method, access)
        self._spend(service, method, path_params, access, entry, request)
        params = discovery.parse_query(method, path_params, request.query)
        if self.world.lax:
            lax.forgive_page(params)
        mask = None
        if params.get("fields") and method.response:
            mask = fields.parse(params["fields"])
            answer = {"$ref": method.response}
            fields.check(mask, answer, service.document, params["fields"])
        if params.get("timeZone") and times.zone(params["timeZone"]) is None:
            raise errors.invalid("Invalid time zone.", "timeZone")
        body = _json_body(request, method)
        if self.world.lax:
            lax.forgive_body(body)
        body = discovery.check_body(method, body, request.media is not None)
        self.faults.check_item(method, params, body, access.email)
        handler = handlers.get(method.id)
        if handler is None:
            raise errors.not_found()
        call = Call(
            self.world,
            method.id,
            access.email,
            params,
            body,
            request.headers,
            request.base_url,
            request.path,
            frozenset(access.scopes),
            request.media,
        )
        return call, handler, mask

    def perform(self, prepared):
        """Run what ``prepare`` gave."""
        call, handler, mask = prepared
        with self.world.lock:
            data = handler(call)
        if data is None:
            return Response(204)
        headers = {}
        if call.method_id.startswith("calendar.") and data.get("etag"):
            headers["ETag"] = data["etag"]
        if mask is not None:
            data = fields.apply(mask, data)
        pretty = call.params.get("prettyPrint", True)
        return Response.of_json(data, pretty=pretty, headers=headers)

    def _check_allowed(self, service, api, method, access):
        """403 for an API that is off and for a token without any of the scopes."""
        explains = service.name == "people"
        if service.name in self.world.disabled_apis:
            why = people_errors.why_forbidden("SERVICE_DISABLED") if explains else None
            raise errors.api_disabled(service.title, api, why)
        if method.scopes and not access.scopes & set(method.scopes):
            reason = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
            why = people_errors.why_forbidden(reason, method.id) if explains else None
            raise errors.insufficient_scope(method.scopes, why)

    def _spend(self, service, method, path_params, access, entry, request):
        """Pay for the call; raises when it is one too many, or not its turn."""
        if service.name == "gmail":
            gmail_api.admit(self.world, method, path_params, access, request, entry)
            return
        if service.name == "people":
            if entry.came_second and self.world.refuse_overlaps:
                raise people_errors.overlapping()
            self.world.people_quotas.spend(method.id, access.email)
        else:
            self.world.quotas.spend(
                access.email, path_params.get("calendarId"), method.is_write
            )

    def _service(self, path):
        for name, version, api, handlers in SERVICES:
            service = discovery.service(name, version)
            if path.startswith(service.root):
                return service, api, handlers
        raise errors.not_found()

    def _authenticate(self, request):
        for name in ("access_token", "oauth_token", "bearer_token"):
            if name in request.query:
                # Stricter than Google: a token in an address ends up in logs.
                raise errors.ApiError(
                    400,
                    "invalid",
                    "Access tokens are accepted in the Authorization header only.",
                    location=name,
                )
        return authenticate(self.world, request)


def authenticate(world, request):
    """The access token of the Authorization header; raises 401."""
    text = request.headers.get("authorization")
    if not text:
        raise errors.login_required()
    kind, _blank, value = text.partition(" ")
    access = world.tokens.bearer(value.strip())
    if kind.lower() != "bearer" or access is None:
        raise errors.invalid_credentials()
    return access


def error_response(error):
    if error.status == 304:
        return Response(304)
    return Response.of_json(error.body(), error.status, headers=error.headers)


def _json_body(request, method):
    if not request.body.strip():
        return None
    if method.request is None:
        return request.body
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise errors.ApiError(400, "parseError", "This API does not support this type.")
    try:
        return request.json()
    except ValueError as error:
        raise errors.ApiError(400, "parseError", "Parse Error") from error


def _unfold_override(request):
    """A GET too long for an address comes as POST with the query as a form."""
    wanted = request.headers.get("x-http-method-override")
    form = request.headers.get("content-type", "").startswith(FORM)
    if request.method == "POST" and wanted and form:
        request.query = {**request.query, **request.form()}
        request.method, request.body = wanted.upper(), b""
    return request


def request_of(environ):
    """The request of a WSGI environ."""
    raw = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    path = raw.split("?", 1)[0] if raw else quote(environ.get("PATH_INFO", ""))
    headers = {
        key[5:].replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    length = int(environ.get("CONTENT_LENGTH") or 0)
    host = headers.get("host") or environ.get("SERVER_NAME", "localhost")
    return Request(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True),
        headers=headers,
        body=environ["wsgi.input"].read(length) if length else b"",
        connection_id=environ.get("fake.connection_id", 0),
        base_url=f"http://{host}",
        remote=environ.get("REMOTE_ADDR", ""),
    )

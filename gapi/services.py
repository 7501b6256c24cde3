# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google's client library, built without the network.

The library ships the discovery documents; a service is built from one with every
root in it (service, batch, uploads) moved to the endpoint. The services only *make*
requests and check their parameters; `transport` sends them.
"""

import functools
import json
import threading
from urllib.parse import urlsplit, urlunsplit

from googleapiclient import discovery, discovery_cache

VERSIONS = {"calendar": "v3", "gmail": "v1", "people": "v1"}
# Google answers the same question under two addresses; an endpoint has one of them.
_SAME_PATHS = {("openidconnect.googleapis.com", "/v1/userinfo"): "/oauth2/v3/userinfo"}
_build_lock = threading.Lock()


def moved(url, endpoint):
    """Return Google's `url` as it is under `endpoint` ("" = Google itself).

    Path and query stay; `endpoint` may have a path of its own, which comes first.
    """
    if not endpoint:
        return url
    parts = urlsplit(url)
    base = urlsplit(endpoint)
    path = _SAME_PATHS.get((parts.hostname, parts.path), parts.path)
    return urlunsplit(
        (base.scheme, base.netloc, base.path.rstrip("/") + path, parts.query, "")
    )


class _NoHttp:
    """Stands where the library expects an `http`: sending is the transport's job."""

    def request(self, *_args, **_kwargs):
        raise RuntimeError("requests are sent by Transport.execute")

    def close(self):
        """Nothing to close."""


def build(api, endpoint=""):
    """Return the service object of "calendar", "gmail" or "people".

    Built once a process and endpoint, shared by all threads: it holds no connection
    and no credentials. Raises KeyError for another name.
    """
    with _build_lock:
        return _build(api, endpoint)[0]


def batch_url(api, endpoint=""):
    """Return the address that takes batches of this API."""
    with _build_lock:
        return _build(api, endpoint)[1]


@functools.lru_cache(maxsize=16)
def _build(api, endpoint):
    document = json.loads(discovery_cache.get_static_doc(api, VERSIONS[api]))
    document["rootUrl"] = moved(document["rootUrl"], endpoint)
    document.pop("mtlsRootUrl", None)
    base = document["rootUrl"] + document["servicePath"]
    service = discovery.build_from_document(
        document, http=_NoHttp(), client_options={"api_endpoint": base}
    )
    return service, document["rootUrl"] + document["batchPath"]

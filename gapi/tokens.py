# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where access tokens come from.

A `TokenSource` is asked before every request. It refreshes by itself shortly before
the token ends, and once more when Google says 401 although it should still be good.
"""

import threading
import time

# A request may take a while to arrive; a token this close to its end is not used.
MARGIN = 60.0


class TokenSource:
    """What the clients of this package ask for a token. Implement both methods."""

    def token(self):
        """Return an access token that is good for at least a minute.

        Raises `ReauthRequired` when the grant is dead, `Transient` when Google's
        token endpoint does not answer.
        """
        raise NotImplementedError

    def invalidate(self):
        """Forget the access token (Google refused it): the next one is new."""
        raise NotImplementedError


class FixedToken(TokenSource):
    """One token that cannot be renewed, for a call right after the consent."""

    def __init__(self, access_token):
        self._token = access_token

    def token(self):
        return self._token

    def invalidate(self):
        """Nothing to renew: the caller sees `ReauthRequired`."""

    def __repr__(self):
        return "FixedToken(***)"


class RefreshingToken(TokenSource):
    """Keeps an access token and renews it.

    refresh     callable () -> `oauth.Grant`; may raise any `GoogleError`
    access_token, expires_at   what is stored, `expires_at` in seconds of `clock`
    on_refresh  callable (grant, expires_at) to store the new one
    Safe for several threads: they wait for one refresh instead of making many.
    """

    def __init__(
        self, refresh, access_token="", expires_at=0.0, on_refresh=None, clock=time.time
    ):
        self._refresh = refresh
        self._token = access_token or ""
        self._expires_at = float(expires_at or 0.0)
        self._on_refresh = on_refresh
        self._clock = clock
        self._lock = threading.Lock()

    def token(self):
        with self._lock:
            if not self._token or self._expires_at - self._clock() < MARGIN:
                asked_at = self._clock()
                grant = self._refresh()
                self._token = grant.access_token
                self._expires_at = asked_at + grant.expires_in
                if self._on_refresh:
                    self._on_refresh(grant, self._expires_at)
            return self._token

    def invalidate(self):
        with self._lock:
            self._token = ""

    def __repr__(self):
        return "RefreshingToken(***)"

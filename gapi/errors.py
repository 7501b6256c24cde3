# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The errors of this package, in one place to import from.

`error_types` says what each one asks of its catcher, `error_table` which answer of
Google becomes which, `answers` reads the bodies.
"""

from .answers import (
    from_http_error,
    from_network_error,
    from_oauth_answer,
    from_response,
    from_status,
)
from .error_table import classify
from .error_types import (
    Conflict,
    CursorExpired,
    Forbidden,
    Gone,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
    scrub,
)

__all__ = [
    "Conflict",
    "CursorExpired",
    "Forbidden",
    "Gone",
    "GoogleError",
    "ReauthRequired",
    "Rejected",
    "Transient",
    "classify",
    "from_http_error",
    "from_network_error",
    "from_oauth_answer",
    "from_response",
    "from_status",
    "scrub",
]

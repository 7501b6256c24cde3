# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The small request and response the rooms of the fake hand to each other."""

import gzip
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

CUT = "cut"  # close the connection instead of answering
TRUNCATE = "truncate"  # promise the whole body, send half of it, close
# Larger answers are mails in base64: compressing them takes seconds and gains little.
MOST_GZIPPED = 1024**2


@dataclass
class Request:
    """``path`` is still quoted; ``query`` a dict of lists; headers in lower case."""

    method: str
    path: str
    query: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    connection_id: int = 0
    base_url: str = ""
    remote: str = "127.0.0.1"
    # The file that came beside the body: see ``gmail_upload.py``.
    media: bytes | None = None

    @property
    def plain_path(self):
        return unquote(self.path)

    def form(self):
        """A form body as a dict of lists."""
        text = self.body.decode("utf-8", "replace")
        return parse_qs(text, keep_blank_values=True)

    def flat_form(self):
        return {name: values[-1] for name, values in self.form().items()}

    def flat_query(self):
        return {name: values[-1] for name, values in self.query.items()}

    def json(self):
        """The body as JSON, None when empty; ValueError when broken."""
        return json.loads(self.body) if self.body.strip() else None


@dataclass
class Response:
    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    transport: str | None = None

    @classmethod
    def of_json(cls, data, status=200, pretty=True, headers=None):
        text = json.dumps(
            data,
            ensure_ascii=False,
            indent=1 if pretty else None,
            separators=None if pretty else (",", ":"),
        )
        headers = {"Content-Type": "application/json; charset=UTF-8", **(headers or {})}
        return cls(status, text.encode(), headers)

    @classmethod
    def of_html(cls, text, status=200):
        return cls(status, text.encode(), {"Content-Type": "text/html; charset=utf-8"})

    @classmethod
    def redirect(cls, address):
        return cls(302, b"", {"Location": address})

    def gzipped(self, request):
        """Compressed when the client asks the way Google wants it: header and agent."""
        wanted = "gzip" in request.headers.get("accept-encoding", "")
        agent = "gzip" in request.headers.get("user-agent", "")
        small = 0 < len(self.body) <= MOST_GZIPPED
        if wanted and agent and small and "Content-Encoding" not in self.headers:
            self.body = gzip.compress(self.body, 1)
            self.headers["Content-Encoding"] = "gzip"
            self.headers["Vary"] = "Accept-Encoding"
        return self

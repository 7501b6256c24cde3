# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""System parameters of ours that need care when they are written.

The client's secret is encrypted however it is set (settings, shell, import); the
endpoint is https or a loopback address, since tokens travel there.
"""

import ipaddress
from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import ValidationError

SECRET_KEY = "google_workspace.client_secret"
ENDPOINT_KEY = "google_workspace.api_endpoint"
# Switches that hold everything back: what waited goes out when they are lifted.
PAUSE_KEYS = ("google_workspace.enabled", "google_workspace.paused")
CLIENT_KEYS = ("google_workspace.client_id", SECRET_KEY)


class IrConfigParameter(models.Model):
    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            dict(vals, value=self._gws_value(vals.get("key"), vals.get("value")))
            for vals in vals_list
        ]
        records = super().create(vals_list)
        if any(vals.get("key") in CLIENT_KEYS for vals in vals_list):
            self.env["gws.client"]._forget_client_errors()
        records._gws_wake()
        return records

    def unlink(self):
        self._gws_wake()
        return super().unlink()

    def _gws_wake(self):
        """A pause may have been lifted: have the delivery look."""
        if any(param.key in PAUSE_KEYS for param in self):
            self.env["gws.account"]._trigger_delivery()

    def write(self, vals):
        if "value" not in vals and "key" not in vals:
            return super().write(vals)
        ours = self.filtered(
            lambda param: vals.get("key", param.key) in (ENDPOINT_KEY, *CLIENT_KEYS)
        )
        result = super(IrConfigParameter, self - ours).write(vals)
        for param in ours:
            key = vals.get("key", param.key)
            value = self._gws_value(key, vals.get("value", param.value))
            result = super(IrConfigParameter, param).write(dict(vals, value=value))
            if key in CLIENT_KEYS:
                self.env["gws.client"]._forget_client_errors()
        self._gws_wake()
        return result

    @api.model
    def _gws_value(self, key, value):
        """What is stored for ``value``: trimmed, encrypted or refused."""
        if key == SECRET_KEY and value:
            if self.env["gws.secrets"]._is_encrypted(value):
                return value
            return self.env["gws.secrets"]._encrypt(str(value).strip()) or value
        if key == ENDPOINT_KEY and value:
            value = str(value).strip().rstrip("/")
            if not _is_safe_endpoint(value):
                raise ValidationError(
                    self.env._(
                        "The endpoint must begin with https:// or name a loopback "
                        "address such as http://127.0.0.1:8019."
                    )
                )
        return value


def _is_safe_endpoint(url):
    """https, or a loopback address: there nobody can listen on the way."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    if parts.scheme == "https":
        return True
    if parts.scheme != "http":
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

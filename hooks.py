# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What installing and removing the addon does beyond tables and views."""


def post_init_hook(env):
    """A client secret that was set before the addon came is encrypted now."""
    param = (
        env["ir.config_parameter"]
        .sudo()
        .search([("key", "=", "google_workspace.client_secret")])
    )
    if param and not env["gws.secrets"]._is_encrypted(param.value):
        param.value = param.value.strip()


def uninstall_hook(env):
    """Nothing secret stays behind, no files of mails, nor a mail server that cannot
    send without us. The grants at Google are for their owners to end."""
    env["gws.message"]._forget([])
    servers = env["ir.mail_server"].with_context(active_test=False)
    servers.search([("smtp_authentication", "=", "gws")]).unlink()
    env.cr.execute("DROP TABLE IF EXISTS gws_account_secret")
    env["ir.config_parameter"].sudo().search(
        [("key", "=like", "google_workspace.%")]
    ).unlink()

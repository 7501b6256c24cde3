# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write the addon's translatable terms to the file GWS_POT. Run inside `odoo shell`."""

import os
from pathlib import Path

from odoo.addons.google_workspace.tests.pot import export

Path(os.environ["GWS_POT"]).write_text(export(globals()["env"]))

# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every term of the addon that can be translated, as Odoo itself exports it.

Used by `make pot`, which writes ``i18n/``, and by the test that holds the committed
files to it. Odoo looks for code in every addons folder it knows; here it looks at the
addon's own parts only: neither at its tests and tools, nor again and again at a
checkout that lies (through a link) in an addons folder inside of itself.
"""

import io
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from odoo.tools.translate import PoFileWriter, TranslationModuleReader

import odoo.addons

ADDON = "google_workspace"
FOLDER = Path(__file__).parents[1]
# What holds texts that a user can meet.
PARTS = ("controllers", "hooks.py", "models", "services", "static", "wizards")


def export(env):
    """Export the template from a database in which the addon is installed.

    :return: the text of a .pot file, sorted by term, with Odoo's own header
    """
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        addon = root / ADDON
        addon.mkdir()
        for part in PARTS:
            (addon / part).symlink_to((FOLDER / part).resolve())
        # Odoo opens only files below a known addons folder.
        folders = [str(root), *odoo.addons.__path__]
        stack.enter_context(patch.object(odoo.addons, "__path__", folders))
        buffer = io.BytesIO()
        rows = _Reader(env.cr, root)
        PoFileWriter(buffer, lang=None).write_rows(rows)
    return buffer.getvalue().decode()


class _Reader(TranslationModuleReader):
    """Reads the records as Odoo does, and the code below one folder."""

    def __init__(self, cr, root):
        self._root = root
        super().__init__(cr, modules=[ADDON])

    def _export_translatable_resources(self):
        self._path_list = [(str(self._root), True)]
        return super()._export_translatable_resources()

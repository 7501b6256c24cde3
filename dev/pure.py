# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run tests/pure in an interpreter that cannot import Odoo.

The addon's own ``__init__.py`` files import Odoo, so bare packages of the same
name are registered instead; relative imports inside the pure packages then
resolve as they do under Odoo.

    python dev/pure.py                 every pure test
    python dev/pure.py mapping merge   the modules whose name contains one of the words
"""

import importlib
import sys
import types
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class OdooBlocked:
    """Import hook: an `import odoo` in a pure package is a broken promise."""

    def find_spec(self, name, path=None, target=None):
        if name == "odoo" or name.startswith("odoo."):
            raise ImportError(f"{name} may not be imported by the pure packages")
        return None


def register_packages():
    """Make `google_workspace` and its `tests` importable without Odoo."""
    sys.meta_path.insert(0, OdooBlocked())
    for name, folder in (
        ("google_workspace", ROOT),
        ("google_workspace.tests", ROOT / "tests"),
    ):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def main(words):
    register_packages()
    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    for path in sorted((ROOT / "tests" / "pure").glob("test_*.py")):
        if words and not any(word in path.stem for word in words):
            continue
        module = importlib.import_module(f"google_workspace.tests.pure.{path.stem}")
        suite.addTests(loader.loadTestsFromModule(module))
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    passed = result.testsRun - failed - skipped
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

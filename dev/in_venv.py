# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run a Python script with the virtual environment's python, building it first.

python3 dev/in_venv.py dev/pure.py merge
"""

import os
import sys

from ground import python_env
from ground.console import Failure, main


def become(arguments):
    """Replace this process by the script."""
    if not arguments:
        raise Failure("Which script?", "python3 dev/in_venv.py dev/pure.py")
    python = python_env.find()
    os.execv(python, [str(python), *arguments])


if __name__ == "__main__":
    main(become, sys.argv[1:])

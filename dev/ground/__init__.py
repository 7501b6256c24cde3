# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the commands in dev/ stand on: Odoo, Python, PostgreSQL, Chromium, Node.

Each module brings one thing to the machine or finds it there, and says in words what
to do when it cannot. Only the standard library is imported: this code runs before
there is a virtual environment.
"""

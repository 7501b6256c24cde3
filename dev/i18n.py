# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring i18n/ up to date: export the terms with Odoo, merge them into each language.

    make pot

The addon is installed in a database of its own, so that what a developer's database
holds besides does not count. A language keeps its translations of terms that are
still there; new terms stand there empty and are listed at the end; terms that are gone
are removed. The files have no dates: they change only when a term or a translation
does. A new language begins with an empty `i18n/<code>.po`.
"""

import polib
from ground import databases, odoo_server, odoo_source, places, postgres, python_env
from ground.console import main, run, say, step

FOLDER = places.CHECKOUT / "i18n"
TEMPLATE = FOLDER / f"{places.ADDON}.pot"
HEADER = """Copyright 2026 Google Workspace for Odoo contributors
License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)."""
# A language that is not here gets no rule; Odoo itself needs none.
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "fa": "nplurals=2; plural=(n > 1);",
}


def export():
    """Export the terms out of a fresh database; return them as a PO file."""
    python = python_env.find()
    odoo = odoo_source.find(python)
    target = places.run() / "export.pot"
    with postgres.serving(python) as server:
        odoo_on = odoo_server.Server(odoo, python, server)
        with databases.temporary(odoo_on, "pot") as database:
            quiet = ("--no-http", "--log-level", "warn")
            with step("Installing the addon"):
                run(
                    odoo_on.command(
                        database, "-i", places.ADDON, "--stop-after-init", *quiet
                    ),
                    env=odoo_on.environment(),
                    log=places.logs() / "install.log",
                    advice="The addon cannot be installed: see the lines above.",
                )
            with (
                step("Exporting the terms"),
                open(places.CHECKOUT / "dev" / "i18n_export.py") as script,
            ):
                run(
                    odoo_on.command(database, *quiet, shell=True),
                    stdin=script,
                    env={**odoo_on.environment(), "GWS_POT": str(target)},
                    log=places.logs() / "export.log",
                )
    return polib.pofile(target.read_text())


def merged(terms, known, language=""):
    """Return a PO file with these terms, translated where `known` has a translation.

    terms: the exported PO file; known: {term: translation}; language: "" makes the
    template.
    """
    file = polib.POFile(wrapwidth=78)
    file.header = HEADER
    file.metadata = {
        "Project-Id-Version": f"{places.ADDON} 19.0",
        **({"Language": language} if language else {}),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language in PLURALS:
        file.metadata["Plural-Forms"] = PLURALS[language]
    for term in sorted(terms, key=lambda term: term.msgid):
        file.append(
            polib.POEntry(
                msgid=term.msgid,
                msgstr=known.get(term.msgid, ""),
                comment=term.comment,
                occurrences=term.occurrences,
            )
        )
    return file


def update(terms):
    """Write the template and every language that has a file; say what is missing."""
    merged(terms, {}).save(TEMPLATE)
    say(f"{TEMPLATE.name}: {len(terms)} terms")
    for path in sorted(FOLDER.glob("*.po")):
        known = {term.msgid: term.msgstr for term in polib.pofile(path)}
        file = merged(terms, known, path.stem)
        file.save(path)
        missing = [term.msgid for term in file if not term.msgstr]
        say(f"{path.name}: {len(missing)} to translate")
        for term in missing:
            say(f"  {term!r}")


def command():
    """Export, merge, write."""
    FOLDER.mkdir(exist_ok=True)
    update(export())


if __name__ == "__main__":
    main(command)

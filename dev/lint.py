# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Check or mend the look of every file, and find common mistakes.

    python3 dev/lint.py                   check everything
    python3 dev/lint.py ruff prettier     these checkers only
    python3 dev/lint.py --fix             format everything (`make format`)
    python3 dev/lint.py … -- FILE …       these files only (pre-commit calls it so)

Checkers: ruff (Python), pylint (Odoo's ways), prettier (XML, JS, CSS, YAML), eslint
(JS). Files are those git knows or would add; the outcome is 0 only if all agree.
"""

import argparse
import os
import subprocess
import sys
import time

from ground import node, places, python_env
from ground.console import Failure, main, run, say

PYTHON = (".py",)
SCRIPT = (".js", ".mjs")
MARKUP = (".xml", ".css", ".scss", ".json", ".yaml", ".yml")
# What each checker looks at.
ENDINGS = {
    "ruff": PYTHON,
    "pylint": PYTHON,
    "prettier": SCRIPT + MARKUP,
    "eslint": SCRIPT,
}

# A method `create` here is no model's, so Odoo's rules do not apply.
WITHOUT_ODOO = (
    *("benchmarks/", "demo/", "dev/", "gapi/", "mapping/", "sync/"),
    *("tests/fakes/", "tests/pure/"),
)


def files():
    """Return the files git knows or would add, as paths relative to the checkout."""
    listed = run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=places.CHECKOUT,
        advice="Lint asks git which files are the project's: it needs a git checkout.",
    )
    return [
        name
        for name in sorted(listed.split("\0"))
        if (places.CHECKOUT / name).is_file()
    ]


def commands(checker, names, fix):
    """Return the command lines of a checker for these files, and their environment."""
    python = python_env.find()
    programs = python.parent
    environment = python_env.in_path(os.environ, python)
    if checker == "ruff":
        check = [programs / "ruff", "check", *(["--fix"] if fix else [])]
        layout = [programs / "ruff", "format", *([] if fix else ["--check"])]
        return [[*check, *names], [*layout, *names]], environment
    if checker == "pylint":
        rules = f"--rcfile={places.CHECKOUT / '.pylintrc-mandatory'}"
        return [[programs / "pylint", rules, *names]], environment
    tools = node.find(python)
    if checker == "eslint":
        rules = places.CHECKOUT / "dev" / "js" / "eslint.config.mjs"
        options = ["--config", rules, "--no-warn-ignored", *(["--fix"] if fix else [])]
        return [[tools.tool("eslint"), *options, *names]], tools.environment()
    plugin = tools.modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    options = ["--plugin", plugin, "--log-level=warn", "--write" if fix else "--check"]
    return [[tools.tool("prettier"), *options, *names]], tools.environment()


def _looks_at(checker, name):
    if checker == "pylint" and name.startswith(WITHOUT_ODOO):
        return False
    return name.endswith(ENDINGS[checker])


def check(checker, names, fix=False):
    """Run one checker; return whether it is content. Its words go to the terminal."""
    wanted = [name for name in names if _looks_at(checker, name)]
    if not wanted or (fix and checker == "pylint"):
        return True
    lines, environment = commands(checker, wanted, fix)
    started = time.monotonic()
    content = True
    for line in lines:
        done = subprocess.run(
            [str(word) for word in line],
            cwd=places.CHECKOUT,
            env=environment,
            check=False,
        )
        content = content and done.returncode == 0
    seconds = time.monotonic() - started
    verdict = "ok" if content else "FAILED"
    say(f"  {checker}: {verdict} ({len(wanted)} files, {seconds:.1f} s)")
    return content


def lint(checkers, names=None, fix=False):
    """Run the checkers; return the names of those that found something."""
    names = names or files()
    return [checker for checker in checkers if not check(checker, names, fix)]


def command():
    """Read the command line and run."""
    words, separator, names = sys.argv[1:], "--", None
    if separator in words:
        place = words.index(separator)
        words, names = words[:place], words[place + 1 :]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkers", nargs="*", metavar="|".join(ENDINGS))
    parser.add_argument("--fix", action="store_true")
    options = parser.parse_args(words)
    unknown = set(options.checkers) - set(ENDINGS)
    if unknown:
        raise Failure(f"No such checker: {', '.join(sorted(unknown))}.")
    failed = lint(options.checkers or list(ENDINGS), names, options.fix)
    if failed:
        say(f"Lint found something: {', '.join(failed)}. `make format` mends layout.")
    return 1 if failed else 0


if __name__ == "__main__":
    main(command)

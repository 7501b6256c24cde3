# Thin: every target is a command in dev/ that can be called by hand as well.
# Variables (make NAME=value …) are told in README.md, section "Development".
PYTHON ?= python3
WORDS ?=

.DEFAULT_GOAL := help
.PHONY: help run test pure lint format bench shell fake pot update lock clean distclean

help: ## say what there is
	@echo "make …"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1 - \2/p' $(MAKEFILE_LIST)

run: ## Odoo and an emulated Google, connected and synced, until Ctrl-C
	@$(PYTHON) dev/run.py

test: ## lint, pure tests, Odoo tests, browser tours; counts at the end
	@$(PYTHON) dev/test.py

pure: ## the tests that need no Odoo (WORDS="merge plan": only these)
	@$(PYTHON) dev/in_venv.py dev/pure.py $(WORDS)

lint: ## check every file
	@$(PYTHON) dev/lint.py

format: ## mend the layout of every file
	@$(PYTHON) dev/lint.py --fix

bench: ## measure (WORDS="pull": only these)
	@$(PYTHON) dev/bench.py $(WORDS)

shell: ## Odoo's Python shell on the database of `make run`
	@$(PYTHON) dev/shell.py

fake: ## the emulated Google alone, for an Odoo of your own
	@$(PYTHON) dev/fake.py

pot: ## the texts to translate, into i18n/
	@$(PYTHON) dev/in_venv.py dev/i18n.py

update: ## fetch the newest Odoo 19 of Debian
	@$(PYTHON) dev/update.py

lock: ## pin dev/requirements/input.txt anew for this Python
	@$(PYTHON) dev/lock.py

clean: ## remove this checkout's databases, files and logs
	@$(PYTHON) dev/clean.py

distclean: ## the same, and the shared cache of downloads
	@$(PYTHON) dev/clean.py --all

# The commands of the project. Each sets up what it needs first: on a machine with Python 3.11+, make and git nothing else has to be prepared.
.DEFAULT_GOAL := help
.PHONY: help serve test site offline check bench prove fuzz figures golden doctor lock clean

export PYTHON
export NO_MKDOCS_2_WARNING := true
bin := .venv/bin
# Node comes from a Python package; its programs and npm's find each other through PATH.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
prepare = @python=$$(sh tools/find-python) && "$$python" tools/setup.py

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 16

serve: ## set everything up and serve the live site
	$(prepare) site
	@$(bin)/python -m hooks.serve $(ARGS)

test: ## set everything up, browsers included, and run all tests
	$(prepare) browser
	@$(bin)/python -m tools.test $(ARGS)

site: ## build the site into site/; any mistake in a page fails it
	$(prepare) site
	@$(bin)/mkdocs build --strict --clean

offline: ## build the zip that needs no server and no network, into dist/
	$(prepare) site
	@$(bin)/mkdocs build --strict --clean --config-file offline.yml

check: ## ruff, mypy --strict, tsc --checkJs, the audit of the pages and known faults of packages
	$(prepare) tests
	@$(bin)/python -m tools.check

bench: ## measure the site against stock Pyodide, PyScript and JavaScript
	$(prepare) browser
	@$(bin)/python -m bench $(ARGS)

figures: ## measure, and renew the figures that the site shows
	$(prepare) browser
	$(prepare) fuzz
	@$(bin)/python -m bench --write docs/project
	@$(bin)/python -m tools.picture
	@$(bin)/python -m tools.trials

prove: ## laws, comparisons and fuzzing with their full counts, and under other Pythons
	$(prepare) browser
	@$(bin)/python -m tools.test --prove $(ARGS)
	@$(bin)/python -m tools.pythons

fuzz: ## feed the parsers with texts made to surprise them, each for a minute (ARGS="--seconds 600" for longer)
	$(prepare) fuzz
	@$(bin)/python -m tools.fuzz $(ARGS)

golden: ## rewrite the golden files, for a review to see what changed
	$(prepare) browser
	@$(bin)/python -m tools.test --golden $(ARGS)

doctor: ## say what is missing on this machine and how to get it
	@python=$$(sh tools/find-python) && "$$python" tools/doctor.py

lock: ## pin the Python packages anew, with hashes (needs uv)
	@sh tools/lock

clean: ## remove everything that the other commands made
	@rm -rf .venv .cache node_modules site dist test-results

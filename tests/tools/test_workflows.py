"""What the workflows may do: no more than they need, with actions that nobody can change under them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.y*ml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
MAY_WRITE = {("site.yml", "publish"): {"pages", "id-token"}}  # which job may change what


def read(file: Path) -> dict[Any, Any]:
    workflow: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return workflow


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_there_are_workflows() -> None:
    assert [file.name for file in WORKFLOWS] == ["site.yml"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_by_its_digest_and_says_its_version(file: Path) -> None:
    used = [step["uses"] for step in steps(read(file)) if "uses" in step]
    said = re.findall(r"uses: (\S+) # v\d+\.\d+\.\d+$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert used == said
    assert [] == [action for action in used if not PINNED.fullmatch(action)]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_job_may_do_what_it_needs_and_no_more(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        allowed = job["permissions"]
        assert set(allowed.values()) <= {"read", "write"}
        assert {key for key, value in allowed.items() if value == "write"} == MAY_WRITE.get((file.name, name), set())
        assert job["timeout-minutes"] <= 60
        if "write" in allowed.values():  # what was built by a job that may not write is published by one that runs nothing of ours
            assert [] == [step for step in job["steps"] if "run" in step or "checkout" in step["uses"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_step_keeps_a_credential_and_no_text_from_outside_becomes_a_command(file: Path) -> None:
    workflow = read(file)
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert [] == [step for step in checkouts if step["with"]["persist-credentials"] is not False]
    assert [] == [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")]
    triggers = workflow[True]  # YAML reads the key `on` so
    assert "pull_request_target" not in triggers and "workflow_run" not in triggers

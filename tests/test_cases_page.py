"""Every example of docs/cases.md is a case that the suite takes, and that a client passes."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from pathlib import Path
from typing import Final

import pytest

from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.runner.case_item import case_items
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.suite.loader import Suite, load_suite

SOURCE: Final = Path(__file__).parents[1] / "clients" / "python" / "src"
PAGE: Final = Path(__file__).parents[1] / "docs" / "cases.md"
EXAMPLES: Final = re.findall(
    r"^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
)
HEAD: Final = 'subject = "page"\nwhy = "The examples of the page, one after the other."\n'


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """The project's suite with the examples as its only cases."""
    for name in ("requirements.toml", "vectors"):
        source = schemas_folder() / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "page.toml").write_text(HEAD + "\n".join(EXAMPLES), "utf-8")
    return load_suite(tmp_path)


def test_examples(suite: Suite) -> None:
    """Each is valid, and there is one for every heading that promises one."""
    assert (len(EXAMPLES), len(suite.cases)) == (14, 15)  # one stands for two cases
    assert any(case.steps for case in suite.cases)
    assert any(case.services for case in suite.cases)


def test_examples_are_passed(suite: Suite, tmp_path: Path) -> None:
    """The Python client passes each of them."""
    command = ("env", f"PYTHONPATH={SOURCE}", sys.executable, "-m", "azureml_scoring", "session")
    table = {"requires": [], "remedy": "", "session": list(command)}
    client = Client("python", "Python", tmp_path, {"process": table})
    items = case_items(suite.cases, suite.control, load_schemas(), seed=7)
    options = Options(cache=tmp_path / "cache", driver="process", start_seconds=30.0)
    report = asyncio.run(run(Plan((ClientPlan(client, items),)), options, lambda _: None))
    outcomes = {one.item.identifier: one.outcome for one in report.verdicts}
    assert set(outcomes.values()) == {Outcome.PASS}, outcomes
    assert len(outcomes) == 15

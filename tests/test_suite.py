"""The form of the suite's requirements and cases.

test_broken_clients.py proves that the cases of each requirement catch a broken client.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from scoreline.formats.schema import schemas_folder
from scoreline.suite.case import Case
from scoreline.suite.loader import load_suite
from scoreline.suite.requirement import Requirement

SUITE: Final = load_suite()
CASE_FILES: Final = tuple(sorted((schemas_folder() / "cases").glob("*.toml")))
MODAL: Final = re.compile(
    r"\b(should|must|may|might|can|cannot|could|shall|will|would)\b", re.IGNORECASE
)
KEYWORD: Final = re.compile(r"\b(MUST NOT|MUST|SHOULD NOT|SHOULD|MAY)\b")
LONGEST_WHY: Final = 400

each_case = pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.identifier)
each_file = pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
each_requirement = pytest.mark.parametrize(
    "requirement", SUITE.requirements.values(), ids=lambda requirement: requirement.identifier
)


@each_requirement
def test_requirement_has_case(requirement: Requirement) -> None:
    """Every requirement has a case that proves it."""
    assert any(requirement.identifier in case.requirements for case in SUITE.cases)


@each_requirement
def test_requirement_is_one_sentence(requirement: Requirement) -> None:
    """A requirement is one sentence with one MUST, SHOULD or MAY, and ends with a period."""
    assert len(KEYWORD.findall(requirement.text)) == 1
    assert requirement.text.endswith(".")
    assert ". " not in requirement.text


@each_case
def test_case_names_requirements(case: Case) -> None:
    """Every case names requirements, each once, and all of them exist."""
    assert case.requirements
    assert set(case.requirements) <= SUITE.requirements.keys()
    assert len(set(case.requirements)) == len(case.requirements)


def test_titles_are_unique() -> None:
    """No two cases have the same title."""
    counts = Counter(case.title for case in SUITE.cases)
    assert [title for title, count in counts.items() if count > 1] == []


@each_case
def test_title_has_its_form(case: Case) -> None:
    """A title has 10 to 90 characters, starts with a verb in the third person and has no period."""
    assert 10 <= len(case.title) <= 90
    assert re.match(r"[a-z]+s\b", case.title)
    assert not case.title.endswith(".")


@each_case
def test_title_states_a_fact(case: Case) -> None:
    """A title has no modal verb: it states what a client does, not what it should do."""
    assert MODAL.findall(case.title) == []


@each_file
def test_file_names_its_schema(path: Path) -> None:
    """Every case file starts with the line that names its schema for editors."""
    first = path.read_text("utf-8").partition("\n")[0]
    assert first == "#:schema ../harness/case.schema.json"


@each_case
def test_why_is_short(case: Case) -> None:
    """The reason for a subject has at most 400 characters and no space at either end."""
    assert len(case.why) <= LONGEST_WHY
    assert case.why == case.why.strip()

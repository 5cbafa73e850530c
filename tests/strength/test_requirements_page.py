"""The page of requirements says what the suite and the broken clients are."""

from __future__ import annotations

from dataclasses import replace

from tests.strength.broken_client import broken_clients
from tests.strength.requirements_page import PATH, page

from scoreline.suite.loader import load_suite


def test_page_is_up_to_date() -> None:
    """docs/requirements.md is generated, and nobody has to keep it."""
    written = page(load_suite(), broken_clients())
    hint = "run: python -m tests.strength.requirements_page"
    assert PATH.read_text("utf-8") == written, hint


def test_page_follows_the_suite() -> None:
    """A case that is removed is no longer on the page."""
    suite = load_suite()
    gone = suite.cases[0].identifier
    assert f"`{gone}`" in page(suite, ())
    assert f"`{gone}`" not in page(replace(suite, cases=suite.cases[1:]), ())


def test_every_requirement_has_proofs() -> None:
    """No requirement is without a case, or without a broken client that violates it."""
    written = page(load_suite(), broken_clients())
    assert "Cases (0)" not in written
    assert "Broken clients (0)" not in written
    assert "Violated by (0)" not in written

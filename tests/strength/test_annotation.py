"""Annotations: which mutants they are about, and that a careless one is refused."""

from __future__ import annotations

import pytest
from tests.strength.annotation import (
    ANNOTATIONS,
    BadAnnotationError,
    read_annotations,
    unmatched,
)
from tests.strength.mutant import Identity

ONE = Identity("a.py", "f", "number", "1", "2")


def table(fields: str) -> str:
    """A file with one annotation."""
    return f'[[annotation]]\nfile = "a.py"\nfunction = "f"\n{fields}\n'


@pytest.mark.parametrize(
    ("fields", "covered"),
    [
        ("", True),
        ('operator = "number"', True),
        ('before = "1"\nafter = "2"\nordinal = 0', True),
        ('operator = "string"', False),
        ('before = "2"', False),
        ("ordinal = 1", False),
    ],
)
def test_covers(fields: str, covered: bool) -> None:
    """An annotation is about the mutants that have every field that it gives."""
    (annotation,) = read_annotations(table(f'reason = "none"\n{fields}'))
    assert annotation.covers(ONE) is covered
    assert unmatched([annotation], [ONE]) == ([] if covered else [annotation])


def test_listed() -> None:
    """An annotation may name mutants by their lines."""
    text = f"[[annotation]]\nreason = 'none'\nmutants = ['{ONE}', 'another']\n"
    one, other = read_annotations(text)
    assert (one.covers(ONE), other.covers(ONE)) == (True, False)
    assert unmatched([one, other], [ONE]) == [other]


@pytest.mark.parametrize("fields", ["", 'reason = " "', 'reason = "a"\nline = 3'])
def test_refused(fields: str) -> None:
    """An annotation without a reason is refused, and so is one with an unknown field."""
    with pytest.raises(BadAnnotationError, match="annotation 1"):
        read_annotations(table(fields))


def test_listed_and_described() -> None:
    """A list of mutants stands alone: what a field would add to it is not clear."""
    with pytest.raises(BadAnnotationError, match="annotation 1: file"):
        read_annotations('[[annotation]]\nreason = "a"\nmutants = ["b"]\nfile = "a.py"\n')


def test_the_file_can_be_read() -> None:
    """The project's own annotations have their form."""
    read_annotations(ANNOTATIONS.read_text("utf-8"))

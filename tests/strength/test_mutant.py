"""Mutants: what is changed, what is left alone, and what they are recognised by."""

from __future__ import annotations

import ast

import pytest
from tests.strength.mutant import Identity, Mutant, differing, mutants_of
from tests.strength.operators import operators
from tests.strength.playing import LIBRARY, REFERENCE

OPERATORS = operators(("TIMEOUT", "CONNECTION"))
SOURCE = """\
class A:
    def f(self, b):
        if b < 1:
            return min(
                b,
                2,
            )
        self.c = 3
        self.d = 3
"""


def mutants(source: str) -> tuple[Mutant, ...]:
    """The mutants of a source."""
    return mutants_of("a.py", source, OPERATORS)


def test_every_file_gives_mutants_that_parse() -> None:
    """Every mutant of the client differs from it in its syntax tree, and from every other one."""
    path = REFERENCE / LIBRARY / "operation.py"
    found = mutants_of(path.name, path.read_text("utf-8"), OPERATORS)
    trees = {ast.dump(ast.parse(one.text)) for one in found}
    assert len(found) > 20
    assert len(trees) == len(found)
    assert ast.dump(ast.parse(path.read_text("utf-8"))) not in trees


def test_identities_differ() -> None:
    """No two mutants of a file have the same identity, even if their changes look the same."""
    identities = [one.identity for one in mutants("a = f(b)\nc = f(b)\nd = f(b)\n")]
    unwrapped = [one.ordinal for one in identities if one.operator == "unwrap-call"]
    assert len(set(identities)) == len(identities)
    assert unwrapped == [0, 1, 2]


def test_identity_survives_what_is_added_above() -> None:
    """Lines that are added elsewhere do not change an identity, but they move the line."""
    before, after = mutants(SOURCE), mutants(f"import x\n\n\n{SOURCE}")
    assert [one.identity for one in before] == [one.identity for one in after]
    assert [one.line + 3 for one in before] == [one.line for one in after]


def test_function_is_qualified() -> None:
    """An identity names the class and the function."""
    assert {one.identity.function for one in mutants(SOURCE)} == {"A.f"}


@pytest.mark.parametrize(
    ("operator", "after", "statement"),
    [
        ("turn-comparison", ">= 1", range(3, 5)),
        ("unwrap-call", "b", range(4, 8)),
        ("drop-item", "pass", range(8, 9)),
    ],
)
def test_statement_is_without_nested_ones(operator: str, after: str, statement: range) -> None:
    """The lines of a statement are those of its head, or all of them if it has no body."""
    found = [one for one in mutants(SOURCE) if one.identity.operator == operator]
    assert next(one.statement for one in found if one.identity.after == after) == statement


def test_handler_is_a_statement_of_its_own() -> None:
    """What an `except` names is not reached by running through the `try`."""
    source = "try:\n    a()\nexcept (B, C):\n    d()\n"
    lines = {one.statement for one in mutants(source) if one.identity.operator == "drop-entry"}
    assert lines == {range(3, 5)}


@pytest.mark.parametrize(
    "source",
    [
        '"""A text."""\n',
        "def f(a: Optional[int]) -> 'B':\n    pass\n",
        "import a\nfrom b import c\n",
        "if TYPE_CHECKING:\n    a = 1\n",
        "Json: TypeAlias = int | str\n",
        '__all__ = ["a", "b"]\n',
        "raise ValueError(f'{a} is 1')\n",
        "raise configuration_error('a' 'b')\n",
        "@dataclass(frozen=True)\nclass A:\n    a: int\n",
    ],
)
def test_left_alone(source: str) -> None:
    """What no case can notice is not changed."""
    assert mutants(source) == ()


def test_lines_for_people_and_for_files() -> None:
    """A line of output has the place, and one of a file has what stays the same."""
    identity = Identity("a.py", "A.f", "swap-op", "b + c", "b - c", 1)
    assert str(identity) == "a.py A.f swap-op (2): b + c → b - c"
    assert str(Mutant(identity, 7, range(7, 8), "")) == "a.py:7: swap-op: b + c → b - c"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a", "b", ("a", "b")),
        ("is", "is not", ("is", "is not")),
        (
            f"f({'a' * 90}, b=1, {'c' * 90})",
            f"f({'a' * 90}, {'c' * 90})",
            (f"…{'a' * 28}, b=1, {'c' * 30}…", f"…{'a' * 28}, {'c' * 30}…"),
        ),
        ("a" * 200, "b", (f"{'a' * 160}…", "b")),
    ],
)
def test_what_differs(before: str, after: str, shown: tuple[str, str]) -> None:
    """Of a long change, what differs is shown with a little around it."""
    assert differing(before, after) == shown

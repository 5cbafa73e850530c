"""Each of the project's own operators changes what it is about, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.strength.mutant import mutants_of
from tests.strength.operators import operators

KINDS = ("TIMEOUT", "CONNECTION")


def changes(source: str) -> Iterator[tuple[str, str, str]]:
    """Operator, source and replacement of each mutant."""
    for mutant in mutants_of("a.py", source, operators(KINDS)):
        identity = mutant.identity
        yield identity.operator, identity.before, identity.after


@pytest.mark.parametrize(
    ("source", "operator", "before", "after"),
    [
        ("f = a < b", "turn-comparison", "< b", ">= b"),
        ("if a:\n    f()", "negate-condition", "if a: f()", "if not (a): f()"),
        ("if a:\n    raise B", "drop-guard", "if a: raise B", "pass"),
        ("close(1, 2)", "drop-call", "close(1, 2)", "pass"),
        ("sock.hold()", "drop-call", "sock.hold()", "sock"),
        ("h['A'] = b", "drop-item", "h['A'] = b", "pass"),
        ("h = {'A': 1, 'B': c}", "drop-entry", "{'A': 1, 'B': c}", "{'A': 1, }"),
        ("a = (b, c)", "drop-entry", "b, c", "(b,)"),
        ("a = f(b, limit=c)", "drop-keyword", "f(b, limit=c)", "f(b, )"),
        ("a = key.mask(text)", "unwrap-call", "key.mask(text)", "text"),
        ("a = text.lower()", "unwrap-call", "text.lower()", "text"),
        ("a = min(b, c)", "unwrap-call", "min(b, c)", "c"),
        ("a = p.fullmatch(t)", "loosen-match", "p.fullmatch(t)", "p.match(t)"),
        ("a = r'b+c?'", "change-quantifier", "r'b+c?'", "r'b*c?'"),
        ("a = r'b+c?'", "change-quantifier", "r'b+c?'", "r'b+c'"),
        ("a = b.send(c)", "repeat", "a = b.send(c)", "a = b.send(c); a = b.send(c)"),
        ("a = ErrorKind.TIMEOUT", "swap-kind", "ErrorKind.TIMEOUT", "ErrorKind.CONNECTION"),
        ("a = ErrorKind.CONNECTION", "swap-kind", "ErrorKind.CONNECTION", "ErrorKind.TIMEOUT"),
        ("a = 'B'", "mar-text", "'B'", "'XXBXX'"),
        ("a = b and c", "swap-op", "b and c", "b or c"),
    ],
)
def test_change(source: str, operator: str, before: str, after: str) -> None:
    """A mistake is made where it can be made."""
    assert (operator, before, after) in set(changes(source))


def test_retry_keeps_its_place() -> None:
    """What is tried again is indented as the `try` is, and the rest of the file stays as it is."""
    source = (
        "def f():\n    try:\n        a = b.send()\n    except E:\n        a = 1\n    return a\n"
    )
    (mutant,) = (
        one
        for one in mutants_of("a.py", source, operators(KINDS))
        if one.identity.operator == "retry"
    )
    assert mutant.text == (
        "def f():\n    try:\n        try:\n            a = b.send()\n        except Exception:\n"
        "            a = b.send()\n    except E:\n        a = 1\n    return a\n"
    )


@pytest.mark.parametrize(
    ("source", "operator"),
    [
        ("if a:\n    f()\nelse:\n    raise B", "drop-guard"),
        ("if a < b:\n    f()", "negate-condition"),
        ("a = b", "drop-item"),
        ("a, b = c", "drop-entry"),
        ("a = f(b, c)", "unwrap-call"),
        ("a = f(*b)", "unwrap-call"),
        ("a = r'(?:b)'", "change-quantifier"),
        ("a = r'[+*]'", "change-quantifier"),
        ("a = 'b+'", "change-quantifier"),
        ("a = b.receive(c)", "repeat"),
        ("try:\n    a = b.read(c)\nexcept D:\n    pass", "retry"),
        ("a = Other.TIMEOUT", "swap-kind"),
    ],
)
def test_no_change(source: str, operator: str) -> None:
    """What is not the mistake is left alone."""
    assert operator not in {name for name, _, _ in changes(source)}

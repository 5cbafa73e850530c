"""Operators: each takes a node of a syntax tree and yields what it may be changed into.

Most are those of mutmut, which change expressions. The project's own are the mistakes that authors
of HTTP clients make and that change a statement, a call or an entry as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_string

KINDS: Final = "ErrorKind"
"""The enumeration whose members are swapped."""
_OPPOSITES: Final[dict[type[cst.CSTNode], type[cst.BaseCompOp]]] = {
    cst.LessThan: cst.GreaterThanEqual,
    cst.LessThanEqual: cst.GreaterThan,
    cst.GreaterThan: cst.LessThanEqual,
    cst.GreaterThanEqual: cst.LessThan,
}
_LOOSER: Final = {"fullmatch": "match", "match": "search", "startswith": "__contains__"}
"""Methods that compare a text, and those that accept more."""
_BOUNDS: Final = ("min", "max")
_QUANTIFIERS: Final = {"+": "*", "*": "+", "?": ""}
_PIECE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?|.", re.DOTALL)
"""An escape, a set of characters, the beginning of a group, or one character."""
_SENDING: Final = m.Call(
    func=m.Attribute(attr=m.Name(value=m.MatchIfTrue(lambda name: name.startswith("send"))))
)
_JUMPS: Final = (cst.Raise, cst.Return, cst.Break, cst.Continue)


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to change a node.

    Attributes:
        name: part of the identity of each mutant that it makes.
        node: the kind of node that it changes.
        changes: yields what a node may be replaced by.
    """

    name: str
    node: type[cst.CSTNode]
    changes: Callable[[Any], Iterable[cst.CSTNode]]


def _turn_comparison(node: cst.ComparisonTarget) -> Iterator[cst.CSTNode]:
    """`a < b` becomes `a >= b`; mutmut moves only the limit."""
    opposite = _OPPOSITES.get(type(node.operator))
    if opposite is not None:
        yield node.with_changes(operator=opposite())


def _negate_condition(node: cst.If) -> Iterator[cst.CSTNode]:
    """`if a:` becomes `if not a:`; comparisons are turned instead."""
    if not isinstance(node.test, cst.Comparison):
        negated = cst.parse_expression(f"not ({cst.Module([]).code_for_node(node.test)})")
        yield node.with_changes(test=negated)


def _drop_guard(node: cst.If) -> Iterator[cst.CSTNode]:
    """An `if` whose body ends in `raise`, `return`, `break` or `continue` becomes `pass`."""
    last = node.body.body[-1]
    jumps = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], _JUMPS)
    if jumps and node.orelse is None:
        yield cst.Pass()


def _drop_call(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """A call whose result is not used is left out: `pass`, or what is left without the call."""
    if isinstance(node.value, cst.Call):
        yield next(_unwrap_call(node.value), cst.Pass())


def _drop_item(node: cst.Assign) -> Iterator[cst.CSTNode]:
    """`headers["Authorization"] = …` becomes `pass`, and so does an assignment to an attribute."""
    if isinstance(node.targets[0].target, cst.Subscript | cst.Attribute):
        yield cst.Pass()


def _drop_entry(node: cst.Dict | cst.Tuple | cst.Set | cst.List) -> Iterator[cst.CSTNode]:
    """One entry of a display of two or more is left out: a header, a status, an accepted type.

    Tuples without parentheses are left alone: they are unpacked, which then fails at once.
    """
    entries: Sequence[cst.CSTNode] = node.elements
    if len(entries) < 2 or (isinstance(node, cst.Tuple) and not node.lpar):
        return
    for index in range(len(entries)):
        rest = [*entries[:index], *entries[index + 1 :]]
        if isinstance(node, cst.Tuple) and len(rest) == 1:
            rest = [rest[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=rest)


def _drop_keyword(node: cst.Call) -> Iterator[cst.CSTNode]:
    """An argument that is given by keyword is left out, such as a limit.

    mutmut leaves out every argument and puts None for each. Most of these calls fail whatever the
    arguments are, so that they would say nothing about the suite.
    """
    for index, argument in enumerate(node.args):
        if argument.keyword is not None:
            yield node.with_changes(args=[*node.args[:index], *node.args[index + 1 :]])


def _mar_text(node: cst.SimpleString) -> Iterator[cst.CSTNode]:
    """A text gets another beginning and end.

    mutmut also changes its case, which has no effect on names of headers and media types.
    """
    yield from islice(operator_string(node), 1)


def _unwrap_call(node: cst.Call) -> Iterator[cst.CSTNode]:
    """`mask(text)` becomes `text`, `text.lower()` too, and `min(a, b)` one of both."""
    plain = all(not argument.star and argument.keyword is None for argument in node.args)
    bound = isinstance(node.func, cst.Name) and node.func.value in _BOUNDS
    if plain and (len(node.args) == 1 or bound):
        yield from (argument.value for argument in node.args)
    if not node.args and isinstance(node.func, cst.Attribute):
        yield node.func.value


def _loosen_match(node: cst.Call) -> Iterator[cst.CSTNode]:
    """`fullmatch` becomes `match`: what follows is not looked at."""
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in _LOOSER:
        looser = cst.Name(_LOOSER[node.func.attr.value])
        yield node.with_changes(func=node.func.with_changes(attr=looser))


def _change_quantifier(node: cst.SimpleString) -> Iterator[cst.CSTNode]:
    """`+` becomes `*` in a regular expression, `*` becomes `+`, and `?` is left out.

    Regular expressions are recognised as raw strings.
    """
    if "r" not in node.prefix:
        return
    text = node.value
    for found in _PIECE.finditer(text):
        if found[0] in _QUANTIFIERS:
            changed = f"{text[: found.start()]}{_QUANTIFIERS[found[0]]}{text[found.end() :]}"
            yield node.with_changes(value=changed)


def _retry(node: cst.Try) -> Iterator[cst.CSTNode]:
    """What a `try` sends is sent once more if it fails."""
    if m.findall(node.body, _SENDING):
        again = cst.ExceptHandler(body=node.body, type=cst.Name("Exception"))
        nested = cst.Try(body=node.body, handlers=[again])
        yield node.with_changes(body=cst.IndentedBlock([nested]))


def _repeat(node: cst.SimpleStatementLine) -> Iterator[cst.CSTNode]:
    """What is sent is sent twice, by a statement that is a call or assigns its result."""
    (statement, *others) = node.body
    value = statement.value if isinstance(statement, cst.Assign | cst.Expr) else None
    if value is not None and not others and m.matches(value, _SENDING):
        yield node.with_changes(body=[statement, statement])


def _swap_kind(node: cst.Attribute, kinds: Sequence[str]) -> Iterator[cst.CSTNode]:
    """The kind of an error becomes the next one in the enumeration."""
    if isinstance(node.value, cst.Name) and node.value.value == KINDS and node.attr.value in kinds:
        following = kinds[(kinds.index(node.attr.value) + 1) % len(kinds)]
        yield node.with_changes(attr=cst.Name(following))


def _name_of(function: Callable[..., Any]) -> str:
    return function.__name__.removeprefix("operator_").strip("_").replace("_", "-")


def operators(kinds: Sequence[str]) -> tuple[Operator, ...]:
    """All operators, mutmut's first.

    Args:
        kinds: names of the members of the enumeration of error kinds.
    """
    own: Sequence[tuple[type[cst.CSTNode], Callable[[Any], Iterable[cst.CSTNode]]]] = (
        (cst.ComparisonTarget, _turn_comparison),
        (cst.If, _negate_condition),
        (cst.If, _drop_guard),
        (cst.Expr, _drop_call),
        (cst.Assign, _drop_item),
        *((display, _drop_entry) for display in (cst.Dict, cst.Tuple, cst.Set, cst.List)),
        (cst.SimpleString, _mar_text),
        (cst.Call, _drop_keyword),
        (cst.Call, _unwrap_call),
        (cst.Call, _loosen_match),
        (cst.SimpleString, _change_quantifier),
        (cst.Try, _retry),
        (cst.SimpleStatementLine, _repeat),
    )
    return (
        *(
            Operator(_name_of(changes), node, changes)
            for node, changes in mutation_operators
            if changes not in (operator_arg_removal, operator_string)
        ),
        *(Operator(_name_of(changes), node, changes) for node, changes in own),
        Operator("swap-kind", cst.Attribute, lambda node: _swap_kind(node, kinds)),
    )

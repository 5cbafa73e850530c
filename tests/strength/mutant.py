"""A mutant: a file of the reference client's library with one change."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import libcst as cst
from libcst.metadata import (
    ByteSpanPositionProvider,
    CodeRange,
    CodeSpan,
    MetadataWrapper,
    PositionProvider,
)
from tests.strength.operators import Operator
from tests.strength.scope import is_left_alone

_AROUND: Final = 30
"""Characters that are shown around what differs."""
_SHOWN: Final = 160
"""Characters that are shown of each side of a change, at most."""


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """What a mutant is recognised by while the file around it changes.

    Attributes:
        file: name of the file in the library's folder.
        function: qualified name of the function or class; empty at the top of the file.
        operator: name of the operator.
        before: the source that is changed, on one line.
        after: what it is changed into, on one line.
        ordinal: counts, from 0, mutants of the file that agree in all of the above.
    """

    file: str
    function: str
    operator: str
    before: str
    after: str
    ordinal: int = 0

    def __str__(self) -> str:
        """One line, as files and output have it."""
        ordinal = f" ({self.ordinal + 1})" if self.ordinal else ""
        where = f"{self.file} {self.function or '-'} {self.operator}{ordinal}"
        return f"{where}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file.

    Attributes:
        identity: what it is recognised by.
        line: number of the first line that is changed, from 1.
        statement: numbers of the lines of the statement that it is in, without nested statements.
        text: the whole changed file.
    """

    identity: Identity
    line: int
    statement: range
    text: str

    def __str__(self) -> str:
        """Place and change on one line, for people."""
        identity = self.identity
        before, after = differing(identity.before, identity.after)
        return f"{identity.file}:{self.line}: {identity.operator}: {before} → {after}"


def differing(before: str, after: str) -> tuple[str, str]:
    """What differs between two texts, with a little of what they have in common around it."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    start, end = max(start - _AROUND, 0), max(end - _AROUND, 0)
    return _cut(before, start, end), _cut(after, start, end)


def _alike(one: str, other: str) -> int:
    """The number of characters that two texts have in common at their beginnings."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _cut(text: str, start: int, end: int) -> str:
    """A text without its first `start` and last `end` characters, and not longer than is shown."""
    kept = text[start : len(text) - end]
    if len(kept) > _SHOWN:
        kept, end = kept[:_SHOWN], 1
    return f"{'…' * bool(start)}{kept}{'…' * bool(end)}"


def mutants_of(file: str, source: str, operators: Sequence[Operator]) -> tuple[Mutant, ...]:
    """Every mutant of a file, in the order of the source; no two have the same syntax tree.

    Args:
        file: its name, for the identities.
        source: its text.
        operators: what is applied to each node.
    """
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    ranges = wrapper.resolve(PositionProvider)
    data = source.encode()
    known = {ast.dump(ast.parse(source))}
    counted: Counter[Identity] = Counter()
    found: list[Mutant] = []
    for node, function, statement in _changeable(wrapper.module, ranges):
        for operator, after in _changes(node, operators):
            span, place = spans[node], ranges[node]
            text = _spliced(data, span, place.start.column, after)
            try:
                tree = ast.dump(ast.parse(text))
            except SyntaxError:
                continue
            if tree in known:
                continue
            known.add(tree)
            before = data[span.start : span.start + span.length].decode()
            plain = Identity(file, function, operator, _on_one_line(before), _on_one_line(after))
            identity = Identity(file, function, operator, plain.before, plain.after, counted[plain])
            counted[plain] += 1
            found.append(Mutant(identity, place.start.line, statement, text))
    return tuple(found)


def _changes(node: cst.CSTNode, operators: Iterable[Operator]) -> Iterator[tuple[str, str]]:
    module = cst.Module([])
    for operator in operators:
        if isinstance(node, operator.node):
            for changed in operator.changes(node):
                yield operator.name, module.code_for_node(changed).strip()


def _spliced(data: bytes, span: CodeSpan, column: int, after: str) -> str:
    """The file with a node replaced; further lines of the replacement are indented as it is."""
    indented = after.replace("\n", f"\n{' ' * column}")
    end = span.start + span.length
    return (data[: span.start] + indented.encode() + data[end:]).decode()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _changeable(
    module: cst.Module, ranges: Mapping[cst.CSTNode, CodeRange]
) -> Iterator[tuple[cst.CSTNode, str, range]]:
    """Nodes that may be changed, with the function and the lines of the statement they are in."""

    def walk(
        node: cst.CSTNode, names: tuple[str, ...], statement: range
    ) -> Iterator[tuple[cst.CSTNode, str, range]]:
        if is_left_alone(node):
            return
        if isinstance(node, cst.BaseCompoundStatement | cst.ExceptHandler):
            statement = range(ranges[node].start.line, ranges[node.body].start.line + 1)
        elif isinstance(node, cst.SimpleStatementLine):
            statement = range(ranges[node].start.line, ranges[node].end.line + 1)
        yield node, ".".join(names), statement
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            names = (*names, node.name.value)
        for child in node.children:
            yield from walk(child, names, statement)

    yield from walk(module, (), range(0))

"""A broken client as its file describes it. The file is read without importing it."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from tests.strength.playing import ARGUMENTS, REFERENCE, ROOT, client_of

from scoreline.protocol.manifest import Client, Mode
from scoreline.suite.case import Case

FOLDER: Final = ROOT / "tests" / "broken"


@dataclass(frozen=True, slots=True)
class BrokenClient:
    """A client with one defect.

    Attributes:
        name: name of its file without the suffix; names the defect.
        caught_by: patterns of the cases that must catch it.
        violates: identifiers of the requirements that it violates; empty if it does not state them.
        text: docstring of its file: the defect, and what stays right.
    """

    name: str
    caught_by: tuple[str, ...]
    violates: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    def expected(self, cases: Collection[str]) -> frozenset[str]:
        """The cases that must catch it, of these."""
        return frozenset(
            case for case in cases if any(fnmatchcase(case, pattern) for pattern in self.caught_by)
        )

    def client(self, cases: Collection[Case]) -> Client:
        """The client, with one-shot mode, which is slow, only if a one-shot case must catch it."""
        expected = self.expected({case.identifier for case in cases})
        modes = {Mode.SESSION} | {case.call.mode for case in cases if case.identifier in expected}
        program = (str(FOLDER / f"{self.name}.py"),)
        arguments = {mode: (ARGUMENTS[mode],) for mode in Mode if mode in modes}
        return client_of(self.name, program, (REFERENCE, FOLDER), arguments)


def broken_client(name: str, source: str) -> BrokenClient:
    """Reads a broken client.

    Args:
        name: its name.
        source: the text of its file, with a constant `CAUGHT_BY` and perhaps one `VIOLATES`.

    Raises:
        KeyError: it does not state what catches it.
    """
    module = ast.parse(source)
    constants = {
        node.target.id: ast.literal_eval(node.value)
        for node in module.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id in ("CAUGHT_BY", "VIOLATES")
        and node.value is not None
    }
    text = ast.get_docstring(module) or ""
    return BrokenClient(name, constants["CAUGHT_BY"], constants.get("VIOLATES", ()), text)


def broken_clients(folder: Path = FOLDER) -> tuple[BrokenClient, ...]:
    """Every broken client of a folder, by name."""
    paths = sorted(folder.glob("[a-z]*.py"))
    return tuple(broken_client(path.stem, path.read_text("utf-8")) for path in paths)

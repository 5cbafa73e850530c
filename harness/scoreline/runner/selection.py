"""Which clients and cases a run is about: names and patterns, each of which must match."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase

from scoreline.formats.problem import BadInputError, Problem
from scoreline.protocol.manifest import Client
from scoreline.suite.case import Case

ALL = "all"
_SHOWN = 12


def select_clients(clients: Sequence[Client], names: Collection[str]) -> tuple[Client, ...]:
    """The clients of these names; all of them where no name is given.

    Raises:
        BadInputError: a name is that of no client.
    """
    known = [client.name for client in clients]
    _refuse(_unknown("--client", name, known) for name in names if name not in known)
    return tuple(client for client in clients if not names or client.name in names)


def select_cases(
    cases: Sequence[Case], patterns: Collection[str], option: str = "--case"
) -> tuple[Case, ...]:
    """The cases whose identifier matches one of the shell patterns; all where none is given.

    Args:
        cases: the suite's.
        patterns: as they were given.
        option: what they were given to, for people.

    Raises:
        BadInputError: a pattern matches no case.
    """
    known = [case.identifier for case in cases]
    _refuse(
        _unknown(option, pattern, known)
        for pattern in patterns
        if not any(fnmatchcase(identifier, pattern) for identifier in known)
    )
    return tuple(
        case
        for case in cases
        if not patterns or any(fnmatchcase(case.identifier, pattern) for pattern in patterns)
    )


def required_clients(
    clients: Sequence[Client], names: Collection[str], option: str = "--require"
) -> frozenset[str]:
    """The names that have to be available; `all` stands for every client of the run.

    Args:
        clients: those of the run.
        names: as they were given.
        option: what they were given to, for people.

    Raises:
        BadInputError: a name is that of no client of the run.
    """
    known = [client.name for client in clients]
    _refuse(_unknown(option, name, known) for name in names if name not in (*known, ALL))
    return frozenset(known if ALL in names else names)


def _unknown(option: str, word: str, known: Sequence[str]) -> Problem:
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return Problem(option, repr(word), f"matches nothing; did you mean {close[0]}?")
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    names = ", ".join(known[:_SHOWN])
    return Problem(option, repr(word), f"matches nothing; there are: {names}{more}")


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise BadInputError(found)

"""Which clients and cases a run is about: names and patterns, each of which must match."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.suggestion import listed, nearest, suggestion
from scoreline.protocol.manifest import Client
from scoreline.suite.case import Case

ALL = "all"


def select_clients(clients: Sequence[Client], names: Collection[str]) -> tuple[Client, ...]:
    """The clients of these names; all of them if no name is given.

    Raises:
        BadInputError: a name is not that of a client.
    """
    known = [client.name for client in clients]
    _refuse(_unknown("--client", name, known) for name in names if name not in known)
    return tuple(client for client in clients if not names or client.name in names)


def select_cases(
    cases: Sequence[Case], patterns: Collection[str], option: str = "--case"
) -> tuple[Case, ...]:
    """The cases whose identifier matches one of the shell patterns; all if no pattern is given.

    Args:
        cases: the suite's.
        patterns: as they were given.
        option: the option they were given to, for messages.

    Raises:
        BadInputError: a pattern matches no case.
    """
    known = [case.identifier for case in cases]
    subjects = sorted({case.subject for case in cases})
    _refuse(
        _unknown(option, pattern, known, [*known, *(f"{one}/*" for one in subjects)])
        for pattern in patterns
        if not any(fnmatchcase(identifier, pattern) for identifier in known)
    )
    return tuple(
        case
        for case in cases
        if not patterns or any(fnmatchcase(case.identifier, pattern) for pattern in patterns)
    )


def select_case(cases: Sequence[Case], pattern: str, option: str = "--case") -> Case:
    """The one case whose identifier matches a shell pattern.

    Raises:
        BadInputError: no case matches, or several do.
    """
    found = select_cases(cases, [pattern], option)
    if len(found) > 1:
        shown = listed([case.identifier for case in found])
        message = f"matches {len(found)} cases, and one is needed: {shown}"
        _refuse([Problem(Code.CONFLICT, option, repr(pattern), message)])
    return found[0]


def required_clients(
    clients: Collection[Client],
    names: Collection[str],
    option: str = "--require",
    others: Collection[Client] = (),
) -> frozenset[str]:
    """The names of clients that have to be available; `all` stands for every client of the run.

    Args:
        clients: those of the run.
        names: as they were given.
        option: the option they were given to, for messages.
        others: clients from which those of the run were chosen, for messages.

    Raises:
        BadInputError: a name is not that of a client of the run.
    """
    chosen = [client.name for client in clients]
    known = list(dict.fromkeys((*(client.name for client in others), *chosen)))
    _refuse(
        _not_chosen(option, name, chosen) if name in known else _unknown(option, name, known)
        for name in names
        if name not in (*chosen, ALL)
    )
    return frozenset(chosen if ALL in names else names)


def _not_chosen(option: str, name: str, chosen: Collection[str]) -> Problem:
    """That a client is not one of those that were chosen for the run."""
    message = f"is not one of the clients of this run: {', '.join(chosen)}"
    return Problem(Code.UNKNOWN_NAME, option, repr(name), message)


def select_requirements(
    requirements: Collection[str], pattern: str, cases: Sequence[Case]
) -> tuple[str, ...]:
    """The identifiers of the requirements that match a shell pattern; none if cases match it.

    Raises:
        BadInputError: neither a requirement nor a case matches.
    """
    found = tuple(one for one in requirements if fnmatchcase(one, pattern))
    known = [case.identifier for case in cases]
    if not found and not any(fnmatchcase(one, pattern) for one in known):
        name = pattern if "/" in pattern else pattern.upper()
        _refuse([_unknown("CASE or REQUIREMENT", pattern, known, [*known, *requirements], name)])
    return found


def _unknown(
    option: str,
    name: str,
    known: Sequence[str],
    similar: Sequence[str] = (),
    spelled: str = "",
) -> Problem:
    """That a name matches nothing.

    Args:
        option: what it was given to.
        name: as it was given.
        known: the names there are.
        similar: what may have been meant, instead of `known`.
        spelled: the name as those are spelled, if that differs.
    """
    near = nearest(spelled or name, similar or known)
    hint = f"did you mean {near}?" if near else suggestion(name, known)
    message = f"matches nothing; {hint}"
    return Problem(Code.UNKNOWN_NAME, option, repr(name), message)


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise BadInputError(found)

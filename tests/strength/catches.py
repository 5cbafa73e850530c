"""Which cases catch which broken clients, and what follows for the suite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tests.strength.broken_client import BrokenClient
from tests.strength.playing import Played

from scoreline.results.verdict import Outcome
from scoreline.suite.case import Case


@dataclass(frozen=True, slots=True)
class Catch:
    """A broken client and what came of it.

    Attributes:
        broken: the client.
        cases: those that catch it.
        wordless: those that got no verdict for it, which does not catch it.
        inapplicable: those that need a capability that it does not claim.
        played: all that it was played.
    """

    broken: BrokenClient
    cases: frozenset[str]
    wordless: frozenset[str] = frozenset()
    inapplicable: frozenset[str] = frozenset()
    played: frozenset[str] = frozenset()

    @classmethod
    def of(cls, broken: BrokenClient, played: Played, *, vacuous: bool) -> Catch:
        """What catches a client that was played.

        Args:
            broken: the client.
            played: what came of it.
            vacuous: whether no verdict catches it too: it does nothing that could be judged.
        """
        failed, wordless = Outcome.FAIL, Outcome.NO_VERDICT
        inapplicable = played.with_outcome(Outcome.NOT_APPLICABLE)
        if vacuous:
            caught = played.with_outcome(failed, wordless)
            return cls(broken, caught, frozenset(), inapplicable, frozenset(played.outcomes))
        caught, without = played.with_outcome(failed), played.with_outcome(wordless)
        return cls(broken, caught, without, inapplicable, frozenset(played.outcomes))

    def problems(self, requirements: Mapping[str, Collection[str]]) -> Iterator[str]:
        """What is wrong with it, one line each.

        Args:
            requirements: by identifier, the cases that name it.
        """
        expected = self.broken.expected(self.played) - self.inapplicable
        if not self.cases:
            every = {case for named in requirements.values() for case in named}
            played = f"{len(self.played)} of {len(every)}, which were played"
            which = "no case" if self.played >= every else f"none of the {played},"
            yield f"gets through: {which} catches it"
        if missed := sorted(expected - self.cases):
            silent = sorted(self.wordless.intersection(missed))
            note = f" (no verdict: {', '.join(silent)})" if silent else ""
            yield f"is not caught by {', '.join(missed)}{note}"
        if others := sorted(self.cases - expected):
            yield f"is caught by {', '.join(others)}, which it does not name"
        if not self.broken.violates:
            yield "does not state what it violates"
        for requirement in self.broken.violates:
            if requirement not in requirements:
                yield f"violates {requirement}, which there is not"
            elif self.cases.isdisjoint(requirements[requirement]):
                yield f"violates {requirement}, but no case that names it catches it"


@dataclass(frozen=True, slots=True)
class Definition:
    """A case as its file has it: one case, or those of one `for_each`.

    Attributes:
        cases: the cases, at least one.
    """

    cases: tuple[Case, ...]

    @property
    def identifiers(self) -> frozenset[str]:
        """Of its cases."""
        return frozenset(case.identifier for case in self.cases)

    @property
    def stays(self) -> str:
        """Why it stays though nothing needs it; empty if it does not say so."""
        return self.cases[0].stays

    def __str__(self) -> str:
        """Its first case, and how many more there are."""
        more = f" and {len(self.cases) - 1} more" if len(self.cases) > 1 else ""
        return f"{self.cases[0].identifier}{more}"


@dataclass(frozen=True, slots=True)
class Catches:
    """Every broken client, and the reference client in the same run.

    Attributes:
        cases: the suite's.
        each: one per broken client.
        reference: the cases that the reference client does not pass.
    """

    cases: tuple[Case, ...]
    each: tuple[Catch, ...]
    reference: frozenset[str] = frozenset()

    @property
    def caught(self) -> tuple[frozenset[str], ...]:
        """For each broken client that is caught, the cases that catch it."""
        return tuple(one.cases for one in self.each if one.cases)

    @property
    def requirements(self) -> dict[str, frozenset[str]]:
        """By the identifier of a requirement, the cases that name it."""
        named = sorted({one for case in self.cases for one in case.requirements})
        return {
            requirement: frozenset(
                case.identifier for case in self.cases if requirement in case.requirements
            )
            for requirement in named
        }

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The cases as their files have them."""
        found: defaultdict[tuple[str, int], list[Case]] = defaultdict(list)
        for case in self.cases:
            found[case.file, case.definition].append(case)
        return tuple(Definition(tuple(cases)) for cases in found.values())

    def derived(self, catch: Catch) -> list[str]:
        """The requirements that all cases which catch a client name; perhaps it violates one."""
        return [
            requirement
            for requirement, cases in self.requirements.items()
            if catch.cases and catch.cases <= cases
        ]

    @property
    def unforced(self) -> list[str]:
        """The requirements whose cases catch nothing that no other case catches."""
        return [
            requirement
            for requirement, cases in self.requirements.items()
            if not any(catching <= cases for catching in self.caught)
        ]

    @property
    def unneeded(self) -> list[Definition]:
        """The definitions without which everything is still caught."""
        return [
            definition
            for definition in self.definitions
            if not any(catching <= definition.identifiers for catching in self.caught)
        ]

    @property
    def unexplained(self) -> list[Definition]:
        """Those that nothing needs, and that do not say why they stay."""
        return [definition for definition in self.unneeded if not definition.stays]

    def problems(self) -> Iterator[str]:
        """What makes the result red, one line each."""
        for case in sorted(self.reference):
            yield f"the reference client does not pass {case}"
        requirements = self.requirements
        for one in self.each:
            yield from (f"{one.broken.name} {text}" for text in one.problems(requirements))
        for definition in self.unexplained:
            yield f"{definition} is not needed, and does not say why it stays"

    def counts(self) -> Iterator[str]:
        """The last lines: counts with their denominators."""
        requirements, clients = self.requirements, len(self.each)
        good = sum(not any(one.problems(requirements)) for one in self.each)
        definitions, unneeded = len(self.definitions), len(self.unneeded)
        explained = unneeded - len(self.unexplained)
        alone = len({min(catching) for catching in self.caught if len(catching) == 1})
        forced = f"{len(requirements) - len(self.unforced)} of {len(requirements)}"
        yield f"caught by exactly the cases that they name: {good} of {clients} broken clients"
        needed = f"{definitions - unneeded} of {definitions}"
        yield f"needed by a broken client: {needed} definitions of cases"
        yield f"not needed, and say why they stay: {explained} of {unneeded} definitions"
        yield f"needed by a broken client, each for itself: {alone} of {len(self.cases)} cases"
        yield f"forced, because a broken client is caught by its cases alone: {forced} requirements"

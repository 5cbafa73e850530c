"""Which cases catch which broken clients, and what follows for the suite."""

from __future__ import annotations

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
    """

    broken: BrokenClient
    cases: frozenset[str]
    wordless: frozenset[str] = frozenset()
    inapplicable: frozenset[str] = frozenset()

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
            return cls(broken, caught, inapplicable=inapplicable)
        without = played.with_outcome(wordless)
        return cls(broken, played.with_outcome(failed), without, inapplicable)

    def problems(self, requirements: Mapping[str, Collection[str]]) -> Iterator[str]:
        """What is wrong with it, one line each.

        Args:
            requirements: by identifier, the cases that name it.
        """
        cases = {case for named in requirements.values() for case in named}
        expected = self.broken.expected(cases) - self.inapplicable
        if not self.cases:
            yield "gets through: no case catches it"
        if missed := sorted(expected - self.cases):
            silent = sorted(self.wordless.intersection(missed))
            note = f" (no verdict: {', '.join(silent)})" if silent else ""
            yield f"is not caught by {', '.join(missed)}{note}"
        if others := sorted(self.cases - expected):
            yield f"is caught by {', '.join(others)}, which it does not name"
        for requirement in self.broken.violates:
            if requirement not in requirements:
                yield f"violates {requirement}, which there is not"
            elif self.cases.isdisjoint(requirements[requirement]):
                yield f"violates {requirement}, but no case that names it catches it"


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
    def requirements(self) -> dict[str, frozenset[str]]:
        """By the identifier of a requirement, the cases that name it."""
        named = sorted({one for case in self.cases for one in case.requirements})
        return {
            requirement: frozenset(
                case.identifier for case in self.cases if requirement in case.requirements
            )
            for requirement in named
        }

    def derived(self, catch: Catch) -> list[str]:
        """The requirements that all cases which catch a client name; perhaps it violates one."""
        return [
            requirement
            for requirement, cases in self.requirements.items()
            if catch.cases and catch.cases <= cases
        ]

    @property
    def unneeded(self) -> list[Case]:
        """The cases without which every broken client is still caught."""
        alone = {next(iter(one.cases)) for one in self.each if len(one.cases) == 1}
        return [case for case in self.cases if case.identifier not in alone]

    @property
    def unexplained(self) -> list[Case]:
        """The cases that no broken client needs, and that do not say why they stay."""
        return [case for case in self.unneeded if not case.stays]

    def problems(self) -> Iterator[str]:
        """What makes the result red, one line each."""
        for case in sorted(self.reference):
            yield f"the reference client does not pass {case}"
        requirements = self.requirements
        for one in self.each:
            yield from (f"{one.broken.name} {text}" for text in one.problems(requirements))

    def counts(self) -> Iterator[str]:
        """The last lines: counts with their denominators."""
        requirements, clients = self.requirements, len(self.each)
        good = sum(not any(one.problems(requirements)) for one in self.each)
        stated = sum(bool(one.broken.violates) for one in self.each)
        needed = len(self.cases) - len(self.unneeded)
        unexplained = len(self.unexplained)
        yield f"caught by exactly the cases that they name: {good} of {clients} broken clients"
        yield f"state the requirement that they violate: {stated} of {clients} broken clients"
        yield f"needed by a broken client: {needed} of {len(self.cases)} cases"
        yield f"not needed, and do not say why they stay: {unexplained} of {len(self.cases)} cases"

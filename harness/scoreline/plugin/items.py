"""What pytest collects: a file per case file, and a test per case and client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from scoreline.formats.printing import printable
from scoreline.formats.problem import BadInputError
from scoreline.plugin.background_run import NoResultError, Result
from scoreline.protocol.manifest import Client
from scoreline.reports import summary
from scoreline.results.event import ClientUnavailable
from scoreline.results.verdict import Outcome, Verdict
from scoreline.runner.plan import Item
from scoreline.suite.case import Case
from scoreline.suite.loader import Suite


class CaseFailedError(Exception):
    """A case failed, or a required client is unavailable. The text is for people."""


class Judging(Protocol):
    """What tests ask of the session they are in."""

    @property
    def clients(self) -> Sequence[Client]:
        """The clients that are judged."""

    def suite(self, cases: Path) -> Suite:
        """The suite that a folder of case files belongs to.

        Raises:
            BadInputError: it cannot be used.
        """

    def items(self, suite: Suite) -> Sequence[tuple[Case, Item]]:
        """The suite's cases as items of a run."""

    def result(self, test: CaseTest) -> Result:
        """Waits for the result of a test.

        Raises:
            NoResultError: the run ended without it.
        """

    def describe(self, test: CaseTest, verdict: Verdict) -> str:
        """A verdict as text, with the command that plays the case again."""


class CaseFile(pytest.File):
    """One case file of a suite."""

    def __init__(self, *, judging: Judging, **kwargs: Any) -> None:
        """Collects nothing yet; `judging` knows suites and clients."""
        super().__init__(**kwargs)
        self._judging = judging

    def collect(self) -> Iterator[CaseTest]:
        """A test for each case and client."""
        try:
            suite = self._judging.suite(self.path.parent)
        except BadInputError as error:
            problems = (printable(str(problem)) for problem in error.problems)
            raise self.CollectError("\n".join(problems)) from error
        for case, item in self._judging.items(suite):
            if case.file == self.path.name:
                for client in self._judging.clients:
                    name = f"{case.name}[{client.name}]"
                    yield CaseTest.from_parent(
                        self,
                        name=name,
                        # As a text, so that --lf reads the brackets as a person does.
                        nodeid=f"{self.nodeid}::{name}",
                        judging=self._judging,
                        case=case,
                        item=item,
                        client=client,
                    )


class CaseTest(pytest.Item):
    """One case with one client: waits for its result and reports it.

    Attributes:
        item: the case as an item of the run.
        client: the client.
    """

    def __init__(
        self, *, judging: Judging, case: Case, item: Item, client: Client, **kwargs: Any
    ) -> None:
        """Selectable by identifier, subject, client, requirements, and by level as a marker."""
        super().__init__(**kwargs)
        self.item = item
        self.client = client
        self._judging = judging
        self._failure = ""
        self.add_marker(case.level.value)
        self.extra_keyword_matches.update(
            (case.identifier, case.subject, client.name, *case.requirements)
        )

    def setup(self) -> None:
        """Waits for the result. An error if nothing is known, a skip if it is not applicable.

        Raises:
            NoResultError: nothing is known about the case.
        """
        result = self._judging.result(self)
        self._failure = ""
        if isinstance(result, ClientUnavailable):
            reason = summary.with_remedy(result.fault)
            text = printable(f"{result.client} is unavailable: {reason}")
            if not result.required:
                pytest.skip(text)
            self._failure = f"{text}\nIt was required."
        elif result.outcome is Outcome.NOT_APPLICABLE:
            pytest.skip(printable(f"not applicable to {self.client.name}: {result.reason}"))
        elif result.outcome is Outcome.NO_VERDICT and result.reason is not None:
            raise NoResultError(result.reason, self._judging.describe(self, result))
        elif result.outcome is not Outcome.PASS:
            self._failure = self._judging.describe(self, result)

    def runtest(self) -> None:
        """Reports the result.

        Raises:
            CaseFailedError: the case failed.
        """
        if self._failure:
            raise CaseFailedError(self._failure)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The heading of a failure."""
        return self.path, None, f"{self.item.info.identifier} [{self.client.name}]"

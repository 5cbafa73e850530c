"""What pytest collects: a file for each case file, an item for each case and client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scoreline.formats.problem import BadInputError
from scoreline.plugin.background_run import NothingSaidError
from scoreline.protocol.manifest import Client
from scoreline.results.event import ClientUnavailable
from scoreline.results.verdict import Outcome
from scoreline.suite.case import Case

if TYPE_CHECKING:
    from scoreline.plugin.state import House


class CaseFailedError(Exception):
    """A case failed, or a client that is required is unavailable; its text is for people."""


class CaseFile(pytest.File):
    """One case file of a suite."""

    def __init__(self, *, house: House, **kwargs: Any) -> None:
        """Takes the house that knows suites and clients, and what pytest gives."""
        super().__init__(**kwargs)
        self._house = house

    def collect(self) -> Iterator[CaseItem]:
        """An item for each case and client."""
        try:
            suite = self._house.suite(self.path.parent)
        except BadInputError as error:
            raise self.CollectError(str(error)) from error
        for case in suite.cases:
            if case.file == self.path.name:
                for client in self._house.clients:
                    name = f"{case.name}[{client.name}]"
                    yield CaseItem.from_parent(
                        self,
                        name=name,
                        # As a text: so the brackets mean to --lf what they mean to a reader.
                        nodeid=f"{self.nodeid}::{name}",
                        house=self._house,
                        case=case,
                        client=client,
                    )


class CaseItem(pytest.Item):
    """One case with one client: waits for its verdict and reports it.

    Attributes:
        case: the case.
        client: the client.
    """

    def __init__(self, *, house: House, case: Case, client: Client, **kwargs: Any) -> None:
        """Takes the house that has the verdicts, the case, the client, and what pytest gives."""
        super().__init__(**kwargs)
        self.case = case
        self.client = client
        self._house = house
        self._failure = ""
        self.add_marker(case.level.value)
        words = (case.identifier, case.subject, client.name, *case.requirements)
        self.extra_keyword_matches.update(words)

    def setup(self) -> None:
        """Waits for the verdict; an error where there is none, a skip where the case is for others.

        Raises:
            NothingSaidError: nothing is known about the case.
        """
        word = self._house.word(self)
        self._failure = ""
        if isinstance(word, ClientUnavailable):
            text = f"{word.client} is unavailable: {word.reason}; remedy: {word.remedy}"
            if not word.required:
                pytest.skip(text)
            self._failure = f"{text}\nIt was required."
        elif word.outcome is Outcome.NOT_APPLICABLE:
            pytest.skip(f"not applicable to {self.client.name}: {word.reason}")
        elif word.outcome is Outcome.NO_VERDICT:
            raise NothingSaidError(self._house.told(word))
        elif word.outcome is Outcome.FAIL:
            self._failure = self._house.told(word)

    def runtest(self) -> None:
        """Reports the verdict.

        Raises:
            CaseFailedError: the case failed.
        """
        if self._failure:
            raise CaseFailedError(self._failure)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The heading of a failure."""
        return self.path, None, f"{self.case.identifier} [{self.client.name}]"

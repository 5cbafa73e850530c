"""What the trials of mutants add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tests.strength.annotation import Annotation, annotation_of
from tests.strength.trial import Fate, Trial


@dataclass(frozen=True, slots=True)
class Tally:
    """Trials, beside what is known of the mutants.

    Attributes:
        trials: one per mutant that was tried.
        annotations: reasons why mutants cannot be caught.
        kept: lines of the mutants that were killed before.
        unmatched: annotations that are about no mutant of the whole library.
        untried: how many of the trials were not made again, since they were killed before.
    """

    trials: Sequence[Trial]
    annotations: Sequence[Annotation]
    kept: Collection[str]
    unmatched: Sequence[Annotation]
    untried: int = 0

    def annotated(self, trial: Trial) -> Annotation | None:
        """The annotation that is about a mutant."""
        return annotation_of(self.annotations, trial.mutant.identity)

    def with_fate(self, fate: Fate) -> list[Trial]:
        """The trials of the mutants that are not annotated and have a fate."""
        return [one for one in self.trials if one.fate is fate and not self.annotated(one)]

    @property
    def counted(self) -> int:
        """How many mutants are not annotated."""
        return sum(not self.annotated(trial) for trial in self.trials)

    @property
    def percent(self) -> float:
        """How many of the mutants that are not annotated are killed; 0 if there is none."""
        killed = len(self.with_fate(Fate.KILLED))
        return 100 * killed / self.counted if self.counted else 0.0

    @property
    def survivors(self) -> list[Trial]:
        """The mutants that are neither annotated nor killed, in the order of their places."""
        return [
            one for one in self.trials if one.fate is not Fate.KILLED and not self.annotated(one)
        ]

    def problems(self, least_percent: float) -> Iterator[str]:
        """What makes the result red, one line each."""
        if self.percent < least_percent:
            yield f"{self.percent:.1f} % are killed, which is less than {least_percent:g} %"
        for trial in self.trials:
            if trial.fate is Fate.KILLED and (annotation := self.annotated(trial)):
                killers = ", ".join(sorted(trial.caught_by))
                yield f"annotated, but killed by {killers}: {trial.mutant} ({annotation.reason})"
            # Inconclusive is what a busy machine makes of a mutant that hangs.
            survives = trial.fate in (Fate.SILENT, Fate.UNTOUCHED)
            if survives and str(trial.mutant.identity) in self.kept:
                yield f"was killed before and is {trial.fate} now: {trial.mutant}"
        for annotation in self.unmatched:
            yield f"annotation of no mutant: {annotation}"

    def counts(self) -> Iterator[str]:
        """The last lines: counts with their denominators."""
        everything = len(self.trials)
        annotated = everything - self.counted
        kept = sum(str(trial.mutant.identity) in self.kept for trial in self.trials)
        again = f" ({self.untried} of them not tried again)" if self.untried else ""
        yield f"mutants: {everything}, of which {annotated} annotated, {kept} killed before{again}"
        for fate in Fate:
            yield f"{fate}: {len(self.with_fate(fate))} of {self.counted}"
        yield f"rate: {self.percent:.1f} %"

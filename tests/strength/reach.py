"""Which lines of the reference client the cases of each mode execute."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import CoverageData
from tests.strength.playing import ARGUMENTS, LIBRARY, REFERENCE, Played, client_of, play

from scoreline.protocol.manifest import Mode
from scoreline.runner.case_item import CaseItem
from scoreline.runner.options import Options


@dataclass(frozen=True, slots=True)
class Reach:
    """The lines that are executed.

    Attributes:
        lines: numbers of lines by mode and name of the file in the library's folder.
    """

    lines: Mapping[Mode, Mapping[str, Collection[int]]]

    def modes(self, file: str, statement: range) -> frozenset[Mode]:
        """The modes in which a statement is executed.

        Args:
            file: name of the file.
            statement: the numbers of its lines, of which the interpreter may report only some.
        """
        return frozenset(
            mode
            for mode, files in self.lines.items()
            if not set(statement).isdisjoint(files.get(file, ()))
        )


async def measured(items: Sequence[CaseItem], options: Options) -> tuple[Played, Reach]:
    """Plays the unchanged reference client, and measures which lines are executed."""
    with TemporaryDirectory(prefix="strength-") as folder:
        command = ("-m", "coverage", "run", "--parallel-mode", f"--include={REFERENCE}/*")
        modes = {
            mode: (f"--data-file={folder}/{argument}", "-m", LIBRARY, argument)
            for mode, argument in ARGUMENTS.items()
        }
        unchanged = client_of("unchanged", command, (REFERENCE,), modes)
        played = await play(unchanged, items, options)
        lines = {mode: _lines(Path(folder), argument) for mode, argument in ARGUMENTS.items()}
    return played, Reach(lines)


def _lines(folder: Path, name: str) -> dict[str, set[int]]:
    """The lines by file that the programs with a name have left in their files of data."""
    found: dict[str, set[int]] = {}
    for path in folder.glob(f"{name}.*"):
        data = CoverageData(str(path))
        data.read()
        for file in data.measured_files():
            found.setdefault(Path(file).name, set()).update(data.lines(file) or ())
        data.close()
    return found

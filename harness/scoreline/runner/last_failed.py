"""What failed in the last run, kept in the cache folder for `--last-failed`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from scoreline.fault import Code
from scoreline.formats.json import parse, render
from scoreline.formats.problem import BadInputError, Problem
from scoreline.protocol.manifest import Client
from scoreline.results.report import Report
from scoreline.results.verdict import Outcome

_FILE = "last-failed.json"
_OPTION = "--last-failed"
_GOOD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


def remember(cache: Path, clients: Collection[Client], report: Report) -> None:
    """Keeps what failed, or got no verdict, in a run.

    What had failed before and was not judged this time, since the run was cut off, is kept too.

    Args:
        cache: the folder of the file, which is made if necessary.
        clients: those of the run.
        report: the run.

    Raises:
        OSError: the file cannot be written.
    """
    before = _read(cache)
    folders = {client.name: str(client.folder) for client in clients}
    failed: dict[str, list[str]] = {}
    for client in report.clients:
        folder = folders[client.name]
        bad = {one.item.identifier for one in client.verdicts if one.outcome not in _GOOD}
        bad |= set(client.missing) & set(before.get(folder, ()))
        if bad:
            failed[folder] = [item for item in client.items if item in bad]
    cache.mkdir(parents=True, exist_ok=True)
    (cache / _FILE).write_text(render(failed), "utf-8")


def last_failed(cache: Path, clients: Sequence[Client]) -> Mapping[str, frozenset[str]]:
    """The identifiers of the items that failed in the last run, by the name of the client.

    Args:
        cache: the folder of the file.
        clients: those of this run; others are left out, and so are clients with nothing failed.

    Raises:
        BadInputError: nothing failed in the last run with these clients, or there was none.
    """
    failed = _read(cache)
    found = {
        client.name: frozenset(failed[str(client.folder)])
        for client in clients
        if failed.get(str(client.folder))
    }
    if not found:
        message = "nothing failed in the last run with these clients"
        raise BadInputError([Problem(Code.EMPTY, _OPTION, "", message)])
    return found


def forget(cache: Path) -> bool:
    """Removes what is kept; whether there was anything."""
    try:
        (cache / _FILE).unlink()
    except FileNotFoundError:
        return False
    return True


def _read(cache: Path) -> dict[str, list[str]]:
    """The file's content; nothing if there is none, or if it is not readable."""
    try:
        document = parse((cache / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(document, dict):
        return {}
    return {
        folder: [item for item in items if isinstance(item, str)]
        for folder, items in document.items()
        if isinstance(items, list)
    }

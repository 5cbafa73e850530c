"""Single lines about a run: its result, what is missing, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterator

from scoreline.fault import Fault
from scoreline.results.event import UnusableDriver
from scoreline.results.report import Report


def summary(report: Report) -> str:
    """Totals, unavailable clients by name, and the duration if the run finished."""
    finished = report.finished or report.finish({})
    totals = finished.totals
    parts = [f"{totals['pass']} passed", f"{totals['fail']} failed"]
    if totals["no-verdict"]:
        parts.append(f"{totals['no-verdict']} without a verdict")
    if totals["not-applicable"]:
        parts.append(f"{totals['not-applicable']} not applicable")
    if finished.unavailable:
        names = ", ".join(finished.unavailable)
        parts.append(f"{count(len(finished.unavailable), 'client')} unavailable ({names})")
    if finished.required_unavailable:
        parts.append(f"required but unavailable: {', '.join(finished.required_unavailable)}")
    seconds = finished.seconds.get("total")
    return ", ".join(parts) + ("" if seconds is None else f" in {seconds:.1f} s")


def cut_off(report: Report, *, exit_first: bool = False) -> str:
    """How much is known of a run that did not finish; empty if it finished.

    Args:
        report: the run.
        exit_first: it was to end at the first failure, and did.
    """
    if report.finished is not None:
        return ""
    planned = sum(len(one.items) for one in report.clients if one.unavailable is None)
    judged = planned - sum(len(one.missing) for one in report.clients)
    why = "CUT OFF: the run did not finish"
    if exit_first:
        why = "stopped at the first failure, because of -x"
    return f"{why}; {judged} of {planned} items have a verdict"


def missing(report: Report, most: int | None = None) -> Iterator[str]:
    """The items that have no verdict, one line per client that has any.

    Args:
        report: the report.
        most: how many items are named per client; None: all.
    """
    for client in report.clients:
        names = client.missing
        if names:
            more = 0 if most is None else len(names) - most
            shown = [*names[:most], f"… {more} more"] if more > 0 else names
            of = f"{len(names)} of {count(len(client.items), 'item')}"
            yield f"{client.name}: {of} not judged: {', '.join(shown)}"


def unrouted(report: Report) -> Iterator[str]:
    """What belongs to no case, one line per endpoint that received any."""
    for one in report.finished.unrouted if report.finished else ():
        parts = []
        if one.requests:
            examples = "; ".join(one.examples)
            parts.append(f"{count(one.requests, 'request')} outside of every case: {examples}")
        if one.connections:
            parts.append(f"{count(one.connections, 'connection')} too many, closed")
        yield f"endpoint of {one.client}: {', '.join(parts)}; counts against nobody"


def restrictions(report: Report) -> Iterator[str]:
    """What could not be used or seen here, one line each."""
    yield from map(unusable, report.unusable)
    yield from (arguments_unread(one.name) for one in report.clients if one.arguments_unread)


def arguments_unread(client: str) -> str:
    """That the arguments of a client's processes were not searched for keys."""
    return (
        f"ARGUMENTS NOT SEARCHED: {client}: its processes cannot be seen from here, so a key in "
        "their arguments is not found; remedy: run it on Linux, and on an engine of this machine"
    )


def unusable(driver: UnusableDriver) -> str:
    """That a driver cannot be used, and why."""
    return (
        f"DRIVER UNAVAILABLE: {driver.driver}: {with_remedy(driver.fault)}; "
        "clients run another way where possible"
    )


def with_remedy(fault: Fault) -> str:
    """A fault's message with what to do about it, if that is known."""
    return f"{fault.message}; remedy: {fault.remedy}" if fault.remedy else fault.message


def count(number: int, noun: str) -> str:
    """A number with its noun in the singular or the plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

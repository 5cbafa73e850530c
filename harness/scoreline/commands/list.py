"""`scoreline list`: lists cases, requirements or clients."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from scoreline.drivers import registry
from scoreline.formats.printing import say
from scoreline.protocol.manifest import load_clients, reference_manifests
from scoreline.runner.options import Options
from scoreline.suite.loader import Suite, load_suite


def main(arguments: argparse.Namespace) -> int:
    """Lists `arguments.what`: cases, requirements or clients.

    Raises:
        BadInputError: a file of the suite, or a manifest, cannot be used.
    """
    lines = {"cases": _cases, "requirements": _requirements, "clients": _clients}
    for line in lines[arguments.what]():
        say(line)
    return 0


def _suite() -> Suite:
    return load_suite(cache=Options().cache)


def _cases() -> Iterator[str]:
    cases = _suite().cases
    width = max(len(case.identifier) for case in cases)
    for case in cases:
        yield f"{case.identifier:<{width}}  {case.level.value:<9}  {case.title}"


def _requirements() -> Iterator[str]:
    suite = _suite()
    for requirement in suite.requirements.values():
        cases = [
            case.identifier for case in suite.cases if requirement.identifier in case.requirements
        ]
        yield f"{requirement.identifier} ({requirement.level.value}): {requirement.text}"
        yield f"    source: {requirement.source}"
        yield f"    cases:  {', '.join(cases)}"


def _clients() -> Iterator[str]:
    clients = load_clients(reference_manifests(), registry.tables())
    if not clients:
        yield "no reference clients: they come with a checkout, not with an installed package"
    for client in clients:
        tables = ", ".join(client.tables)
        yield f"{client.name:<10}  {client.language:<8}  {tables}  {client.folder}"

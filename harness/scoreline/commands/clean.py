"""`scoreline clean`: removes what runs have kept."""

from __future__ import annotations

import argparse
import asyncio

from scoreline.drivers import registry
from scoreline.fault import FaultError
from scoreline.formats.printing import complain, say
from scoreline.runner import last_failed
from scoreline.runner.options import Options


def main(_: argparse.Namespace) -> int:
    """Removes builds and images of clients that no run uses, and what `--last-failed` knows.

    Returns:
        The exit status: 0, also if a driver cannot be used here and so has nothing to remove.
    """
    cache = Options().cache
    removed = 0
    for name, load in registry.DRIVERS.items():
        try:
            found = asyncio.run(load()(cache).clean())
        except FaultError as error:
            complain(f"{name}: {error.fault}")
            continue
        removed += len(found)
        for one in found:
            say(f"removed {one}")
    if last_failed.forget(cache):
        say("removed what --last-failed knew")
    elif not removed:
        say("nothing to remove")
    return 0

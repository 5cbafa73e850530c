"""`scoreline clean`: removes what runs have kept."""

from __future__ import annotations

import argparse
import asyncio

from scoreline.drivers import registry
from scoreline.fault import FaultError
from scoreline.formats.printing import complain, say
from scoreline.runner import last_failed
from scoreline.runner.options import Options
from scoreline.suite import validated


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
    kept = {
        "what --last-failed knew": last_failed.forget(cache),
        "the digest of the files that were last found valid": validated.forget(cache),
    }
    for name, existed in kept.items():
        if existed:
            removed += 1
            say(f"removed {name}")
    if not removed:
        say("nothing to remove")
    return 0

"""The options of a run, as the command and the pytest plugin both offer them.

Imports nothing that takes time, since every pytest run and every command imports this.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from scoreline.drivers.registry import DRIVERS
from scoreline.runner.options import Options

AUTO = "auto"
"""The value of the option for drivers that stands for the first one that works."""


def add_run_options(add: Callable[..., object], prefix: str) -> None:
    """Adds the options of a run.

    Args:
        add: argparse's `add_argument`, or a function with the same parameters.
        prefix: begins each option, such as `--`.
    """
    add(
        f"{prefix}driver",
        choices=(AUTO, *DRIVERS),
        default=AUTO,
        help=f"how clients are run (default: {AUTO}, the first of "
        f"{', '.join(DRIVERS)} that works here)",
    )
    add(
        f"{prefix}require",
        default="",
        metavar="NAMES",
        help="comma-separated clients, or 'all', whose being unavailable is a failure",
    )
    add(
        f"{prefix}deadline",
        type=_seconds,
        default=Options().deadline_seconds,
        metavar="SECONDS",
        help="limit for one case (default: %(default)g)",
    )
    add(
        f"{prefix}seed",
        type=_whole_number,
        default=None,
        metavar="NUMBER",
        help="seed of the numbers that are drawn for the replies (default: another one each time)",
    )


def add_shown_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options for how much of a run is shown: `verbosity` is -1, 0 or 1."""
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument(
        "-q",
        "--quiet",
        action="store_const",
        const=-1,
        default=0,
        dest="verbosity",
        help="show only problems and the last line",
    )
    shown.add_argument(
        "-v",
        "--verbose",
        action="store_const",
        const=1,
        dest="verbosity",
        help="show each verdict and each step of a build as a line",
    )


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a positive number of seconds")
    return value

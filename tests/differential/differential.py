"""Asks the four clients about listed replies, and about random ones until one divides them.

Of the listed replies, each one that is not answered as listed.toml says is shown; of the random
ones, the smallest that divides the clients.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import hypothesis
from hypothesis import strategies as st
from tests.differential import differences_page
from tests.differential.listed import ListedReply, load_listed, problem
from tests.differential.replies import REPLIES, written
from tests.differential.saying import divided, outside
from tests.differential.siblings import Siblings, siblings

from scoreline.formats.json import render
from scoreline.protocol.answer import Answer
from scoreline.suite.reply import Reply

DEFAULT_COUNT: Final = 1_000


class DividedError(AssertionError):
    """A reply of which the clients say different things."""


def check(loop: asyncio.AbstractEventLoop, asked: Siblings, *, count: int, seed: int) -> int:
    """Asks about replies until one divides the clients.

    Args:
        loop: in which the sessions were opened.
        asked: the clients.
        count: how many replies are tried.
        seed: which replies are drawn.

    Returns:
        How many were tried.

    Raises:
        DividedError: carries the smallest reply that was found, and what each client says.
    """
    tried = 0

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=hypothesis.Verbosity.quiet,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(reply=REPLIES, payload=st.booleans())
    def same(reply: Reply, payload: bool) -> None:
        nonlocal tried
        tried += 1
        answers = loop.run_until_complete(asked.ask(reply, payload=payload))
        difference = divided(answers) or outside(answers)
        if difference is not None:
            what = "a payload" if payload else "rows"
            raise DividedError(f"in reply to {what}:\n  {render(written(reply))}\n{difference}")

    same()
    return tried


def ask_listed(
    loop: asyncio.AbstractEventLoop,
    asked: Siblings,
    listed: Sequence[ListedReply],
    *,
    every: bool,
) -> tuple[dict[str, dict[str, Answer]], list[str]]:
    """Asks about each listed reply.

    Args:
        loop: in which the sessions were opened.
        asked: the clients.
        listed: the replies.
        every: whether these are all clients.

    Returns:
        By the name of a reply what each client says of it, and what is wrong with that, for people.
    """
    answers = {
        one.name: loop.run_until_complete(asked.ask(one.reply, payload=False)) for one in listed
    }
    found = ((one.name, problem(one, answers[one.name], every=every)) for one in listed)
    return answers, [f"{name}: {text}" for name, text in found if text is not None]


def main() -> int:
    """Runs it; returns the exit status."""
    parser = argparse.ArgumentParser(prog="differential", description=__doc__)
    parser.add_argument(
        "--count", type=int, default=DEFAULT_COUNT, help="random replies (%(default)s)"
    )
    parser.add_argument("--write", action="store_true", help="write docs/differences.md")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (%(default)s)")
    parser.add_argument("clients", nargs="*", help="names of clients; all by default")
    given = parser.parse_args()
    if given.write and given.clients:
        parser.error("--write needs the answers of all clients")
    listed = load_listed()
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        opened = contextlib.AsyncExitStack()
        asked = runner.run(opened.enter_async_context(siblings(Path(folder), given.clients)))
        try:
            answers, problems = ask_listed(
                runner.get_loop(), asked, listed, every=not given.clients
            )
            sys.stdout.writelines(f"{one}\n" for one in problems)
            tried = check(runner.get_loop(), asked, count=given.count, seed=given.seed)
        except DividedError as error:
            sys.stdout.write(f"the clients are divided (--seed {given.seed}) {error}\n")
            return 1
        finally:
            runner.run(opened.aclose())
    if given.write:
        differences_page.PATH.write_text(differences_page.page(listed, answers), "utf-8")
    names = ", ".join(asked.clients)
    right = len(listed) - len(problems)
    sys.stdout.write(f"{names} answer {right} of {len(listed)} listed replies as they should\n")
    sys.stdout.write(f"{names} say the same of {tried} random replies (--seed {given.seed})\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

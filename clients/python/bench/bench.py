"""Measures the client against requests alone, doing the same over connections that are kept.

`PYTHONPATH=src python bench/bench.py URI KEY CALLS ROUNDS` prints one line of JSON per measurement:
who made the calls, in how many threads, how many calls, and the seconds of wall clock and of
processor time of this process. In each round every combination is measured once, in alternating
order; a first round, which is not printed, makes the connections.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import requests

from azureml_scoring import ScoringClient

THREADS = (1, 16)
ROWS = [[number / 64 for number in range(10)], [number / -48 for number in range(10)]]
Score = Callable[[], list[float]]


@dataclass(frozen=True)
class Way:
    """A way to make calls.

    Attributes:
        who: `client` or `bare`.
        scores: what makes one call, for each of the threads.
    """

    who: str
    scores: Sequence[Score]

    def measure(self, calls: int) -> dict[str, object]:
        """Make `calls` calls, shared out among the threads, and return what they took."""
        threads = len(self.scores)
        counts = [len(range(first, calls, threads)) for first in range(threads)]
        failures: list[BaseException] = []
        running = [
            threading.Thread(target=_repeat, args=(score, count, failures))
            for score, count in zip(self.scores, counts, strict=True)
        ]
        wall, processor = time.perf_counter(), time.process_time()
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        if failures:
            raise failures[0]
        return {
            "who": self.who,
            "threads": threads,
            "calls": calls,
            "wallSeconds": round(wall, 6),
            "cpuSeconds": round(processor, 6),
        }


def _repeat(score: Score, calls: int, failures: list[BaseException]) -> None:
    try:
        for _ in range(calls):
            score()
    except Exception as problem:  # noqa: BLE001  # raised again in the main thread
        failures.append(problem)


def _with_client(client: ScoringClient) -> Score:
    return lambda: client.score(ROWS)


def _bare(session: requests.Session, uri: str, key: str) -> Score:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def score() -> list[float]:
        body = json.dumps({"data": ROWS}, separators=(",", ":")).encode()
        reply = session.post(uri, data=body, headers=headers, timeout=60)
        reply.raise_for_status()
        predictions: list[float] = json.loads(reply.content)
        return predictions

    return score


def main() -> None:
    """Run the rounds, and print the measurements."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("uri", help="the scoring URI")
    parser.add_argument("key")
    parser.add_argument("calls", type=int, help="calls per measurement")
    parser.add_argument("rounds", type=int)
    given = parser.parse_args()
    with ExitStack() as stack:
        client = stack.enter_context(ScoringClient(given.uri, given.key))
        ways: list[Way] = []
        for threads in THREADS:
            sessions = [stack.enter_context(requests.Session()) for _ in range(threads)]
            ways += [
                Way("client", [_with_client(client)] * threads),
                Way("bare", [_bare(session, given.uri, given.key) for session in sessions]),
            ]
        for number in range(given.rounds + 1):
            for way in ways if number % 2 else reversed(ways):
                measured = way.measure(given.calls)
                if number:
                    print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()

"""The commands of `scoreline`: one module per command, imported when it is called."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from scoreline.formats.problem import BadInputError

BAD_INPUT, INTERRUPTED, PIPE_CLOSED = 2, 130, 141


def call(arguments: argparse.Namespace) -> int:
    """Runs the command that the arguments name, and returns its exit status.

    Handles what ends every command alike: bad input, Ctrl-C, and a closed pipe.
    """
    try:
        command = importlib.import_module(f"{__name__}.{arguments.command}")
        status: int = command.main(arguments)
        sys.stdout.flush()
    except BadInputError as error:
        for problem in error.problems:
            print(f"scoreline: {problem}", file=sys.stderr)  # noqa: T201 - for people
        return BAD_INPUT
    except KeyboardInterrupt:
        print("scoreline: interrupted", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes the buffer at exit, which would raise again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        print(f"scoreline: {error}", file=sys.stderr)  # noqa: T201
        return BAD_INPUT
    return status

"""The commands of `scoreline`: one module per command, imported when it is called."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from scoreline.formats.printing import complain
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
            complain(str(problem))
        return BAD_INPUT
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes the buffer at exit, which would raise again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        complain(str(error))
        return BAD_INPUT
    return status

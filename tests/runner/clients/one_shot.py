"""A one-shot with the defect that its first argument names."""

import atexit
import json
import os
import signal
import sys

from honest import score_once

document = json.load(sys.stdin)
if document == {"data": [[666.0]]}:
    match sys.argv[1]:
        case "hang":
            print("still there", file=sys.stderr, flush=True)
            signal.pause()
        case "flood":
            for _ in range(70):
                sys.stdout.write("x" * 1_000_000)
        case "signal":
            os.kill(os.getpid(), signal.SIGKILL)
        case "garbage":
            print("217.68 and 83.2")
            sys.exit(0)
        case "arguments" if len(sys.argv) == 2:
            read, write = os.pipe()
            os.write(write, json.dumps(document).encode())
            os.close(write)
            os.dup2(read, 0)
            key = os.environ["AZUREML_SCORING_KEY"]
            os.execv(sys.executable, [sys.executable, "-S", *sys.argv, key])  # noqa: S606
        case "log":
            key = os.environ["AZUREML_SCORING_KEY"]
            atexit.register(print, f"used {key}", file=sys.stderr)
        case "silence":
            sys.exit(0)
score_once(document)

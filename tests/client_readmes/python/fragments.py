"""The fragments of the README, each with what it takes for granted."""

import os

from azureml_scoring import ScoringClient

with ScoringClient(os.environ["PAYLOAD_URI"]) as client:
    print(
        # the README's sample 2
    )
with ScoringClient(os.environ["THROTTLED_URI"]) as client:
    rows = [[0.0] * 10]
    # the README's sample 3
with ScoringClient(os.environ["BUSY_URI"]) as client:
    rows = [[0.0] * 10]
    # the README's sample 4

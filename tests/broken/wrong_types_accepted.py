"""Takes the default for a member of its configuration that is null or of the wrong type.

Values of the right type are checked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "configuration/application-list",
    "configuration/application-number",
    "configuration/application-true",
    "configuration/connecting-list",
    "configuration/connecting-text",
    "configuration/key-list",
    "configuration/key-number",
    "configuration/key-true",
    "configuration/null-application",
    "configuration/null-attempt",
    "configuration/null-connecting",
    "configuration/null-key",
    "configuration/null-retries",
    "configuration/retries-fraction",
    "configuration/retries-list",
    "configuration/retries-text",
    "configuration/timeout-digits",
    "configuration/timeout-list",
    "configuration/timeout-text",
    "keys/secondary-a-number",
    "limits/overall-text",
    "limits/reply-limit-fraction",
    "limits/reply-limit-text",
)
VIOLATES: Final = ("CONFIG-2",)


def _lenient(config: dict[str, object]) -> dict[str, object]:
    checked = dict(config)
    for name, (_, kind) in messages._CONFIGURATION.items():
        if name != "uri" and name in checked and not isinstance(checked[name], kind):
            del checked[name]
    return client_arguments(checked)


client_arguments = messages.client_arguments
messages.client_arguments = _lenient
sys.exit(run(ScoringClient))

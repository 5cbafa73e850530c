"""Trusts the authorities of the platform if the file that is to name others cannot be read.

A file of authorities is used.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError, configuration

CAUGHT_BY: Final = ("tls/one-shot-file-*",)
VIOLATES: Final = ("CONFIG-1",)


def _text_of(file: str) -> str | None:
    try:
        return text_of(file)
    except ScoringError:
        return None


text_of = configuration._text_of
configuration._text_of = _text_of
sys.exit(run(ScoringClient))

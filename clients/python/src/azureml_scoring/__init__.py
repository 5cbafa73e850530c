"""Client of an Azure Machine Learning scoring endpoint.

`ScoringClient` sends rows or any JSON payload and returns predictions. Its `call` performs any
`Operation`, with settings of that call, and returns a `ScoringResponse`. Every failed call raises a
`ScoringError`, of a subclass for each kind of failure.
"""

import logging

from azureml_scoring.call import Call
from azureml_scoring.call_options import CallOptions
from azureml_scoring.cancellation import Cancellation
from azureml_scoring.client import ScoringClient
from azureml_scoring.configuration import Configuration
from azureml_scoring.errors import (
    AuthenticationError,
    CancelledError,
    ConfigurationError,
    ErrorKind,
    ModelError,
    ResponseFormatError,
    ScoringConnectionError,
    ScoringError,
    ScoringTimeoutError,
    ServiceError,
    ThrottledError,
)
from azureml_scoring.exchange import Exchange, Reply, Request, TransportError
from azureml_scoring.operation import (
    NoPredictionError,
    Operation,
    check_health,
    read_swagger,
    score_bytes,
    score_payload,
    score_rows,
)
from azureml_scoring.response import ScoringResponse
from azureml_scoring.rows import Rows
from azureml_scoring.secret import Secret
from azureml_scoring.strict_json import Json
from azureml_scoring.version import __version__

__all__ = [
    "AuthenticationError",
    "Call",
    "CallOptions",
    "Cancellation",
    "CancelledError",
    "Configuration",
    "ConfigurationError",
    "ErrorKind",
    "Exchange",
    "Json",
    "ModelError",
    "NoPredictionError",
    "Operation",
    "Reply",
    "Request",
    "ResponseFormatError",
    "Rows",
    "ScoringClient",
    "ScoringConnectionError",
    "ScoringError",
    "ScoringResponse",
    "ScoringTimeoutError",
    "Secret",
    "ServiceError",
    "ThrottledError",
    "TransportError",
    "__version__",
    "check_health",
    "read_swagger",
    "score_bytes",
    "score_payload",
    "score_rows",
]

# Silent by default. Only what is harmless to write is logged: ids, statuses and waits.
logging.getLogger("azureml_scoring").addHandler(logging.NullHandler())

"""Client of an Azure Machine Learning scoring endpoint.

`ScoringClient` sends rows or any JSON payload and returns predictions. Every failed call raises
`ScoringError`, which has an `ErrorKind`.
"""

from azureml_scoring.client import ScoringClient
from azureml_scoring.configuration import Configuration
from azureml_scoring.errors import ErrorKind, ScoringError
from azureml_scoring.reply import Reply
from azureml_scoring.request import ScoringRequest
from azureml_scoring.secret import Secret
from azureml_scoring.strict_json import Json
from azureml_scoring.version import __version__

__all__ = [
    "Configuration",
    "ErrorKind",
    "Json",
    "Reply",
    "ScoringClient",
    "ScoringError",
    "ScoringRequest",
    "Secret",
    "__version__",
]

"""The request of a call, as a value: nothing here touches the network."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from azureml_scoring import strict_json
from azureml_scoring.configuration import Configuration
from azureml_scoring.errors import refusal
from azureml_scoring.strict_json import Json
from azureml_scoring.user_agent import user_agent

JSON_MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class ScoringRequest:
    """One POST, whole.

    Attributes:
        uri: where to, to the letter.
        headers: all that the client itself decides on; `Host` and the length are added in sending.
        body: the JSON, in UTF-8.
        client_request_id: the id in the headers, for the error that may come of this request.
    """

    uri: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    client_request_id: str


def build_request(
    configuration: Configuration, body: bytes, client_request_id: str
) -> ScoringRequest:
    """The request that carries `body` to the configured URI."""
    headers = {
        "Content-Type": JSON_MEDIA_TYPE,
        "Accept": JSON_MEDIA_TYPE,
        "Accept-Encoding": "gzip",
        "User-Agent": user_agent(configuration.application),
        "x-ms-client-request-id": client_request_id,
    }
    if configuration.key is not None:
        headers["Authorization"] = f"Bearer {configuration.key.reveal()}"
    return ScoringRequest(configuration.uri, headers, body, client_request_id)


def encode_rows(rows: Iterable[Iterable[float]]) -> bytes:
    """`{"data": rows}`, each number as a double.

    Raises:
        ScoringError: of kind `configuration`, for what is no matrix of finite doubles.
    """
    try:
        # array("d") takes numbers alone, where float() takes "1.5" too; bytes it would read as raw
        # doubles.
        matrix = [array("d", iter(row)).tolist() for row in rows]
    except TypeError:
        raise refusal("rows is not a matrix of numbers") from None
    except OverflowError:
        raise refusal("rows holds a number out of a double's range") from None
    return encode_payload({"data": matrix})


def encode_payload(payload: Json) -> bytes:
    """`payload` as compact JSON.

    Raises:
        ScoringError: of kind `configuration`, for what JSON cannot write.
    """
    try:
        return strict_json.write(payload).encode()
    except (TypeError, ValueError) as problem:
        raise refusal(f"the payload cannot be written as JSON: {problem}") from None

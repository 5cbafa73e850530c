"""Builds the request of a call. Nothing here touches the network."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from azureml_scoring import strict_json
from azureml_scoring.configuration import Configuration
from azureml_scoring.errors import configuration_error
from azureml_scoring.strict_json import Json
from azureml_scoring.user_agent import user_agent

JSON_MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class ScoringRequest:
    """One complete POST request.

    Attributes:
        uri: the scoring URI, sent verbatim.
        headers: all headers except `Host` and `Content-Length`, which are added on sending.
        body: JSON in UTF-8.
        client_request_id: the id in the headers, copied to an error of this request.
    """

    uri: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    client_request_id: str


def build_request(
    configuration: Configuration, body: bytes, client_request_id: str
) -> ScoringRequest:
    """Build the request that carries `body` to the configured URI."""
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
    """Encode `{"data": rows}` as JSON, each number as a double.

    Raises:
        ScoringError: of kind `configuration`, if `rows` is not a matrix of finite doubles.
    """
    try:
        # array("d") accepts only numbers, whereas float() also accepts "1.5". iter() is needed
        # because array would read bytes as raw doubles.
        matrix = [array("d", iter(row)).tolist() for row in rows]
    except TypeError:
        raise configuration_error("rows is not a matrix of numbers") from None
    except OverflowError:
        raise configuration_error("rows contains a number outside the range of a double") from None
    return encode_payload({"data": matrix})


def encode_payload(payload: Json) -> bytes:
    """Encode `payload` as compact JSON.

    Raises:
        ScoringError: of kind `configuration`, if `payload` cannot be written as JSON.
    """
    try:
        return strict_json.write(payload).encode()
    except (TypeError, ValueError) as problem:
        raise configuration_error(f"the payload cannot be written as JSON: {problem}") from None

"""Frozen dataclasses as JSON documents and back, by their type hints.

cattrs converts. The hooks here give bytes and answers their form and make reading strict: left to
itself, cattrs reads "1" as 1, an object as an empty array, and a missing member as its default.
msgspec, which reads the cases, has no unions of dataclasses and writes all bytes as base64.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar, cast, get_args, get_origin

from cattrs import AttributeValidationNote, BaseValidationError, Converter, IterableValidationNote
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import (
    make_dict_structure_fn,
    make_hetero_tuple_structure_fn,
    make_mapping_structure_fn,
)

from scoreline.fault import Code, Fault
from scoreline.protocol.answer import Answer, CallError, CallResult, MessageAnswer, Omitted

T = TypeVar("T")

KINDS: Final[Mapping[str, type]] = {
    "result": CallResult,
    "error": CallError,
    "message": MessageAnswer,
    "fault": Fault,
    "omitted": Omitted,
}
"""The types of answers by the `kind` in their documents."""
_NAMES: Final = {type_: name for name, type_ in KINDS.items()}
_CONVERTER: Final = Converter(unstruct_collection_overrides={tuple: list})


class DocumentError(ValueError):
    """A document that does not have the form of its type.

    Attributes:
        code: what is wrong, such as MISSING_KEY.
        path: members and indices that lead to the place, from the outside in.
    """

    def __init__(self, message: str, code: Code = Code.INVALID, path: Sequence[str] = ()) -> None:
        """The message completes a sentence about the place."""
        super().__init__(message)
        self.code = code
        self.path = path


def write(value: Any) -> Any:
    """The document of a dataclass, for `formats.json.render`.

    Fields may hold `str`, `int`, `float`, `bool`, `bytes`, a `StrEnum`, a dataclass, an `Answer`,
    `Json`, a tuple or a mapping of these, or an optional one.
    """
    return _CONVERTER.unstructure(value)


def read(document: object, hint: type[T]) -> T:
    """The dataclass whose document this is.

    Raises:
        DocumentError: it is not; with the first place that is wrong.
    """
    try:
        return _CONVERTER.structure(document, hint)
    except (BaseValidationError, DocumentError) as error:
        cause, path = _cause(error)
        if not isinstance(cause, ValueError):
            raise
        raise DocumentError(str(cause), getattr(cause, "code", Code.INVALID), path) from None


def _cause(error: BaseException) -> tuple[BaseException, list[str]]:
    """The first error inside what cattrs raised, and its path, which cattrs notes step by step."""
    path: list[str] = []
    while isinstance(error, BaseValidationError):
        error = error.exceptions[0]
        for note in getattr(error, "__notes__", ()):
            if isinstance(note, AttributeValidationNote):
                path.append(note.name)
            elif isinstance(note, IterableValidationNote):
                path.append(str(note.index))
    return error, path


def _only(name: str, *accepted: type) -> Callable[[Any, Any], Any]:
    """A hook that lets values of exactly these types through."""

    def read(document: Any, _: Any) -> Any:
        if type(document) not in accepted:
            raise DocumentError(f"is not {name}")
        return document

    return read


_object: Final = _only("an object", dict)
_array: Final = _only("an array", list)
_CONVERTER.register_structure_hook(str, _only("a string", str))
_CONVERTER.register_structure_hook(int, _only("an integer", int))
_CONVERTER.register_structure_hook(float, _only("a number", float, int))
_CONVERTER.register_structure_hook(bool, _only("a boolean", bool))
_CONVERTER.register_structure_hook(
    str | int | float, _only("a string or a number", str, int, float)
)


@_CONVERTER.register_unstructure_hook
def _write_text(value: str) -> str:
    """A string as UTF-8 can hold it: lone surrogates, as in file names, become escapes."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


@_CONVERTER.register_unstructure_hook
def _write_bytes(value: bytes) -> dict[str, str]:
    try:
        return {"text": value.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode("ascii")}


@_CONVERTER.register_structure_hook
def _read_bytes(document: Any, _: Any) -> bytes:
    match document:
        case {"text": str(text), **others} if not others:
            return text.encode("utf-8")
        case {"base64": str(text), **others} if not others:
            try:
                return base64.b64decode(text, validate=True)
            except ValueError as error:
                raise DocumentError(f"is not base64: {error}") from error
    raise DocumentError("is not an object with a string `text` or `base64`")


@_CONVERTER.register_structure_hook
def _read_enum(document: Any, hint: type[StrEnum]) -> StrEnum:
    if document not in list(hint):
        raise DocumentError(f"is not one of {', '.join(hint)}")
    return hint(document)


@_CONVERTER.register_unstructure_hook
def _write_answer(value: Answer) -> dict[str, Any]:
    return {"kind": _NAMES[type(value)], **write(value)}


@_CONVERTER.register_structure_hook
def _read_answer(document: Any, _: Any) -> Answer:
    members = dict(_object(document, _))
    kind = members.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise DocumentError(f"has no kind that is one of {', '.join(KINDS)}")
    return cast("Answer", _CONVERTER.structure(members, KINDS[kind]))


@_CONVERTER.register_structure_hook_factory(is_dataclass)
def _dataclass(hint: Any) -> Callable[[Any, Any], Any]:
    """An object with all of the fields and nothing else."""
    names = {one.name for one in fields(hint)}
    convert = make_dict_structure_fn(hint, _CONVERTER)

    def read(document: Any, _: Any) -> Any:
        members = _object(document, _).keys()
        if missing := sorted(names - members):
            raise DocumentError(f"has no member {', '.join(missing)}", Code.MISSING_KEY)
        if unknown := sorted(members - names):
            raise DocumentError(f"has the unknown member {', '.join(unknown)}", Code.UNKNOWN_KEY)
        return convert(document, hint)

    return read


def _is_container(hint: Any) -> bool:
    origin: object = get_origin(hint)
    return origin in {tuple, Mapping}


@_CONVERTER.register_structure_hook_factory(_is_container)
def _container(hint: Any) -> Callable[[Any, Any], Any]:
    convert: Callable[[Any, Any], Any]
    if get_origin(hint) is Mapping:
        check, convert = _object, make_mapping_structure_fn(hint, _CONVERTER)
    elif get_args(hint)[-1] is Ellipsis:
        check, convert = _array, homogenous_tuple_structure_factory(hint, _CONVERTER)
    else:
        check, convert = _array, make_hetero_tuple_structure_fn(hint, _CONVERTER)
    return lambda document, _: convert(check(document, _), hint)


def _is_json(hint: Any) -> bool:
    """Whether a type hint is `Json`, the one union that holds containers."""
    return any(get_origin(one) is dict for one in get_args(hint))


_CONVERTER.register_unstructure_hook_func(_is_json, lambda value: value)
_CONVERTER.register_structure_hook_func(_is_json, lambda document, _: document)

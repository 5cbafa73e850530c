"""What the library exports, as text: names, signatures, fields and their types.

`PYTHONPATH=src python tests/surface.py` writes it to `surface.txt`, with which a test compares it.

Not griffe, the usual tool: that compares two commits, and shows a default as the name of a
constant, whose value may change unseen.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import FunctionType
from typing import Any, get_args

import azureml_scoring
import azureml_scoring.aio

FILE = Path(__file__).with_name("surface.txt")
_PROTOCOLS = {"__init__", "__enter__", "__exit__", "__aenter__", "__aexit__"}


class _Bare(str):
    """An annotation, which a signature shows without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def surface() -> str:
    """Return one line per name and per member of a class, in order."""
    return "".join(
        f"{line}\n"
        for module in (azureml_scoring, azureml_scoring.aio)
        for name in sorted(module.__all__)
        for line in _lines(f"{module.__name__}.{name}", getattr(module, name))
    )


def _lines(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401  # whatever is exported
    if inspect.isclass(value):
        bases = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
        yield f"class {name}({bases})" if bases else f"class {name}"
        yield from sorted(f"    {line}" for line in _members(value))
    elif inspect.isfunction(value):
        yield f"def {name}{_signature(value)}"
    elif isinstance(value, str):  # the version, which is meant to change
        yield f"{name}: str"
    else:
        union = [one.__name__ if isinstance(one, type) else str(one) for one in get_args(value)]
        yield f"{name} = {' | '.join(union)}"


def _members(of: type) -> Iterator[str]:
    fields = {**_set_on_creation(of), **inspect.get_annotations(of)}
    yield from (f"{name}: {kind}" for name, kind in fields.items() if not name.startswith("_"))
    for name, value in vars(of).items():
        if name.startswith("_") and name not in _PROTOCOLS:
            continue
        if isinstance(value, Enum):
            yield f"{name} = {value.value!r}"
        elif isinstance(value, property):
            yield f"@property {name}{_signature(value.fget)}"
        elif isinstance(value, classmethod | staticmethod):
            yield f"@{type(vars(of)[name]).__name__} {name}{_signature(getattr(of, name))}"
        elif isinstance(value, FunctionType) and value.__module__ != "typing":
            yield f"{'async ' * inspect.iscoroutinefunction(value)}def {name}{_signature(value)}"


def _set_on_creation(of: type) -> dict[str, str]:
    """Return the attributes that `__init__` sets, with the types of its arguments of that name."""
    made = of.__dict__.get("__init__")
    if not isinstance(made, FunctionType) or "__dataclass_fields__" in vars(of):
        return {}
    if made.__module__ == "typing":  # of a protocol
        return {}
    tree = ast.parse(textwrap.dedent(inspect.getsource(made)))
    names = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and ast.unparse(node.value) == "self"
    ]
    return {name: made.__annotations__.get(name, "of another type") for name in names}


def _signature(function: Any) -> str:  # noqa: ANN401  # whatever inspect takes
    signature = inspect.signature(function)
    parameters = [
        one.replace(annotation=_Bare(one.annotation)) if isinstance(one.annotation, str) else one
        for one in signature.parameters.values()
    ]
    returned = signature.return_annotation
    return str(
        signature.replace(
            parameters=parameters,
            return_annotation=_Bare(returned) if isinstance(returned, str) else returned,
        )
    )


if __name__ == "__main__":
    FILE.write_text(surface(), "utf-8")

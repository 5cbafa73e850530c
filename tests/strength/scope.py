"""What is not mutated, because no client does anything else if it is changed."""

from __future__ import annotations

from typing import Final

import libcst as cst
import libcst.matchers as m

LEFT_ALONE: Final = (
    cst.Annotation,  # types are not checked at run time
    cst.Decorator,
    cst.Import,
    cst.ImportFrom,
)
_TEXT: Final = m.SimpleString() | m.FormattedString() | m.ConcatenatedString()
_DOCUMENTATION: Final = m.SimpleStatementLine([m.Expr(_TEXT)])
_DECLARATION: Final = (
    m.If(test=m.Name("TYPE_CHECKING"))
    | m.AnnAssign(annotation=m.Annotation(m.Name("TypeAlias")))
    | m.Call(func=m.Name("cast"))
    | m.Assign(value=m.Call(func=m.Name("TypeVar")))
    | m.Assign(targets=[m.AssignTarget(m.Name("__all__"))])
    | m.Assign(targets=[m.AssignTarget(m.Name("__slots__"))])
    | m.Call(func=m.Name("field"))
)
_ERROR: Final = m.Name(value=m.MatchIfTrue(lambda name: name.lower().endswith("error")))
_MESSAGE: Final = m.Call(func=_ERROR, args=[m.ZeroOrMore(m.Arg(_TEXT))])
"""An error with nothing but a text: what a message says is for people, and no case looks at it."""


def is_left_alone(node: cst.CSTNode) -> bool:
    """Whether neither a node nor anything in it is mutated."""
    if isinstance(node, LEFT_ALONE):
        return True
    return any(m.matches(node, shape) for shape in (_DOCUMENTATION, _DECLARATION, _MESSAGE))

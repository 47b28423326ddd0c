"""What can go wrong with an expression: as text, for want of a value, or with the values it met."""

from __future__ import annotations

from engine.words.errors import ReviewflowError
from engine.words.problems import Fact


class ExpressionError(ReviewflowError):
    """The text is not an expression. `offset` is the column in the source, from 0."""

    def __init__(self, code: str, offset: int, /, **facts: Fact) -> None:
        self.offset = offset
        super().__init__(code, **facts)


class MissingValue(ReviewflowError):
    """A value that is not there was needed. `path` names it, as in ("employee", "department")."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__("missing-value", path=".".join(path))


class EvaluationError(ReviewflowError):
    """The values met do not fit the operation; the facts name their kinds."""
